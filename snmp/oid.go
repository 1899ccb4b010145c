package snmp

import "strings"

// Object identifiers are kept as text, "1.3.6.1.2.1.1.3.0", without a leading dot.

// under returns what follows root in oid, without the dot, and whether oid lies below root.
func under(oid, root string) (suffix string, ok bool) {
	if len(oid) <= len(root) || oid[len(root)] != '.' || oid[:len(root)] != root {
		return "", false
	}
	return oid[len(root)+1:], true
}

// compareOID orders object identifiers as agents do: number by number.
func compareOID(a, b string) int {
	for a != "" && b != "" {
		var x, y uint64
		x, a = firstNumber(a)
		y, b = firstNumber(b)
		switch {
		case x < y:
			return -1
		case x > y:
			return 1
		}
	}
	return len(a) - len(b)
}

// firstNumber splits off the first number of an object identifier.
func firstNumber(oid string) (n uint64, rest string) {
	i := 0
	for ; i < len(oid) && oid[i] != '.'; i++ {
		n = n*10 + uint64(oid[i]-'0')
	}
	if i < len(oid) {
		i++
	}
	return n, oid[i:]
}

// validOID says whether a text is an object identifier: numbers below 2^32 with
// dots between them, two at least and 128 at most (RFC 2578, section 3.5).
func validOID(s string) bool {
	numbers := 0
	for rest, more := s, true; more; numbers++ {
		var number string
		if number, rest, more = strings.Cut(rest, "."); !validNumber(number) {
			return false
		}
	}
	return numbers >= 2 && numbers <= 128
}

func validNumber(s string) bool {
	if s == "" || len(s) > 10 || len(s) > 1 && s[0] == '0' {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	n, _ := firstNumber(s)
	return n < 1<<32
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
