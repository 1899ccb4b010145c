package power

import (
	"strings"
	"unicode"
)

// transferReason is why a device last left its input, in its own words: "" if they say that it did
// not, and [forTest] if it was a test. Some say it in one letter.
func transferReason(text string) string {
	text = Identity(text)
	word := letters(text)
	switch {
	case word == "", word == "o", word == "normal", word == "acceptableinput", word == "nodata",
		strings.HasPrefix(word, "notransfer"):
		return ""
	case word == "s", strings.Contains(word, "test"):
		return forTest
	}
	return text
}

// letters are those of a text, in lower case: how else it is written means nothing.
func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}
