package power

import "time"

// elapsed is the time between two snapshots. Within a process it is that of the monotonic
// clock, which steps of the wall clock do not move; what was stored has wall time only.
func elapsed(from, to time.Time) time.Duration { return to.Sub(from) }

// asDevices is how long it may have been since the last value, to judge by what a counter rose by: the
// monotonic clock stands still while the machine sleeps, and devices do not.
func (r *round) asDevices(dt time.Duration) time.Duration {
	return max(dt, min(r.now.Round(0).Sub(r.At.Round(0)), longest))
}

const (
	// longest bounds what is made of two times: a clock without a battery can be decades off.
	longest = 400 * 24 * time.Hour
	// disorder is how late a snapshot can come after a younger one. One that is older still was
	// taken by a clock that was set back.
	disorder = 5 * time.Minute
)

// order says how a snapshot lies to the one before.
type order uint8

const (
	inOrder order = iota
	late          // it is the older one, or the same
	setBack       // the clock was set back
)

func since(at, now time.Time) (time.Duration, order) {
	dt := elapsed(at, now)
	switch {
	case dt > 0:
		return min(dt, longest), inOrder
	case dt > -disorder:
		return 0, late
	}
	return 0, setBack
}

// datable says whether a time has a day that can be written down.
func datable(t time.Time) bool { return t.Year() >= 1900 && t.Year() <= 9999 }

const (
	// anyway is bridged however often the device is read.
	anyway = 2 * time.Minute
	// atMost is never exceeded, however seldom it is.
	atMost = time.Hour
	// failures in a row, less one, may be bridged.
	failures = 4
	// lives of a candidate: so many shorter intervals may lie between two long ones. Two
	// scrapers of which each comes every five minutes make one short and one long.
	lives = 3
)

// bridges says whether an interval is short enough for what was told at its ends to say
// something about the time between them, and learns from it. A long one must come twice, with little
// between, to be regular: so that one outage does not make the next one look so.
func (p *Pace) bridges(dt time.Duration) bool {
	again := p.Candidate > 0 && dt <= p.Candidate/2*3 && dt >= p.Candidate/3*2
	short := dt <= atMost && (dt <= max(anyway, failures*p.Regular) || again)
	switch {
	case dt > atMost:
	case dt > p.Regular:
		if p.Candidate > 0 {
			p.Regular = max(p.Regular, min(dt, p.Candidate))
		}
		if p.forget(); dt >= p.Candidate/3*2 {
			p.Candidate, p.Lives = dt, lives
		}
	default:
		p.Regular -= (p.Regular - dt) / 4
		p.forget()
	}
	return short
}

func (p *Pace) forget() {
	if p.Lives > 0 {
		p.Lives--
	}
	if p.Lives == 0 {
		p.Candidate = 0
	}
}
