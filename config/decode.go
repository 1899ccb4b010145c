package config

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

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

// mapping reads a mapping with a closed set of keys.
func (d *decoder) mapping(n *yaml.Node, what string, known keys) {
	d.entries(n, what, func(key, value *yaml.Node) {
		read, ok := known[key.Value]
		switch {
		case ok:
			read(value)
		case key.Value == "<<":
			d.fail(key, "%s: merge keys (<<) are not supported; write the keys out", what)
		default:
			d.fail(key, "%s has no key %q%s", what, key.Value,
				didYouMean(key.Value, slices.Collect(maps.Keys(known))))
		}
	})
}

// entries reads a mapping with free keys and refuses repeated ones.
func (d *decoder) entries(n *yaml.Node, what string, read func(key, value *yaml.Node)) {
	n = resolve(n)
	if n.Kind != yaml.MappingNode {
		if n.Tag != "!!null" {
			d.fail(n, "%s must be a mapping (key: value), not %s", what, kindName(n))
		}
		return
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
}

// list reads a sequence.
func (d *decoder) list(n *yaml.Node, what string, read func(item *yaml.Node)) {
	n = resolve(n)
	if n.Kind != yaml.SequenceNode {
		if n.Tag != "!!null" {
			d.fail(n, "%s must be a list, not %s", what, kindName(n))
		}
		return
	}
	for _, item := range n.Content {
		read(item)
	}
}

// str reads a scalar as it is written.
func (d *decoder) str(n *yaml.Node, what string) string {
	n = resolve(n)
	if n.Kind != yaml.ScalarNode {
		d.fail(n, "%s must be a text, not %s", what, kindName(n))
		return ""
	}
	return n.Value
}

func (d *decoder) strs(n *yaml.Node, what string) []string {
	var list []string
	d.list(n, what, func(item *yaml.Node) { list = append(list, d.str(item, what)) })
	return list
}

func (d *decoder) number(n *yaml.Node, what string) float64 {
	text := d.str(n, what)
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || v != v || v > 1e18 || v < -1e18 {
		d.fail(n, "%s must be a number, not %q", what, text)
		return 0
	}
	return v
}

// positive reads a number above zero.
func (d *decoder) positive(n *yaml.Node, what string) float64 {
	v := d.number(n, what)
	if v <= 0 {
		d.fail(n, "%s must be above 0; leave it out if it is not known", what)
	}
	return v
}

func (d *decoder) boolean(n *yaml.Node, what string) bool {
	switch text := d.str(n, what); text {
	case "true":
		return true
	case "false":
		return false
	default:
		d.fail(n, "%s must be true or false, not %q", what, text)
		return false
	}
}

// duration reads a time span within bounds.
func (d *decoder) duration(n *yaml.Node, what string, low, high time.Duration) time.Duration {
	text := d.str(n, what)
	v, err := time.ParseDuration(text)
	if err != nil {
		d.fail(n, "%s must be a duration such as 5s or 500ms, not %q", what, text)
		return low
	}
	if v < low || v > high {
		d.fail(n, "%s must be from %s to %s, not %s", what, low, high, text)
		return low
	}
	return v
}

// resolve follows an alias to what it stands for.
func resolve(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

func kindName(n *yaml.Node) string {
	switch n.Kind {
	case yaml.SequenceNode:
		return "a list"
	case yaml.MappingNode:
		return "a mapping"
	default:
		return fmt.Sprintf("the text %q", n.Value)
	}
}
