package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/argus-power/argus/snmp"
)

// maxLists bounds the modules that are kept because queries listed others.
const maxLists = 64

// maxModuleName bounds the names in queries, lest looking for similar ones take long.
const maxModuleName = 64

// lists are modules that were put together for queries that list several. When
// there are too many they are all forgotten: that costs putting them together anew.
type lists struct {
	mu   sync.Mutex
	made map[string]*Module
}

// of returns the module of that name, and makes it if it is not there.
func (l *lists) of(name string, list []*Module) (*Module, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if m, ok := l.made[name]; ok {
		return m, nil
	}
	m, err := listed(name, list)
	if err != nil {
		return nil, err
	}
	if l.made == nil || len(l.made) >= maxLists {
		l.made = map[string]*Module{}
	}
	l.made[name] = m
	return m, nil
}

// moduleFor finds the module of a query, or puts one together of several. In which
// order they are listed does not matter: others would have everything read anew.
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
		case len(name) > maxModuleName:
			return nil, fmt.Errorf("no module %.20q…; names have %d characters at most", name, maxModuleName)
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
	slices.SortFunc(list, func(a, b *Module) int { return c.rank[a.Name] - c.rank[b.Name] })
	for i, m := range list {
		names[i] = m.Name
	}
	return c.lists.of(strings.Join(names, ","), list)
}

// listed puts several modules together, to be read without finding out whether they apply.
func listed(name string, list []*Module) (*Module, error) {
	out := &Module{Name: name, Protocol: SNMP, Listed: true}
	var members []*snmp.Module
	for _, m := range list {
		switch {
		case m.Protocol != SNMP:
			return nil, fmt.Errorf("module %s is of protocol %s; only modules of protocol snmp can be "+
				"listed together", m.Name, m.Protocol)
		case m.isSet():
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

// rank orders modules by preference: those that the built-in set does not have, which
// are their owner's, as the files have them, and then those of the set in its order.
func (p *parser) rank() map[string]int {
	rank := map[string]int{}
	for i, name := range p.order {
		rank[name] = i - len(p.order)
	}
	if builtIn := p.raw[SNMP]; builtIn != nil {
		for i, member := range builtIn.snmp.members {
			rank[member.it] = i
		}
	}
	return rank
}
