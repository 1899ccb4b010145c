package store

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
)

func TestFlappingIsCountedAndNotRecorded(t *testing.T) {
	d := newDisk()
	r := newRig(t, d)
	told := 0
	for range 1000 {
		r.pass(time.Second)
		for _, text := range []string{"on_battery", "on_battery_ended"} {
			list, _ := r.see(key(1), text)
			told += len(list)
		}
	}
	r.flush()
	got := r.miss(key(1))
	want(t, got, batteries, 1000)
	want(t, got, returns, 1000)
	const recorded = 2 * (100 + 8) // those at once, and those of 1000 s
	if n := len(d.records()); n != recorded || told != n {
		t.Errorf("%d records, %d told, want %d", n, told, recorded)
	}
	if n := r.s.Stats().Suppressed; n != 2000-recorded {
		t.Errorf("%d suppressed, want %d", n, 2000-recorded)
	}
	// The next ones carry what was left out.
	r.pass(time.Hour)
	r.see(key(1), "on_battery")
	r.see(key(1), "on_battery_ended")
	total := 0
	for _, rec := range d.records() {
		total += rec.Suppressed + 1
	}
	if total != 2002 {
		t.Errorf("%d events told or carried, want 2002", total)
	}
	// Others are not held back.
	if list, _ := r.see(key(1), "overload"); len(list) != 1 {
		t.Error("another kind was held back")
	}
	if list, _ := r.see(key(2), "on_battery"); len(list) != 1 {
		t.Error("another device was held back")
	}
}

// Whatever happens: of each place, what is recorded alternates, and nothing is lost without being counted.
func TestWhatIsRecordedAlternates(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	kinds := []power.EventKind{
		power.BatteryBegan, power.AlarmRaised, power.OutletOff, power.CommunicationLost,
		power.SensorTripped, power.DeviceRebooted,
	}
	for range 15 {
		var r rates
		now := epoch
		open := map[spot]bool{}     // as it is
		recorded := map[spot]bool{} // as the records have it
		seen, told := 0, 0
		for range 2000 {
			now = now.Add(time.Duration(random.IntN(10)) * time.Second)
			at := spot{kinds[random.IntN(len(kinds))], fmt.Sprint(random.IntN(3))}
			end := at.kind.End()
			ev := power.Event{Kind: at.kind, Place: at.place, Count: 1 + random.IntN(3)}
			if open[at] {
				ev.Kind = end
			}
			seen += ev.Count
			if end != "" {
				open[at] = !open[at]
			}
			if r.record(&ev, now) {
				told += ev.Count + ev.Suppressed
				if end != "" && recorded[at] == open[at] {
					t.Fatalf("%s at %q recorded twice in a row", ev.Kind, ev.Place)
				}
				recorded[at] = open[at] && end != ""
			}
		}
		for _, n := range r.skipped {
			told += n
		}
		if told != seen {
			t.Errorf("%d events happened, %d are told or carried", seen, told)
		}
		if told == 0 || len(r.skipped) == 0 {
			t.Error("nothing was held back: the test tests nothing")
		}
	}
}

func TestRatesAreBounded(t *testing.T) {
	var r rates
	for i := range 10_000 {
		r.record(&power.Event{Kind: power.AlarmRaised, Place: fmt.Sprint(i), Count: 1}, epoch)
	}
	if len(r.muted) > maxSpots || len(r.skipped) > maxSpots || len(r.buckets) > 1 {
		t.Errorf("remembers %d, %d, %d", len(r.muted), len(r.skipped), len(r.buckets))
	}
	// A clock that is set back neither gives nor takes.
	for i := range 3 {
		r.record(&power.Event{Kind: power.AlarmRaised, Count: 1}, epoch.Add(-time.Duration(i)*time.Hour))
	}
	if r.spend(power.AlarmRaised, epoch.Add(-3*time.Hour)) {
		t.Error("a clock that is set back gave something")
	}
}
