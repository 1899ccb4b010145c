package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
)

func TestTheLongestSilentMakesRoom(t *testing.T) {
	d := newDisk()
	r := newRig(t, d, func(o *Options, _ *parts) { o.MaxDevices = 3 })
	for i := range 3 {
		r.see(key(i), "overload")
		r.pass(time.Hour)
	}
	if told, got := r.see(key(3), "overload"); len(told) > 0 || len(got) > 0 {
		t.Errorf("remembered one too many: %v", got)
	}
	if st := r.s.Stats(); st.Refused != 1 || st.Devices != 3 {
		t.Errorf("stats %+v", st)
	}
	r.see(key(0)) // now it is the second that rests longest
	r.pass(24*time.Hour - 2*time.Hour)
	r.see(key(3))
	if n := r.s.Stats().Refused; n != 2 {
		t.Errorf("%d refused, after 24 hours exactly", n)
	}
	r.pass(time.Second)
	_, got := r.see(key(3))
	want(t, got, joules, 0)
	if list := names(r.s); !slices.Equal(list, []string{"ups0", "ups2", "ups3"}) {
		t.Errorf("devices %v", list)
	}
	r.flush()
	if _, there := d.cold[2]; there || len(d.cold) != 3 || len(d.meters) != 3 {
		t.Errorf("the file still knows it: %v", d.meters)
	}
	if n := len(d.records()); n != 3 {
		t.Errorf("%d events, want those of the forgotten one, too", n)
	}
	if list := r.s.DevicesAt("nut", "host0:3493"); len(list) != 3 {
		t.Errorf("found %v", list)
	}
}

func names(s *Store) (list []string) {
	for _, d := range s.Devices() {
		list = append(list, d.Device)
	}
	return list
}

// What a device did before it was evicted is recorded, and it comes back as a new one.
func TestEventsOfTheEvictedAreKept(t *testing.T) {
	d := newDisk()
	r := newRig(t, d, func(o *Options, _ *parts) { o.MaxDevices = 1 })
	d.fate(full)
	r.see(key(1), "on_battery")
	r.pass(25 * time.Hour)
	r.see(key(2))
	d.fate(nil)
	r.flush()
	if recs := d.records(); len(recs) != 1 || recs[0].Key != key(1) || r.s.Stats().Pending != 0 {
		t.Errorf("recorded %v", recs)
	}
	r.pass(25 * time.Hour)
	_, got := r.see(key(1))
	want(t, got, joules, 0)
	d.fate(full)
	r.flush()
	d.fate(nil)
	r.flush() // the other one is forgotten although that failed at first
	if len(d.cold) != 1 {
		t.Errorf("%d devices in the file", len(d.cold))
	}
}

func TestDevicesExpire(t *testing.T) {
	d := newDisk()
	r := newRig(t, d, func(o *Options, _ *parts) { o.Retention.Age = 10 * 24 * time.Hour })
	r.see(key(1))
	r.see(key(2))
	r.flush()
	r.pass(6 * 24 * time.Hour)
	r.see(key(2))
	r.miss(key(1))
	r.flush()
	r.pass(6 * 24 * time.Hour)
	r.flush()
	r.flush() // what was dropped is in the next batch
	if list := names(r.s); !slices.Equal(list, []string{"ups2"}) || len(d.cold) != 1 {
		t.Errorf("devices %v, in the file %d", list, len(d.cold))
	}
}

// late makes a store whose file can be opened only after let was called.
func late(t *testing.T, d *disk) (r *rig, let func()) {
	gate := make(chan bool)
	var waited chan time.Time
	r = newRig(t, d, func(_ *Options, p *parts) {
		p.open = func(ctx context.Context, _ Options) (*opened, error) {
			select {
			case <-gate:
				return &opened{backend: d, id: "disk"}, nil
			case <-ctx.Done():
				return nil, context.Cause(ctx)
			}
		}
		waited = make(chan time.Time, 1)
		waited <- epoch
		p.after = func(time.Duration) <-chan time.Time { return waited }
	})
	return r, func() { close(gate); r.settle() }
}

