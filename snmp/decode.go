package snmp

import (
	"encoding/binary"
	"fmt"
	"math"
	"net/netip"
)

// Tags of values (RFC 3416, section 3; RFC 2578, section 7.1).
const (
	tagInteger        = 0x02
	tagOctets         = 0x04
	tagNull           = 0x05
	tagOID            = 0x06
	tagSequence       = 0x30
	tagIPAddress      = 0x40
	tagCounter32      = 0x41
	tagGauge32        = 0x42
	tagTimeTicks      = 0x43
	tagOpaque         = 0x44
	tagCounter64      = 0x46
	tagUnsigned32     = 0x47
	tagNoSuchObject   = 0x80
	tagNoSuchInstance = 0x81
	tagEndOfMibView   = 0x82
)

// decodeValue makes a Value of what an agent sent. A number without octets is
// Null: some agents say "unknown" in this way, and it is never 0. The error is
// for contents that the type cannot have.
func decodeValue(tag byte, contents []byte) (Value, error) {
	switch tag {
	case tagInteger:
		return decodeInteger(contents)
	case tagCounter32, tagGauge32, tagUnsigned32, tagCounter64:
		return decodeUnsigned(Unsigned, contents)
	case tagTimeTicks:
		return decodeUnsigned(TimeTicks, contents)
	case tagOctets:
		return Text(Bytes, string(contents)), nil
	case tagOID:
		text, ok := appendOID(make([]byte, 0, 4*len(contents)+4), contents)
		if !ok {
			return Value{}, badValue("object identifier", contents)
		}
		return Text(ObjectID, string(text)), nil
	case tagIPAddress:
		if len(contents) == 0 {
			return Value{Type: Null}, nil
		}
		address, ok := netip.AddrFromSlice(contents)
		if !ok {
			return Value{}, badValue("IP address", contents)
		}
		return Text(IPAddress, address.String()), nil
	case tagOpaque:
		return decodeOpaque(contents)
	case tagNoSuchObject, tagNoSuchInstance, tagEndOfMibView:
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
	return Number(Integer, float64(signed(contents))), nil
}

func decodeUnsigned(t Type, contents []byte) (Value, error) {
	if len(contents) == 0 {
		return Value{Type: Null}, nil
	}
	n, ok := unsigned(contents)
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
