package nut

import (
	"slices"
	"strings"
	"sync"
	"time"
)

// A manner is a way to ask several questions.
type manner uint8

const (
	untried  manner = iota
	together        // all in one write: the server has answered so
	oneByOne        // each after the answer to the one before: the server needs it
)

// Servers get replaced and repaired, so what they cannot do is believed for a while only. Trying
// again costs one lost wait.
const oneByOneFor = time.Hour

// memory is what a Reader keeps between reads.
type memory struct {
	mu     sync.Mutex
	known  []known // in the server's order; replaced as a whole, never changed
	manner manner
	until  time.Time // for oneByOne
}

// known is a UPS that the server listed last time.
type known struct {
	name string
	vars int // how many it had
}

func (m *memory) recall(now time.Time) ([]known, manner) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.manner == oneByOne && !now.Before(m.until) {
		m.manner = untried
	}
	return m.known, m.manner
}

// keep learns from a pass. A pass that was in doubt whether the server takes several commands, and
// found no proof of either, leaves the question open.
func (m *memory) keep(p *pass, now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	switch {
	case p.proven == oneByOne:
		m.manner, m.until = oneByOne, now.Add(oneByOneFor)
	case p.proven == together:
		m.manner = together
	case p.stalled:
		m.manner = untried
	}
	if !p.hasListed() {
		return
	}
	next := make([]known, len(p.listed))
	for i, u := range p.listed {
		next[i] = known{name: u.Name, vars: m.varsOf(i, u.Name)}
		if t := p.wish(u.Name); t != nil && t.vars != nil {
			next[i].vars = len(t.vars)
		}
	}
	if !slices.Equal(next, m.known) {
		m.known = next
	}
}

// varsOf returns the remembered length of a list. Mostly the UPS is where it was.
func (m *memory) varsOf(i int, name string) int {
	if i < len(m.known) && m.known[i].name == name {
		return m.known[i].vars
	}
	for _, k := range m.known {
		if k.name == name {
			return k.vars
		}
	}
	return 0
}

// fold is the form in which names are compared.
func fold(name string) string { return strings.ToLower(name) }
