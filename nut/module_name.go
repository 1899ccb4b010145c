package nut

import "strings"

// parsedName is a variable's name with its indexes taken out.
type parsedName struct {
	key     []byte    // normalised name
	numbers [3]string // the numbers in it, in order
	line    string    // the line in it, in canonical form
}

// parseName normalises a variable name into buf, which it may grow.
func parseName(name string, buf []byte) parsedName {
	p := parsedName{key: buf[:0]}
	count := 0
	for start := 0; start <= len(name); {
		end := strings.IndexByte(name[start:], '.')
		if end < 0 {
			end = len(name)
		} else {
			end += start
		}
		segment := name[start:end]
		if start > 0 {
			p.key = append(p.key, '.')
		}
		switch line, isLine := canonicalLine(segment); {
		case isLine:
			p.line = line
			p.key = append(p.key, anyLine...)
		case isNumber(segment) && count < len(p.numbers):
			p.numbers[count] = canonicalIndex(segment)
			count++
			p.key = append(p.key, anyNumber...)
		case segment == anyNumber || segment == anyLine:
			p.key = append(p.key, '?') // a server's own "#" is no index
		default:
			p.key = append(p.key, segment...)
		}
		start = end + 1
	}
	return p
}

// canonicalIndex takes the leading zeros off a number.
func canonicalIndex(s string) string {
	for len(s) > 1 && s[0] == '0' {
		s = s[1:]
	}
	return s
}

func isNumber(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// canonicalLine turns the spellings of a line into the label value: a phase to
// neutral is the phase, and a pair of phases has one order.
func canonicalLine(s string) (string, bool) {
	if len(s) > 5 || s == "" || s[0] != 'L' && s[0] != 'N' {
		return "", false
	}
	switch s {
	case "L1", "L1-N", "N-L1":
		return "L1", true
	case "L2", "L2-N", "N-L2":
		return "L2", true
	case "L3", "L3-N", "N-L3":
		return "L3", true
	case "N":
		return "N", true
	case "L1-L2", "L2-L1":
		return "L1-L2", true
	case "L2-L3", "L3-L2":
		return "L2-L3", true
	case "L3-L1", "L1-L3":
		return "L3-L1", true
	}
	return "", false
}
