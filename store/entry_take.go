package store

import (
	"encoding/json"
	"fmt"
	"maps"
	"time"

	"github.com/argus-power/argus/power"
)

// How often what changes seldom is committed of a device to which nothing happens: what its watch
// saw last, and when that was. On battery it changes with each snapshot.
const (
	coldEvery    = time.Hour
	batteryEvery = time.Minute
	// spread keeps devices that were found together from being committed together.
	spread = 60
)

// A taken is what a batch holds of a device.
type taken struct {
	of     *entry
	write  write
	days   []closed
	view   view
	urgent bool
}

// take copies what is to be committed of a device, which may be nothing.
// All of it is taken when the store closes.
func (e *entry) take(now time.Time, all bool) (t taken, mark uint64, err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.listed = false
	if e.stale && (all || e.coldDue(now)) {
		e.coldDirty = true
	}
	if e.gone { // what happened to it is kept nevertheless
		return taken{of: e}, e.mark, nil
	}
	t = taken{of: e, write: write{id: e.id}, days: e.days, view: e.view}
	if e.coldDirty {
		if t.write.cold, err = e.cold(); err != nil {
			return t, 0, err
		}
		t.view.counts = maps.Clone(e.counts)
		e.coldAt, e.stale = now, false
	}
	if e.meterDirty {
		m := *e.meter
		t.write.meter = &m
		t.view.meter(&m)
	}
	for i := range t.days {
		t.days[i].id = e.id
	}
	e.coldDirty, e.meterDirty, e.days = false, false, nil
	return t, e.mark, nil
}

// coldDue says whether to commit what changes seldom although nothing happened.
func (e *entry) coldDue(now time.Time) bool {
	every := coldEvery
	if e.status.Active.Has(power.OnBattery) {
		every = batteryEvery
	}
	every += every * time.Duration(e.id%spread) / spread
	return now.Sub(e.coldAt) >= every
}

// cold copies what changes seldom: a commit must not read what the next snapshot changes.
func (e *entry) cold() (*cold, error) {
	watch, err := cloneWatch(e.watch)
	if err != nil {
		return nil, fmt.Errorf("copy what is remembered of device %q: %w", e.key.Device, err)
	}
	c := &cold{
		Key: e.key, Target: e.target, Module: e.module, Info: e.info, FirstSeen: e.firstSeen,
		LastSeen: e.lastSeen, Watch: watch, Counts: maps.Clone(e.counts),
	}
	if _, err := encodeCold(c); err != nil { // one device that cannot be written must not keep the others from it
		return nil, err
	}
	return c, nil
}

func cloneWatch(w *power.Watch) (*power.Watch, error) {
	text, err := json.Marshal(w)
	if err != nil {
		return nil, err
	}
	c := new(power.Watch)
	return c, json.Unmarshal(text, c)
}

// giveBack undoes take: what the batch held is to be committed again.
func (t *taken) giveBack(w *writer) {
	e := t.of
	e.mu.Lock()
	defer e.mu.Unlock()
	e.coldDirty = e.coldDirty || t.write.cold != nil
	e.meterDirty = e.meterDirty || t.write.meter != nil
	e.days = append(t.days, e.days...)
	e.days = e.days[max(0, len(e.days)-maxDays):]
	switch {
	case t.urgent:
		w.again(e)
	case !e.listed:
		e.listed = true
		w.list(e)
	}
}

// publish lets be served what is committed now.
func (t *taken) publish() {
	t.of.mu.Lock()
	defer t.of.mu.Unlock()
	t.of.view = t.of.view.raisedTo(t.view)
}
