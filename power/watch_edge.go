package power

import (
	"slices"
	"time"
)

// edges are what happened between what a watch remembers and a snapshot.
type edges struct {
	w   *Watch
	s   *Snapshot
	now time.Time
	telling

	first bool // the device was never seen before: nothing is an edge
	same  bool // it was read as it was before
	whole bool // nothing is missing

	reported, active States

	// In the order in which they are told. Where something ends and begins again, unseen, it
	// is among the pairs.
	early, ends, pairs, begins, late []Event
}

// events returns all of them, and sees to it that their times make sense although clocks are
// set: nothing lasts less than no time, and nothing was seen after it happened.
func (e *edges) events() []Event {
	all := slices.Concat(e.early, e.ends, e.pairs, e.begins, e.late)
	for i := range all {
		ev := &all[i]
		ev.Count = max(ev.Count, 1)
		ev.Duration = max(ev.Duration, 0)
		ev.Place, ev.Detail = CleanLabel(ev.Place), CleanLabel(ev.Detail)
		if ev.After.After(ev.Time) {
			ev.After = ev.Time
		}
		if ev.Began.After(ev.Time) {
			ev.Began, ev.Duration = ev.Time, 0
		}
	}
	return all
}

// see remembers whether something holds, and says what that is. Fresh is whether it is an edge
// that it holds although nothing was told of it before.
func (e *edges) see(t *trace, holds, fresh bool) (began, ended bool, was trace) {
	was = *t
	t.Seen = e.now
	switch {
	case holds && !was.holds():
		t.Since = e.now
		began = was.known() || fresh
	case !holds && was.holds():
		t.Since = time.Time{}
		ended = true
	}
	return began, ended, was
}

// end is the event of something that does not hold any more.
func (e *edges) end(kind EventKind, place string, was trace) Event {
	until := e.now
	if e.now.Sub(was.Seen) > maxBlind {
		until = was.Seen
	}
	return Event{
		Kind: kind, Place: place, Time: e.now, After: was.Seen, Began: was.Since, Duration: until.Sub(was.Since),
	}
}

// between is the moment some time ago, which was after the last observation.
func (e *edges) between(ago time.Duration, after time.Time) time.Time {
	at := e.now.Add(-ago)
	if at.Before(after) {
		at = after
	}
	if at.After(e.now) {
		at = e.now
	}
	return at
}
