package power

// Resume takes over from a watch that saw the device earlier, up to the first observation of this one, since when
// that holds which held then and has not ended. Otherwise an outage would seem to have begun with this one.
func (w *Watch) Resume(earlier *Watch) {
	at := earlier.good
	since := func(t, was *trace) bool {
		goes := t.holds() && was.holds() && !t.Since.After(at)
		if goes && was.Since.Before(t.Since) {
			t.Since = was.Since
		}
		return goes
	}
	for i := range w.states {
		if since(&w.states[i], &earlier.states[i]) && State(i) == OnBattery {
			w.battery.resume(&earlier.battery)
		}
	}
	for slot, t := range w.flags {
		if was := earlier.flags[slot]; was != nil {
			since(t, was)
		}
	}
}

// resume adds what was seen earlier of the same time on battery.
func (b *battery) resume(earlier *battery) {
	lowest := func(now **float64, was *float64) {
		if was != nil && (*now == nil || *was < **now) {
			*now = was
		}
	}
	lowest(&b.Charge, earlier.Charge)
	lowest(&b.Voltage, earlier.Voltage)
	if earlier.Purpose != "" {
		b.Purpose = earlier.Purpose
	}
}
