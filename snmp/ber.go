package snmp

import "strconv"

// A ber reads elements of BER one after the other: tag, length, contents (RFC
// 3417, section 8: definite lengths only). It never reads beyond its bytes.
type ber struct {
	rest []byte
	cut  bool // an element was longer than what there is; its contents are a part
}

// next returns the next element. Without one, or with a header that is no
// header, ok is false.
func (b *ber) next() (tag byte, contents []byte, ok bool) {
	if len(b.rest) < 2 {
		return 0, nil, false
	}
	tag = b.rest[0]
	length, from := int(b.rest[1]), 2
	if length >= 0x80 {
		octets := length & 0x7f
		if octets == 0 || octets > 4 || len(b.rest) < 2+octets {
			return 0, nil, false
		}
		length, from = 0, 2+octets
		for _, o := range b.rest[2:from] {
			length = length<<8 | int(o)
		}
	}
	if length < 0 || length > len(b.rest)-from {
		b.cut = true
		length = len(b.rest) - from
	}
	contents = b.rest[from : from+length]
	b.rest = b.rest[from+length:]
	return tag, contents, true
}

// take returns the contents of the next element, which has to be whole and of this type.
func (b *ber) take(tag byte) ([]byte, bool) {
	was := b.cut
	b.cut = false
	got, contents, ok := b.next()
	whole := !b.cut
	b.cut = b.cut || was
	return contents, ok && whole && got == tag
}

// enter opens the next element, a constructed one of this type, which may be cut off.
func (b *ber) enter(tag byte) bool {
	got, contents, ok := b.next()
	b.rest = contents
	return ok && got == tag
}

// integer returns the next element as a number of at most eight octets.
func (b *ber) integer() (int64, bool) {
	contents, ok := b.take(tagInteger)
	if !ok || len(contents) == 0 || len(contents) > 8 {
		return 0, false
	}
	return signed(contents), true
}

// signed reads a number in two's complement.
func signed(octets []byte) int64 {
	var n int64
	if octets[0] >= 0x80 {
		n = -1
	}
	for _, o := range octets {
		n = n<<8 | int64(o)
	}
	return n
}

// unsigned reads a number of at most 64 bits; a zero in front is allowed.
// Agents that forget it do not mean a negative number.
func unsigned(octets []byte) (n uint64, ok bool) {
	if len(octets) == 9 && octets[0] == 0 {
		octets = octets[1:]
	}
	for _, o := range octets {
		n = n<<8 | uint64(o)
	}
	return n, len(octets) <= 8
}

// appendOID appends the text of an encoded object identifier. It is ok if every
// number is below 2^32 and there are at most 128.
func appendOID(text, octets []byte) ([]byte, bool) {
	var n uint64
	count, open := 0, false
	for _, o := range octets {
		if n = n<<7 | uint64(o&0x7f); n >= 1<<33 {
			return text, false
		}
		if open = o >= 0x80; open {
			continue
		}
		if count == 0 { // the first two are encoded in one
			arc := min(n/40, 2)
			text = append(strconv.AppendUint(text, arc, 10), '.')
			n -= 40 * arc
			count = 1
		} else {
			text = append(text, '.')
		}
		if n >= 1<<32 {
			return text, false
		}
		text = strconv.AppendUint(text, n, 10)
		n = 0
		count++
	}
	return text, count >= 2 && count <= 128 && !open
}

// sizeOfOID is how many octets an object identifier takes, about.
func sizeOfOID(oid string) int {
	size := -1 // the first two numbers share an octet
	for oid != "" {
		var n uint64
		n, oid = firstNumber(oid)
		size++
		for ; n > 0x7f; n >>= 7 {
			size++
		}
	}
	return size
}
