package power

import "strconv"

// ParseNumber reads a decimal number as devices write it: an optional sign,
// digits with leading zeros, a point or a comma, blanks around it. Everything
// else that Go or C would take (exponents, hexadecimal, "inf", "nan", "_") is
// refused, for no device means it. More digits than a number can hold are
// refused too.
func ParseNumber(s string) (float64, bool) {
	s = trim(s)
	if len(s) == 0 || len(s) > 64 {
		return 0, false
	}
	digits, comma := 0, -1
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			digits++
		case (c == '-' || c == '+') && i == 0:
		case (c == '.' || c == ',') && comma < 0:
			comma = i
		default:
			return 0, false
		}
	}
	if digits == 0 {
		return 0, false
	}
	if comma >= 0 && s[comma] == ',' {
		s = s[:comma] + "." + s[comma+1:]
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil
}

func trim(s string) string {
	for len(s) > 0 && (s[0] == ' ' || s[0] == '\t') {
		s = s[1:]
	}
	for len(s) > 0 && (s[len(s)-1] == ' ' || s[len(s)-1] == '\t') {
		s = s[:len(s)-1]
	}
	return s
}
