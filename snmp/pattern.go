package snmp

import (
	"fmt"
	"strings"
)

// A pattern is an object identifier with placeholders for numbers of its index.
type pattern struct {
	column string // what comes before the first placeholder, or the whole instance
	parts  []part // what comes after; none if the pattern is one instance
}

// part is one number of an index: a placeholder's name, or the number itself.
type part struct{ name, number string }

// parsePattern reads an object identifier, whole or relative to root.
func parsePattern(root, text string) (pattern, error) {
	whole := text
	if strings.HasPrefix(text, ".") {
		if root == "" {
			return pattern{}, fmt.Errorf("oid %q is relative, and the module has no root", text)
		}
		whole = root + text
	}
	column, rest, variable := strings.Cut(whole, ".{")
	if !askable(column) {
		return pattern{}, fmt.Errorf("oid %q is no object identifier; write numbers with dots between "+
			"them, with a dot in front if it is relative to the module's root", text)
	}
	p := pattern{column: column}
	if !variable {
		return p, nil
	}
	for field := range strings.SplitSeq("{"+rest, ".") {
		name, isName := strings.CutPrefix(field, "{")
		name, closed := strings.CutSuffix(name, "}")
		switch {
		case isName && closed && p.has(name) && name != "_":
			return pattern{}, fmt.Errorf("oid %q has the placeholder {%s} twice; give the second another name",
				text, name)
		case isName && closed && validPlaceholder(name):
			p.parts = append(p.parts, part{name: name})
		case !isName && !closed && validNumber(field):
			p.parts = append(p.parts, part{number: field})
		default:
			return pattern{}, fmt.Errorf("oid %q: %q is neither a number nor a placeholder such as "+
				"{outlet}", text, field)
		}
	}
	return p, nil
}

func validPlaceholder(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz_") == ""
}

// instance says whether the pattern names one instance, without an index.
func (p pattern) instance() bool { return len(p.parts) == 0 }

// has says whether the pattern has a placeholder of that name.
func (p pattern) has(name string) bool {
	for _, part := range p.parts {
		if part.name == name {
			return true
		}
	}
	return false
}

// match splits an index into what the placeholders stand for. The last one takes
// all that is left, without a ".0" that the agent added.
func (p pattern) match(index string) (captured []string, ok bool) {
	captured = make([]string, len(p.parts))
	rest := index
	for i, part := range p.parts {
		if rest == "" {
			return nil, false
		}
		var number string
		number, rest, _ = strings.Cut(rest, ".")
		if part.name == "" {
			if number != part.number {
				return nil, false
			}
			continue
		}
		captured[i] = number
	}
	last := len(p.parts) - 1
	switch {
	case rest == "" || rest == "0":
	case p.parts[last].name == "":
		return nil, false
	default:
		captured[last] += "." + strings.TrimSuffix(rest, ".0")
	}
	return captured, true
}

// fill returns the instance for what another pattern captured by the same names.
func (p pattern) fill(from pattern, captured []string) (oid string, ok bool) {
	var b strings.Builder
	b.WriteString(p.column)
	for _, part := range p.parts {
		b.WriteByte('.')
		if part.name == "" {
			b.WriteString(part.number)
			continue
		}
		value, known := from.value(part.name, captured)
		if !known {
			return "", false
		}
		b.WriteString(value)
	}
	return b.String(), true
}

// value returns what a placeholder stands for.
func (p pattern) value(name string, captured []string) (string, bool) {
	for i, part := range p.parts {
		if part.name == name {
			return captured[i], true
		}
	}
	return "", false
}

// table returns the subtree that a column's table is: all but its last number.
func (p pattern) table() string {
	if i := strings.LastIndexByte(p.column, '.'); i > 0 {
		return p.column[:i]
	}
	return p.column
}
