package ber

import (
	"bytes"
	"math"
	"testing"
)

// TestHeader reads headers with more and fewer octets behind them than they say.
func TestHeader(t *testing.T) {
	for _, test := range []struct {
		name         string
		octets       []byte
		from, length int
	}{
		{"nothing", nil, 0, 0},
		{"a tag", []byte{TagInteger}, 0, 0},
		{"empty contents", []byte{TagNull, 0}, 2, 0},
		{"one octet", []byte{TagInteger, 1, 5}, 2, 1},
		{"the longest short length", append([]byte{TagOctets, 0x7f}, make([]byte, 0x7f)...), 2, 0x7f},
		{"contents that are not there", []byte{TagOctets, 9}, 2, 9},
		{"more than is its own", []byte{TagNull, 0, TagNull, 0}, 2, 0},
		{"one octet of length", []byte{TagOctets, 0x81, 0x80}, 3, 0x80},
		{"one octet of length where none is needed", []byte{TagOctets, 0x81, 1, 7}, 3, 1},
		{"two", []byte{TagSequence, 0x82, 1, 2}, 4, 0x102},
		{"three", []byte{TagSequence, 0x83, 1, 2, 3}, 5, 0x10203},
		{"four", []byte{TagSequence, 0x84, 1, 2, 3, 4}, 6, 0x1020304},
		{"zeros in front", []byte{TagSequence, 0x84, 0, 0, 0, 2, 5, 0}, 6, 2},
		{"the longest", []byte{TagSequence, 0x84, 0xff, 0xff, 0xff, 0xff}, 6, int(min(uint64(math.MaxUint32), math.MaxInt))},
		{"five", []byte{TagSequence, 0x85, 0, 0, 0, 0, 1, 7}, 0, 0},
		{"the most that can be said", bytes.Repeat([]byte{0xff}, 200), 0, 0},
		{"indefinite", []byte{TagSequence, 0x80, 0, 0}, 0, 0},
		{"a length that ends", []byte{TagSequence, 0x82, 1}, 0, 0},
		{"a length that does not begin", []byte{TagSequence, 0x81}, 0, 0},
	} {
		if from, length := Header(test.octets); from != test.from || length != test.length {
			t.Errorf("%s: %d octets from %d, want %d from %d", test.name, length, from, test.length, test.from)
		}
	}
}
