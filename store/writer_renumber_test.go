package store

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
)

// TestAnotherFileIsOpenedAnew holds that a file of other devices in the place of Argus's own keeps what it holds:
// the same numbers are other devices' in it.
func TestAnotherFileIsOpenedAnew(t *testing.T) {
	dir := t.TempDir()
	other, path := filepath.Join(dir, "other.db"), filepath.Join(dir, "argus.db")
	r := onFile(t, other)
	r.see(key(2), "on_battery", "on_battery_ended")
	r.pass(24 * time.Hour)
	r.see(key(2))
	r.see(key(3), "on_battery")
	r.see(key(5), "low_battery")
	if err := r.s.Close(); err != nil {
		t.Fatal(err)
	}
	r = onFile(t, path)
	r.see(key(1), "overload")
	r.see(key(3), "overload")
	r.flush()
	if err := os.Rename(other, path); err != nil {
		t.Fatal(err)
	}
	r.glance(key(1), "overload_ended")
	r.settle()
	r.pass(time.Hour)
	r.flush()
	r.see(key(4), "bypass") // its number is nobody's
	if err := r.s.Close(); err != nil {
		t.Fatal(err)
	}
	r = onFile(t, path)
	want(t, r.miss(key(1)), "events_total overload_ended", 1)
	want(t, r.miss(key(2)), returns, 1)
	want(t, r.miss(key(3)), "events_total overload", 1)
	want(t, r.miss(key(4)), "events_total bypass", 1)
	want(t, r.miss(key(5)), "events_total low_battery", 1)
	if n := len(r.s.Devices()); n != 5 {
		t.Errorf("%d devices", n)
	}
	list, err := r.s.Periods(t.Context(), false, power.DayOf(epoch), power.DayOf(epoch))
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 4 {
		t.Errorf("days %+v", list)
	}
	for _, p := range list {
		joules := 1.0
		if p.Key == key(1) {
			joules = 2
		}
		if p.Sum != (power.Totals{Joules: joules}) {
			t.Errorf("a day of %v: %+v", p.Key, p.Sum)
		}
	}
}
