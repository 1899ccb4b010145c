package store

import (
	"maps"
	"time"

	"github.com/argus-power/argus/power"
)

// A stored is a device as the file has it.
type stored struct {
	id    uint32
	cold  *cold
	meter *power.Meter
}

// loaded makes an entry of what was stored. All of it is committed.
func (d *stored) loaded(now time.Time) *entry {
	c := d.cold
	e := newEntry(c.Key, c.FirstSeen)
	e.id, e.coldDirty, e.coldAt = d.id, false, now
	e.target, e.module, e.info, e.lastSeen = c.Target, c.Module, c.Info, c.LastSeen
	if c.Watch != nil {
		e.watch = c.Watch
	}
	if d.meter != nil {
		e.meter = d.meter
	}
	e.recall(now)
	maps.Copy(e.counts, c.Counts)
	e.view = view{known: true, counts: maps.Clone(e.counts)}
	e.view.meter(e.meter)
	return e
}

// recall finds out how the device was: what is written seldom may be older than what is written often.
func (e *entry) recall(now time.Time) {
	for _, at := range []time.Time{e.meter.At, e.meter.StatusAt} {
		if at.After(e.lastSeen) {
			e.lastSeen = at
		}
	}
	if e.lastSeen.IsZero() {
		e.lastSeen = now
	}
	for _, state := range power.AllStates() {
		if !e.watch.Since(state).IsZero() {
			e.status.Active |= power.SetOf(state)
		}
	}
}

// merge adds what was stored of a device to what was gathered before the file could be opened.
// The newer watch wins, and the totals are both together; what was stored may be served.
func (e *entry) merge(d *stored, l *ledger, now time.Time) {
	old := d.loaded(now)
	e.mu.Lock()
	defer e.mu.Unlock()
	e.id, e.firstSeen, e.view = old.id, old.firstSeen, old.view
	e.unsee(l)
	for kind, gathered := range e.counts {
		c := old.counts[kind]
		c.N += gathered.N
		if gathered.Last.After(c.Last) {
			c.Last = gathered.Last
		}
		old.counts[kind] = c
	}
	e.counts = old.counts
	earlier := e.days
	e.days = nil
	e.close(old.meter.Add(e.meter))
	e.days = append(e.days, earlier...)
	e.meter = old.meter
	e.coldDirty, e.meterDirty = true, true
}

// unsee takes back that the device was new: it is known.
func (e *entry) unsee(l *ledger) {
	c, counted := e.counts[power.FirstSeen]
	if !counted {
		return
	}
	c.N -= min(c.N, uint64(l.forget(e, power.FirstSeen)))
	e.counts[power.FirstSeen] = c
	if c.N == 0 {
		delete(e.counts, power.FirstSeen)
	}
}

// adopt gives a device that was found before the file could be opened its place in it. Nothing
// was ever served of it.
func (e *entry) adopt(id uint32) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.id, e.view.known = id, true
}
