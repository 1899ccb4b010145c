package config

import (
	"gopkg.in/yaml.v3"

	"github.com/argus-power/argus/snmp"
)

// A set is a module that names others and finds out which of them apply to an
// agent. It has no readings of its own.

func (m *rawModule) isSet() bool { return m.snmp.set }

func (m *rawModule) readMembers(n *yaml.Node) {
	m.snmp.set = true
	m.snmp.members = m.d.names(n, "modules")
	for _, key := range []string{
		"root", "type", "detect", "unless", "info", "lines", "labels", "readings", "status", "codec",
	} {
		if value := valueOf(m.value, key); value != nil {
			m.d.fail(value, "module %s is a set of modules, so %s: belongs into one of them", m.name, key)
		}
	}
}

// compileSet puts a set together of its members, which are compiled.
func (p *parser) compileSet(m *rawModule) {
	if len(m.snmp.rows)+len(m.snmp.status) > 0 && valueOf(m.value, "modules") == nil {
		m.d.fail(m.node, "module %s extends a set of modules, which has no readings of its own; put "+
			"the readings into a module and list that under modules:", m.name)
	}
	var members []*snmp.Module
	for _, name := range m.snmp.members {
		p.checkMember(m, name)
		if member, ok := p.config.modules[name.it]; ok && member.snmp != nil {
			members = append(members, member.snmp)
		}
	}
	if len(m.snmp.members) == 0 && len(*m.d.problems) == 0 {
		m.d.fail(m.node, "module %s has an empty list of modules; name some", m.name)
	}
	if len(*m.d.problems) == 0 {
		p.config.modules[m.name].set = snmp.Combine(members, true)
	}
}

func (p *parser) checkMember(m *rawModule, name placed[string]) {
	member, ok := p.raw[name.it]
	fail := func(format string, args ...any) { name.d.fail(name.node, "modules: "+format, args...) }
	switch {
	case !ok:
		fail("no module %q%s", name.it, didYouMean(name.it, p.order))
	case member == m:
		fail("%s names itself", m.name)
	case member.isSet():
		fail("%s is a set itself; name its modules", name.it)
	case member.protocol != SNMP:
		fail("%s is of protocol %s; a set is of modules of protocol snmp", name.it, member.protocol)
	}
}

// valueOf returns the value of a mapping's key, nil if it has none.
func valueOf(n *yaml.Node, key string) *yaml.Node {
	n = resolve(n)
	if n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}
