package power

import (
	"strconv"
	"time"
)

const (
	wattHour     = 3600.0
	kilowattHour = 1000 * wattHour

	// anyPower is more than any device delivers whose rating is not known.
	anyPower = 5e6
	// coarse is a step of the coarsest counters, with room.
	coarse = 10 * kilowattHour
	// step is what ordinary counters rise by at most.
	step = kilowattHour
)

// counter adds what the device's own counter rose by. That is known however long it was not
// read: there is no gap.
func (r *round) counter(dt time.Duration, v float64) {
	r.Away = time.Time{}
	if v < r.Value-noise(r.Value) {
		r.fell(dt, v)
		return
	}
	r.Low, r.Lows = Sample{}, 0
	rise := max(0, v-r.Value) // within the noise it waits until the counter is there again
	if most := max(1.5*r.Rated, 2*r.wattsSeen()); rise > bound(most, r.asDevices(dt))+coarse {
		r.spread(dt, Totals{Gap: dt})
		r.reset("jumped", v)
		r.restart(v)
		return
	}
	r.spread(dt, Totals{Joules: rise})
	r.restart(r.Value + rise)
}

// bound is what a device can deliver in a time at most.
func bound(watts float64, dt time.Duration) float64 {
	if watts <= 0 {
		watts = anyPower
	}
	return watts * dt.Seconds()
}

// wattsSeen is the greater of the watts at both ends.
func (r *round) wattsSeen() float64 { return max(r.Watts, r.told.watts.v) }

// noise is what a counter falls by without meaning it: numbers of few digits, sums of lines.
func noise(v float64) float64 {
	const digits = 1e-6
	return max(wattHour, v*digits)
}

// restart goes on from a value of the counter.
func (r *round) restart(v float64) {
	r.At, r.Value = r.now, v
	r.Low, r.Lows = Sample{}, 0
}

// fell waits until it is known what a lower value means. If the counter is back where it was at
// the next one, nothing happened: devices tell zero while they start, and agents tell what they knew a
// minute ago.
func (r *round) fell(dt time.Duration, v float64) {
	const (
		twice  = 10 * time.Second // two scrapers may come at once
		lag    = 5 * time.Minute
		enough = 3 * lag // it still falls
	)
	if r.Lows == 0 {
		r.Low.At = r.now
	} else if v < r.Low.Value-noise(v) {
		r.Lows = 0
	}
	if r.Lows == 0 {
		r.Low.Value = v
	}
	r.Lows = min(r.Lows+1, settled)
	fall, age := r.Value-v, elapsed(r.Low.At, r.now)
	switch deep := fall > r.Value/2 && fall > r.wattsSeen()*anyway.Seconds(); {
	case deep && r.Lows >= 2 && age >= twice:
		r.fromZero(dt, v)
	case !deep && r.Lows >= settled && age >= lag, age >= enough:
		r.fromLow(dt, v)
	}
}

// settled is how many values of a counter in a row say that it stays where it fell to.
const settled = 3

// fromZero goes on after a counter that rolled over, or began anew: then it counts what was
// delivered since, if the device can have delivered that.
func (r *round) fromZero(dt time.Duration, v float64) {
	most := r.plausible(dt)
	if rise, ok := rollOver(r.Value, v, most+step); ok {
		r.spread(dt, Totals{Joules: rise})
		r.restart(v)
		return
	}
	if r.wattsSeen()+r.Rated == 0 { // nothing to judge by: it must look like a beginning
		most = min(most, r.Value/10)
	}
	t := Totals{Joules: v}
	if v > most {
		t = Totals{Gap: dt}
	}
	r.spread(dt, t)
	r.reset("reset", v)
	r.restart(v)
}

// fromLow goes on after a counter that fell back to an earlier value, as devices do that keep
// it only now and then. What it counted since then is known, what came before is not.
func (r *round) fromLow(dt time.Duration, v float64) {
	t := Totals{Joules: v - r.Low.Value}
	t.Gap = max(0, min(dt, elapsed(r.At, r.Low.At)))
	if r.Lows < settled || t.Joules < 0 || t.Joules > r.plausible(dt)+step {
		t = Totals{Gap: dt}
	}
	r.spread(dt, t)
	r.reset("fell back", v)
	r.restart(v)
}

// plausible is what the device can have delivered, by the watts that it tells or by its rating.
func (r *round) plausible(dt time.Duration) float64 {
	const some = 100
	dt = r.asDevices(dt)
	if seen := r.wattsSeen(); seen > 0 {
		return bound(2*seen+some, dt)
	}
	return bound(1.5*r.Rated, dt)
}

func (r *round) reset(what string, to float64) {
	at := r.now
	if r.Lows > 0 {
		at = r.Low.At
	}
	r.events = append(r.events, Event{
		Kind: EnergyCounterReset, Time: at, After: r.At, Reported: true, Count: 1,
		Detail: what + " from " + kilowattHours(r.Value) + " to " + kilowattHours(to),
	})
}

func kilowattHours(joules float64) string {
	return strconv.FormatFloat(joules/kilowattHour, 'f', 1, 64) + " kWh"
}