func TestWhatWasGatheredIsAddedToWhatWasStored(t *testing.T) {
	d := newDisk()
	first := newRig(t, d)
	first.see(key(1), string(power.FirstSeen), "on_battery", "on_battery_ended")
	first.see(key(1), "on_battery")
	first.s.Close()

	r, let := late(t, d)
	r.pass(time.Hour)
	r.see(key(1), string(power.FirstSeen)) // it cannot know better
	for range 3 {
		told, got := r.see(key(1), "on_battery_ended", "on_battery")
		if len(told) != 2 || len(got) != 0 {
			t.Errorf("told %v, served %v: nobody knows yet what was served before", told, got)
		}
	}
	r.see(key(2), string(power.FirstSeen), "overload")
	if n := r.s.Stats().Pending; n != 9 {
		t.Errorf("%d pending", n)
	}
	let()
	r.flush()
	got := r.miss(key(1))
	want(t, got, batteries, 5)
	want(t, got, returns, 4)
	want(t, got, "events_total first_seen", 1)
	got = r.miss(key(2))
	want(t, got, "events_total overload", 1)
	want(t, got, "events_total first_seen", 1)
	want(t, got, joules, 1)
	if n := len(d.records()); n != 4+6+2 {
		t.Errorf("%d records", n)
	}
	dev := r.s.Devices()
	if len(dev) != 2 || !dev[0].FirstSeen.Equal(epoch) || !dev[0].LastSeen.Equal(epoch.Add(time.Hour)) {
		t.Errorf("devices %+v", dev)
	}
	if len(d.cold) != 2 {
		t.Errorf("%d devices in the file", len(d.cold))
	}
}

// The energy of the real meter, over a file that opens late.
func TestEnergyGatheredIsAdded(t *testing.T) {
	d := newDisk()
	whole := func(_ *Options, p *parts) { p.meter = (*power.Meter).Observe }
	first := newRig(t, d, whole)
	for range 5 {
		first.see(key(1))
		first.pass(10 * time.Second)
	}
	first.s.Close()
	want(t, first.miss(key(1)), joules, 40)

	r, let := late(t, d)
	r.s.parts.meter = (*power.Meter).Observe
	r.pass(time.Hour)
	for range 3 {
		r.see(key(1))
		r.pass(10 * time.Second)
	}
	let()
	r.flush()
	got := r.miss(key(1))
	if got[joules] < 60 || got["energy_gap_seconds_total"] == 0 {
		t.Errorf("served %v, want 40 J and 20 J and the gap between", got)
	}
	if d.meters[1].Sum.Joules != got[joules] {
		t.Errorf("the file has %v", d.meters[1].Sum)
	}
}

func TestPeriods(t *testing.T) {
	for _, memory := range []bool{false, true} {
		d := newDisk()
		r := newRig(t, d, func(o *Options, p *parts) {
			if memory {
				o.Path, p.open = "", openMemory
			}
			o.Zone = time.FixedZone("", 2*3600)
		})
		r.pass(-12*time.Hour - 24*time.Hour*22) // the end of October, there
		for range 4 * 24 * 4 {
			r.see(key(1))
			r.pass(15 * time.Minute)
		}
		r.see(key(2))
		r.flush()
		// 30 October 00:00 UTC is 02:00 there: 88, 96, 96, 96 and 8 quarters of an hour.
		check(t, r, false, 20261030, 20261103, "20261030 ups1 88", "20261031 ups1 96", "20261101 ups1 96",
			"20261102 ups1 96", "20261103 ups1 8", "20261103 ups2 1")
		check(t, r, false, 20261030, 20261030, "20261030 ups1 88")
		check(t, r, true, 20261015, 20261102, "20261000 ups1 184", "20261100 ups1 200", "20261100 ups2 1")
		check(t, r, true, 20261101, 20261130, "20261100 ups1 200", "20261100 ups2 1")
	}
}

func check(t *testing.T, r *rig, months bool, from, to power.Day, want ...string) {
	t.Helper()
	list, err := r.s.Periods(t.Context(), months, from, to)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range list {
		got = append(got, fmt.Sprint(p.Day, " ", p.Device, " ", p.Sum.Joules))
	}
	if !slices.Equal(got, want) {
		t.Errorf("months %v, %d to %d:\n got %q\nwant %q", months, from, to, got, want)
	}
}

// A day that ended while nothing could be committed is committed later, once.
func TestDaysSurviveFailures(t *testing.T) {
	d := newDisk()
	r := newRig(t, d)
	r.see(key(1))
	r.flush()
	d.fate(full)
	for range 3 {
		r.pass(24 * time.Hour)
		r.see(key(1))
		r.see(key(1))
		r.flush()
	}
	d.fate(nil)
	r.flush()
	r.flush()
	check(t, r, false, 20261101, 20261130,
		"20261121 ups1 1", "20261122 ups1 2", "20261123 ups1 2", "20261124 ups1 2")
	check(t, r, true, 20261101, 20261130, "20261100 ups1 7")
}

func TestPeriodsOfNoFile(t *testing.T) {
	r, let := late(t, newDisk())
	if _, err := r.s.Periods(t.Context(), false, 0, 1); !errors.Is(err, ErrOpening) {
		t.Errorf("periods: %v", err)
	}
	let()
	if _, err := r.s.Periods(t.Context(), false, 0, 1); err != nil {
		t.Error(err)
	}
}
