package snmp

import (
	"slices"
	"time"

	"github.com/argus-power/argus/power"
)

// withheld is what an agent tells in a place that it did not answer for this time. No lesser place
// steps in for that: the two need not agree, and what would change is where one looked, not the device.
type withheld struct {
	states []power.States // of each device
	things map[thing]bool // flags, and other readings of which a change is an event

	now   time.Time
	since map[thing]time.Time // when what earlier reads withheld was first, in all reads since
	still map[thing]time.Time // what of this one
}

// withholdFor is how long something may be withheld: what an agent does not answer for longer, it may never
// answer again, and a device must not be on battery for ever because nobody is left to deny it.
const withholdFor = 5 * time.Minute

// passing says whether something is missing for so short that it may soon be back.
func (w *withheld) passing(t thing) bool {
	since, known := w.since[t]
	if !known {
		since = w.now
	}
	if w.still == nil {
		w.still = map[thing]time.Time{}
	}
	w.still[t] = since
	return w.now.Sub(since) < withholdFor
}

// snapshots has an evaluation know since when something is withheld.
func (s *Source) snapshots(e *evaluation) []power.Snapshot {
	now := s.Now()
	e.withheld.now, e.withheld.since = now, s.memory.withheld
	list := e.snapshots(now, s.Rating)
	s.Set.shapes.share(e.plan)
	return list
}

// withhold notes that an instance was to tell something and did not.
func (e *evaluation) withhold(r *planRow, c *cell) {
	if r.status != nil {
		e.withholdStates(r.status.all, int(c.device))
		return
	}
	e.builders[c.device].Partial(r.row.Quantity)
	t := thing{c.device, r.row.Quantity, c.place}
	if !r.row.Quantity.Edged() || !e.withheld.passing(t) {
		return
	}
	if e.withheld.things == nil {
		e.withheld.things = map[thing]bool{}
	}
	e.withheld.things[t] = true
}

// withholdStates leaves the states that a row would have told to nobody but its own module, and that
// only to affirm them.
func (e *evaluation) withholdStates(all power.States, device int) {
	for _, state := range (all &^ e.frozen[device]).List() {
		if e.withheld.passing(thing{int32(device), power.StatusSet, int32(state)}) {
			e.withheld.states[device] |= power.SetOf(state)
			e.told[device] |= power.SetOf(state)
		}
	}
}

func (e *evaluation) isWithheld(r *planRow, c *cell) bool {
	t := thing{c.device, r.row.Quantity, c.place}
	return e.withheld.things[t] || e.plan.doubted.readings[r.row.Quantity] && e.withheld.passing(t)
}

// doubted is what the plan before found out where this one could not look, and what would be looked
// for elsewhere now. It stays until it is known again, or is withheld for too long.
type doubted struct {
	readings map[power.Quantity]bool
	states   map[int]power.States // by module
}

func (b *planner) doubtReading(r *row) {
	given := func(p planRow) bool { return p.row == r && r.number >= 0 }
	if r.Quantity.Edged() && b.before != nil &&
		(b.before.doubted.readings[r.Quantity] || slices.ContainsFunc(b.before.rows, given)) {
		if b.p.doubted.readings == nil {
			b.p.doubted.readings = map[power.Quantity]bool{}
		}
		b.p.doubted.readings[r.Quantity] = true
	}
}

func (b *planner) doubtStates(s *statusRow, module int) {
	if b.before == nil {
		return
	}
	at := slices.Index(b.before.modules, b.p.modules[module])
	told := func(p planRow) bool { return p.status == s && s.number >= 0 }
	if b.before.doubted.states[at]&s.all != 0 || slices.ContainsFunc(b.before.rows, told) {
		if b.p.doubted.states == nil {
			b.p.doubted.states = map[int]power.States{}
		}
		b.p.doubted.states[module] |= s.all
	}
}

// withholdDoubted leaves what the plan could not look at of a module to nobody.
func (e *evaluation) withholdDoubted(module int) {
	if states := e.plan.doubted.states[module]; states != 0 {
		for i := range e.builders {
			e.withholdStates(states, i)
		}
	}
}

// vanished says whether the agent does not have an instance now that it had when it was looked
// through: it may be starting.
func (e *evaluation) vanished(c *cell) bool {
	return !e.plan.fresh && !c.spare && !e.values[c.value].Exists() && e.plan.values[c.value].Exists()
}
