package store

import (
	"time"

	"github.com/argus-power/argus/power"
)

// What a device may have recorded of a kind of event: so many at once, for all outlets of a PDU may go
// off together, and so many in an hour.
const (
	burst   = 100
	perHour = 30
	// maxSpots bounds what is remembered of places that flap.
	maxSpots = 256
)

// rates keeps a device that flaps from filling the file: its events are counted, and only some of
// them recorded. What begins and ends shares one decision.
type rates struct {
	buckets map[power.EventKind]bucket // by the kind that begins
	muted   map[spot]struct{}          // what began and was not recorded
	skipped map[spot]int               // since the last record
}

// A bucket holds what may still be recorded.
type bucket struct {
	tokens float64
	at     time.Time
}

// A spot is where events of a kind happen.
type spot struct {
	kind  power.EventKind
	place string
}

// record says whether to record an event, and sets how many before it were not.
func (r *rates) record(ev *power.Event, now time.Time) bool {
	at := spot{ev.Kind, ev.Place}
	if !r.decide(ev, now) {
		if _, known := r.skipped[at]; known || len(r.skipped) < maxSpots {
			if r.skipped == nil {
				r.skipped = map[spot]int{}
			}
			r.skipped[at] += max(ev.Count, 1)
		}
		return false
	}
	ev.Suppressed += r.skipped[at]
	delete(r.skipped, at)
	return true
}

// decide is made once for what begins and its end. An end that is too many to be remembered is recorded.
func (r *rates) decide(ev *power.Event, now time.Time) bool {
	if begin := ev.Kind.Begin(); begin != "" {
		began := spot{begin, ev.Place}
		_, muted := r.muted[began]
		delete(r.muted, began)
		return !muted
	}
	if r.spend(ev.Kind, now) {
		delete(r.muted, spot{ev.Kind, ev.Place})
		return true
	}
	if len(r.muted) < maxSpots && ev.Kind.End() != "" {
		if r.muted == nil {
			r.muted = map[spot]struct{}{}
		}
		r.muted[spot{ev.Kind, ev.Place}] = struct{}{}
	}
	return false
}

// spend takes a token, if there is one.
func (r *rates) spend(kind power.EventKind, now time.Time) bool {
	b, known := r.buckets[kind]
	if !known {
		b = bucket{tokens: burst, at: now}
	}
	if passed := now.Sub(b.at); passed > 0 {
		b.tokens = min(burst, b.tokens+passed.Hours()*perHour)
	}
	b.at = now
	ok := b.tokens >= 1
	if ok {
		b.tokens--
	}
	if r.buckets == nil {
		r.buckets = map[power.EventKind]bucket{}
	}
	r.buckets[kind] = b
	return ok
}
