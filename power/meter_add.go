package power

// Add adds what another meter of the same device has added up meanwhile: it began later, with
// nothing, and was neither stored nor loaded. It returns the days that ended in between.
func (m *Meter) Add(later *Meter) []DayTotal {
	r := round{Meter: m}
	r.bridge(later)
	if later.Day != 0 && later.Day != r.Day {
		r.close(r.Day, r.Today)
		r.Day, r.Today = later.Day, Totals{}
	}
	r.Sum.Add(later.Sum)
	r.Today.Add(later.Today)
	r.take(later)
	return r.days
}

// bridge meters the time from the last value of the one to the first of the other.
func (r *round) bridge(later *Meter) {
	if r.Source == "" || later.Source == "" {
		return
	}
	same := r.Source == later.Source && (r.Serial == later.Serial || r.Serial == "" || later.Serial == "")
	r.wall = later.Born // in the time zone of the days
	if same && !later.First.At.IsZero() {
		r.wall = later.First.At
	}
	r.now = r.wall
	dt, order := since(r.At, r.now)
	switch {
	case order != inOrder:
	case !same || later.First.At.IsZero():
		r.spread(dt, Totals{Gap: dt})
	case r.Source == wattsSource:
		r.watts(dt, later.First.Value, true)
	default:
		r.told.watts = maybe{later.Watts, later.Watts > 0}
		r.counter(dt, later.First.Value)
		if r.Lows > 0 { // the later one went on from there
			r.fromZero(dt, later.First.Value)
		}
	}
}

// take goes on where the later meter is.
func (r *round) take(later *Meter) {
	if r.Born.IsZero() {
		r.Born = later.Born
	}
	if later.Serial != "" {
		r.Serial = later.Serial
	}
	if later.Source != "" {
		r.Source, r.At, r.Value, r.First = later.Source, later.At, later.Value, Sample{}
		r.Away, r.Low, r.Lows, r.Watts = later.Away, later.Low, later.Lows, later.Watts
		if later.Rated > 0 {
			r.Rated = later.Rated
		}
	}
	if !later.StatusAt.IsZero() {
		r.StatusAt, r.Battery = later.StatusAt, later.Battery
	}
}
