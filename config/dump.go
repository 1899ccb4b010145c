package config

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// dump renders the effective configuration: modules in short, everything else
// in full, secrets hidden.
func (p *parser) dump() string {
	var b strings.Builder
	b.WriteString("modules:\n")
	for _, name := range p.config.ModuleNames() {
		p.dumpModule(&b, p.config.modules[name], p.raw[name])
	}
	b.WriteString("targets:\n  allow:\n")
	p.config.policy.dump(&b)
	if len(p.config.auths) > 0 {
		b.WriteString("auths:\n")
	}
	for _, a := range p.config.auths {
		fmt.Fprintf(&b, "  %s:\n    protocol: %s\n    targets: %s\n", a.Name, a.Protocol, quoted(a.targets))
		if a.Protocol == SNMP {
			a.dumpSNMP(&b)
		} else {
			a.dumpNUT(&b)
		}
	}
	p.dumpTraps(&b)
	p.dumpRatings(&b)
	return b.String()
}

func (p policy) dump(b *strings.Builder) {
	for _, a := range p.allow {
		fmt.Fprintf(b, "    - %q\n", a.text)
	}
	if len(p.modules) > 0 {
		b.WriteString("  modules:\n")
	}
	for _, name := range slices.Sorted(maps.Keys(p.modules)) {
		fmt.Fprintf(b, "    %s: %s\n", name, quoted(p.modules[name]))
	}
	if len(p.within) > 0 {
		var networks []string
		for _, network := range p.within {
			networks = append(networks, strconv.Quote(network.String()))
		}
		fmt.Fprintf(b, "  within: [%s]\n", strings.Join(networks, ", "))
	}
}

func (p *parser) dumpModule(b *strings.Builder, m *Module, raw *rawModule) {
	fmt.Fprintf(b, "  %s: {protocol: %s, timeout: %s", m.Name, m.Protocol, m.Timeout)
	switch {
	case m.Protocol == NUT:
		fmt.Fprintf(b, ", raw: %t}  # %d readings\n", raw.raw != nil && *raw.raw, len(raw.rows))
	case raw.isSet():
		var members []string
		for _, member := range raw.snmp.members {
			members = append(members, member.it)
		}
		fmt.Fprintf(b, "%s, modules: [%s]}\n", m.tuning.dump(", "), strings.Join(members, ", "))
	default:
		fmt.Fprintf(b, "%s}  # %d readings, %d of the status\n", m.tuning.dump(", "), len(raw.snmp.rows),
			len(raw.snmp.status))
	}
}

// dumpRatings leaves out what is not stated.
func (p *parser) dumpRatings(b *strings.Builder) {
	if len(p.config.ratings) > 0 {
		b.WriteString("devices:\n")
	}
	for _, r := range p.config.ratings {
		fmt.Fprintf(b, "  - {target: %q", r.target.text)
		if r.device != r.target.device {
			fmt.Fprintf(b, ", device: %q", r.device)
		}
		for _, stated := range []struct {
			key   string
			value float64
		}{
			{"power_nominal_watts", r.ratings.Watts},
			{"power_nominal_voltamperes", r.ratings.VoltAmperes},
			{"power_factor", r.ratings.PowerFactor},
		} {
			if stated.value != 0 {
				fmt.Fprintf(b, ", %s: %g", stated.key, stated.value)
			}
		}
		if len(r.labels) > 0 {
			b.WriteString(", labels: " + dumpLabels(r.labels))
		}
		b.WriteString("}\n")
	}
}

func dumpLabels(labels map[string]string) string {
	var texts []string
	for _, name := range slices.Sorted(maps.Keys(labels)) {
		texts = append(texts, fmt.Sprintf("%s: %q", name, labels[name]))
	}
	return "{" + strings.Join(texts, ", ") + "}"
}

func quoted(list []pattern) string {
	texts := make([]string, len(list))
	for i, p := range list {
		texts[i] = fmt.Sprintf("%q", p.text)
	}
	return "[" + strings.Join(texts, ", ") + "]"
}
