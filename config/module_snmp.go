package config

import (
	"maps"
	"slices"

	"gopkg.in/yaml.v3"

	"github.com/argus-power/argus/snmp"
)

// rawSNMP is what only a module of protocol snmp has.
type rawSNMP struct {
	def     snmp.Definition // without rows
	rows    []placed[snmp.Row]
	status  []placed[snmp.StatusRow]
	unless  []placed[string]
	members []placed[string] // of a set
	set     bool
	tuning  tuning
}

func (m *rawModule) addSNMPKeys(known keys) {
	d, raw := m.d, &m.snmp
	maps.Copy(known, d.tuningKeys(&raw.tuning))
	maps.Copy(known, keys{
		"modules": m.readMembers,
		"root":    func(n *yaml.Node) { raw.def.Root = d.oid(n, "root") },
		"type":    func(n *yaml.Node) { raw.def.Type = d.str(n, "type") },
		"codec":   func(n *yaml.Node) { raw.def.Codec = d.known(n, "codec", "codec", snmp.CodecNames()) },
		"detect":  func(n *yaml.Node) { raw.def.Detect = append([]string{}, d.strs(n, "detect")...) },
		"unless":  func(n *yaml.Node) { raw.unless = d.names(n, "unless") },
		"info":    func(n *yaml.Node) { m.readInfo(n, snmp.InfoFields()) },
		"lines":   func(n *yaml.Node) { raw.def.Lines = d.lines(n) },
		"labels":  func(n *yaml.Node) { raw.def.Labels = d.tableLabels(n) },
		"readings": func(n *yaml.Node) {
			d.list(n, "readings", func(item *yaml.Node) {
				if row, ok := d.snmpRow(item); ok {
					raw.rows = append(raw.rows, placed[snmp.Row]{d, item, row})
				}
			})
		},
		"status": func(n *yaml.Node) {
			d.list(n, "status", func(item *yaml.Node) {
				if row, ok := d.statusRow(item); ok {
					raw.status = append(raw.status, placed[snmp.StatusRow]{d, item, row})
				}
			})
		},
	})
}

func (d *decoder) lines(n *yaml.Node) map[string]string {
	lines := map[string]string{}
	d.entries(n, "lines", func(key, value *yaml.Node) {
		if count := d.oid(value, "lines"); count != "" {
			lines[key.Value] = count
		}
	})
	return lines
}

// tableLabels reads the labels of all rows below a subtree.
func (d *decoder) tableLabels(n *yaml.Node) map[string]map[string]snmp.Label {
	labels := map[string]map[string]snmp.Label{}
	d.entries(n, "labels", func(key, value *yaml.Node) { labels[key.Value] = d.snmpLabels(value) })
	return labels
}

// names reads a list of names, and refuses repeated ones.
func (d *decoder) names(n *yaml.Node, what string) []placed[string] {
	list := []placed[string]{} // not nil: an empty list takes back an inherited one
	d.list(n, what, func(item *yaml.Node) {
		name := d.str(item, what)
		if slices.ContainsFunc(list, func(p placed[string]) bool { return p.it == name }) {
			d.fail(item, "%s repeats %q; keep one of them", what, name)
			return
		}
		list = append(list, placed[string]{d, item, name})
	})
	return list
}

func (p *parser) compileSNMP(m *rawModule, out *Module) {
	out.tuning = m.snmp.tuning
	m.checkTuning()
	if m.isSet() {
		return // when its members are compiled
	}
	p.checkUnless(m)
	def := m.snmp.def
	def.Name, def.Info = m.name, m.info
	for _, name := range m.snmp.unless {
		def.Unless = append(def.Unless, name.it)
	}
	for _, row := range m.snmp.rows {
		def.Rows = append(def.Rows, row.it)
	}
	for _, row := range m.snmp.status {
		def.Status = append(def.Status, row.it)
	}
	var mistakes []snmp.RowError
	out.snmp, mistakes = snmp.Compile(def)
	out.digest = digestOf(def)
	for _, mistake := range mistakes {
		d, node := m.d, m.node
		switch {
		case mistake.Row >= 0:
			d, node = m.snmp.rows[mistake.Row].d, m.snmp.rows[mistake.Row].node
		case mistake.Status >= 0:
			d, node = m.snmp.status[mistake.Status].d, m.snmp.status[mistake.Status].node
		}
		d.fail(node, "%s", mistake.Error())
	}
	m.needsRows(len(def.Rows)+len(def.Status) > 0 || def.Codec != "")
	if len(*m.d.problems) == 0 {
		out.set = snmp.Combine([]*snmp.Module{out.snmp}, false)
	}
}

func (p *parser) checkUnless(m *rawModule) {
	for _, name := range m.snmp.unless {
		other, ok := p.raw[name.it]
		switch {
		case !ok:
			name.d.fail(name.node, "unless: no module %q%s", name.it, didYouMean(name.it, p.order))
		case name.it == m.name:
			name.d.fail(name.node, "unless: module %s names itself", m.name)
		case other.protocol != SNMP || other.isSet():
			name.d.fail(name.node, "unless: %s is no single module of protocol snmp", name.it)
		}
	}
}
