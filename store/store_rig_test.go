package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
)

// A disk is a backend that survives the store, and fails, blocks or panics as told.
type disk struct {
	*memory
	lock    sync.Mutex
	cold    map[uint32][]byte
	meters  map[uint32]power.Meter
	batches [][]Record           // the events of each batch that was kept
	tries   int                  // commits that were asked for
	before  func(b *batch) error // decides the fate of a commit
	after   func(b *batch) error // an error although it was kept
}

func newDisk() *disk {
	return &disk{
		memory: newMemory(Retention{MaxEvents: 1e6}), cold: map[uint32][]byte{}, meters: map[uint32]power.Meter{},
	}
}

func (d *disk) load(each func(uint32, *cold, *power.Meter)) error {
	d.lock.Lock()
	defer d.lock.Unlock()
	for id, text := range d.cold {
		c := new(cold)
		if err := json.Unmarshal(text, c); err != nil {
			return err
		}
		m := d.meters[id]
		each(id, c, &m)
	}
	return nil
}

func (d *disk) fate(f func(*batch) error) {
	d.lock.Lock()
	defer d.lock.Unlock()
	d.before = f
}

func (d *disk) commit(b *batch) error {
	d.lock.Lock()
	d.tries++
	before, after := d.before, d.after
	d.lock.Unlock()
	if before != nil {
		if err := before(b); err != nil {
			return err
		}
	}
	d.lock.Lock()
	defer d.lock.Unlock()
	if err := d.keep(b); err != nil {
		return err
	}
	if after != nil {
		return after(b)
	}
	return nil
}

func (d *disk) keep(b *batch) error {
	last := uint64(0)
	for _, r := range b.events {
		if r.Seq <= last {
			return fmt.Errorf("sequence numbers do not ascend: %d after %d", r.Seq, last)
		}
		last = r.Seq
	}
	for _, id := range b.dropped {
		delete(d.cold, id)
		delete(d.meters, id)
	}
	for _, w := range b.put {
		if w.id == 0 {
			return fmt.Errorf("device without a number")
		}
		if w.cold != nil {
			text, err := json.Marshal(w.cold)
			if err != nil {
				return err
			}
			d.cold[w.id] = text
		}
		if w.meter != nil {
			d.meters[w.id] = *w.meter
		}
	}
	d.batches = append(d.batches, slices.Clone(b.events))
	for _, r := range b.events { // what is written twice under one number is one record
		d.recs = slices.DeleteFunc(d.recs, func(o Record) bool { return o.Seq == r.Seq })
	}
	return d.memory.commit(b)
}

// records returns all events there are, oldest first.
func (d *disk) records() []Record {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return slices.Clone(d.recs)
}

// A rig is a store whose time, disk and devices are those of the test.
type rig struct {
	t     *testing.T
	s     *Store
	disk  *disk
	ticks chan time.Time
	o     Options
	p     parts

	mu  sync.Mutex
	now time.Time
}

var epoch = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func newRig(t *testing.T, d *disk, change ...func(*Options, *parts)) *rig {
	t.Helper()
	r := &rig{t: t, disk: d, ticks: make(chan time.Time), now: epoch}
	r.o = Options{Path: "disk", Now: r.clock}
	r.p = parts{
		open:  func(context.Context, Options) (*opened, error) { return &opened{backend: d, id: "disk"}, nil },
		after: func(time.Duration) <-chan time.Time { return nil },
		tick:  func(time.Duration) (<-chan time.Time, func()) { return r.ticks, func() {} },
		watch: toldEvents, meter: plainMeter,
	}
	for _, f := range change {
		f(&r.o, &r.p)
	}
	r.s = open(t.Context(), r.o.withDefaults(), r.p)
	t.Cleanup(func() { r.s.Close() })
	return r
}

func (r *rig) clock() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now
}

func (r *rig) pass(d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now = r.now.Add(d)
}

