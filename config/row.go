package config

import (
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/argus-power/argus/nut"
	"github.com/argus-power/argus/power"
)

// rawRow is a row of a module as its file has it.
type rawRow struct {
	row    nut.Row
	d      *decoder
	node   *yaml.Node
	broken bool // what the rest depends on could not be read
}

func (m *rawModule) readRows(n *yaml.Node) {
	m.d.list(n, "readings", func(item *yaml.Node) {
		r := &rawRow{d: m.d, node: item}
		named, sourced := false, false
		read := m.d.mapping(item, "a reading", keys{
			"quantity": func(n *yaml.Node) { named = true; r.quantity(n) },
			"var":      func(n *yaml.Node) { sourced = true; r.variable(n) },
			"scale":    r.scale,
			"invalid":  func(n *yaml.Node) { r.row.Invalid = m.d.strs(n, "invalid") },
			"labels":   r.labels,
			"map":      r.words,
			"parse":    r.parser,
		})
		if read && (!named || !sourced) {
			m.d.fail(item, "a reading needs quantity: (docs/metrics.md) and var: (a NUT variable)")
			return
		}
		if read && !r.broken {
			m.rows = append(m.rows, *r)
		}
	})
}

func (r *rawRow) variable(n *yaml.Node) {
	text, ok := r.d.scalar(n, "var", "a name")
	r.row.Var = text
	r.broken = r.broken || !ok
}

func (r *rawRow) quantity(n *yaml.Node) {
	name, ok := r.d.scalar(n, "quantity", "a name")
	if !ok {
		r.broken = true
		return
	}
	if r.row.Quantity, ok = power.Lookup(name); ok {
		return
	}
	r.broken = true
	var known []string
	for _, q := range power.Quantities() {
		known = append(known, q.Name())
	}
	r.d.fail(n, "no quantity %q in the catalogue (docs/metrics.md)%s", name,
		didYouMean(strings.TrimPrefix(name, "argus_"), known))
}

func (r *rawRow) scale(n *yaml.Node) {
	v, ok := r.d.number(n, "scale")
	if ok && v == 0 {
		r.d.fail(n, "scale 0 would make every value 0; leave it out for 1")
	}
	r.row.Scale = v
}

func (r *rawRow) labels(n *yaml.Node) {
	r.row.Labels = map[string]string{}
	r.d.entries(n, "labels", func(key, value *yaml.Node) {
		r.row.Labels[key.Value] = r.d.str(value, "label "+key.Value)
	})
}

// words reads a map. One without words would refuse every value.
func (r *rawRow) words(n *yaml.Node) {
	r.row.Map = map[string]float64{}
	read := r.d.entries(n, "map", func(key, value *yaml.Node) {
		word := strings.ToLower(key.Value)
		if _, dup := r.row.Map[word]; dup {
			r.d.fail(key, "map repeats %q; upper and lower case are the same", word)
		}
		r.row.Map[word], _ = r.d.number(value, "map value of "+key.Value)
	})
	if read && len(r.row.Map) == 0 {
		r.d.fail(n, "map is empty; write words and their values, such as {on: 1, off: 0}")
	}
}

func (r *rawRow) parser(n *yaml.Node) {
	name, ok := r.d.scalar(n, "parse", "a name")
	if ok {
		if r.row.Parse, ok = nut.ParserNamed(name); !ok {
			r.d.fail(n, "no parser %q%s", name, didYouMean(name, nut.ParserNames()))
		}
	}
	r.broken = r.broken || !ok
}
