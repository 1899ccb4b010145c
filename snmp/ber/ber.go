// Package ber has what every reader of BER as SNMP uses it needs (RFC 3417, section 8): tags, the header
// of an element, numbers and object identifiers.
//
// What to do with an element that is not whole, or not the one that was expected, each reader decides for
// itself: the client of package snmp takes what an agent cut off, package trap refuses it.
package ber

import "math"

// Header reads the header of the element that octets begin with; the first of them is its tag. The contents begin
// at from, and length is what the element says of them: there may be fewer octets behind the header. Without a header,
// or with one that has no definite length in at most four octets, from is 0.
func Header(octets []byte) (from, length int) {
	if len(octets) < 2 {
		return 0, 0
	}
	from, length = 2, int(octets[1])
	if length < 0x80 {
		return from, length
	}
	from += length & 0x7f // how many octets of length follow
	if from == 2 || from > 2+4 || from > len(octets) {
		return 0, 0
	}
	length = 0
	for _, o := range octets[2:from] {
		length = length<<8 | int(o)
	}
	if length < 0 { // where an int has 32 bits
		length = math.MaxInt
	}
	return from, length
}