// flush flushes, and returns when that has ended.
func (r *rig) flush() {
	r.ticks <- r.clock()
	r.settle()
}

// settle returns when the writer is done with what it was asked for before.
func (r *rig) settle() {
	for range 2 { // the first may be part of a flush that is not over then
		<-r.s.writer.urge(&entry{gone: true})
	}
}

// see observes a device that draws 1 W for a second, and tells of events: "kind" or "kind/place".
func (r *rig) see(k Key, events ...string) ([]power.Event, map[string]float64) {
	return r.wait(r.t.Context(), k, events...)
}

// glance does not wait for what it sees.
func (r *rig) glance(k Key, events ...string) ([]power.Event, map[string]float64) {
	ctx, cancel := context.WithCancel(r.t.Context())
	cancel()
	return r.wait(ctx, k, events...)
}

func (r *rig) wait(ctx context.Context, k Key, events ...string) ([]power.Event, map[string]float64) {
	snap := &power.Snapshot{
		Taken: r.clock(), Device: k.Device, Status: power.Status{Other: events},
		Readings: []power.Reading{{Quantity: power.Power, Value: 1}},
	}
	told, readings := r.s.Observe(ctx, k, Source{Target: k.Address, Module: "test"}, snap)
	return told, byName(readings)
}

// miss observes that a device is silent.
func (r *rig) miss(k Key) map[string]float64 {
	snap := &power.Snapshot{Taken: r.clock(), Device: k.Device, Err: &power.Failure{Reason: power.Timeout}}
	_, readings := r.s.Observe(r.t.Context(), k, Source{Target: k.Address, Module: "test"}, snap)
	return byName(readings)
}

func byName(readings []power.Reading) map[string]float64 {
	m := map[string]float64{}
	for _, x := range readings {
		name := strings.TrimSuffix(x.Quantity.Name()+" "+x.Place[0], " ")
		if _, twice := m[name]; twice {
			panic("reading told twice: " + name)
		}
		m[name] = x.Value
	}
	return m
}

func key(i int) Key {
	return Key{Protocol: "nut", Address: fmt.Sprintf("host%d:3493", i/4), Device: fmt.Sprintf("ups%d", i)}
}

// toldEvents is a watch that believes what it is told.
func toldEvents(_ *power.Watch, snap *power.Snapshot, _ string) []power.Event {
	var list []power.Event
	for _, text := range snap.Status.Other {
		kind, place, _ := strings.Cut(text, "/")
		ev := power.Event{Kind: power.EventKind(kind), Time: snap.Taken, Place: place, Count: 1}
		if ev.Kind.Begin() != "" {
			ev.Began = snap.Taken.Add(-time.Second)
		}
		list = append(list, ev)
	}
	return list
}

// plainMeter adds a joule for each watt of each snapshot.
func plainMeter(m *power.Meter, snap *power.Snapshot, zone *time.Location) (days []power.DayTotal, _ []power.Event) {
	watts, ok := snap.Find(power.Power)
	if !ok {
		return nil, nil
	}
	if m.Born.IsZero() {
		m.Born = snap.Taken
	}
	if day := power.DayOf(snap.Taken.In(zone)); day != m.Day {
		if m.Day != 0 {
			days = []power.DayTotal{{Day: m.Day, Sum: m.Today}}
		}
		m.Day, m.Today = day, power.Totals{}
	}
	m.Sum.Joules += watts
	m.Today.Joules += watts
	return days, nil
}

const (
	joules    = "energy_joules_total"
	batteries = "events_total on_battery"
	returns   = "events_total on_battery_ended"
)

func want(t *testing.T, got map[string]float64, name string, v float64) {
	t.Helper()
	x, ok := got[name]
	if !ok {
		t.Errorf("%s is absent, want %v", name, v)
	} else if x != v {
		t.Errorf("%s is %v, want %v", name, x, v)
	}
}
