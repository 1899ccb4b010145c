package store

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/argus-power/argus/power"
)

func TestServesOnlyWhatIsCommitted(t *testing.T) {
	r := newRig(t, newDisk())
	_, got := r.see(key(1))
	want(t, got, joules, 0) // new to the file: nothing less can have been served
	_, got = r.see(key(1))
	want(t, got, joules, 0)
	r.flush()
	_, got = r.see(key(1))
	want(t, got, joules, 2)
	want(t, r.miss(key(1)), joules, 2) // silent devices keep their totals
}

func TestEventIsCommittedBeforeItIsSeen(t *testing.T) {
	r := newRig(t, newDisk())
	told, got := r.see(key(1), "on_battery")
	if len(told) != 1 || told[0].Kind != power.BatteryBegan {
		t.Errorf("told %v", told)
	}
	want(t, got, batteries, 1)
	want(t, got, returns, 0) // its begin was counted
	want(t, got, "event_last_timestamp_seconds on_battery", float64(epoch.Unix()))
	want(t, got, joules, 1) // energy goes with it
	if recs := r.disk.records(); len(recs) != 1 || recs[0].Key != key(1) || recs[0].Seq != 1 || !recs[0].Noticed.Equal(epoch) {
		t.Errorf("recorded %+v", recs)
	}
	if r.s.LastSeq() != 1 {
		t.Errorf("last number %d", r.s.LastSeq())
	}
}

func TestLateCommitIsSeenLater(t *testing.T) {
	d := newDisk()
	r := newRig(t, d)
	r.see(key(1), "on_battery")
	entered, leave := make(chan bool), make(chan bool)
	d.fate(func(*batch) error { entered <- true; <-leave; return nil })
	_, got := r.glance(key(1), "on_battery_ended")
	<-entered
	want(t, got, returns, 0)
	want(t, got, joules, 1)
	_, got = r.glance(key(1)) // nothing new: it does not wait
	want(t, got, returns, 0)
	d.fate(nil)
	leave <- true
	r.settle()
	_, got = r.see(key(1))
	want(t, got, returns, 1)
}

func TestWaitsOnlyAsLongAsItIsPatient(t *testing.T) {
	d := newDisk()
	entered, leave := make(chan bool), make(chan bool)
	d.fate(func(*batch) error { entered <- true; <-leave; return nil })
	r := newRig(t, d)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan map[string]float64)
	go func() {
		_, got := r.wait(ctx, key(1), "on_battery")
		ended <- got
	}()
	<-entered
	select {
	case <-ended:
		t.Fatal("did not wait for the commit")
	default:
	}
	cancel()
	if got := <-ended; got[batteries] != 0 {
		t.Errorf("served %v before it was committed", got)
	}
	d.fate(nil)
	close(leave)
}

func TestFirstSightWaitsForTheFlush(t *testing.T) {
	r := newRig(t, newDisk())
	r.see(key(1), string(power.FirstSeen))
	if n := r.disk.tries; n != 0 {
		t.Errorf("%d commits", n)
	}
	r.flush()
	_, got := r.see(key(1))
	want(t, got, "events_total first_seen", 1)
	if len(r.disk.records()) != 1 {
		t.Errorf("recorded %v", r.disk.records())
	}
}

func TestSilentStrangersAreNotRemembered(t *testing.T) {
	r := newRig(t, newDisk())
	if got := r.miss(key(1)); len(got) > 0 || len(r.s.Devices()) > 0 {
		t.Errorf("remembered %v", r.s.Devices())
	}
}

func TestGoesOnAfterRestart(t *testing.T) {
	d := newDisk()
	r := newRig(t, d)
	r.see(key(1), "on_battery")
	r.see(key(1))
	if err := r.s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := r.s.Close(); err != nil { // again
		t.Fatal(err)
	}
	if err := r.s.Events(t.Context(), Filter{}, nil); !errors.Is(err, errClosed) {
		t.Errorf("events of a closed store: %v", err)
	}
	_, got := r.see(key(1), "on_battery_ended") // nobody waits for ever
	want(t, got, returns, 0)

	again := newRig(t, d)
	dev := again.s.Devices()
	if len(dev) != 1 || dev[0].Key != key(1) || !dev[0].FirstSeen.Equal(epoch) || !dev[0].LastSeen.Equal(epoch) ||
		dev[0].Sum.Joules != 2 || dev[0].Counts[power.BatteryBegan].N != 1 || dev[0].Target != key(1).Address || !dev[0].Metered {
		t.Errorf("found %+v", dev)
	}
	want(t, again.miss(key(1)), joules, 2)
	again.see(key(2), "on_battery")
	if recs := d.records(); len(recs) != 2 || recs[1].Seq != 2 {
		t.Errorf("recorded %+v", recs)
	}
}

func TestDevicesAt(t *testing.T) {
	r := newRig(t, newDisk())
	for i := range 8 {
		r.see(key(i))
	}
	var names []string
	for _, d := range r.s.DevicesAt("nut", "host1:3493") {
		names = append(names, d.Device)
	}
	if !slices.Equal(names, []string{"ups4", "ups5", "ups6", "ups7"}) {
		t.Errorf("found %v", names)
	}
	if list := r.s.DevicesAt("snmp", "host1:3493"); len(list) > 0 {
		t.Errorf("found %v", list)
	}
	r.miss(key(4))
	if d := r.s.DevicesAt("nut", "host1:3493")[0]; d.Err != power.Timeout {
		t.Errorf("silent device: %+v", d)
	}
}

func TestChangedTellsOfEvents(t *testing.T) {
	r := newRig(t, newDisk())
	next := r.s.Changed()
	r.see(key(1))
	r.flush()
	select {
	case <-next:
		t.Error("told of no event")
	default:
	}
	r.see(key(1), "on_battery")
	select {
	case <-next:
	default:
		t.Error("did not tell of an event")
	}
	if r.s.Changed() == next {
		t.Error("told for ever")
	}
}

func TestMemoryServesAtOnce(t *testing.T) {
	r := newRig(t, nil, func(o *Options, p *parts) { o.Path, p.open = "", openMemory })
	_, got := r.see(key(1))
	want(t, got, joules, 1)
	_, got = r.glance(key(1), "on_battery", string(power.FirstSeen))
	want(t, got, joules, 2)
	want(t, got, batteries, 1)
	var kinds []power.EventKind
	err := r.s.Events(t.Context(), Filter{}, func(rec Record) bool { kinds = append(kinds, rec.Kind); return true })
	if err != nil || !slices.Equal(kinds, []power.EventKind{power.BatteryBegan, power.FirstSeen}) {
		t.Errorf("events %v, %v", kinds, err)
	}
	if st := r.s.Stats(); !st.InMemory || st.Err != nil || st.Devices != 1 || st.Pending != 0 {
		t.Errorf("stats %+v", st)
	}
	if err := r.s.Backup(t.Context(), nil); !errors.Is(err, errNoFile) {
		t.Errorf("backup: %v", err)
	}
}

// Many new devices at once must not fill the room for events before the next flush.
func TestManyNewDevicesAreCommittedBeforeTheFlush(t *testing.T) {
	r := newRig(t, newDisk())
	r.s.ledger.limit = 100
	for i := range 1000 {
		r.see(key(i), string(power.FirstSeen))
		if i%10 == 0 {
			r.settle()
		}
	}
	if st := r.s.Stats(); st.Dropped > 0 || st.Commits > 250 {
		t.Errorf("stats %+v", st)
	}
}
