package power

import "time"

// late says whether a snapshot was taken before the last one. One that is older by more than reads
// can take was taken by a clock that was set back.
func (w *Watch) late(taken time.Time) bool {
	return !w.observed.IsZero() && !taken.After(w.observed) && w.observed.Sub(taken) <= maxDisorder
}

// setBack lets nothing that holds have begun in the future: how long it had lasted is forgotten, and how
// long it will is not.
func (w *Watch) setBack(now time.Time) {
	earlier := func(t *trace) {
		if t.Since.After(now) {
			t.Since = now
		}
		if t.Seen.After(now) {
			t.Seen = now
		}
	}
	for i := range w.states {
		earlier(&w.states[i])
	}
	for _, t := range w.flags {
		earlier(t)
	}
	for i := range w.alarms {
		earlier(&w.alarms[i].trace)
	}
}
