package nut

import (
	"bytes"
	"fmt"
	"strings"
)

// The grammar of an answer (RFC 9271) is words between blanks, the last one quoted. The
// functions here cut lines that the connection has already stripped of their ends. They work in
// place: what they return lies within the line and goes when the next one is read.

// cutWord splits a line into its first word and what follows the blanks behind it.
func cutWord(line []byte) (word, rest []byte) {
	for i, c := range line {
		if isBlank(c) {
			return line[:i], trimLeft(line[i:])
		}
	}
	return line, nil
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

func trimLeft(b []byte) []byte {
	for len(b) > 0 && isBlank(b[0]) {
		b = b[1:]
	}
	return b
}

// trimEnd takes off the line end, CR LF or LF, and blanks before it.
func trimEnd(line []byte) []byte {
	return bytes.TrimRight(line, " \t\r\n")
}

// matches reports whether the line consists of these words, in any case. Empty words are skipped.
func matches(line []byte, words ...string) bool {
	for _, want := range words {
		if want == "" {
			continue
		}
		var word []byte
		if word, line = cutWord(line); !equalFold(word, want) {
			return false
		}
	}
	return len(line) == 0
}

// equalFold compares without regard to the case of ASCII letters, which is all that NUT folds.
func equalFold(b []byte, s string) bool {
	if len(b) != len(s) {
		return false
	}
	for i, c := range b {
		if lower(c) != lower(s[i]) {
			return false
		}
	}
	return true
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// parseVar parses what follows VAR and the UPS: a name and its value. Both share one string.
func parseVar(rest []byte, longest int) (Var, error) {
	name, rest := cutWord(rest)
	if len(name) == 0 || len(rest) == 0 {
		return Var{}, ErrUnexpectedLine
	}
	value, err := parseValue(rest, longest)
	if err != nil {
		return Var{}, err
	}
	// The value is moved up to the name. It never reaches beyond the end of the line, because at
	// least one blank stood between them.
	both := string(append(name, value...))
	return Var{Name: both[:len(name)], Value: both[len(name):]}, nil
}

// parseUPS parses what follows UPS: a name and, quoted, a description.
func parseUPS(rest []byte, longest int) (UPS, error) {
	name, rest := cutWord(rest)
	if len(name) == 0 {
		return UPS{}, ErrUnexpectedLine
	}
	u := UPS{Name: string(name)}
	value, err := parseValue(rest, longest)
	if err != nil {
		return UPS{}, err
	}
	u.Description = description(string(value))
	return u, nil
}

func parseValue(word []byte, longest int) ([]byte, error) {
	value, err := unquote(word)
	if err == nil && len(value) > longest {
		return nil, fmt.Errorf("%w: %d bytes, the limit is %d", ErrValueTooLong, len(value), longest)
	}
	return value, err
}

// description drops the texts that upsd puts where ups.conf has no desc.
func description(text string) string {
	if strings.EqualFold(text, "Description unavailable") || strings.EqualFold(text, "Unavailable") {
		return ""
	}
	return text
}

// unexpected names a line that has no place, cut to what a log can bear.
func unexpected(line []byte) error {
	const most = 80
	if len(line) > most {
		return fmt.Errorf("%w: %q (cut)", ErrUnexpectedLine, line[:most])
	}
	return fmt.Errorf("%w: %q", ErrUnexpectedLine, line)
}
