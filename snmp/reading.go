package snmp

import (
	"context"
	"slices"

	"github.com/argus-power/argus/power"
)

// reading is what was read by a plan at one time.
type reading struct {
	plan     *plan
	values   []Value            // in the order of plan.oids
	missing  map[string]error   // tables of which a part was not read in time
	refused  map[*planRow]error // rows of which the agent did not give a part
	walked   *tree              // what comes and goes
	faults   []gap              // tables of that which the agent could not give whole
	outdated error              // why the plan is older than it should be
	doubt    bool               // something that the agent had is not there any more
}

// planned is what was read while the plan was made.
func (p *plan) planned() *reading {
	r := &reading{plan: p, values: p.values, missing: map[string]error{}, refused: map[*planRow]error{}}
	for _, g := range p.gaps {
		if cutOff(g.err) {
			r.missing[g.table] = g.err
		}
	}
	return r
}

// ask reads the values that change. The error means that not one of them came.
func (p *plan) ask(ctx context.Context, a agent) (*reading, error) {
	r := p.planned()
	r.values = slices.Clone(p.values)
	err := r.get(ctx, a, p.live)
	if err == nil {
		return r, nil
	}
	if !slices.ContainsFunc(p.live, func(n int32) bool { return r.values[n].Type != Unread }) {
		return nil, err
	}
	r.lack(err, cutOff(err))
	return r, nil
}

// get reads the objects with these indexes.
func (r *reading) get(ctx context.Context, a agent, which []int32) error {
	oids := make([]string, len(which))
	for i, n := range which {
		oids[i] = r.plan.oids[n]
	}
	values, err := a.Get(ctx, oids)
	refused := err != nil && !cutOff(err)
	for i, n := range which {
		there := values[i].Exists() || values[i].Type == Unread && !refused
		r.doubt = r.doubt || !there && r.values[n].Exists()
		r.values[n] = values[i]
	}
	return err
}

// distrust marks all tables as not read.
func (r *reading) distrust(why error) {
	for i := range r.plan.rows {
		if row := &r.plan.rows[i]; !row.at().instance() {
			r.refused[row] = why
		}
	}
}

// lack marks the rows of which a part was not read, be it what a condition looks at.
// If the conversation was cut short, their whole tables are not of one time.
func (r *reading) lack(err error, short bool) {
	for i := range r.plan.rows {
		row := &r.plan.rows[i]
		for j := range row.cells {
			if !r.lacks(row, &row.cells[j]) {
				continue
			}
			r.refused[row] = err
			if short {
				r.missing[row.table] = err
			}
			break
		}
	}
	for i := range r.plan.walks {
		walk := &r.plan.walks[i]
		if slices.ContainsFunc(walk.scalars, func(n int32) bool { return n >= 0 && r.values[n].Type == Unread }) {
			r.missing[walk.table] = err
		}
	}
}

func (r *reading) lacks(row *planRow, c *cell) bool {
	if c.spare { // not asked for
		return false
	}
	whens := r.plan.whens[c.when:][:len(row.conditions())]
	return r.values[c.value].Type == Unread || c.digits >= 0 && r.values[c.digits].Type == Unread ||
		slices.ContainsFunc(whens, func(n int32) bool { return n >= 0 && r.values[n].Type == Unread })
}

// askSpares reads what only fallback rows need.
func (r *reading) askSpares(ctx context.Context, a agent) bool {
	return r.get(ctx, a, r.plan.spare) == nil
}

// uptime is how long the agent runs, if it tells.
func (r *reading) uptime() (ticks float64, ok bool) { return r.values[uptimeAt].Number() }

// exchanged says whether another agent answers than the one that the plan was made for.
func (r *reading) exchanged() bool {
	before, now := r.plan.values[objectIDAt], r.values[objectIDAt]
	return now.Type == ObjectID && before.Type == ObjectID && now.Text() != before.Text()
}

// anotherDevice says whether the agent speaks for another device than before.
func (r *reading) anotherDevice() bool {
	if r.plan.witness < 0 {
		return false
	}
	was, is := power.Identity(r.plan.values[r.plan.witness].Text()), power.Identity(r.values[r.plan.witness].Text())
	return was != "" && is != "" && was != is
}

// nothingLeft says whether the agent answers, and has none of its devices any more.
func (r *reading) nothingLeft() bool {
	for i := range r.plan.devices {
		if !r.empty(int32(i), true) {
			return false
		}
	}
	return true
}

// empty says whether the agent has nothing left of a device. What is not read each
// time would go on for ever. Fallbacks count if they were asked for, or still may be.
func (r *reading) empty(device int32, spares bool) bool {
	cells := 0
	system := len(r.plan.modules) - 1
	for i := range r.plan.rows {
		row := &r.plan.rows[i]
		if row.module == system || row.row != nil && row.row.steady {
			continue
		}
		for j := range row.cells {
			c := &row.cells[j]
			if c.device != device || c.spare && (!spares || row.counts()) {
				continue
			}
			if cells++; r.values[c.value].Type != Gone {
				return false
			}
		}
	}
	return cells > 0
}

// walk reads the tables whose rows come and go, those in which there is anything.
func (r *reading) walk(ctx context.Context, a agent) {
	r.walked = newTree()
	w := wishes{}
	for i := range r.plan.walks {
		row := &r.plan.walks[i]
		switch {
		case !r.plan.wanted(row, r.values):
		case row.status != nil:
			w.status(row.status)
		default:
			w.row(row.row)
		}
	}
	if len(w.columns) == 0 {
		return
	}
	for _, c := range a.Columns(ctx, w.columns, maxRows) {
		r.walked.add(c)
		if c.Err != nil {
			table := pattern{column: c.Root}.table()
			r.faults = append(r.faults, gap{table, c.Err})
			if cutOff(c.Err) {
				r.missing[table] = c.Err
			}
		}
	}
}
