package snmp

import (
	"slices"

	"github.com/argus-power/argus/power"
)

// thing is what only one row can give.
type thing struct {
	device   int32
	quantity power.Quantity
	place    int32
}

// giver is a counter of a device.
type giver struct {
	device   string
	quantity power.Quantity
	place    power.Place
}

func (p *plan) giver(r *planRow, c *cell) giver {
	return giver{p.devices[c.device], r.row.Quantity, p.places[c.place]}
}

// keepGivers drops the givers of what the agent does not have any more.
func (b *planner) keepGivers() {
	kept := map[giver]string{}
	for i := range b.p.rows {
		r := &b.p.rows[i]
		if !r.counts() {
			continue
		}
		for j := range r.cells {
			what := b.p.giver(r, &r.cells[j])
			if oid, known := b.p.givers[what]; known {
				kept[what] = oid
			}
		}
	}
	b.p.givers = kept
}

// learner finds out which rows are only fallbacks, because better ones give the same.
type learner struct {
	givers map[thing]*cell
}

// gave notes how a row's instance turned out.
func (l *learner) gave(r *planRow, c *cell, why power.DropReason, read bool) {
	c.spare, c.backed = false, false
	if r.row.Quantity == power.AlarmInfo {
		return
	}
	key := thing{c.device, r.row.Quantity, c.place}
	giver := l.givers[key]
	switch {
	case giver != nil && (why == power.Duplicate || !read):
		// Two counters of the same never agree: one must not step in for the other.
		c.spare, giver.backed = true, r.row.Quantity.Kind() != power.Counter
	case giver == nil && why == "" && read:
		l.givers[key] = c
	}
}

// settleLive divides the objects into those to ask for at each read, and those
// that only fallback rows need. What is steady is asked for with neither.
func (p *plan) settleLive() {
	need := make([]bool, len(p.oids))
	want := func(list *[]int32, n int32) {
		if n >= 0 && !need[n] {
			need[n] = true
			*list = append(*list, n)
		}
	}
	p.live, p.spare = nil, nil
	for _, n := range []int32{uptimeAt, objectIDAt} {
		if p.values[n].Type != Gone { // version 1 pays for what is not there
			want(&p.live, n)
		}
	}
	for _, list := range []struct {
		spare bool
		to    *[]int32
	}{{false, &p.live}, {true, &p.spare}} {
		for i := range p.rows {
			r := &p.rows[i]
			for _, c := range r.cells {
				if r.row != nil && r.row.steady || c.spare != list.spare {
					continue
				}
				want(list.to, c.value)
				want(list.to, c.digits)
				for _, n := range p.whens[c.when:][:len(r.conditions())] {
					want(list.to, n)
				}
			}
		}
		slices.Sort(*list.to)
	}
	for _, w := range p.walks {
		for _, n := range w.scalars {
			want(&p.live, n)
		}
	}
	want(&p.live, p.witness)
	if len(p.live) == 0 { // the agent must be asked something, or it would never be missed
		want(&p.live, uptimeAt)
	}
	slices.Sort(p.live)
}
