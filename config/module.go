package config

import (
	"slices"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/argus-power/argus/nut"
	"github.com/argus-power/argus/snmp"
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
	Listed   bool // put together for a query that lists several modules

	nut    *nut.Module
	snmp   *snmp.Module // nil for a set
	set    *snmp.Set
	tuning tuning
	digest digest // of what nut or snmp were made of
}

// NUT returns what a module of that protocol reads, nil for the others.
func (m *Module) NUT() *nut.Module { return m.nut }

// names are those of the modules that it was put together of.
func (m *Module) names() []string {
	if m == nil {
		return nil
	}
	return strings.Split(m.Name, ",")
}

// isSet says whether a module of protocol snmp finds out which modules apply.
func (m *Module) isSet() bool { return m.Protocol == SNMP && m.snmp == nil }

// SNMP returns what a module of that protocol reads, nil for the others.
func (m *Module) SNMP() *snmp.Set { return m.set }

// placed is a part of a module and where it stands.
type placed[T any] struct {
	d    *decoder
	node *yaml.Node
	it   T
}

// rawModule is a module as its file has it.
type rawModule struct {
	d        *decoder
	node     *yaml.Node // its name
	value    *yaml.Node
	name     string
	base     *rawModule // an earlier module of the same name
	extends  string
	protocol string
	timeout  time.Duration
	info     map[string][]string

	raw  *bool             // NUT only
	rows []placed[nut.Row] // NUT only
	snmp rawSNMP
}

// readModules notes the modules, and what must be known of all of them to read
// the rest: which protocol a module is of may stand in another one.
func (p *parser) readModules(d *decoder, n *yaml.Node) {
	d.entries(n, "modules", func(key, value *yaml.Node) {
		m := &rawModule{d: d, node: key, value: value, name: key.Value, base: p.raw[key.Value]}
		if !validName(key.Value) {
			d.fail(key, "module name %q: use letters, digits, _ and -, at most 64", key.Value)
		}
		read := d.entries(value, "module "+key.Value, func(key, value *yaml.Node) {
			switch key.Value {
			case "protocol":
				m.protocol = d.str(value, "protocol")
			case "extends":
				m.extends = d.str(value, "extends")
			}
		})
		if !read {
			return
		}
		p.all = append(p.all, m)
		p.raw[m.name] = m
		p.order = append(slices.DeleteFunc(p.order, func(s string) bool { return s == m.name }), m.name)
	})
}

// read reads the module by its protocol. If that is not known, which is told
// elsewhere, it is guessed, to have the rest checked.
func (m *rawModule) read() {
	protocol := m.protocol
	if !slices.Contains(protocols(), protocol) {
		protocol = m.guess()
	}
	m.d.protocolMapping(m.value, "module "+m.name, protocol, m.keys)
}

func (m *rawModule) guess() string {
	if hasKeyOf(m.value, SNMP, m.keys) {
		return SNMP
	}
	if rows := valueOf(m.value, "readings"); rows != nil {
		for _, row := range resolve(rows).Content {
			if hasKey(row, "oid") {
				return SNMP
			}
		}
	}
	return NUT
}

// keys are what a module of a protocol may contain.
func (m *rawModule) keys(protocol string) keys {
	known := keys{
		"protocol": func(*yaml.Node) {}, // read already
		"extends":  func(*yaml.Node) {},
		"timeout": func(n *yaml.Node) {
			m.timeout = m.d.duration(n, "timeout", minTimeout, MaxTimeout)
		},
	}
	if protocol == SNMP {
		m.addSNMPKeys(known)
		return known
	}
	known["raw"] = func(n *yaml.Node) { raw := m.d.boolean(n, "raw"); m.raw = &raw }
	known["info"] = func(n *yaml.Node) { m.readInfo(n, nut.InfoFields()) }
	known["readings"] = func(n *yaml.Node) {
		m.d.list(n, "readings", func(item *yaml.Node) {
			if row, ok := m.d.nutRow(item); ok {
				m.rows = append(m.rows, placed[nut.Row]{m.d, item, row})
			}
		})
	}
	return known
}

func (m *rawModule) readInfo(n *yaml.Node, fields []string) {
	m.info = map[string][]string{}
	m.d.entries(n, "info", func(key, value *yaml.Node) {
		if !slices.Contains(fields, key.Value) {
			m.d.fail(key, "info has no field %q%s", key.Value, didYouMean(key.Value, fields))
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
