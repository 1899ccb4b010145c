package power

// givesData says whether a snapshot tells how its device is. What an agent goes on to tell of its sensors
// after it has lost the device itself is no sign of life of that.
func givesData(s *Snapshot) bool {
	switch ReasonOf(s.Err) {
	case "":
		return true
	case Stale, DriverNotConnected, NoDataYet: // that it waits is all that such a status says
		return false
	}
	return s.Status.Reportable != 0 || len(s.Readings) > 0
}

// miss remembers that a device gave no data. One that never did is not remembered.
func (w *Watch) miss(s *Snapshot) []Event {
	if w.good.IsZero() {
		return nil
	}
	now := s.Taken.UTC()
	w.observed = now
	if w.lost {
		return nil
	}
	switch {
	case w.silent == 0, now.Before(w.silence): // where the clock was set back, it would be the same silence for long
		w.silence, w.silent = now, 1
	case now.Sub(w.silence) >= lostApart:
		w.silent++
	}
	if w.silent < lostAfterReads && now.Sub(w.good) < lostAfter {
		return nil
	}
	w.lost, w.why = true, ReasonOf(s.Err)
	e := edges{w: w, s: s, now: now}
	e.early = []Event{{
		Kind: CommunicationLost, Time: e.between(now.Sub(w.silence), w.good), After: w.good, Detail: string(w.why),
	}}
	return e.events()
}

// restored tells that a lost device is back.
func (e *edges) restored() {
	w := e.w
	if !w.lost {
		return
	}
	e.early = append(e.early, Event{
		Kind: CommunicationRestored, Time: e.now, After: w.observed, Detail: string(w.why),
		Began: w.good, Duration: e.now.Sub(w.good),
	})
}
