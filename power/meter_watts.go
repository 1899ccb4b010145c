package power

import "time"

// watts adds the mean of the watts at both ends of an interval. A counter that appears takes their place.
func (r *round) watts(dt time.Duration, v float64, known bool) {
	if known {
		t := Totals{Gap: dt}
		if r.Pace.bridges(dt) {
			t = Totals{Joules: (r.Value + v) / 2 * dt.Seconds()}
		}
		r.spread(dt, t)
		r.At, r.Value = r.now, v
	}
	if r.told.counter() {
		r.abandon()
		r.begin()
	}
}

// battery adds the time on battery. Where it begins or ends between two snapshots half of the time
// counts, unless the device tells how long it has been on battery.
func (r *round) battery(s Status) {
	if !s.Reportable.Has(OnBattery) {
		return
	}
	is, was := s.Active.Has(OnBattery), r.Battery
	dt, order := since(r.StatusAt, r.now)
	if first := r.StatusAt.IsZero(); first || order != inOrder {
		if first || order == setBack {
			r.StatusAt, r.Battery = r.now, is
		}
		return
	}
	if r.StatusPace.bridges(dt) && (is || was) {
		span, on := dt, dt
		if is != was {
			on = dt / 2
		}
		if told := r.told.onBattery.v; is && !was && told > 0 {
			span = min(dt, time.Duration(told*float64(time.Second)))
			on = span
		}
		r.spread(span, Totals{OnBattery: on})
	}
	r.StatusAt, r.Battery = r.now, is
}
