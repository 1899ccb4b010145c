package snmp

import (
	"encoding/binary"
	"fmt"
	"math"
	"net/netip"

	"github.com/argus-power/argus/snmp/ber"
)

// decodeValue makes a Value of what an agent sent. A number without octets is
// Null: some agents say "unknown" in this way, and it is never 0. The error is
// for contents that the type cannot have.
func decodeValue(tag byte, contents []byte) (Value, error) {
	switch tag {
	case ber.TagInteger:
		return decodeInteger(contents)
	case ber.TagCounter32, ber.TagGauge32, ber.TagUnsigned32, ber.TagCounter64:
		return decodeUnsigned(Unsigned, contents)
	case ber.TagTimeTicks:
		return decodeUnsigned(TimeTicks, contents)
	case ber.TagOctets:
		return Text(Bytes, string(contents)), nil
	case ber.TagOID:
		text, ok := ber.AppendOID(make([]byte, 0, 4*len(contents)+4), contents)
		if !ok {
			return Value{}, badValue("object identifier", contents)
		}
		return Text(ObjectID, string(text)), nil
	case ber.TagIPAddress:
		if len(contents) == 0 {
			return Value{Type: Null}, nil
		}
		address, ok := netip.AddrFromSlice(contents)
		if !ok {
			return Value{}, badValue("IP address", contents)
		}
		return Text(IPAddress, address.String()), nil
	case ber.TagOpaque:
		return decodeOpaque(contents)
	case ber.TagNoSuchObject, ber.TagNoSuchInstance, ber.TagEndOfMibView:
		return Value{Type: Gone}, nil
	}
	return Value{Type: Null}, nil
}

func badValue(what string, contents []byte) error {
	return fmt.Errorf("%w: %s of %d bytes", ErrBadAnswer, what, len(contents))
}

func decodeInteger(contents []byte) (Value, error) {
	if len(contents) == 0 {
		return Value{Type: Null}, nil
	}
	if len(contents) > 8 {
		return Value{}, badValue("number", contents)
	}
	return Number(Integer, float64(ber.Signed(contents))), nil
}

func decodeUnsigned(t Type, contents []byte) (Value, error) {
	if len(contents) == 0 {
		return Value{Type: Null}, nil
	}
	n, ok := ber.Unsigned(contents)
	if !ok {
		return Value{}, badValue("number", contents)
	}
	return Number(t, float64(n)), nil
}

// decodeOpaque knows what Net-SNMP and others put into an Opaque: a tag of two
// octets, and a number (draft-perkins-opaque-01). Anything else is Null.
func decodeOpaque(contents []byte) (Value, error) {
	if len(contents) < 3 || contents[0] != 0x9f || int(contents[2]) != len(contents)-3 {
		return Value{Type: Null}, nil
	}
	number := contents[3:]
	switch kind := contents[1]; {
	case kind == 0x78 && len(number) == 4:
		return decodeFloat(float64(math.Float32frombits(binary.BigEndian.Uint32(number))))
	case kind == 0x79 && len(number) == 8:
		return decodeFloat(math.Float64frombits(binary.BigEndian.Uint64(number)))
	case kind == 0x7a:
		return decodeInteger(number)
	case kind == 0x76 || kind == 0x7b:
		return decodeUnsigned(Unsigned, number)
	}
	return Value{Type: Null}, nil
}

// decodeFloat takes what is no number, or none that can be measured, for Null.
func decodeFloat(f float64) (Value, error) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return Value{Type: Null}, nil
	}
	return Number(Float, f), nil
}
