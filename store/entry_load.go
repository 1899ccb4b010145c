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

// adopt gives a device that was found before the file could be opened its place in it. Nothing
// was ever served of it.
func (e *entry) adopt(id uint32) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.id, e.view.known, e.sight = id, true, nil
}
