package store

import (
	"context"
	"sync"
	"time"

	"github.com/argus-power/argus/power"
)

// maxDays bounds the closed days of a device that wait for being committed.
const maxDays = 1000

// An entry is a device. Its mutex is held for looking and for copying, never for a commit.
type entry struct {
	key       Key
	firstSeen time.Time

	mu     sync.Mutex
	id     uint32 // in the file; 0 while there is none
	gone   bool   // it is on the shelf no more
	target string
	module string
	info   power.Info
	watch  *power.Watch
	meter  *power.Meter
	counts map[power.EventKind]Count // of all that was noticed
	rates  rates

	lastSeen time.Time
	reason   power.Reason
	status   power.Status // when it last gave data

	sight *sight        // while the file is not open: how the device was seen
	late  []power.Event // found out when the file was opened, and not told yet

	coldDirty  bool
	meterDirty bool
	stale      bool // its watch saw something since what changes seldom was last taken
	listed     bool // among those to be flushed
	days       []closed
	mark       uint64    // the order of its newest event in the ledger
	coldAt     time.Time // when what changes seldom was last taken for a batch

	view view // what is committed, and so may be served
}

func newEntry(k Key, now time.Time) *entry {
	return &entry{
		key: k, firstSeen: now, watch: new(power.Watch), meter: new(power.Meter),
		counts: map[power.EventKind]Count{}, coldDirty: true,
	}
}

// gaveData says whether anything was learnt of a device.
func gaveData(snap *power.Snapshot) bool { return snap.Err == nil || len(snap.Readings) > 0 }

// Observe remembers what a snapshot of a device shows: whole, in part, or none (its Err says why).
// It returns what happened, and what of it is committed as readings of the device: events that this snapshot
// reveals are waited for until patience ends. Of events that come too fast it returns only those that
// are recorded.
func (s *Store) Observe(
	patience context.Context, k Key, from Source, snap *power.Snapshot,
) ([]power.Event, []power.Reading) {
	for {
		e := s.find(k, gaveData(snap))
		if e == nil {
			return nil, nil
		}
		told, committed, ok := s.note(e, from, snap)
		if !ok { // it was evicted meanwhile
			continue
		}
		if committed != nil {
			s.await(patience, committed)
		}
		return told, s.serve(e)
	}
}

// A Source is how a snapshot was obtained.
type Source struct{ Target, Module string }

// await waits for a batch to end.
func (s *Store) await(patience context.Context, committed <-chan struct{}) {
	over := patience.Done()
	if s.volatile { // it takes microseconds
		over = nil
	}
	select {
	case <-committed:
	case <-over:
	case <-s.done:
	}
}

// note adds a snapshot to a device. What it returns is closed when the batch with its events has
// ended; nil if there is nothing to wait for.
func (s *Store) note(
	e *entry, from Source, snap *power.Snapshot,
) (told []power.Event, committed <-chan struct{}, ok bool) {
	now := s.o.Now()
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.gone {
		return nil, nil, false
	}
	told, e.late = e.late, nil
	events := s.parts.watch(e.watch, snap, from.Module)
	confirm(events, snap.Told)
	if e.id == 0 {
		e.meet(from, snap, len(events) > 0)
	}
	e.stale = true
	before := *e.meter
	days, resets := s.parts.meter(e.meter, snap, s.o.Zone)
	e.meterDirty = e.meterDirty || gaveData(snap) || before.Sum != e.meter.Sum || before.Day != e.meter.Day
	e.close(days)
	e.seen(from, snap, now)
	urgent := s.volatile && len(days) > 0
	for _, list := range [][]power.Event{events, resets} {
		for i := range list {
			if s.record(e, &list[i], now) {
				told = append(told, list[i])
				urgent = urgent || list[i].Kind != power.FirstSeen || s.volatile
			}
		}
	}
	if !e.listed && (e.meterDirty || e.coldDirty) {
		e.listed = true
		s.writer.list(e)
	}
	if s.ledger.crowded() {
		signal(s.writer.hurry)
	}
	if urgent && e.id != 0 {
		committed = s.writer.urge(e)
	}
	return told, committed, true
}

// record counts an event, and lets it wait for being committed if there are not too many.
func (s *Store) record(e *entry, ev *power.Event, now time.Time) bool {
	c := e.counts[ev.Kind]
	c.N += uint64(max(ev.Count, 1))
	if ev.Time.After(c.Last) {
		c.Last = ev.Time
	}
	e.counts[ev.Kind] = c
	e.coldDirty = true
	if !e.rates.record(ev, now) {
		s.health.suppressed.Add(uint64(max(ev.Count, 1)))
		return false
	}
	e.mark = s.ledger.add(e, Record{Key: e.key, Noticed: now, Event: *ev})
	return true
}

// close adds days that are over to those to be committed.
func (e *entry) close(days []power.DayTotal) {
	for _, d := range days {
		e.days = append(e.days, closed{id: e.id, day: d.Day, sum: d.Sum})
	}
	e.days = e.days[max(0, len(e.days)-maxDays):]
}

// seen remembers how the device is.
func (e *entry) seen(from Source, snap *power.Snapshot, now time.Time) {
	e.reason = power.ReasonOf(snap.Err)
	if !gaveData(snap) {
		return
	}
	if e.target != from.Target || e.module != from.Module || e.info != snap.Info {
		e.target, e.module, e.info = from.Target, from.Module, snap.Info
		e.coldDirty = true
	}
	e.lastSeen = now
	e.status = snap.Status
}
