package ber

import "strconv"

// Signed reads a number in two's complement, of one to eight octets.
func Signed(octets []byte) int64 {
	var n int64
	if octets[0] >= 0x80 {
		n = -1
	}
	for _, o := range octets {
		n = n<<8 | int64(o)
	}
	return n
}

// Unsigned reads a number of at most 64 bits; a zero in front is allowed.
// Agents that forget it do not mean a negative number.
func Unsigned(octets []byte) (n uint64, ok bool) {
	if len(octets) == 9 && octets[0] == 0 {
		octets = octets[1:]
	}
	for _, o := range octets {
		n = n<<8 | uint64(o)
	}
	return n, len(octets) <= 8
}

// AppendOID appends the text of an encoded object identifier, "1.3.6.1", and a part of it if it is not ok. It is
// ok if every number is below 2^32 and there are at most 128 (RFC 2578, section 3.5).
func AppendOID(text, octets []byte) ([]byte, bool) {
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
