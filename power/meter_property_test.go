package power

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// campaign runs a property on many random cases, each of which can be run again by its number.
func campaign(t *testing.T, cases int, property func(t *testing.T, rnd *rand.Rand)) {
	t.Helper()
	for seed := range cases {
		property(t, rand.New(rand.NewPCG(uint64(seed), 4)))
		if t.Failed() {
			t.Fatalf("case %d", seed)
		}
	}
}

// sample is what is told of a device at a moment.
func (d *metered) sample(seconds float64, q Quantity, v float64) {
	d.Helper()
	d.observe(&Snapshot{Taken: d.at(seconds), Readings: []Reading{{q, Place{}, v}}})
}

func near(got, want float64) bool { return math.Abs(got-want) <= 1e-9*max(1, math.Abs(want)) }

// Splitting an interval along which watts are linear changes nothing.
func TestMeterSplitting(t *testing.T) {
	campaign(t, 1000, func(t *testing.T, rnd *rand.Rand) {
		whole, parts := newMetered(t), newMetered(t)
		at, v := 0.0, 1000*rnd.Float64()
		whole.sample(at, Power, v)
		parts.sample(at, Power, v)
		for range 20 {
			dt, to := 1+119*rnd.Float64(), 1000*rnd.Float64()
			cuts := make([]float64, rnd.IntN(6))
			for i := range cuts {
				cuts[i] = rnd.Float64()
			}
			slices.Sort(cuts)
			for _, cut := range cuts {
				parts.sample(at+dt*cut, Power, v+(to-v)*cut)
			}
			at, v = at+dt, to
			whole.sample(at, Power, v)
			parts.sample(at, Power, v)
		}
		parts.checkDays()
		// The cuts are at whole nanoseconds.
		if math.Abs(whole.Sum.Joules-parts.Sum.Joules) > 1e-3 || whole.Sum.Gap != 0 || parts.Sum.Gap != 0 {
			t.Errorf("whole %+v, in parts %+v", whole.Sum, parts.Sum)
		}
	})
}

// However many scrapers there are, and in whichever order their snapshots come: a time counts once.
func TestMeterScrapers(t *testing.T) {
	campaign(t, 400, func(t *testing.T, rnd *rand.Rand) {
		const length = 3600.0
		load := func(at float64) float64 { return 400 + at/10 } // linear, so that sampling makes no error
		total := func(at float64) float64 { return 400*at + at*at/20 }
		every := []float64{5, 15, 30, 60, 300}[rnd.IntN(5)]
		var times []float64
		for range 1 + rnd.IntN(3) {
			for at := every * rnd.Float64(); at < length; at += every {
				times = append(times, min(length, at+rnd.Float64()))
			}
		}
		slices.Sort(times)
		first, last := times[0], times[len(times)-1]
		for i := 1; i < len(times)-2; i++ {
			if times[i+1]-times[i] < 120 && rnd.IntN(3) == 0 { // the answers come in another order
				times[i], times[i+1] = times[i+1], times[i]
			}
		}
		byWatts, byCounter := newMetered(t), newMetered(t)
		for _, at := range times {
			byWatts.sample(at, Power, load(at))
			byCounter.sample(at, OutputEnergy, 1e9+total(at))
		}
		want := total(last) - total(first)
		if !near(byCounter.Sum.Joules, want) || byCounter.Sum.Gap != 0 || len(byCounter.events) > 0 {
			t.Errorf("counter: %+v, want %g", byCounter.Sum, want)
		}
		gap := byWatts.Sum.Gap.Seconds()
		if gap > 0 && every < 60 || gap > 2.1*every {
			t.Errorf("every %g: gap of %g", every, gap)
		}
		if gap == 0 && math.Abs(byWatts.Sum.Joules-want) > 1e-3 || byWatts.Sum.Joules > want+1e-3 {
			t.Errorf("every %g: %g J, want %g", every, byWatts.Sum.Joules, want)
		}
	})
}

// Time is either metered or a gap, and gaps add nothing.
func TestMeterTimeIsMeteredOrAGap(t *testing.T) {
	campaign(t, 1000, func(t *testing.T, rnd *rand.Rand) {
		d := newMetered(t)
		at := 0.0
		d.sample(at, Power, 1) // 1 W: joules are seconds
		for range 100 {
			dt := 15.0
			switch rnd.IntN(20) {
			case 0:
				dt = 3601 + 1e5*rnd.Float64()
			case 1:
				dt = 3600 * rnd.Float64()
			}
			before := d.Sum
			at += dt
			d.sample(at, Power, 1)
			if dt > 3600 && d.Sum.Joules != before.Joules {
				t.Errorf("a gap of %g s added %g J", dt, d.Sum.Joules-before.Joules)
			}
		}
		d.checkDays()
		if all := d.Sum.Joules + d.Sum.Gap.Seconds(); math.Abs(all-at) > 1e-6 {
			t.Errorf("%g s metered and %s gap, of %g s", d.Sum.Joules, d.Sum.Gap, at)
		}
	})
}

