package snmptest

import "errors"

// The Basic Encoding Rules, as far as SNMP uses them: tags of one byte, definite lengths.

const (
	tagSequence = 0x30
	maxDatagram = 65507 // what fits into a UDP datagram over IPv4
)

var errBER = errors.New("snmptest: malformed message")

func appendLength(b []byte, n int) []byte {
	switch {
	case n < 0x80:
		return append(b, byte(n))
	case n < 0x100:
		return append(b, 0x81, byte(n))
	}
	return append(b, 0x82, byte(n>>8), byte(n))
}

func appendTLV(b []byte, tag byte, content []byte) []byte {
	return append(appendLength(append(b, tag), len(content)), content...)
}

func appendInt(b []byte, n int64) []byte { return appendTLV(b, TagInteger, intContent(n)) }

// intContent is the shortest two's complement of a number.
func intContent(n int64) []byte {
	size := 1
	for m := n; m > 0x7f || m < -0x80; m >>= 8 {
		size++
	}
	b := make([]byte, size)
	for i := range b {
		b[size-1-i] = byte(n >> (8 * i))
	}
	return b
}

// uintContent is that of an unsigned number: a zero byte in front keeps it positive.
func uintContent(n uint64) []byte {
	var b []byte
	for shift := 56; shift >= 0; shift -= 8 {
		if c := byte(n >> shift); c != 0 || len(b) > 0 || shift == 0 {
			b = append(b, c)
		}
	}
	if b[0] > 0x7f {
		b = append([]byte{0}, b...)
	}
	return b
}

func oidContent(oid objectID) []byte {
	b := appendBase128(make([]byte, 0, len(oid)+8), oid[0]*40+oid[1])
	for _, n := range oid[2:] {
		b = appendBase128(b, n)
	}
	return b
}

func appendBase128(b []byte, n uint32) []byte {
	for shift := 28; shift > 0; shift -= 7 {
		if n>>shift != 0 {
			b = append(b, byte(n>>shift)&0x7f|0x80)
		}
	}
	return append(b, byte(n)&0x7f)
}

// readTLV splits off the first element.
func readTLV(b []byte) (tag byte, content, rest []byte, err error) {
	if len(b) < 2 {
		return 0, nil, nil, errBER
	}
	tag, n, b := b[0], int(b[1]), b[2:]
	if n >= 0x80 {
		size := n & 0x7f
		if size == 0 || size > 3 || size > len(b) {
			return 0, nil, nil, errBER
		}
		n = 0
		for _, c := range b[:size] {
			n = n<<8 | int(c)
		}
		b = b[size:]
	}
	if n > len(b) {
		return 0, nil, nil, errBER
	}
	return tag, b[:n], b[n:], nil
}

// readInt is the number in the content of an INTEGER.
func readInt(content []byte) (n int64, ok bool) {
	if len(content) == 0 || len(content) > 8 {
		return 0, false
	}
	n = int64(int8(content[0]))
	for _, c := range content[1:] {
		n = n<<8 | int64(c)
	}
	return n, true
}

func readUint(content []byte) (n uint64, ok bool) {
	if len(content) == 0 || len(content) > 9 || len(content) == 9 && content[0] != 0 {
		return 0, false
	}
	for _, c := range content {
		n = n<<8 | uint64(c)
	}
	return n, true
}

func readOID(content []byte) (objectID, bool) {
	if len(content) == 0 || content[len(content)-1] > 0x7f {
		return nil, false
	}
	oid := make(objectID, 1, len(content)+1)
	var n uint64
	for _, c := range content {
		if n = n<<7 | uint64(c&0x7f); n > 0xffffffff {
			return nil, false
		}
		if c < 0x80 {
			oid, n = append(oid, uint32(n)), 0
		}
	}
	oid[0] = min(oid[1]/40, 2)
	oid[1] -= 40 * oid[0]
	return oid, true
}
