package snmp

import (
	"slices"

	"github.com/argus-power/argus/power"
)

// plan is what there is to read of one agent: which instances of which rows, and
// what they mean. It is made once in a while, for asking only for values costs an
// agent far less than looking for what it has.
type plan struct {
	*shape
	values  []Value       // as last read, in the order of oids
	places  []power.Place // every place, once
	infos   []power.Info
	lines   map[lineAt]bool  // those that were alive once
	gaps    []gap            // tables that could not be read to their ends
	partial []power.Quantity // of the rows that were left out for that
	refused map[string]bool  // what the agent refused when it was planned; "" is that it said what it has
	givers  map[giver]string // the instance that each counter is read from
	late    error            // why this is only a part of what the agent has
	witness int32            // index in oids of what tells one device from another like it, or -1
	fresh   bool             // nothing is known yet of which rows are only fallbacks
	doubted doubted
}

// Indexes in plan.oids of what tells whether the agent is still the same.
const (
	uptimeAt   = 0
	objectIDAt = 1
)

// planRow is a row and its instances.
type planRow struct {
	module int // index in plan.modules
	row    *row
	status *statusRow // instead of row
	table  string
	cells  []cell
	// scalars are, for rows whose instances come and go, the indexes in plan.oids of
	// the single objects that the row's conditions look at; -1 for other conditions.
	scalars []int32
}

// cell is one instance of a row: a value, and where it belongs. There may be tens
// of thousands, and so they refer to what they share.
type cell struct {
	device int32
	value  int32 // index in plan.oids
	digits int32 // likewise, or -1
	place  int32 // index in plan.places
	// when is where the objects of its conditions begin in plan.whens, one for each;
	// those that the agent does not have are -1.
	when   int32
	spare  bool // a better row gives the same
	backed bool // another row could give the same
}

// gap is a table that was not read to its end.
type gap struct {
	table string
	err   error
}

// unfinished says whether this is only a part of what the agent has.
func (p *plan) unfinished() bool { return p.late != nil }

// nothing says whether the agent has nothing that the modules read, but what every
// agent has.
func (p *plan) nothing() bool {
	system := len(p.modules) - 1
	own := func(r planRow) bool { return r.module != system }
	return !slices.ContainsFunc(p.rows, own) && !slices.ContainsFunc(p.walks, own)
}

// counts says whether the row is about counters.
func (r *planRow) counts() bool {
	return r.row != nil && r.row.Quantity.Kind() == power.Counter
}

// conditions are those of a row, whatever its kind.
func (r *planRow) conditions() []condition {
	if r.status != nil {
		return r.status.when
	}
	return r.row.when
}

func (r *planRow) at() pattern {
	if r.status != nil {
		return r.status.at
	}
	return r.row.at
}

// applies says whether the conditions of an instance hold.
func (p *plan) applies(r *planRow, c *cell, values []Value) bool {
	list := r.conditions()
	for i := range list {
		v := Value{Type: Gone}
		if n := p.whens[int(c.when)+i]; n >= 0 {
			v = values[n]
		}
		if !list[i].holds(v) {
			return false
		}
	}
	return true
}

// wanted says whether the conditions on single objects hold of a row whose
// instances come and go: whether there is anything to look for.
func (p *plan) wanted(w *planRow, values []Value) bool {
	for i, c := range w.conditions() {
		if !c.ref.scalar() {
			continue
		}
		v := Value{Type: Gone}
		if n := w.scalars[i]; n >= 0 {
			v = values[n]
		}
		if !c.holds(v) {
			return false
		}
	}
	return true
}
