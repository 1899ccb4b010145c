package config

import (
	"cmp"
	"slices"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/argus-power/argus/nut"
)

// MaxTimeout is the longest that a module may give a probe.
const (
	minTimeout     = 100 * time.Millisecond
	MaxTimeout     = 5 * time.Minute
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

func (p *parser) readModules(d *decoder, n *yaml.Node) {
	d.entries(n, "modules", func(key, value *yaml.Node) {
		m := &rawModule{d: d, node: key, name: key.Value, base: p.raw[key.Value]}
		if !validName(key.Value) {
			d.fail(key, "module name %q: use letters, digits, _ and -, at most 64", key.Value)
		}
		read := d.mapping(value, "module "+key.Value, keys{
			"protocol": func(n *yaml.Node) { m.protocol = d.str(n, "protocol") },
			"extends":  func(n *yaml.Node) { m.extends = d.str(n, "extends") },
			"timeout": func(n *yaml.Node) {
				m.timeout = d.duration(n, "timeout", minTimeout, MaxTimeout)
			},
			"raw":      func(n *yaml.Node) { raw := d.boolean(n, "raw"); m.raw = &raw },
			"info":     func(n *yaml.Node) { m.readInfo(n) },
			"readings": func(n *yaml.Node) { m.readRows(n) },
		})
		if !read {
			return
		}
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
			return
		}
		m.info[key.Value] = m.d.strs(value, "info."+key.Value)
	})
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
