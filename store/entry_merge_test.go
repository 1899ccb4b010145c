package store

import (
	"slices"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
)

// TestOutageBeforeTheFileIsOpen holds that what happened between the last Argus and this one is found out
// also where devices are read before the file is open, as they are when a machine starts after an outage.
func TestOutageBeforeTheFileIsOpen(t *testing.T) {
	for _, test := range []struct {
		name           string
		stored, seen   []power.State // each a snapshot
		begins, ends   float64
		outage         time.Duration // the longest that was recorded
		toldAfterwards []power.EventKind
	}{
		{
			"over",
			[]power.State{power.Online, power.OnBattery},
			[]power.State{power.Online, power.Online},
			1, 1, 61 * time.Second,
			[]power.EventKind{power.BatteryEnded},
		},
		{
			"begun",
			[]power.State{power.Online},
			[]power.State{power.OnBattery, power.OnBattery},
			1, 0, 0,
			[]power.EventKind{power.BatteryBegan},
		},
		{"goes on", []power.State{power.OnBattery}, []power.State{power.OnBattery, power.OnBattery}, 0, 0, 0, nil},
		{
			"over, and another",
			[]power.State{power.Online, power.OnBattery},
			[]power.State{power.Online, power.OnBattery, power.Online},
			2, 2, 61 * time.Second,
			[]power.EventKind{power.BatteryEnded},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newDisk()
			real := func(r *rig) { r.s.parts.watch = (*power.Watch).Observe }
			first := newRig(t, d)
			real(first)
			for _, state := range test.stored {
				first.show(key(1), state)
				first.pass(time.Second)
			}
			first.s.Close()

			r, let := late(t, d)
			real(r)
			r.pass(time.Minute + 2*time.Second)
			for _, state := range test.seen {
				r.show(key(1), state)
				r.pass(time.Second)
			}
			let()
			told, got := r.show(key(1), test.seen[len(test.seen)-1])
			if test.begins > 0 {
				want(t, got, batteries, test.begins)
			}
			if test.ends > 0 {
				want(t, got, returns, test.ends)
			}
			var kinds []power.EventKind
			for _, ev := range told {
				kinds = append(kinds, ev.Kind)
			}
			if !slices.Equal(kinds, test.toldAfterwards) {
				t.Errorf("told %v, want %v", kinds, test.toldAfterwards)
			}
			var longest time.Duration
			for _, rec := range d.records() {
				longest = max(longest, rec.Duration)
			}
			if longest != test.outage {
				t.Errorf("the longest outage was of %v, want %v", longest, test.outage)
			}
			since := r.s.Devices()[0].OnBattery
			if test.name == "goes on" && !since.Equal(epoch) {
				t.Errorf("on battery since %v, want %v", since, epoch)
			}
		})
	}
}

// TestLostBeforeTheFileIsOpen holds that a device that fell silent while the file was opened is told to be lost once.
func TestLostBeforeTheFileIsOpen(t *testing.T) {
	d := newDisk()
	real := func(r *rig) { r.s.parts.watch = (*power.Watch).Observe }
	first := newRig(t, d)
	real(first)
	first.show(key(1), power.Online)
	first.s.Close()

	r, let := late(t, d)
	real(r)
	r.pass(time.Minute)
	r.show(key(1), power.Online)
	silent := func() {
		r.pass(10 * time.Second)
		snap := &power.Snapshot{Taken: r.clock(), Device: key(1).Device, Err: &power.Failure{Reason: power.Timeout}}
		r.s.Observe(t.Context(), key(1), Source{Target: key(1).Address, Module: "test"}, snap)
	}
	silent()
	silent()
	let()
	silent()
	silent()
	r.pass(10 * time.Second)
	r.show(key(1), power.Online)
	var kinds []power.EventKind
	for _, rec := range d.records() {
		if rec.Kind != power.FirstSeen {
			kinds = append(kinds, rec.Kind)
		}
	}
	if want := []power.EventKind{power.CommunicationLost, power.CommunicationRestored}; !slices.Equal(kinds, want) {
		t.Errorf("recorded %v, want %v", kinds, want)
	}
}

// TestOutageGoesOnBeforeTheFileIsOpen holds that an outage that goes on began when it did, whatever else happened
// while the file was opened.
func TestOutageGoesOnBeforeTheFileIsOpen(t *testing.T) {
	d := newDisk()
	real := func(r *rig) { r.s.parts.watch = (*power.Watch).Observe }
	first := newRig(t, d)
	real(first)
	first.show(key(1), power.Online)
	first.pass(time.Second)
	first.show(key(1), power.OnBattery)
	first.s.Close()

	r, let := late(t, d)
	real(r)
	r.pass(time.Minute)
	for _, low := range []bool{false, true} {
		r.pass(time.Second)
		snap := &power.Snapshot{Taken: r.clock(), Device: key(1).Device}
		snap.Status.Set(power.OnBattery)
		snap.Status.Deny(power.Online, power.LowBattery)
		if low {
			snap.Status.Set(power.LowBattery)
		}
		r.s.Observe(t.Context(), key(1), Source{Target: key(1).Address, Module: "test"}, snap)
	}
	let()
	if got, want := r.s.Devices()[0].OnBattery, epoch.Add(time.Second); !got.Equal(want) {
		t.Errorf("on battery since %v, want %v", got, want)
	}
}

// show observes a device in a state.
func (r *rig) show(k Key, state power.State) ([]power.Event, map[string]float64) {
	snap := &power.Snapshot{Taken: r.clock(), Device: k.Device}
	snap.Status.Reportable = power.SetOf(power.Online) | power.SetOf(power.OnBattery)
	snap.Status.Set(state)
	told, readings := r.s.Observe(r.t.Context(), k, Source{Target: k.Address, Module: "test"}, snap)
	return told, byName(readings)
}
