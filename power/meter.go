package power

import "time"

// A Meter adds up the energy of a device, and its time on battery, over snapshots that may be
// few, many or out of order. What it keeps can be stored and taken up again later.
//
// Its times keep the monotonic reading of the clock as long as the process runs, so that steps
// of the wall clock do not count.
type Meter struct {
	Sum   Totals    // since the meter began
	Today Totals    // of the day
	Day   Day       // of Today; zero before anything was metered
	Born  time.Time // when energy was first metered; zero as long as it never was

	Source string    // what is metered: the name of a counter with its places, or power_watts; "" is nothing yet
	Serial string    // of the device that the counter is of; "" is unknown
	At     time.Time // of Value; zero before the first
	Value  float64   // the last one: watts, or joules of the counter
	First  Sample    // the first value of the source, as long as there was no other one; zero otherwise
	Pace   Pace      // of the watts

	Watts float64   // the last ones told, to judge a counter by; 0 is unknown
	Rated float64   // the device's rated watts; 0 is unknown
	Away  time.Time // since when the counter is not told and others are; zero while it is

	Low  Sample // of a counter that fell: since when, and to what, until it is known what that means
	Lows uint8  // how many values in a row were low

	StatusAt   time.Time // when it was last told whether the device is on battery; zero before that
	Battery    bool      // whether it was
	StatusPace Pace
}

// A Sample is a value and when it was told.
type Sample struct {
	At    time.Time
	Value float64
}

// A Pace is how often a device is read, learnt from the time between its snapshots.
type Pace struct {
	Regular   time.Duration // what comes again and again
	Candidate time.Duration // a longer one that came lately; 0 is none
	Lives     uint8         // after how many shorter ones it is forgotten
}

// Observe adds what happened between the snapshot before and this one. It returns the
// days that ended meanwhile, in the calendar of zone, and resets of the device's own counter.
// A day can end twice, where a clock is set back or a counter tells late: both parts count.
func (m *Meter) Observe(s *Snapshot, zone *time.Location) ([]DayTotal, []Event) {
	if s.Err != nil && len(s.Readings) == 0 || !datable(s.Taken) {
		return nil, nil
	}
	r := round{Meter: m, now: s.Taken, wall: s.Taken.In(zone), serial: s.Info.Serial}
	r.told.collect(s.Readings)
	r.Rated = r.told.rated(r.Rated)
	r.energy()
	if r.told.watts.known {
		r.Watts = r.told.watts.v
	}
	r.battery(s.Status)
	return r.days, r.events
}

// round is what one snapshot does to a meter.
type round struct {
	*Meter
	now    time.Time
	wall   time.Time // the same in the zone of the days, without the monotonic clock
	serial string
	told   energies
	days   []DayTotal
	events []Event
}

// energy meters what the snapshot tells of the source, or finds a source.
func (r *round) energy() {
	if r.Source == "" {
		r.begin()
		return
	}
	dt, order := since(r.At, r.now)
	if order != inOrder {
		if order == setBack {
			r.At, r.Away, r.Low, r.Lows = r.now, time.Time{}, Sample{}, 0
		}
		return
	}
	v, known := r.told.of(r.Source)
	switch {
	case r.Source == wattsSource:
		r.watts(dt, v, known)
	case known && r.replaced(dt, v):
		r.abandon()
		r.begin()
	case known:
		r.counter(dt, v)
	default:
		r.missing()
	}
}

// begin takes the best source that the snapshot tells, if any.
func (r *round) begin() {
	name, v := r.told.best()
	if name == "" {
		return
	}
	r.First = Sample{}
	if r.Born.IsZero() {
		r.Born, r.First = r.wall, Sample{r.wall, v}
	}
	r.Source, r.Serial, r.At, r.Value = name, r.serial, r.now, v
	r.Away, r.Low, r.Lows = time.Time{}, Sample{}, 0
	r.turn()
}

// abandon leaves the source: of the time since its last value nothing is known.
func (r *round) abandon() {
	if dt, order := since(r.At, r.now); r.Source != "" && order == inOrder {
		r.spread(dt, Totals{Gap: dt})
	}
	r.Source, r.First = "", Sample{}
}

// replaced says whether the counter is that of another device: it has another serial number and does not go on
// where the one before was. Read in two ways a device may tell two serial numbers.
func (r *round) replaced(dt time.Duration, v float64) bool {
	if r.serial == "" || r.serial == r.Serial {
		return false
	}
	known := r.Serial != ""
	r.Serial = r.serial
	return known && (v < r.Value-noise(r.Value) || v-r.Value > r.plausible(dt)+step)
}

// patience is how long a counter may be away before another source takes its place.
const patience = 15 * time.Minute

// missing waits for a counter that is not told. What it will tell covers the time.
func (r *round) missing() {
	if !r.told.any() {
		return
	}
	if r.Away.IsZero() || elapsed(r.Away, r.now) < 0 {
		r.Away = r.now
	}
	if elapsed(r.Away, r.now) >= patience {
		r.abandon()
		r.begin()
	}
}
