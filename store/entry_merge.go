package store

import (
	"time"

	"github.com/argus-power/argus/power"
)

// A sight is how a device was seen while the file was not open.
type sight struct {
	module      string
	first, last power.Snapshot
	eventful    bool // something happened after the first one
}

// meet remembers a snapshot for the time when it is known what was before it.
func (e *entry) meet(from Source, snap *power.Snapshot, eventful bool) {
	gave := gaveData(snap)
	if e.sight == nil {
		if gave {
			e.sight = &sight{module: from.Module, first: *snap, last: *snap}
		}
		return
	}
	e.sight.eventful = e.sight.eventful || eventful // that it fell silent, too
	if gave {
		e.sight.eventful = e.sight.eventful || e.sight.module != from.Module
		e.sight.last = *snap
	}
}

// merge adds what was stored of a device to what was gathered before the file could be opened.
// What happened between the two is found out; from there on the newer watch knows. The totals are both
// together; what was stored may be served.
func (s *Store) merge(e *entry, d *stored, now time.Time) {
	old := d.loaded(now)
	e.mu.Lock()
	defer e.mu.Unlock()
	e.id, e.firstSeen, e.view = old.id, old.firstSeen, old.view
	e.unsee(&s.ledger)
	s.bridge(e, old.watch, now)
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

// bridge compares how the device was stored with how it was met before the file could be opened. It is the outage
// after which a machine starts that shows there, and it is then that its disk is slow. If nothing happened since, the
// stored watch goes on, which knows since when things are as they are.
func (s *Store) bridge(e *entry, stored *power.Watch, now time.Time) {
	seen := e.sight
	if e.sight = nil; seen == nil {
		return
	}
	events := s.parts.watch(stored, &seen.first, seen.module)
	if seen.eventful {
		e.watch.Resume(stored)
	} else {
		events = append(events, s.parts.watch(stored, &seen.last, seen.module)...)
		e.watch = stored
	}
	for i := range events {
		if events[i].Kind != power.FirstSeen && s.record(e, &events[i], now) {
			e.late = append(e.late, events[i])
		}
	}
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
