package snmp

import (
	"slices"
	"strings"
)

// shortestSecret is how long a text must be to be looked for inside others:
// anything shorter is found in innocent words.
const shortestSecret = 4

// secrets are texts that are replaced inside others, whatever their case.
type secrets struct {
	list  map[string]secret   // by the text in lower case
	heads map[string][]string // those that begin with these bytes, the longest first
}

type secret struct {
	kind aliasKind
	text string // as it was first seen
	part bool   // the name of an outlet or the like, which may be any word
}

func (s *secrets) add(kind aliasKind, text string, part bool) {
	if s.list == nil {
		s.list, s.heads = map[string]secret{}, map[string][]string{}
	}
	low := lowerCase(text)
	if old, known := s.list[low]; known || low == "" {
		if old.part && !part {
			s.list[low] = secret{old.kind, old.text, false}
		}
		return
	}
	s.list[low] = secret{kind, text, part}
	if len(low) < shortestSecret {
		return
	}
	head := low[:shortestSecret]
	s.heads[head] = append(s.heads[head], low)
	slices.SortStableFunc(s.heads[head], func(a, b string) int { return len(b) - len(a) })
}

func (s *secrets) has(text string) bool {
	_, known := s.list[lowerCase(text)]
	return known
}

// find returns the first secret in a text, and where it ends. In the words of a
// MIB the names of parts stay, which may be the same words.
func (s *secrets) find(text, low string, from int, in role) (found secret, at, end int) {
	for i := from; i+shortestSecret <= len(low); i++ {
		for _, want := range s.heads[low[i:i+shortestSecret]] {
			end := i + len(want)
			if !strings.HasPrefix(low[i:], want) || cutsNumber(text, i, end) {
				continue
			}
			x := s.list[want]
			// A device that was named after its model does not make the model a secret.
			own := i == 0 && (x.kind == nameAlias || x.kind == locationAlias)
			if in != 0 && x.part || in == isModel && own {
				continue
			}
			return x, i, end
		}
	}
	return secret{}, -1, 0
}

// cutsNumber says whether a part of a text begins or ends within a number.
func cutsNumber(text string, from, to int) bool {
	return from > 0 && isDigit(text[from]) && isDigit(text[from-1]) ||
		to < len(text) && isDigit(text[to-1]) && isDigit(text[to])
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// split cuts a text into what is replaced and what is between.
func (s *secrets) split(text string, a *aliases, in role) []fragment {
	var list []fragment
	low, from := lowerCase(text), 0
	if x, short := s.list[low]; short && len(low) < shortestSecret && x.kind == secretAlias {
		return []fragment{{text: a.of(x.kind, x.text), done: true}}
	}
	for {
		x, at, end := s.find(text, low, from, in)
		if at < 0 {
			return append(list, fragment{text: text[from:]})
		}
		list = append(list, fragment{text: text[from:at]}, fragment{text: a.of(x.kind, x.text), done: true})
		from = end
	}
}

// replace returns a text without the secrets; in says what the text is, 0 for anything.
func (s *secrets) replace(text string, a *aliases, in role) string {
	return joined(s.split(text, a, in))
}

// lowerCase is the text in lower case, with every byte where it was.
func lowerCase(s string) string {
	if low := strings.ToLower(s); len(low) == len(s) {
		return low
	}
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}
