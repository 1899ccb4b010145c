package ber

import (
	"bytes"
	"math"
	"strings"
	"testing"
)

func TestSigned(t *testing.T) {
	for _, test := range []struct {
		octets []byte
		want   int64
	}{
		{[]byte{0}, 0},
		{[]byte{0x7f}, 127},
		{[]byte{0x80}, -128},
		{[]byte{0xff}, -1},
		{[]byte{0, 0x80}, 128},
		{[]byte{0xff, 0x7f}, -129},
		{[]byte{0, 0, 0, 1}, 1},
		{[]byte{0x80, 0, 0, 0, 0, 0, 0, 0}, math.MinInt64},
		{[]byte{0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, math.MaxInt64},
	} {
		if got := Signed(test.octets); got != test.want {
			t.Errorf("%x is %d, want %d", test.octets, got, test.want)
		}
	}
}

func TestUnsigned(t *testing.T) {
	nine := []byte{0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}
	for _, test := range []struct {
		octets []byte
		want   uint64
		ok     bool
	}{
		{nil, 0, true},
		{[]byte{5}, 5, true},
		{[]byte{0xff}, 255, true}, // without the zero that would make it positive
		{[]byte{0, 0xff}, 255, true},
		{[]byte{0xff, 0xff, 0xff, 0xff}, math.MaxUint32, true},
		{nine[1:], math.MaxUint64, true},
		{nine, math.MaxUint64, true},
		{append([]byte{0}, nine...), 0, false},
		{append([]byte{1}, nine[1:]...), 0, false},
	} {
		if got, ok := Unsigned(test.octets); ok != test.ok || ok && got != test.want {
			t.Errorf("%x is %d, %t, want %d, %t", test.octets, got, ok, test.want, test.ok)
		}
	}
}

// TestAppendOID also reads what is no object identifier, but can be sent as one.
func TestAppendOID(t *testing.T) {
	for _, test := range []struct {
		name   string
		octets []byte
		want   string // "" means it is not ok
	}{
		{"zeros", []byte{0}, "0.0"},
		{"two numbers", []byte{0x2b}, "1.3"},
		{"the last below 1", []byte{79}, "1.39"},
		{"the first below 2", []byte{80}, "2.0"},
		{"a long number below 2", []byte{0x88, 0x37}, "2.999"},
		{"sysDescr.0", []byte{0x2b, 6, 1, 2, 1, 1, 1, 0}, "1.3.6.1.2.1.1.1.0"},
		{"numbers of two octets", []byte{0x2b, 6, 1, 4, 1, 0x82, 0x3e, 0x81, 0}, "1.3.6.1.4.1.318.128"},
		{"the largest number", []byte{0x2b, 0x8f, 0xff, 0xff, 0xff, 0x7f}, "1.3.4294967295"},
		{"the largest number below 2", []byte{0x90, 0x80, 0x80, 0x80, 0x4f}, "2.4294967295"},
		{"a zero in front of a number", []byte{0x2b, 0x80, 1}, "1.3.1"},
		{"128 numbers", append([]byte{0x2b}, make([]byte, 126)...), "1.3" + strings.Repeat(".0", 126)},
		{"nothing", nil, ""},
		{"a number that does not end", []byte{0x2b, 0x86}, ""},
		{"a first number that does not end", []byte{0xab}, ""},
		{"2^32", []byte{0x2b, 0x90, 0x80, 0x80, 0x80, 0}, ""},
		{"2^32 below 2", []byte{0x90, 0x80, 0x80, 0x80, 0x50}, ""},
		{"a very large number", append(bytes.Repeat([]byte{0xff}, 20), 0x7f), ""},
		{"2^64, which is no 0", []byte{0x2b, 0x82, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0}, ""},
		{"129 numbers", append([]byte{0x2b}, make([]byte, 127)...), ""},
	} {
		got, ok := AppendOID([]byte("in front "), test.octets)
		if ok != (test.want != "") || ok && string(got) != "in front "+test.want {
			t.Errorf("%s: %q, %t, want %q", test.name, got, ok, test.want)
		}
	}
}
