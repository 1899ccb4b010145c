package snmp

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/argus-power/argus/power"
)

// memory is what a Source remembers of its agent.
type memory struct {
	client Memory
	plan   *plan
	made   time.Time // when the plan was made
	uptime float64   // of the agent, as last read
	doubt  bool      // something that was planned is not there any more
	anew   bool      // the agent was started again after the plan was made
	// patience is how old a plan must be before a doubt replaces it. An agent that
	// always gives reason to doubt would be walked all the time.
	patience time.Duration

	found   discovery // under way
	started time.Time // when it was begun

	vain vain // what making a new plan came to since the last one

	swapped time.Time // when another device was last seen behind the same kind of agent
	fickle  bool      // what should tell that changes all the time

	withheld map[thing]time.Time // since when, of what the last read withheld
}

// How long a plan holds, and how soon another may replace it because of a doubt.
// Names, ratings and limits are as old as the plan; so is what an agent has.
const (
	planAge  = 10 * time.Minute
	doubtAge = time.Minute
	foundAge = time.Hour // what was found out of a slow agent may be as old
)

// read reads by the plan, or makes one.
func (s *Source) read(ctx context.Context, a agent) ([]power.Snapshot, error) {
	m := &s.memory
	if m.plan == nil {
		return s.firstRead(ctx, a)
	}
	r, err := m.plan.ask(ctx, a)
	if err != nil {
		return nil, err
	}
	if r.exchanged() || r.nothingLeft() { // nothing holds that was known
		s.forget()
		return s.firstRead(ctx, a)
	}
	if r.anotherDevice() && s.swapped() {
		return s.firstRead(ctx, a)
	}
	s.judge(r)
	if m.anew || m.plan.unfinished() {
		return s.readAnew(ctx, a, r), nil
	}
	list := s.evaluate(ctx, a, r)
	if s.due() {
		// What is found counts from the next read on. If there is no time for it in
		// this one, another goes on with it.
		s.renew(ctx, a)
	}
	return list, nil
}

// judge says whether what was read gives reason to doubt the plan. After a start the
// indexes of an agent may mean other things.
func (s *Source) judge(r *reading) {
	m := &s.memory
	m.doubt = m.doubt || r.doubt
	uptime, ok := r.uptime()
	if !ok {
		return
	}
	if uptime < m.uptime {
		m.doubt = true
		if s.Now().Sub(m.made) >= m.patience {
			m.anew, m.found = true, discovery{}
		}
	}
	m.uptime = uptime
}

// firstRead finds out what the agent has, and takes the values from that. If it
// cannot find out everything in time, it gives what it has, and the next read goes on.
func (s *Source) firstRead(ctx context.Context, a agent) ([]power.Snapshot, error) {
	r, err := s.learn(ctx, a)
	if err != nil {
		if !s.settleFor(err) {
			return nil, err
		}
		r = s.memory.plan.planned()
	}
	return s.evaluate(ctx, a, r), nil
}

// forget forgets what is known of the agent, but how it wants to be asked.
func (s *Source) forget() {
	m := &s.memory
	s.memory = memory{client: m.client, swapped: m.swapped, fickle: m.fickle}
}

// swapped forgets what is known of the device, for there is another one. What changes
// again soon, such as a name with a clock in it, tells nothing.
func (s *Source) swapped() bool {
	m, now := &s.memory, s.Now()
	m.fickle = m.fickle || !m.swapped.IsZero() && now.Sub(m.swapped) < planAge
	if m.fickle || m.plan.unfinished() {
		return false
	}
	m.swapped = now
	s.forget()
	return true
}

// readAnew goes on with making a plan, for the one that there is holds no more or is
// only a part of one. Until there is another, it has to do: of an agent that was
// started again for its single objects, since indexes may mean other things now.
func (s *Source) readAnew(ctx context.Context, a agent, r *reading) []power.Snapshot {
	part := s.memory.plan.unfinished()
	if !part {
		r.distrust(errRestarted)
	}
	list := s.evaluate(ctx, a, r) // afterwards there may be no time
	if !part && s.memory.vain.waits(s.Now()) {
		return list
	}
	whole, err := s.learn(ctx, a)
	switch {
	case err == nil:
		return s.evaluate(ctx, a, whole)
	case part:
		s.settleFor(err)
	default:
		s.inVain(err)
	}
	return list
}

var errRestarted = &power.Failure{
	Reason: power.NoDataYet, Err: errors.New("the agent was started again, and what it has is not known yet"),
}

// evaluate makes snapshots of what was read. Where a value is missing for which
// there is a fallback, it reads the fallbacks, too.
func (s *Source) evaluate(ctx context.Context, a agent, r *reading) []power.Snapshot {
	r.walk(ctx, a)
	if m := &s.memory; m.vain.err != nil && s.Now().Sub(m.made) > foundAge+planAge {
		r.outdated = fmt.Errorf("look again what the agent has: %w", m.vain.err)
	}
	e := evaluation{reading: r, learn: r.plan.fresh, spares: r.plan.fresh}
	list := s.snapshots(&e)
	if !e.failed || len(r.plan.spare) == 0 || e.spares || !r.askSpares(ctx, a) {
		s.memory.withheld = e.withheld.still
		return list
	}
	e = evaluation{reading: r, learn: true, spares: true}
	list = s.snapshots(&e)
	s.memory.withheld = e.withheld.still
	return list
}
