package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/argus-power/argus/nut"
)

func (p *parser) compileModules() {
	p.config.modules = map[string]*Module{}
	done := map[*rawModule]bool{}
	for _, name := range p.order {
		m := p.raw[name]
		p.resolveModule(m, done, nil)
		p.config.modules[name] = m.compile()
	}
}

// resolveModule settles extends, bases first.
func (p *parser) resolveModule(m *rawModule, done map[*rawModule]bool, chain []*rawModule) {
	if done[m] || m.extends == "" {
		return
	}
	done[m] = true
	chain = append(chain, m)
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
		p.resolveModule(base, done, chain)
		m.inherit(base)
		return
	}
	m.protocol = cmp.Or(m.protocol, "nut") // a guess, to have the rest checked
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

// withoutProtocol says what to add. Most often somebody wants to change one thing
// of a built-in module.
func (m *rawModule) withoutProtocol() string {
	if m.base != nil {
		return fmt.Sprintf("module %s replaces the earlier one of that name; add extends: %s to keep "+
			"its readings", m.name, m.name)
	}
	return fmt.Sprintf("module %s needs protocol: nut (or extends: a module that has it)", m.name)
}

// compile checks what only the protocol can check.
func (m *rawModule) compile() *Module {
	if m.timeout == 0 {
		m.timeout = defaultTimeout
	}
	out := &Module{Name: m.name, Protocol: m.protocol, Timeout: m.timeout}
	switch m.protocol {
	case "nut":
		out.nut = m.compileNUT()
		if len(*m.d.problems) == 0 && len(m.rows) == 0 && (m.raw == nil || !*m.raw) { // no follow-on
			m.d.fail(m.node, "module %s has no readings; add some, or extends: nut", m.name)
		}
	case "":
		m.d.fail(m.node, "%s", m.withoutProtocol())
	default:
		m.d.fail(m.node, "module %s: no protocol %q; known is nut", m.name, m.protocol)
	}
	return out
}

func (m *rawModule) compileNUT() *nut.Module {
	def := nut.Definition{Info: m.info, Raw: m.raw != nil && *m.raw}
	for _, r := range m.rows {
		def.Rows = append(def.Rows, r.row)
	}
	compiled, mistakes := nut.Compile(def)
	for _, mistake := range mistakes {
		d, node := m.d, m.node
		if mistake.Row >= 0 {
			d, node = m.rows[mistake.Row].d, m.rows[mistake.Row].node
		}
		d.fail(node, "%s", mistake.Error())
	}
	return compiled
}
