package power

import (
	"math"
	"time"
)

// Totals is what a meter adds up.
type Totals struct {
	Joules    float64
	Gap       time.Duration // of which energy is not known
	OnBattery time.Duration
}

// A Day is a day of a calendar as the number yyyymmdd, such as 20261121.
type Day uint32

// A DayTotal is what a meter added up on one day that is over.
type DayTotal struct {
	Day Day
	Sum Totals
}

// DayOf is the day of a time, in the time zone that it is in.
func DayOf(t time.Time) Day {
	y, m, d := t.Date()
	return Day(y*10000 + int(m)*100 + d)
}

// Add adds other totals. Totals never wrap around.
func (t *Totals) Add(other Totals) {
	t.Joules += other.Joules
	t.Gap = sum(t.Gap, other.Gap)
	t.OnBattery = sum(t.OnBattery, other.OnBattery)
}

func sum(a, b time.Duration) time.Duration {
	if a > math.MaxInt64-b {
		return math.MaxInt64
	}
	return a + b
}

// cut takes a share off, from 0 to 1, and returns it.
func (t *Totals) cut(share float64) Totals {
	part := Totals{
		Joules:    t.Joules * share,
		Gap:       min(t.Gap, time.Duration(float64(t.Gap)*share)),
		OnBattery: min(t.OnBattery, time.Duration(float64(t.OnBattery)*share)),
	}
	t.Joules = max(0, t.Joules-part.Joules)
	t.Gap -= part.Gap
	t.OnBattery -= part.OnBattery
	return part
}

// spread adds what happened in the time up to now, evenly over its days.
func (r *round) spread(span time.Duration, t Totals) {
	r.turn()
	r.Sum.Add(t)
	for from := r.wall.Add(-span); DayOf(from) != r.Day && from.Before(r.wall); {
		next := midnight(from)
		share := next.Sub(from).Seconds() / r.wall.Sub(from).Seconds()
		r.close(DayOf(from), t.cut(min(1, share)))
		from = next
	}
	r.Today.Add(t)
}

// midnight is when the day ends that a time lies in. Where clocks change at midnight there may be
// none: an hour on is near enough then.
func midnight(t time.Time) time.Time {
	y, m, d := t.Date()
	if next := time.Date(y, m, d+1, 0, 0, 0, 0, t.Location()); next.After(t) {
		return next
	}
	return t.Add(time.Hour)
}

// turn begins the day that it is now, if it is another one.
func (r *round) turn() {
	if day := DayOf(r.wall); day != r.Day {
		r.close(r.Day, r.Today)
		r.Day, r.Today = day, Totals{}
	}
}

// close hands over what was added up on a day that is over.
func (r *round) close(day Day, t Totals) {
	if t == (Totals{}) {
		return
	}
	for i := range r.days {
		if r.days[i].Day == day {
			r.days[i].Sum.Add(t)
			return
		}
	}
	r.days = append(r.days, DayTotal{day, t})
}
