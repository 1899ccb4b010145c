package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/argus-power/argus/nut"
)

func (p *parser) compileModules() {
	p.config.modules = map[string]*Module{}
	done := map[*rawModule]bool{}
	for _, m := range p.all { // those that later ones replace are checked, too
		p.resolveModule(m, done, nil)
	}
	for _, name := range p.order {
		p.config.modules[name] = p.compile(p.raw[name])
	}
	for _, name := range p.order {
		if m := p.raw[name]; m.isSet() {
			p.compileSet(m)
		}
	}
	p.config.rank = p.rank()
}

// resolveModule settles extends, bases first.
func (p *parser) resolveModule(m *rawModule, done map[*rawModule]bool, chain []*rawModule) {
	if done[m] {
		return
	}
	done[m] = true
	chain = append(chain, m)
	base := p.baseOf(m, chain)
	if base != nil {
		p.resolveModule(base, done, chain)
		if m.protocol == "" {
			m.protocol = base.protocol
		}
	}
	m.read()
	if base != nil && m.fits(base) {
		m.inherit(base)
	}
}

// baseOf returns the module that another one extends, nil if there is none.
func (p *parser) baseOf(m *rawModule, chain []*rawModule) *rawModule {
	if m.extends == "" {
		return nil
	}
	base := p.raw[m.extends]
	if m.extends == m.name {
		base = m.base
	}
	switch at := slices.Index(chain, base); {
	case base == nil:
		m.missingBase(p.order)
	case at >= 0:
		loop := []string{m.name}
		for _, next := range chain[at:] {
			loop = append(loop, next.name)
		}
		m.d.fail(m.node, "module %s extends itself: %s", m.name, strings.Join(loop, " > "))
	default:
		return base
	}
	if m.protocol == "" {
		m.protocol = m.guess() // to have the rest checked
	}
	return nil
}

func (m *rawModule) missingBase(known []string) {
	if m.extends == m.name {
		m.d.fail(m.node, "module %s extends itself, and no earlier file has a module of that name",
			m.name)
		return
	}
	others := slices.DeleteFunc(slices.Clone(known), func(s string) bool { return s == m.name })
	m.d.fail(m.node, "module %s extends %q, which does not exist%s", m.name, m.extends,
		didYouMean(m.extends, others))
}

// fits says whether a module can extend another one, as to what they are.
func (m *rawModule) fits(base *rawModule) bool {
	switch {
	case m.protocol != base.protocol:
		if base.protocol != "" && noProtocol(m.protocol) == "" {
			m.d.fail(m.node, "module %s is of protocol %s and extends %s, which is of protocol %s",
				m.name, m.protocol, base.name, base.protocol)
		}
	case m.isSet() && !base.isSet():
		m.d.fail(m.node, "module %s has modules: and extends %s, which has none; list %s among its "+
			"modules", m.name, base.name, base.name)
	default:
		return true
	}
	return false
}

// withoutProtocol says what to add. Most often somebody wants to change one thing
// of a built-in module.
func (m *rawModule) withoutProtocol() string {
	if m.base != nil {
		return fmt.Sprintf("module %s replaces the earlier one of that name; add extends: %s to keep "+
			"its readings", m.name, m.name)
	}
	return fmt.Sprintf("module %s needs protocol: nut or snmp (or extends: a module that has it)", m.name)
}

// compile checks what only the protocol can check.
func (p *parser) compile(m *rawModule) *Module {
	if m.timeout == 0 {
		m.timeout = defaultTimeout
	}
	out := &Module{Name: m.name, Protocol: m.protocol, Timeout: m.timeout}
	switch m.protocol {
	case NUT:
		m.compileNUT(out)
		m.needsRows(len(m.rows) > 0 || m.raw != nil && *m.raw)
	case SNMP:
		p.compileSNMP(m, out)
	case "":
		m.d.fail(m.node, "%s", m.withoutProtocol())
	default:
		m.d.fail(m.node, "module %s: %s", m.name, noProtocol(m.protocol))
	}
	return out
}

// needsRows refuses a module that reads nothing, unless that follows from another mistake.
func (m *rawModule) needsRows(any bool) {
	if !any && len(*m.d.problems) == 0 {
		m.d.fail(m.node, "module %s has no readings; add some, or extends: %s", m.name, m.protocol)
	}
}

func (m *rawModule) compileNUT(out *Module) {
	def := nut.Definition{Info: m.info, Raw: m.raw != nil && *m.raw}
	for _, r := range m.rows {
		def.Rows = append(def.Rows, r.it)
	}
	var mistakes []nut.RowError
	out.nut, mistakes = nut.Compile(def)
	out.digest = digestOf(def)
	for _, mistake := range mistakes {
		d, node := m.d, m.node
		if mistake.Row >= 0 {
			d, node = m.rows[mistake.Row].d, m.rows[mistake.Row].node
		}
		d.fail(node, "%s", mistake.Error())
	}
}
