package trap

import (
	"github.com/argus-power/argus/snmp"
	"github.com/argus-power/argus/snmp/ber"
)

// value makes a value of a variable. What is of no use here is Null: it spoils nothing.
func value(tag byte, contents []byte) snmp.Value {
	switch tag {
	case ber.TagInteger:
		if len(contents) > 0 && len(contents) <= 8 {
			return snmp.Number(snmp.Integer, float64(ber.Signed(contents)))
		}
	case ber.TagCounter32, ber.TagGauge32, ber.TagUnsigned32, ber.TagCounter64:
		return unsigned(snmp.Unsigned, contents)
	case ber.TagTimeTicks:
		return unsigned(snmp.TimeTicks, contents)
	case ber.TagOctets:
		return snmp.Text(snmp.Bytes, string(contents))
	case ber.TagOID:
		if text, ok := readOID(contents); ok {
			return snmp.Text(snmp.ObjectID, text)
		}
	case ber.TagIPAddress:
		return snmp.Text(snmp.IPAddress, string(contents))
	}
	return snmp.Value{Type: snmp.Null}
}

func unsigned(t snmp.Type, contents []byte) snmp.Value {
	n, ok := ber.Unsigned(contents)
	if !ok || len(contents) == 0 {
		return snmp.Value{Type: snmp.Null}
	}
	return snmp.Number(t, float64(n))
}
