package power

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxLabel bounds the bytes of a label value.
const MaxLabel = 256

// CleanLabel makes a label value of what a device sent: valid UTF-8, one line,
// no control characters, no blanks at its ends, at most [MaxLabel] bytes.
func CleanLabel(s string) string {
	if clean(s) {
		return s
	}
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' { // those two end a line
			return ' '
		}
		return r
	}, s)
	s = strings.TrimSpace(s)
	if len(s) > MaxLabel {
		cut := MaxLabel
		for !utf8.RuneStart(s[cut]) {
			cut--
		}
		s = strings.TrimSpace(s[:cut])
	}
	return s
}

// clean is the common case: short, printable ASCII.
func clean(s string) bool {
	if len(s) > MaxLabel {
		return false
	}
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' {
			return false
		}
	}
	return s == "" || s[0] != ' ' && s[len(s)-1] != ' '
}

// placeholders are what devices and drivers say instead of nothing.
var placeholders = map[string]bool{
	"unknown": true, "blank": true, "none": true, "n/a": true, "na": true, "not set": true,
	"(null)": true, "null": true, "unavailable": true, "description unavailable": true,
	"not available": true, "not applicable": true, "undefined": true, "unspecified": true,
	"to be filled by o.e.m.": true, "ups_iden": true,
}

// Identity returns an identifying text cleaned, or "" if it identifies nothing:
// a placeholder, or one filler character repeated, such as "0000000" or "???".
func Identity(s string) string {
	s = CleanLabel(s)
	if placeholders[strings.ToLower(s)] || filler(s) {
		return ""
	}
	return s
}

func filler(s string) bool {
	if s == "" || !strings.ContainsRune("0?-.*_# xX", rune(s[0])) {
		return false
	}
	return strings.Trim(s, s[:1]+" ") == "" && (len(s) > 2 || s[0] != '0')
}
