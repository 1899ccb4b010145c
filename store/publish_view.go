package store

import (
	"maps"
	"math"
	"slices"
	"time"

	"github.com/argus-power/argus/power"
)

// A view is what is committed of a device, and so may be served: no crash makes it less.
type view struct {
	known   bool // whether it is known what was served before: not until the file is open
	metered bool
	sum     power.Totals
	day     power.Day
	today   power.Totals
	counts  map[power.EventKind]Count // never changed, only replaced
}

// meter takes over what a meter has added up.
func (v *view) meter(m *power.Meter) {
	v.metered = v.metered || !m.Born.IsZero()
	v.sum, v.day, v.today = m.Sum, m.Day, m.Today
}

// raisedTo returns what is served after a commit: never less than before, whatever was committed.
func (v view) raisedTo(next view) view {
	next.known = true
	next.metered = next.metered || v.metered
	next.sum = power.Totals{
		Joules:    atLeast(v.sum.Joules, next.sum.Joules),
		Gap:       max(v.sum.Gap, next.sum.Gap),
		OnBattery: max(v.sum.OnBattery, next.sum.OnBattery),
	}
	for kind, old := range v.counts {
		if c := next.counts[kind]; c.N < old.N {
			c.N = old.N
			next.counts = maps.Clone(next.counts)
			if next.counts == nil {
				next.counts = map[power.EventKind]Count{}
			}
			next.counts[kind] = c
		}
	}
	return next
}

// atLeast is the greater of two numbers, the first one if the second is none.
func atLeast(old, next float64) float64 {
	if next > old && !math.IsInf(next, 1) {
		return next
	}
	return old
}

// serve returns what is committed of a device as its readings.
func (s *Store) serve(e *entry) []power.Reading {
	e.mu.Lock()
	defer e.mu.Unlock()
	if s.volatile {
		e.publishAll()
	}
	if !e.view.known {
		return nil
	}
	kinds := e.watch.Kinds()
	list := make([]power.Reading, 0, 2*len(kinds)+8)
	if e.metered() {
		list = append(list,
			power.Reading{Quantity: power.Energy, Value: e.view.sum.Joules},
			power.Reading{Quantity: power.EnergyGap, Value: e.view.sum.Gap.Seconds()})
	}
	if e.canBeOnBattery(kinds) {
		list = append(list, power.Reading{Quantity: power.OnBatteryTime, Value: e.view.sum.OnBattery.Seconds()})
	}
	for _, kind := range e.served(kinds) {
		c := e.view.counts[kind]
		at := power.Place{string(kind)}
		list = append(list, power.Reading{Quantity: power.Events, Place: at, Value: float64(c.N)})
		if c.N > 0 && !c.Last.IsZero() {
			list = append(list, power.Reading{Quantity: power.EventTime, Place: at, Value: seconds(c.Last)})
		}
	}
	return list
}

// publishAll lets everything be served, for a store in memory.
func (e *entry) publishAll() {
	next := view{counts: e.view.counts}
	next.meter(e.meter)
	if !maps.Equal(next.counts, e.counts) {
		next.counts = maps.Clone(e.counts)
	}
	e.view = e.view.raisedTo(next)
}

// metered says whether the energy of the device is known at all. Before the first commit it is served as
// zero, which nothing can be lower than.
func (e *entry) metered() bool { return e.view.metered || !e.meter.Born.IsZero() }

func (e *entry) canBeOnBattery(kinds []power.EventKind) bool {
	return e.status.Reportable.Has(power.OnBattery) || e.view.sum.OnBattery > 0 ||
		slices.Contains(kinds, power.BatteryBegan)
}

// served returns the kinds to serve, each once: those that the device could have, those that it had, and the
// ends of those.
func (e *entry) served(kinds []power.EventKind) []power.EventKind {
	all := slices.Grow(slices.Clone(kinds), 2*len(e.view.counts))
	for kind, c := range e.view.counts {
		all = append(all, kind)
		if end := kind.End(); end != "" && c.N > 0 {
			all = append(all, end)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func seconds(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }
