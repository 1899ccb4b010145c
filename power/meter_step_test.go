package power

import (
	"testing"
	"time"
	"unsafe"
)

// stepped is a time whose wall clock was moved and whose monotonic one was not, as after a step of
// the clock. Nothing but the clock can make such a time: this knows how one is laid out.
func stepped(t *testing.T, at time.Time, by time.Duration) time.Time {
	t.Helper()
	moved := at
	raw := (*struct {
		wall uint64 // one bit, 33 bits of seconds, 30 bits of nanoseconds
		ext  int64
		loc  *time.Location
	})(unsafe.Pointer(&moved))
	raw.wall += uint64(by/time.Second) << 30
	if moved.Sub(at) != 0 || moved.Round(0).Sub(at.Round(0)) != by {
		t.Skip("times are laid out differently in this version of Go: see stepped")
	}
	return moved
}

// Steps of the wall clock do not count, however wide and in whichever direction.
func TestMeterClockSteps(t *testing.T) {
	for name, told := range map[string]func(seconds float64) values{
		"watts":   func(float64) values { return watt(500) },
		"counter": func(s float64) values { return values{"output_energy_joules_total": 1e9 + 500*s} },
	} {
		d := newMetered(t)
		d.start = time.Now()
		on := func(by time.Duration) func(*Snapshot) {
			return func(s *Snapshot) {
				s.Taken = stepped(t, s.Taken, by)
				s.Status.Set(OnBattery)
			}
		}
		seconds := 0.0
		d.tell(seconds, told(seconds), on(0))
		for _, by := range []time.Duration{0, time.Hour, -time.Hour, -24 * time.Hour, 0, 40 * 24 * time.Hour, -time.Minute, 3 * time.Second} {
			for range 10 {
				seconds += 15
				d.tell(seconds, told(seconds), on(by))
			}
		}
		d.want(500*80*15, 0, 80*15*time.Second)
		if len(d.events) > 0 || t.Failed() {
			t.Errorf("%s: events %v", name, d.events)
		}
	}
}

// While a machine sleeps its monotonic clock stands still, and counters go on.
func TestMeterSleep(t *testing.T) {
	d := newMetered(t)
	d.start = time.Now()
	told := func(hours float64) values {
		return values{"output_energy_joules_total": 1e9 + 3000*3600*hours, "power_watts": 3000}
	}
	d.tell(0, told(0))
	d.tell(15, told(10), func(s *Snapshot) { s.Taken = stepped(t, s.Taken, 10*time.Hour) })
	d.want(3000*36000, 0, 0)
	if len(d.events) > 0 {
		t.Errorf("events %v", d.events)
	}
}
