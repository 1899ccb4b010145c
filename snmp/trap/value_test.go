package trap

import (
	"bytes"
	"testing"

	"github.com/argus-power/argus/snmp"
	"github.com/argus-power/argus/snmp/ber"
)

// TestValue makes values of what can be used, and Null of the rest.
func TestValue(t *testing.T) {
	null, long := snmp.Value{Type: snmp.Null}, bytes.Repeat([]byte{0xff}, 8)
	for _, test := range []struct {
		name   string
		tag    byte
		octets []byte
		want   snmp.Value
	}{
		{"a negative number", ber.TagInteger, []byte{0xff}, snmp.Number(snmp.Integer, -1)},
		{"a number without octets", ber.TagInteger, nil, null},
		{"a number of nine octets", ber.TagInteger, append([]byte{0}, long...), null},
		{"a gauge", ber.TagGauge32, []byte{0xff, 0xff, 0xff, 0xff}, snmp.Number(snmp.Unsigned, 1<<32-1)},
		{"a gauge without octets", ber.TagGauge32, nil, null},
		{"a counter of 64 bits", ber.TagCounter64, append([]byte{0}, long...), snmp.Number(snmp.Unsigned, 1<<64-1)},
		{"the same without the zero", ber.TagCounter64, long, snmp.Number(snmp.Unsigned, 1<<64-1)},
		{"a counter of 65 bits", ber.TagCounter64, append([]byte{1}, long...), null},
		{"a time", ber.TagTimeTicks, []byte{1, 0}, snmp.Number(snmp.TimeTicks, 256)},
		{"a text", ber.TagOctets, []byte("on"), snmp.Text(snmp.Bytes, "on")},
		{"an object", ber.TagOID, []byte{0x2b, 6}, snmp.Text(snmp.ObjectID, "1.3.6")},
		{"no object", ber.TagOID, nil, null},
		{"an object of too many octets", ber.TagOID, append(bytes.Repeat([]byte{0x80}, 5*128), 1), null},
		{"an address", ber.TagIPAddress, []byte{192, 0, 2, 7}, snmp.Text(snmp.IPAddress, "\xc0\x00\x02\x07")},
		{"an opaque", ber.TagOpaque, []byte{0x9f, 0x78, 4, 0, 0, 0, 0}, null},
		{"nothing", ber.TagNull, nil, null},
		{"what is not there", ber.TagNoSuchObject, nil, null},
	} {
		if got := value(test.tag, test.octets); got != test.want {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}
