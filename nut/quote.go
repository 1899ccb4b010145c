package nut

import "bytes"

// appendQuoted appends s as one quoted word. '#' begins a comment for upsd even between quotes, and
// a comment there makes it drop the commands behind it without a word.
func appendQuoted(b []byte, s string) []byte {
	b = append(b, '"')
	for i := range len(s) {
		switch s[i] {
		case '"', '\\', '#':
			b = append(b, '\\')
		}
		b = append(b, s[i])
	}
	return append(b, '"')
}

// unquote undoes the quotes of the last word of a line, in place: the result lies within word. A
// backslash stands for the byte behind it, whichever that is.
//
// A bare word is its own value. A quote within the value that has no backslash is kept as it is, as
// long as the last byte is the closing quote: ESPHome does not escape, and nothing else can follow
// the last word.
func unquote(word []byte) ([]byte, error) {
	if len(word) == 0 || word[0] != '"' {
		return word, nil
	}
	inner := word[1:]
	if len(inner) == 0 || inner[len(inner)-1] != '"' {
		return nil, ErrQuoting
	}
	inner = inner[:len(inner)-1]
	first := bytes.IndexByte(inner, '\\')
	if first < 0 {
		return inner, nil
	}
	to := first
	for from := first; from < len(inner); from++ {
		if inner[from] == '\\' {
			from++
			if from == len(inner) { // the closing quote was an escaped one
				return nil, ErrQuoting
			}
		}
		inner[to] = inner[from]
		to++
	}
	return inner[:to], nil
}