// A counter of so many digits that rolls over and is reset now and then tells the truth within one interval.
func TestMeterRollOversAndResets(t *testing.T) {
	campaign(t, 1000, func(t *testing.T, rnd *rand.Rand) {
		unit := []float64{1, 1000, 3600, 36000, 360000}[rnd.IntN(5)]
		modulus := []float64{1 << 31, 1 << 32, 1e8, 1e9}[rnd.IntN(4)]
		d := newMetered(t)
		const dt, load = 30.0, 2000.0
		at, truth, base := 0.0, 0.0, math.Floor(modulus*(1-0.001*rnd.Float64()))*unit
		resets, lost := 0, 0.0
		for step := range 400 {
			count := math.Mod(math.Floor((base+truth)/unit), modulus) * unit
			// Just below its end nobody could tell a reset from a roll-over.
			if step%50 == 49 && count < 0.9*modulus*unit {
				base = -truth + load*dt*rnd.Float64() // it began anew in the interval
				count = math.Floor((base+truth)/unit) * unit
				resets++
				lost += load*120 + unit // so much may be an agent that lags
			}
			d.observe(&Snapshot{Taken: d.at(at), Readings: []Reading{{OutputEnergy, Place{}, count}, {Power, Place{}, load}}})
			at += dt
			truth += load * dt
		}
		truth -= load * dt
		d.checkDays()
		if diff := d.Sum.Joules - truth; math.Abs(diff) > unit+lost+1e-3 || len(d.events) > resets {
			t.Errorf("unit %g, modulus %g: %g J, want %g; %d resets, %d told", unit, modulus, d.Sum.Joules, truth, resets, len(d.events))
		}
	})
}

// Whatever a device tells, and whatever clocks do: totals never fall, and the days are the whole.
func TestMeterHostile(t *testing.T) {
	odd := []float64{0, -1, 1, math.NaN(), math.Inf(1), math.Inf(-1), 1e300, -1e300, 5e-324, 1e15, 5e6, 1<<32 - 1}
	quantities := []Quantity{Power, OutputEnergy, InputEnergy, OutletEnergy, OutputPowerNominal, BatteryTimeOnBattery, InputPhases, OutputPhases}
	campaign(t, 1000, func(t *testing.T, rnd *rand.Rand) {
		d := newMetered(t)
		d.zone = time.FixedZone("", rnd.IntN(86400)-43200)
		at := 0.0
		for range 60 {
			switch rnd.IntN(12) {
			case 0:
				at += (rnd.Float64() - 0.5) * 1e9
			case 1:
				at += (rnd.Float64() - 0.5) * 1e5
			default:
				at += 30*rnd.Float64() - 3
			}
			s := Snapshot{Taken: d.at(at)}
			s.Info.Serial = []string{"", "A", "A", "A", "B"}[rnd.IntN(5)]
			for range rnd.IntN(5) {
				v := odd[rnd.IntN(len(odd))]
				if rnd.IntN(2) == 0 {
					v = math.Exp(40 * rnd.Float64())
				}
				place := Place{[]string{"", "L1", "L2", "L3", "L1-L2", "N", "0"}[rnd.IntN(7)], []string{"", "1", "2", "bypass"}[rnd.IntN(4)]}
				s.Readings = append(s.Readings, Reading{quantities[rnd.IntN(len(quantities))], place, v})
			}
			if s.Status.Deny(OnBattery); rnd.IntN(2) == 0 {
				s.Status.Set(OnBattery)
			}
			d.observe(&s)
			if rnd.IntN(10) == 0 {
				stored(t, &d.Meter)
			}
		}
		d.checkDays()
		if len(d.days) > 60*450 {
			t.Errorf("%d days", len(d.days))
		}
	})
}

// A restart between any two snapshots changes nothing.
func TestMeterStoredInBetween(t *testing.T) {
	campaign(t, 500, func(t *testing.T, rnd *rand.Rand) {
		one, other := newMetered(t), newMetered(t)
		at, total := 0.0, 1e9
		for range 60 {
			at += 400 * rnd.Float64() * rnd.Float64()
			total += 1e4 * rnd.Float64()
			if rnd.IntN(20) == 0 {
				total *= rnd.Float64()
			}
			s := Snapshot{Taken: one.at(at)}
			if rnd.IntN(4) > 0 {
				s.Readings = append(s.Readings, Reading{OutputEnergy, Place{}, total})
			}
			if rnd.IntN(3) > 0 {
				s.Readings = append(s.Readings, Reading{Power, Place{}, 1000 * rnd.Float64()})
			}
			one.observe(&s)
			other.observe(&s)
			stored(t, &other.Meter)
		}
		if one.Sum != other.Sum || one.Today != other.Today || len(one.events) != len(other.events) {
			t.Errorf("%+v, stored in between %+v", one.Sum, other.Sum)
		}
	})
}
