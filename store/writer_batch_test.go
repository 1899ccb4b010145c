package store

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
)

// TestOneThatCannotBeWrittenIsAlone holds that a device of which something cannot be written, such as a time in the
// year 10000, keeps no other device from it.
func TestOneThatCannotBeWrittenIsAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "argus.db")
	r := newRig(t, newDisk(), func(o *Options, p *parts) {
		o.Path, p.open = path, openFile
		p.watch = func(w *power.Watch, snap *power.Snapshot, view string) []power.Event {
			list := toldEvents(w, snap, view)
			if snap.Device == key(1).Device {
				for i := range list {
					list[i].Time = time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC)
				}
			}
			return list
		}
	})
	r.glance(key(1), "on_battery")
	for range 3 {
		_, got := r.see(key(2), "on_battery")
		r.flush()
		if got[batteries] == 0 {
			t.Error("what happened to the other one is not kept")
		}
	}
	if st := r.s.Stats(); st.Err != nil || st.Failures == 0 {
		t.Errorf("stats %+v", st)
	}
	if err := r.s.Close(); err != nil {
		t.Fatal(err)
	}
	want(t, onFile(t, path).miss(key(2)), batteries, 3)
}

// TestNoDayIsReadWhileItCloses holds that who adds up days sees one that ends once: it is in the file a moment before
// the meter that holds it as well is served without it.
func TestNoDayIsReadWhileItCloses(t *testing.T) {
	d := newDisk()
	r := newRig(t, d)
	r.see(key(1))
	r.flush()
	r.pass(24 * time.Hour)
	r.see(key(1))
	closing := 0
	d.lock.Lock()
	d.after = func(b *batch) error {
		if closing += len(b.days); len(b.days) > 0 && r.s.midnight.TryRLock() {
			r.s.midnight.RUnlock()
			t.Error("days can be read now")
		}
		return nil
	}
	d.lock.Unlock()
	r.flush()
	if closing != 1 {
		t.Errorf("%d days closed", closing)
	}
	list, err := r.s.Periods(t.Context(), false, 0, 99991231)
	if err != nil || len(list) != 2 || list[0].Sum.Joules != 1 || list[1].Sum.Joules != 1 {
		t.Errorf("days %+v, %v", list, err)
	}
}
