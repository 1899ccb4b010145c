package snmp_test

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/argus-power/argus/snmp"
)

// TestWalkLines holds that every value reads back from its line as it was.
func TestWalkLines(t *testing.T) {
	octets := func(s string) snmp.Value { return snmp.Text(snmp.Bytes, s) }
	for want, value := range map[string]snmp.Value{
		"5|":                         {Type: snmp.Null},
		"2|0":                        snmp.Number(snmp.Integer, 0),
		"2|-2147483648":              snmp.Number(snmp.Integer, math.MinInt32),
		"2|9223372036854775807":      snmp.Number(snmp.Integer, math.MaxInt64),
		"2|-9223372036854775808":     snmp.Number(snmp.Integer, math.MinInt64),
		"66|4294967295":              snmp.Number(snmp.Unsigned, math.MaxUint32),
		"70|4294967296":              snmp.Number(snmp.Unsigned, 1<<32),
		"70|18446744073709551615":    snmp.Number(snmp.Unsigned, math.MaxUint64),
		"67|4294967295":              snmp.Number(snmp.TimeTicks, math.MaxUint32),
		"68x|9f780443668000":         snmp.Number(snmp.Float, 230.5),
		"68x|9f79083fb999999999999a": snmp.Number(snmp.Float, 0.1),
		"6|1.3.6.1.4.1.318":          snmp.Text(snmp.ObjectID, "1.3.6.1.4.1.318"),
		"64|192.0.2.7":               snmp.Text(snmp.IPAddress, "192.0.2.7"),
		"4|":                         octets(""),
		"4|a|b # \"c\" |":            octets("a|b # \"c\" |"),
		"4x|610d":                    octets("a\r"),
		"4x|610a62":                  octets("a\nb"),
		"4x|42c3bc726f":              octets("Büro"),
		"4x|42fc726f":                octets("B\xfcro"),
		"4x|00ff":                    octets("\x00\xff"),
	} {
		v := snmp.Varbind{OID: "1.3.6.1.4.1.99999.1.0", Value: value}
		line := snmp.FormatRecorded(v)
		if line != v.OID+"|"+want {
			t.Errorf("got %q, want %q", line, want)
		}
		got, err := snmp.ReadRecording(strings.NewReader(line + "\n"))
		if err != nil || !reflect.DeepEqual(got, snmp.Recording{v}) {
			t.Errorf("%s reads back as %v, %v", line, got, err)
		}
	}
}

func TestWalkParseOIDs(t *testing.T) {
	got, err := snmp.ParseOIDs([]string{".1.3.6.1", "1.3.6.1.4.1.318"})
	if err != nil || !reflect.DeepEqual(got, []string{"1.3.6.1", "1.3.6.1.4.1.318"}) {
		t.Errorf("got %v, %v", got, err)
	}
	for _, bad := range []string{"", ".", "enterprises", "1", "1.3.6.1.", "1..3", "1.3.6.1.4294967296", "9.9"} {
		if _, err := snmp.ParseOIDs([]string{bad}); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}
