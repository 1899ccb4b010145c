package snmptest

import (
	"encoding/binary"
	"fmt"
	"math"
	"net/netip"

	"github.com/argus-power/argus/snmp"
)

// The ASN.1 tags of values (RFC 2578, RFC 1902). The last three are what v2c says instead of one.
const (
	TagInteger        = 0x02
	TagOctetString    = 0x04
	TagNull           = 0x05
	TagObjectID       = 0x06
	TagIPAddress      = 0x40
	TagCounter32      = 0x41
	TagGauge32        = 0x42
	TagTimeTicks      = 0x43
	TagOpaque         = 0x44
	TagCounter64      = 0x46
	TagUinteger32     = 0x47
	TagNoSuchObject   = 0x80
	TagNoSuchInstance = 0x81
	TagEndOfMibView   = 0x82
)

// opaqueFloat begins the content of an Opaque that has an IEEE 754 number of 4 bytes.
const opaqueFloat = "\x9f\x78\x04"

// A Value is a value as it is on the wire: a tag and the content behind tag and length. What no
// agent ought to send is made by hand: Value{Tag: TagInteger} is an INTEGER without a byte,
// Value{Tag: 0x4f, Data: "?"} one of an unknown type.
type Value struct {
	Tag  byte
	Data string
}

// Int makes an INTEGER. One beyond 32 bits gets the bytes it needs, as from some agents.
func Int(n int64) Value { return Value{TagInteger, string(intContent(n))} }

// Text makes an OCTET STRING.
func Text(s string) Value { return Value{TagOctetString, s} }

// Null makes a NULL.
func Null() Value { return Value{Tag: TagNull} }

// ObjectID makes an OBJECT IDENTIFIER; it panics when the text is none.
func ObjectID(oid string) Value { return Value{TagObjectID, string(oidContent(mustOID(oid)))} }

// IPAddress makes an IpAddress; it panics when the text is no IPv4 address.
func IPAddress(ip string) Value {
	address := netip.MustParseAddr(ip).As4()
	return Value{TagIPAddress, string(address[:])}
}

// Unsigned makes a Counter32, Gauge32, TimeTicks, Counter64 or Uinteger32, as the tag says.
func Unsigned(tag byte, n uint64) Value { return Value{tag, string(uintContent(n))} }

// Float makes an Opaque with a number in it, as net-snmp does.
func Float(f float32) Value {
	b := append([]byte{0x9f, 0x78, 4}, 0, 0, 0, 0)
	binary.BigEndian.PutUint32(b[3:], math.Float32bits(f))
	return Value{TagOpaque, string(b)}
}

// Value returns what a client makes of it.
func (v Value) Value() snmp.Value {
	switch v.Tag {
	case TagOctetString:
		return snmp.Text(snmp.Bytes, v.Data)
	case TagInteger:
		if n, ok := readInt([]byte(v.Data)); ok {
			return snmp.Number(snmp.Integer, float64(n))
		}
	case TagCounter32, TagGauge32, TagCounter64, TagUinteger32:
		if n, ok := readUint([]byte(v.Data)); ok {
			return snmp.Number(snmp.Unsigned, float64(n))
		}
	case TagTimeTicks:
		if n, ok := readUint([]byte(v.Data)); ok {
			return snmp.Number(snmp.TimeTicks, float64(n))
		}
	case TagObjectID:
		if oid, ok := readOID([]byte(v.Data)); ok {
			return snmp.Text(snmp.ObjectID, oid.String())
		}
	case TagIPAddress:
		if len(v.Data) == 4 {
			return snmp.Text(snmp.IPAddress, fmt.Sprintf("%d.%d.%d.%d",
				v.Data[0], v.Data[1], v.Data[2], v.Data[3]))
		}
	case TagOpaque:
		if len(v.Data) == 7 && v.Data[:3] == opaqueFloat {
			bits := binary.BigEndian.Uint32([]byte(v.Data[3:]))
			return snmp.Number(snmp.Float, float64(math.Float32frombits(bits)))
		}
	case TagNoSuchObject, TagNoSuchInstance, TagEndOfMibView:
		return snmp.Value{Type: snmp.Gone}
	}
	return snmp.Value{Type: snmp.Null}
}
