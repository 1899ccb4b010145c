package config

import (
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/argus-power/argus/nut"
	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/snmp"
)

// rowReader reads one row of a module's readings.
type rowReader struct {
	d      *decoder
	nut    nut.Row
	snmp   snmp.Row
	broken bool // what the rest depends on could not be read
}

// row reads a row of the given protocol. It says whether the row is worth
// compiling: it has all it needs, and that could be read.
func (r *rowReader) row(item *yaml.Node, protocol, source, example string) bool {
	if !r.d.protocolMapping(item, "a reading", protocol, r.keys) {
		return false
	}
	other := map[string]string{"var": "oid", "oid": "var"}[source]
	if !hasKey(item, "quantity") || !hasKey(item, source) {
		if !hasKey(item, other) { // told already
			r.d.fail(item, "a reading needs quantity: (docs/metrics.md) and %s: (%s)", source, example)
		}
		return false
	}
	return !r.broken
}

func (r *rowReader) keys(protocol string) keys {
	if protocol == SNMP {
		return r.snmpKeys()
	}
	return keys{
		"quantity": func(n *yaml.Node) { r.nut.Quantity = r.quantity(n) },
		"var":      func(n *yaml.Node) { r.nut.Var = r.name(n, "var") },
		"scale":    func(n *yaml.Node) { r.nut.Scale = r.d.scale(n) },
		"invalid":  func(n *yaml.Node) { r.nut.Invalid = r.d.strs(n, "invalid") },
		"labels":   r.labels,
		"map":      r.numbers,
		"parse":    r.parser,
	}
}

func (d *decoder) nutRow(item *yaml.Node) (nut.Row, bool) {
	r := &rowReader{d: d}
	ok := r.row(item, NUT, "var", "a NUT variable")
	return r.nut, ok
}

// name reads a name that the row is about.
func (r *rowReader) name(n *yaml.Node, key string) string {
	text, ok := r.d.scalar(n, key, "a name")
	r.broken = r.broken || !ok
	return text
}

func (r *rowReader) quantity(n *yaml.Node) power.Quantity {
	name, ok := r.d.scalar(n, "quantity", "a name")
	if !ok {
		r.broken = true
		return 0
	}
	q, ok := power.Lookup(name)
	if ok {
		return q
	}
	r.broken = true
	var known []string
	for _, q := range power.Quantities() {
		known = append(known, q.Name())
	}
	r.d.fail(n, "no quantity %q in the catalogue (docs/metrics.md)%s", name,
		didYouMean(strings.TrimPrefix(name, "argus_"), known))
	return q
}

func (d *decoder) scale(n *yaml.Node) float64 {
	v, ok := d.number(n, "scale")
	if ok && v == 0 {
		d.fail(n, "scale 0 would make every value 0; leave it out for 1")
	}
	return v
}

func (r *rowReader) labels(n *yaml.Node) {
	r.nut.Labels = map[string]string{}
	r.d.entries(n, "labels", func(key, value *yaml.Node) {
		r.nut.Labels[key.Value] = r.d.str(value, "label "+key.Value)
	})
}

func (r *rowReader) numbers(n *yaml.Node) {
	r.nut.Map = map[string]float64{}
	r.d.words(n, "{on: 1, off: 0}", func(word, key string, value *yaml.Node) {
		r.nut.Map[word], _ = r.d.number(value, "map value of "+key)
	})
}

// words reads a map. One without words would refuse every value.
func (d *decoder) words(n *yaml.Node, example string, read func(word, key string, value *yaml.Node)) {
	seen := map[string]bool{}
	ok := d.entries(n, "map", func(key, value *yaml.Node) {
		word := strings.ToLower(key.Value)
		if seen[word] {
			d.fail(key, "map repeats %q; upper and lower case are the same", word)
		}
		seen[word] = true
		read(word, key.Value, value)
	})
	if ok && len(seen) == 0 {
		d.fail(n, "map is empty; write words and their values, such as %s", example)
	}
}

func (r *rowReader) parser(n *yaml.Node) {
	name, ok := r.d.scalar(n, "parse", "a name")
	if ok {
		if r.nut.Parse, ok = nut.ParserNamed(name); !ok {
			r.d.fail(n, "no parser %q%s", name, didYouMean(name, nut.ParserNames()))
		}
	}
	r.broken = r.broken || !ok
}
