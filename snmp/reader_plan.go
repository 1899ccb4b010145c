package snmp

import (
	"context"
	"hash/fnv"
	"time"

	"github.com/argus-power/argus/power"
)

// vain is how often and why a new plan could not be made.
type vain struct {
	err      error
	at       time.Time     // when it was last tried
	patience time.Duration // until it is tried again
	size     int           // of what was found out then
}

// renew makes a new plan while the old one does. An agent that lets itself be read and
// not be walked would otherwise be walked in vain at each read.
func (s *Source) renew(ctx context.Context, a agent) {
	err := s.discover(ctx, a)
	if err == nil {
		return
	}
	if power.ReasonOf(failure(err)) == power.UnknownDevice { // the next read says so
		s.forget()
		return
	}
	s.inVain(err)
}

// waits says whether it is too early to try again.
func (v *vain) waits(now time.Time) bool { return v.err != nil && now.Sub(v.at) < v.patience }

// inVain notes that there is no new plan, and why.
func (s *Source) inVain(err error) {
	v, size := &s.memory.vain, s.memory.found.size()
	if size > v.size { // it makes progress
		v.patience = 0
	} else {
		v.patience = longer(v.patience)
	}
	v.err, v.at, v.size = err, s.Now(), size
}

// longer is the patience after one that was for nothing.
func longer(patience time.Duration) time.Duration { return min(max(doubtAge, 2*patience), planAge) }

// learn makes a new plan and reads by it. What was found out in this read is new
// enough; what was in earlier ones is not.
func (s *Source) learn(ctx context.Context, a agent) (*reading, error) {
	goesOn := s.memory.found.tree != nil
	if err := s.discover(ctx, a); err != nil {
		return nil, err
	}
	if !goesOn {
		return s.memory.plan.planned(), nil
	}
	return s.memory.plan.ask(ctx, a)
}

// settleFor makes a plan of what was found out so far, if there is anything.
func (s *Source) settleFor(why error) bool {
	m := &s.memory
	if m.found.modules == nil || len(m.found.tree.values) == 0 {
		return false
	}
	m.keep(newPlan(m.found.modules, m.found.tree, m.plan, why), m.started)
	return true
}

// discover makes a new plan. What was found out in reads before is gone on with, but not
// for ever.
func (s *Source) discover(ctx context.Context, a agent) error {
	m, now := &s.memory, s.Now()
	if m.found.tree == nil || now.Sub(m.started) > foundAge {
		m.found, m.started = discovery{}, now
	}
	if err := m.found.discover(ctx, a, s.Set); err != nil {
		if power.ReasonOf(err) == power.UnknownDevice { // that is all: there is nothing to go on with
			m.found = discovery{}
		}
		return err
	}
	found := m.found
	m.found = discovery{}
	p := newPlan(found.modules, found.tree, m.plan, nil)
	switch {
	case p.nothing() && len(p.gaps) > 0:
		return p.gaps[0].err
	case p.nothing():
		return unknownAgent("has nothing that the module reads",
			found.tree.value(sysObjectID), found.tree.value(sysDescr))
	}
	patience := time.Duration(0)
	if m.doubt && now.Sub(m.made) <= planAge {
		patience = longer(m.patience)
	}
	m.patience, m.vain = patience, vain{}
	m.keep(p, now)
	m.doubt, m.anew = len(p.gaps) > 0, false
	return nil
}

// keep makes a plan the one to read by.
func (m *memory) keep(p *plan, made time.Time) {
	m.plan, m.made = p, made
	if x, ok := p.values[uptimeAt].Number(); ok && m.uptime == 0 {
		m.uptime = x
	}
}

// due says whether it is time for a new plan. Agents differ in when, or all those
// of a fleet would be walked at once.
func (s *Source) due() bool {
	h := fnv.New32a()
	_, _ = h.Write([]byte(s.Address))
	spread := time.Duration(h.Sum32()%256) * planAge / 1024
	m, now := &s.memory, s.Now()
	age := now.Sub(m.made)
	if m.vain.waits(now) {
		return false
	}
	return age > planAge-spread || m.doubt && age > max(doubtAge, m.patience)
}
