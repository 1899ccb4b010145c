package config

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// A trapEntry is an entry of traps:, as it is written.
type trapEntry struct {
	from  []pattern
	auths []placed[string]
	proxy bool
	at    placed[string]
}

// A trapSender is a network whose hosts may send. What they have to show is behind a function: whoever prints
// a Config must not find secrets in it.
type trapSender struct {
	from   netip.Prefix
	access func() TrapAccess
}

func (p *parser) readTraps(d *decoder, n *yaml.Node) {
	if isNull(n) { // [] says that nobody is meant
		d.fail(n, "traps is empty; list who may send, or leave it out")
	}
	d.list(n, "traps", func(item *yaml.Node) {
		e := trapEntry{at: placed[string]{d, item, ""}}
		whole := d.mapping(item, "an entry of traps", keys{
			"from":  func(n *yaml.Node) { e.from = d.trapHosts(n) },
			"auth":  func(n *yaml.Node) { e.auths = d.trapAuths(n) },
			"proxy": func(n *yaml.Node) { e.proxy = d.boolean(n, "proxy") },
		})
		switch {
		case !whole:
		case e.from == nil:
			d.fail(item, "an entry of traps needs from: with the senders, such as from: [10.20.0.0/16]")
		case len(e.auths) == 0:
			d.fail(item, "an entry of traps needs auth: with the name of the auth whose community or user the "+
				"senders show")
		default:
			p.trapEntries = append(p.trapEntries, e)
		}
	})
}

// trapHosts reads addresses and networks.
func (d *decoder) trapHosts(n *yaml.Node) []pattern {
	list := d.hosts(n, "from")
	for _, from := range list {
		switch {
		case from.text == "": // what is wrong with it was told
		case !from.prefix.IsValid():
			d.fail(n, "from %q: traps come from addresses, and their names are not looked up; write an address or a "+
				"network, such as 10.20.0.7 or 10.20.0.0/16", from.text)
		case from.low != 0:
			d.fail(n, "from %q: leave the port out, a sender may have any", from.text)
		}
	}
	return list
}

// trapAuths reads the name of an auth, or a list of such names.
func (d *decoder) trapAuths(n *yaml.Node) []placed[string] {
	if resolve(n).Kind == yaml.ScalarNode && !isNull(n) {
		return []placed[string]{{d, n, d.str(n, "auth")}}
	}
	return d.names(n, "auth")
}

// compileTraps is for when all auths are known.
func (p *parser) compileTraps() {
	first := map[netip.Prefix]*trapEntry{}
	for i := range p.trapEntries {
		e := &p.trapEntries[i]
		access := p.trapAccess(e)
		for _, from := range e.from {
			if !from.prefix.IsValid() {
				continue
			}
			if other := first[from.prefix]; other != nil {
				e.at.d.fail(e.at.node, "traps from %s are on line %d of %s already; give one entry all its auths, as in "+
					"auth: [a, b]", from.text, other.at.node.Line, other.at.d.file)
				continue
			}
			first[from.prefix] = e
			p.config.traps = append(p.config.traps, trapSender{from.prefix, func() TrapAccess { return access }})
		}
	}
	// The narrowest network that holds a sender counts.
	slices.SortStableFunc(p.config.traps, func(a, b trapSender) int { return b.from.Bits() - a.from.Bits() })
}

func (p *parser) dumpTraps(b *strings.Builder) {
	if len(p.trapEntries) > 0 {
		b.WriteString("traps:\n")
	}
	for _, e := range p.trapEntries {
		var auths []string
		for _, a := range e.auths {
			auths = append(auths, a.it)
		}
		fmt.Fprintf(b, "  - {from: %s, auth: [%s]", quoted(e.from), strings.Join(auths, ", "))
		if e.proxy {
			b.WriteString(", proxy: true")
		}
		b.WriteString("}\n")
	}
}
