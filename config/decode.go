package config

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// decoder walks the YAML of one file and collects what is wrong with it.
type decoder struct {
	file     string
	problems *Problems
}

func (d *decoder) fail(n *yaml.Node, format string, args ...any) {
	line := 0
	if n != nil {
		line = n.Line
	}
	*d.problems = append(*d.problems, Problem{d.file, line, fmt.Sprintf(format, args...)})
}

// keys is what a mapping may contain: for each key, how its value is read.
type keys map[string]func(value *yaml.Node)

// mapping reads a mapping with a closed set of keys. Like entries and list it
// says whether it could: what depends on a part that could not be read at all is
// no second mistake.
func (d *decoder) mapping(n *yaml.Node, what string, known keys) bool {
	return d.mappingOr(n, what, known, func(*yaml.Node) bool { return false })
}

// mappingOr is mapping for callers that may know more of a key that is not
// among the known ones: told says whether it was told.
func (d *decoder) mappingOr(n *yaml.Node, what string, known keys, told func(key *yaml.Node) bool) bool {
	return d.entries(n, what, func(key, value *yaml.Node) {
		read, ok := known[key.Value]
		switch {
		case ok:
			read(value)
		case key.Value == "<<":
			d.fail(key, "%s: merge keys (<<) are not supported; write the keys out", what)
		case told(key):
		default:
			d.fail(key, "%s has no key %s%s", what, named(key.Value),
				didYouMean(key.Value, slices.Collect(maps.Keys(known))))
		}
	})
}

// named quotes a key that is a name. One that is not may be a value, and a secret, in the wrong place: a colon without
// a blank behind it separates nothing.
func named(key string) string {
	if strings.Contains(key, ":") {
		return "that has a colon in it; write a blank behind the colon"
	}
	return strconv.Quote(key)
}

// entries reads a mapping with free keys and refuses repeated ones.
func (d *decoder) entries(n *yaml.Node, what string, read func(key, value *yaml.Node)) bool {
	n = resolve(n)
	if n.Kind != yaml.MappingNode {
		if !isNull(n) {
			d.fail(n, "%s must be a mapping (key: value), not %s", what, kindName(n))
		}
		return isNull(n)
	}
	first := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if line, dup := first[key.Value]; dup {
			d.fail(key, "%s repeats key %q of line %d; keep one of them", what, key.Value, line)
			continue
		}
		first[key.Value] = key.Line
		read(key, value)
	}
	return true
}

// list reads a sequence.
func (d *decoder) list(n *yaml.Node, what string, read func(item *yaml.Node)) bool {
	n = resolve(n)
	if n.Kind != yaml.SequenceNode {
		if !isNull(n) {
			d.fail(n, "%s must be a list such as [a, b], not %s", what, kindName(n))
		}
		return isNull(n)
	}
	for _, item := range n.Content {
		read(item)
	}
	return true
}

// hasKey says whether a mapping has one of the keys.
func hasKey(n *yaml.Node, of ...string) bool {
	n = resolve(n)
	for i := 0; i < len(n.Content); i += 2 {
		if slices.Contains(of, n.Content[i].Value) {
			return true
		}
	}
	return false
}

// isNull says whether nothing is written where something could be.
func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

// nothingIn says whether a section has nothing in it: as a rule, all of it is commented out.
func nothingIn(n *yaml.Node) bool {
	n = resolve(n)
	return isNull(n) || n.Kind != yaml.ScalarNode && len(n.Content) == 0
}

// resolve follows an alias to what it stands for.
func resolve(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

// kindName does not repeat a text: it could be a secret in the wrong place.
func kindName(n *yaml.Node) string {
	switch n.Kind {
	case yaml.SequenceNode:
		return "a list"
	case yaml.MappingNode:
		return "a mapping"
	default:
		return "a single value"
	}
}
