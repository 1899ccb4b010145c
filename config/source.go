package config

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/argus-power/argus/nut"
	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/snmp"
)

// Source makes the source that carries the probe out. It is worth keeping: it
// learns what makes the next read cheaper.
func (p *Probe) Source(now func() time.Time) power.Source {
	var only []string
	if p.Target.Device != "" {
		only = []string{p.Target.Device}
	}
	auth := p.Config.authFor(p.Target)
	bound := func(to netip.AddrPort) string { return p.Config.boundTo(to, p.Target) }
	dial := p.Config.policy.dialer(p.Target, bound).DialContext
	rating := func(device string) power.Ratings { return p.Config.ratingFor(p.Target, device) }
	if p.Module.Protocol == SNMP {
		options := auth.snmpOptions(p.Module.tuning)
		options.DialContext = dial
		return &snmp.Source{
			Address: p.Target.Address(), Options: options, Set: p.Module.set,
			Only: only, Now: now, Rating: rating, Gates: p.Config.gates,
			Recording: p.recording,
		}
	}
	var options nut.Options
	if auth != nil {
		options = auth.options()
	}
	options.DialContext = dial
	return &nut.Source{
		Reader: nut.NewReader(p.Target.Address(), options), Module: p.Module.nut,
		Only: only, Now: now, Rating: rating,
	}
}

// moduleFor finds the module of a query, or puts one together of several.
func (c *Config) moduleFor(text string) (*Module, error) {
	if text == "" {
		text = DefaultModule
	}
	var names []string
	for name := range strings.SplitSeq(text, ",") {
		names = append(names, strings.TrimSpace(name))
	}
	if len(names) > len(c.modules) {
		return nil, errors.New("module lists more modules than there are; give each once")
	}
	var list []*Module
	for i, name := range names {
		m, ok := c.modules[name]
		switch {
		case name == "" && len(names) > 1:
			return nil, fmt.Errorf("module %q has a comma too many", text)
		case !ok:
			return nil, fmt.Errorf("no module %q%s", name, didYouMean(name, c.ModuleNames()))
		case slices.Contains(names[:i], name):
			return nil, fmt.Errorf("module %q lists %s twice; give it once", text, name)
		}
		list = append(list, m)
	}
	if len(list) == 1 {
		return list[0], nil
	}
	return listed(strings.Join(names, ","), list)
}

// listed puts several modules together, to be read without finding out whether
// they apply. That is cheap; nothing of it is kept.
func listed(name string, list []*Module) (*Module, error) {
	out := &Module{Name: name, Protocol: SNMP, Listed: true}
	var members []*snmp.Module
	for _, m := range list {
		switch {
		case m.Protocol != SNMP:
			return nil, fmt.Errorf("module %s is of protocol %s; only modules of protocol snmp can be "+
				"listed together", m.Name, m.Protocol)
		case m.snmp == nil:
			return nil, fmt.Errorf("module %s finds out by itself which modules apply; give it alone, "+
				"or list single modules", m.Name)
		}
		members = append(members, m.snmp)
		out.Timeout = max(out.Timeout, m.Timeout)
		out.tuning = out.tuning.or(m.tuning)
	}
	out.set = snmp.Combine(members, false)
	return out, nil
}
