package collector

import (
	"cmp"
	"container/list"
	"context"
	"net/netip"
	"slices"
	"strings"

	"github.com/argus-power/argus/config"
)

// maxPrompted bounds the agents behind one address that are read because it told of something.
const maxPrompted = 16

// Prompt reads the agents at an address because one of them told of something: as they were probed last, one after
// the other, and only those that were probed before.
func (p *Prober) Prompt(ctx context.Context, address netip.Addr) {
	for _, q := range p.tracker.asked(address) {
		probe, err := p.config().Probe(q)
		if err != nil {
			continue // it may not be probed any more
		}
		leave, err := p.Enter()
		if err != nil {
			return // the next scrape tells
		}
		limited, cancel := context.WithTimeout(ctx, probe.Timeout)
		p.Gather(limited, probe)
		cancel()
		leave()
	}
}

// Knows says whether an agent at an address was probed.
func (p *Prober) Knows(address netip.Addr) bool {
	m := &p.tracker.memory
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.peers[address]) > 0
}

// asked returns how the agents at an address were read last.
func (m *memory) asked(address netip.Addr) (queries []config.Query) {
	m.mu.Lock()
	defer m.mu.Unlock()
	latest := map[string]*target{}
	for _, e := range m.peers[address] {
		t := e.Value.(*target)
		if other := latest[t.agent]; other == nil || other.used < t.used {
			latest[t.agent] = t
		}
	}
	all := make([]*target, 0, len(latest))
	for _, t := range latest {
		all = append(all, t)
	}
	slices.SortFunc(all, func(a, b *target) int { return cmp.Compare(b.used, a.used) })
	for _, t := range all[:min(len(all), maxPrompted)] {
		module, _, _ := strings.Cut(t.key, " ")
		queries = append(queries, config.Query{Target: t.agent, Module: module})
	}
	return queries
}

// reached notes where the name of an agent led; the caller holds the lock.
func (m *memory) reached(e *list.Element, peer netip.AddrPort) {
	t := e.Value.(*target)
	if t.agent == "" || t.peer == peer || !peer.IsValid() {
		return
	}
	m.unreached(e)
	t.peer = peer
	m.peers[peer.Addr()] = append(m.peers[peer.Addr()], e)
}

// unreached forgets it; the caller holds the lock.
func (m *memory) unreached(e *list.Element) {
	t := e.Value.(*target)
	if !t.peer.IsValid() {
		return
	}
	at := t.peer.Addr()
	others := slices.DeleteFunc(m.peers[at], func(other *list.Element) bool { return other == e })
	if m.peers[at] = others; len(others) == 0 {
		delete(m.peers, at)
	}
	t.peer = netip.AddrPort{}
}

// peer returns where the name of a target led, and whether there are other agents at that address.
func (m *memory) peer(key string) (at netip.Addr, shared bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e, ok := m.targets[key]
	if !ok {
		return netip.Addr{}, false
	}
	own := e.Value.(*target).peer
	return own.Addr(), slices.ContainsFunc(m.peers[own.Addr()], func(other *list.Element) bool {
		return other.Value.(*target).peer != own
	})
}

// alternates says whether an agent is read with several lists of modules in turn.
func (m *memory) alternates(agent string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.agents[agent]) > 1
}
