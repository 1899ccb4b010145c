package snmp

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A ref is another object that a row looks at: one instance, the instance of a
// column with the row's own index, or one whose index is put together of the
// row's placeholders.
type ref struct {
	at   pattern
	same bool // a column: the row's whole index follows
}

// parseRef reads a reference of a row.
func parseRef(root, text string, row pattern) (ref, error) {
	p, err := parsePattern(root, text)
	if err != nil {
		return ref{}, err
	}
	for _, part := range p.parts {
		if part.name != "" && !row.has(part.name) {
			return ref{}, fmt.Errorf("oid %q: the row's own oid has no placeholder {%s}", text, part.name)
		}
	}
	same := p.instance() && !row.instance() && !strings.HasSuffix(p.column, ".0")
	return ref{at: p, same: same}, nil
}

// scalar says whether all instances of the row look at the same object.
func (r ref) scalar() bool { return !r.same && r.at.instance() }

// oid returns the instance that belongs to an instance of the row.
func (r ref) oid(row pattern, captured []string, index string) (string, bool) {
	if r.same {
		return r.at.column + "." + index, true
	}
	return r.at.fill(row, captured)
}

// condition is a compiled [Condition].
type condition struct {
	ref     ref
	is, not []string // lower case
}

// holds says whether a value fulfils the condition. What is not there fulfils
// only conditions about what it must not be.
func (c *condition) holds(v Value) bool {
	if !v.Exists() || v.Type == Null {
		return len(c.is) == 0
	}
	text := word(v)
	like := func(want string) bool { return matches(text, want) }
	return (len(c.is) == 0 || slices.ContainsFunc(c.is, like)) && !slices.ContainsFunc(c.not, like)
}

// word is a value as conditions and maps compare it. Small numbers, which most of
// what they compare is, cost no memory.
func word(v Value) string {
	if v.Type == Integer || v.Type == Unsigned {
		if n := int64(v.number); float64(n) == v.number && max(n, -n) < 1<<53 {
			return strconv.FormatInt(n, 10)
		}
	}
	return strings.ToLower(strings.TrimSpace(v.Text()))
}

// matches compares a text with a word that may begin or end with "*".
func matches(text, want string) bool {
	head, atEnd := strings.CutSuffix(want, "*")
	tail, atStart := strings.CutPrefix(head, "*")
	switch {
	case atStart && atEnd:
		return strings.Contains(text, tail)
	case atEnd:
		return strings.HasPrefix(text, head)
	case atStart:
		return strings.HasSuffix(text, tail)
	}
	return text == want
}

// lowered returns words in lower case, for comparisons that ignore it.
func lowered(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = strings.ToLower(strings.TrimSpace(w))
	}
	return out
}
