package trap

import "github.com/argus-power/argus/snmp/ber"

// Elements of BER are read one after the other. After the first that is not whole, or not
// what was wanted, they are bad and nothing is read any more.
type elements struct {
	rest []byte
	bad  bool
}

func (b *elements) fail() { b.rest, b.bad = nil, true }

// next returns the next element.
func (b *elements) next() (tag byte, contents []byte) {
	from, length := ber.Header(b.rest)
	if from == 0 || length > len(b.rest)-from {
		b.fail()
		return 0, nil
	}
	tag, contents = b.rest[0], b.rest[from:from+length]
	b.rest = b.rest[from+length:]
	return tag, contents
}

// take returns the contents of the next element, which has to be of this type.
func (b *elements) take(tag byte) []byte {
	got, contents := b.next()
	if got != tag {
		b.fail()
		return nil
	}
	return contents
}

// enter opens the next element, a constructed one of this type.
func (b *elements) enter(tag byte) *elements {
	contents := b.take(tag)
	return &elements{rest: contents, bad: b.bad}
}

// integer returns the next element, a number of at most 32 bits as all in a message are.
func (b *elements) integer() int64 {
	contents := b.take(ber.TagInteger)
	if b.bad || len(contents) == 0 || len(contents) > 5 {
		b.fail()
		return 0
	}
	n := ber.Signed(contents)
	if n < -1<<31 || n >= 1<<32 { // some count ids without a sign: they have a zero in front, and five octets
		b.fail()
		return 0
	}
	return n
}

func (b *elements) oid() string {
	text, ok := readOID(b.take(ber.TagOID))
	if b.bad || !ok {
		b.fail()
		return ""
	}
	return text
}

// maxOID is how many octets an object identifier may take: 128 numbers of five.
const maxOID = 5 * 128

// readOID returns an object identifier as text: at most 128 numbers below 2^32.
func readOID(octets []byte) (string, bool) {
	if len(octets) > maxOID {
		return "", false
	}
	text, ok := ber.AppendOID(make([]byte, 0, 4*len(octets)+2), octets)
	if !ok {
		return "", false
	}
	return string(text), true
}
