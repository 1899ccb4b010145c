package config

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/argus-power/argus/nut"
	"github.com/argus-power/argus/power"
)

// Bounds of a module's timeout, and what it is when not given.
const (
	minTimeout     = 100 * time.Millisecond
	maxTimeout     = 5 * time.Minute
	defaultTimeout = 10 * time.Second
)

// A Module says how one kind of target is read.
type Module struct {
	Name     string
	Protocol string
	Timeout  time.Duration

	nut *nut.Module
}

// NUT returns what a module of that protocol reads, nil for the others.
func (m *Module) NUT() *nut.Module { return m.nut }

// rawModule is a module as its file has it.
type rawModule struct {
	d        *decoder
	node     *yaml.Node
	name     string
	base     *rawModule // an earlier module of the same name
	extends  string
	protocol string
	timeout  time.Duration
	raw      *bool
	info     map[string][]string
	rows     []rawRow
}

type rawRow struct {
	row  nut.Row
	d    *decoder
	node *yaml.Node
}

func (p *parser) readModules(d *decoder, n *yaml.Node) {
	d.entries(n, "modules", func(key, value *yaml.Node) {
		m := &rawModule{d: d, node: key, name: key.Value, base: p.raw[key.Value]}
		if !validName(key.Value) {
			d.fail(key, "module name %q: use letters, digits, _ and -", key.Value)
		}
		d.mapping(value, "module "+key.Value, keys{
			"protocol": func(n *yaml.Node) { m.protocol = d.str(n, "protocol") },
			"extends":  func(n *yaml.Node) { m.extends = d.str(n, "extends") },
			"timeout": func(n *yaml.Node) {
				m.timeout = d.duration(n, "timeout", minTimeout, maxTimeout)
			},
			"raw":      func(n *yaml.Node) { raw := d.boolean(n, "raw"); m.raw = &raw },
			"info":     func(n *yaml.Node) { m.readInfo(n) },
			"readings": func(n *yaml.Node) { m.readRows(n) },
		})
		p.raw[m.name] = m
		p.order = append(slices.DeleteFunc(p.order, func(s string) bool { return s == m.name }), m.name)
	})
}

func (m *rawModule) readInfo(n *yaml.Node) {
	m.info = map[string][]string{}
	m.d.entries(n, "info", func(key, value *yaml.Node) {
		if !slices.Contains(nut.InfoFields(), key.Value) {
			m.d.fail(key, "info has no field %q%s", key.Value,
				didYouMean(key.Value, nut.InfoFields()))
		}
		m.info[key.Value] = m.d.strs(value, "info."+key.Value)
	})
}

func (m *rawModule) readRows(n *yaml.Node) {
	m.d.list(n, "readings", func(item *yaml.Node) {
		r := rawRow{d: m.d, node: item}
		named := false
		m.d.mapping(item, "a reading", keys{
			"quantity": func(n *yaml.Node) { r.row.Quantity, named = r.quantity(n), true },
			"var":      func(n *yaml.Node) { r.row.Var = m.d.str(n, "var") },
			"scale":    func(n *yaml.Node) { r.row.Scale = r.scale(n) },
			"invalid":  func(n *yaml.Node) { r.row.Invalid = m.d.strs(n, "invalid") },
			"labels":   func(n *yaml.Node) { r.row.Labels = r.labels(n) },
			"map":      func(n *yaml.Node) { r.row.Map = r.words(n) },
			"parse":    func(n *yaml.Node) { r.row.Parse = r.parser(n) },
		})
		if r.row.Var == "" || !named {
			m.d.fail(item, "a reading needs quantity: (docs/metrics.md) and var: (a NUT variable)")
			return
		}
		m.rows = append(m.rows, r)
	})
}

func (r rawRow) quantity(n *yaml.Node) power.Quantity {
	name := r.d.str(n, "quantity")
	q, ok := power.Lookup(name)
	if !ok {
		var known []string
		for _, q := range power.Quantities() {
			known = append(known, q.Name())
		}
		r.d.fail(n, "no quantity %q in the catalogue (docs/metrics.md)%s", name,
			didYouMean(strings.TrimPrefix(name, "argus_"), known))
	}
	return q
}

func (r rawRow) scale(n *yaml.Node) float64 {
	v := r.d.number(n, "scale")
	if v == 0 {
		r.d.fail(n, "scale 0 would make every value 0; leave it out for 1")
	}
	return v
}

func (r rawRow) labels(n *yaml.Node) map[string]string {
	labels := map[string]string{}
	r.d.entries(n, "labels", func(key, value *yaml.Node) {
		labels[key.Value] = r.d.str(value, "label "+key.Value)
	})
	return labels
}

func (r rawRow) words(n *yaml.Node) map[string]float64 {
	words := map[string]float64{}
	r.d.entries(n, "map", func(key, value *yaml.Node) {
		words[strings.ToLower(key.Value)] = r.d.number(value, "map value of "+key.Value)
	})
	return words
}

func (r rawRow) parser(n *yaml.Node) nut.Parser {
	name := r.d.str(n, "parse")
	parser, ok := nut.ParserNamed(name)
	if !ok {
		r.d.fail(n, "no parser %q%s", name, didYouMean(name, nut.ParserNames()))
	}
	return parser
}

func validName(s string) bool {
	for _, c := range s {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') &&
			c != '_' && c != '-' {
			return false
		}
	}
	return s != "" && len(s) <= 64
}

// inherit fills in from another module what this one leaves out; its own rows
// and variables come first.
func (m *rawModule) inherit(base *rawModule) {
	m.protocol = cmp.Or(m.protocol, base.protocol)
	m.timeout = cmp.Or(m.timeout, base.timeout)
	if m.raw == nil {
		m.raw = base.raw
	}
	m.rows = append(slices.Clone(m.rows), base.rows...)
	info := map[string][]string{}
	for _, field := range nut.InfoFields() {
		if vars := slices.Concat(m.info[field], base.info[field]); len(vars) > 0 {
			info[field] = vars
		}
	}
	m.info = info
}
