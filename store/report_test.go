package store

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
)

// outage is what only a device told of: a begin and an end.
func outage(at time.Time) []power.Event {
	return []power.Event{
		{Kind: power.BatteryBegan, Time: at, Reported: true, Count: 1},
		{Kind: power.BatteryEnded, Time: at.Add(4 * time.Second), Reported: true, Count: 1, Began: at, Duration: 4 * time.Second},
	}
}

func TestReport(t *testing.T) {
	r := newRig(t, newDisk())
	if told := r.s.Report(t.Context(), key(1), outage(epoch)); told != nil || len(r.disk.records()) != 0 {
		t.Errorf("of a device that nobody knows %v is recorded", told)
	}
	r.see(key(1))
	if told := r.s.Report(t.Context(), key(1), nil); told != nil || len(r.disk.records()) != 0 {
		t.Errorf("of nothing %v is recorded", told)
	}
	told := r.s.Report(t.Context(), key(1), outage(epoch))
	recs := r.disk.records() // on disk when it returns
	if len(told) != 2 || len(recs) != 2 || !recs[0].Reported || recs[1].Duration != 4*time.Second || recs[1].Key != key(1) {
		t.Fatalf("told %v, recorded %+v", told, recs)
	}
	_, got := r.see(key(1))
	want(t, got, batteries, 1)
	want(t, got, returns, 1)
	again := newRig(t, r.disk)
	_, got = again.see(key(1))
	want(t, got, batteries, 1)
}

// TestReportsAreBounded has a device tell of an outage all the time: each is counted, and not each is recorded.
func TestReportsAreBounded(t *testing.T) {
	r := newRig(t, newDisk())
	r.see(key(1))
	n := 0
	for range 3 * burst {
		n += len(r.s.Report(t.Context(), key(1), outage(epoch)))
	}
	if records := len(r.disk.records()); n != 2*burst || records != n {
		t.Errorf("%d were told, %d recorded", n, records)
	}
	r.see(key(1), "overload")
	_, got := r.see(key(1))
	want(t, got, batteries, 3*burst)
	if s := r.s.Stats().Suppressed; s != 4*burst {
		t.Errorf("%d were suppressed", s)
	}
}

// TestReportWithoutPatience holds that a disk that hangs holds up nobody who does not wait.
func TestReportWithoutPatience(t *testing.T) {
	d := newDisk()
	r := newRig(t, d)
	r.see(key(1))
	entered, leave := make(chan bool), make(chan bool)
	d.fate(func(*batch) error { entered <- true; <-leave; return nil })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if told := r.s.Report(ctx, key(1), outage(epoch)); len(told) != 2 {
		t.Errorf("told %v", told)
	}
	<-entered
	d.fate(nil)
	leave <- true
	r.settle()
	if recs := d.records(); len(recs) != 2 {
		t.Errorf("recorded %v", recs)
	}
}

// TestConfirm marks what a read saw and the device told of as well.
func TestConfirm(t *testing.T) {
	r := newRig(t, newDisk())
	snap := &power.Snapshot{
		Taken: epoch, Device: "ups1", Status: power.Status{Other: []string{"on_battery", "overload"}},
		Readings: []power.Reading{{Quantity: power.Power, Value: 1}},
		Told:     func(e *power.Event) bool { return e.Kind == power.BatteryBegan },
	}
	told, _ := r.s.Observe(t.Context(), key(1), Source{}, snap)
	var marked []string
	for _, rec := range r.disk.records() {
		if rec.Reported {
			marked = append(marked, string(rec.Kind))
		}
	}
	if len(told) != 2 || !slices.Equal(marked, []string{"on_battery"}) {
		t.Errorf("reported are %v of %v", marked, told)
	}
}
