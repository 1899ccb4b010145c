package store

import "testing"

// TestEventsAreDurable holds that nobody is told of an event that a commit under way has written: it may not be on the
// disk yet, and its number is beyond LastSeq.
func TestEventsAreDurable(t *testing.T) {
	d := newDisk()
	r := newRig(t, d)
	seen := func() (last uint64) {
		for _, f := range []Filter{{}, {Newest: true}, {Before: 100}} {
			if err := r.s.Events(t.Context(), f, func(rec Record) bool { last = max(last, rec.Seq); return true }); err != nil {
				t.Error(err)
			}
		}
		return last
	}
	looked := 0
	d.after = func(*batch) error { // kept, and not yet settled
		looked++
		if last, told := r.s.LastSeq(), seen(); told != last {
			t.Errorf("event %d is told of, the last one is %d", told, last)
		}
		return nil
	}
	for i := range 3 {
		r.see(key(i), "on_battery")
		if last, told := r.s.LastSeq(), seen(); told != last || told == 0 {
			t.Errorf("event %d is told of, the last one is %d", told, last)
		}
	}
	if looked < 3 {
		t.Errorf("%d commits", looked)
	}
}
