package config

import (
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"slices"

	"gopkg.in/yaml.v3"
)

// policy says what may be probed at all. What is dialled in the end has to keep to it, too: see reach.
type policy struct {
	allow   []pattern
	modules map[string][]pattern // what may be probed with a module, if not all of allow
	within  []netip.Prefix       // where every address lies, whatever it was named by; empty is anywhere
}

// anywhere is the policy of a configuration without one: any host, on the
// protocol's own port.
func anywhere() policy { return policy{allow: []pattern{{text: "*", name: "*"}}} }

func (p *parser) readTargets(d *decoder, n *yaml.Node) {
	if nothingIn(n) { // as if it were not there would be anywhere
		d.fail(n, "targets is empty; list hosts under allow:, or leave it out to allow every host")
		return
	}
	d.mapping(n, "targets", keys{
		"allow": func(n *yaml.Node) {
			hosts := d.hosts(n, "targets.allow")
			if len(hosts) == 0 { // the same
				d.fail(n, "targets.allow is empty; list hosts, or leave it out to allow every host")
			}
			p.config.policy.allow = append(p.config.policy.allow, hosts...)
		},
		"modules": func(n *yaml.Node) { p.readModuleTargets(d, n) },
		"within":  func(n *yaml.Node) { p.readWithin(d, n) },
	})
}

func (p *parser) readModuleTargets(d *decoder, n *yaml.Node) {
	if nothingIn(n) {
		d.fail(n, "targets.modules is empty; list hosts for a module, such as nut: [10.20.1.0/24], or leave it out")
	}
	d.entries(n, "targets.modules", func(key, value *yaml.Node) {
		what := "targets.modules." + key.Value
		hosts := d.hosts(value, what)
		if len(hosts) == 0 {
			d.fail(key, "%s is empty; list hosts, or leave it out", what)
		}
		all := &p.config.policy
		if all.modules == nil {
			all.modules = map[string][]pattern{}
		}
		all.modules[key.Value] = append(all.modules[key.Value], hosts...)
		p.limited = append(p.limited, placed[string]{d, key, key.Value})
	})
}

func (p *parser) readWithin(d *decoder, n *yaml.Node) {
	const what = "targets.within"
	before := len(p.config.policy.within)
	d.list(n, what, func(item *yaml.Node) {
		text, ok := d.scalar(item, what, "a network")
		network, err := parsePattern(text)
		switch {
		case !ok:
		case errors.As(err, &hostBits{}):
			d.fail(item, "%s: %v", what, err)
		case err != nil || !network.prefix.IsValid() || network.low != 0 || network.device != "":
			d.fail(item, "%s %q: write a network or an address, without a port, such as 10.0.0.0/8", what, text)
		}
		p.config.policy.within = append(p.config.policy.within, network.prefix)
	})
	if len(p.config.policy.within) == before {
		d.fail(n, "%s is empty; list networks, or leave it out", what)
	}
}

// settlePolicy looks at the policy when all modules are known.
func (p *parser) settlePolicy() {
	open := len(p.config.policy.allow) == 0
	if open {
		p.config.policy.allow = anywhere().allow
	}
	for _, limited := range p.limited {
		m, known := p.config.modules[limited.it]
		if !known {
			limited.d.fail(limited.node, "targets.modules: no module %q%s", limited.it,
				didYouMean(limited.it, slices.Collect(maps.Keys(p.config.modules))))
			continue
		}
		for _, a := range p.config.policy.modules[limited.it] {
			if own := ownPort(m.Protocol); open && a.low != 0 && (a.low != own || a.high != own) {
				limited.d.fail(limited.node, "targets.modules.%s has %q, and without targets.allow only port %d may be "+
					"probed; add it there: allow: [\"*\", %q]", limited.it, a.text, own, a.text)
			}
		}
	}
}

// admits says whether a target may be dialled, as far as its name tells. A host
// name outside all globs may still resolve to an allowed network: see reach.
func (p policy) admits(t Target, m *Module) error {
	ip, err := netip.ParseAddr(t.Host)
	literal := err == nil
	if literal {
		if err := unfit(ip); err != nil {
			return err
		}
	}
	own := t.ownPort()
	for _, list := range p.lists(m) {
		if slices.ContainsFunc(list.allow, func(a pattern) bool {
			return a.hasPort(t.Port, own) && (a.hasHost(t.Host) || !literal && a.prefix.IsValid())
		}) {
			continue
		}
		if list.what == allowed && p.isDefault() {
			return fmt.Errorf("only port %d may be probed unless targets.allow of the configuration "+
				"says more; such as [%q, %q]", own, "*", t.Address())
		}
		return fmt.Errorf("%s is not among %s of the configuration; add %q to probe it", t.Address(), list.what, t.Address())
	}
	if literal && !p.holds(ip) {
		return fmt.Errorf("%s is not within targets.within of the configuration; add %q to probe it", t.Address(), t.Host)
	}
	return nil
}

const allowed = "targets.allow"

// A list is what may be probed, and where the configuration has it.
type list struct {
	what  string
	allow []pattern
}

// lists returns the lists that a target must be in to be probed with a module, which may be nil.
func (p policy) lists(m *Module) []list {
	all := []list{{allowed, p.allow}}
	for _, name := range m.names() {
		if own, limited := p.modules[name]; limited {
			all = append(all, list{"targets.modules." + name, own})
		}
	}
	return all
}

func (p policy) isDefault() bool { return len(p.allow) == 1 && p.allow[0] == anywhere().allow[0] }

// holds says whether an address lies within the networks that every one must lie in.
func (p policy) holds(ip netip.Addr) bool { return len(p.within) == 0 || contains(p.within, ip) }

func contains(networks []netip.Prefix, ip netip.Addr) bool {
	ip = plainIP(ip)
	return slices.ContainsFunc(networks, func(n netip.Prefix) bool { return n.Contains(ip) })
}
