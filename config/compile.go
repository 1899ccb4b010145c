package config

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

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
func (p *parser) resolveModule(m *rawModule, done map[*rawModule]bool, chain []string) {
	if done[m] || m.extends == "" {
		return
	}
	done[m] = true
	base := p.raw[m.extends]
	if m.extends == m.name {
		base = m.base
	}
	if base == nil {
		m.d.fail(m.node, "module %s extends %q, which does not exist%s", m.name, m.extends,
			didYouMean(m.extends, p.order))
		return
	}
	if slices.Contains(chain, m.extends) {
		m.d.fail(m.node, "module %s extends itself: %s", m.name,
			strings.Join(append(chain, m.name, m.extends), " > "))
		return
	}
	p.resolveModule(base, done, append(chain, m.name))
	m.inherit(base)
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
	case "":
		m.d.fail(m.node, "module %s needs protocol: nut (or extends: a module that has it)", m.name)
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
		d.failOnce(node, mistake.Error())
	}
	return compiled
}

// failOnce reports a row's mistake for the first of the modules that inherit it.
func (d *decoder) failOnce(n *yaml.Node, text string) {
	problem := Problem{d.file, n.Line, text}
	if !slices.Contains(*d.problems, problem) {
		*d.problems = append(*d.problems, problem)
	}
}
