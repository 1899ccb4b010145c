package trap

import (
	"strconv"

	"github.com/argus-power/argus/snmp"
)

// Tags of the types of SNMP (RFC 3416, section 3; RFC 2578, section 7.1).
const (
	tagInteger    = 0x02
	tagOctets     = 0x04
	tagOID        = 0x06
	tagSequence   = 0x30
	tagIPAddress  = 0x40
	tagCounter32  = 0x41
	tagGauge32    = 0x42
	tagTimeTicks  = 0x43
	tagCounter64  = 0x46
	tagUnsigned32 = 0x47
)

// A ber reads elements of BER one after the other. After the first that is not whole, or not
// what was wanted, it is bad and reads nothing any more.
type ber struct {
	rest []byte
	bad  bool
}

func (b *ber) fail() { b.rest, b.bad = nil, true }

// next returns the next element.
func (b *ber) next() (tag byte, contents []byte) {
	if len(b.rest) < 2 {
		b.fail()
		return 0, nil
	}
	length, from := int(b.rest[1]), 2
	if length >= 0x80 {
		octets := length & 0x7f
		if octets == 0 || octets > 4 || len(b.rest) < 2+octets {
			b.fail()
			return 0, nil
		}
		length, from = 0, 2+octets
		for _, o := range b.rest[2:from] {
			length = length<<8 | int(o)
		}
	}
	if length < 0 || length > len(b.rest)-from {
		b.fail()
		return 0, nil
	}
	tag, contents = b.rest[0], b.rest[from:from+length]
	b.rest = b.rest[from+length:]
	return tag, contents
}

// take returns the contents of the next element, which has to be of this type.
func (b *ber) take(tag byte) []byte {
	got, contents := b.next()
	if got != tag {
		b.fail()
		return nil
	}
	return contents
}

// enter opens the next element, a constructed one of this type.
func (b *ber) enter(tag byte) *ber {
	contents := b.take(tag)
	return &ber{rest: contents, bad: b.bad}
}

// integer returns the next element, a number of at most 32 bits as all in a message are.
func (b *ber) integer() int64 {
	contents := b.take(tagInteger)
	if b.bad || len(contents) == 0 || len(contents) > 5 {
		b.fail()
		return 0
	}
	n := signed(contents)
	if n < -1<<31 || n >= 1<<32 { // some send the upper half without a zero in front
		b.fail()
		return 0
	}
	return n
}

func (b *ber) oid() string {
	text, ok := readOID(b.take(tagOID))
	if b.bad || !ok {
		b.fail()
		return ""
	}
	return text
}

func signed(octets []byte) int64 {
	n := int64(0)
	if octets[0] >= 0x80 {
		n = -1
	}
	for _, o := range octets {
		n = n<<8 | int64(o)
	}
	return n
}

// readOID returns an object identifier as text: at most 128 numbers below 2^32.
func readOID(octets []byte) (string, bool) {
	if len(octets) == 0 || len(octets) > 5*128 {
		return "", false
	}
	text := make([]byte, 0, 4*len(octets)+2)
	n, count, open := uint64(0), 0, false
	for _, o := range octets {
		n = n<<7 | uint64(o&0x7f)
		if open = o >= 0x80; open {
			if n >= 1<<33 {
				return "", false
			}
			continue
		}
		if count == 0 { // the first two are in one
			arc := min(n/40, 2)
			text = append(strconv.AppendUint(text, arc, 10), '.')
			n -= 40 * arc
			count++
		} else {
			text = append(text, '.')
		}
		if n >= 1<<32 {
			return "", false
		}
		text = strconv.AppendUint(text, n, 10)
		n = 0
		count++
	}
	return string(text), !open && count <= 128
}

// value makes a value of a variable. What is of no use here is Null: it spoils nothing.
func value(tag byte, contents []byte) snmp.Value {
	number := len(contents) > 0 && len(contents) <= 8
	switch {
	case tag == tagInteger && number:
		return snmp.Number(snmp.Integer, float64(signed(contents)))
	case (tag == tagCounter32 || tag == tagGauge32 || tag == tagUnsigned32 || tag == tagCounter64) && number:
		return snmp.Number(snmp.Unsigned, float64(unsigned(contents)))
	case tag == tagTimeTicks && number:
		return snmp.Number(snmp.TimeTicks, float64(unsigned(contents)))
	case tag == tagOctets:
		return snmp.Text(snmp.Bytes, string(contents))
	case tag == tagOID:
		if text, ok := readOID(contents); ok {
			return snmp.Text(snmp.ObjectID, text)
		}
	case tag == tagIPAddress:
		return snmp.Text(snmp.IPAddress, string(contents))
	}
	return snmp.Value{Type: snmp.Null}
}

func unsigned(octets []byte) (n uint64) {
	for _, o := range octets {
		n = n<<8 | uint64(o)
	}
	return n
}
