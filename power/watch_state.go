package power

// reported returns the states that a snapshot tells of, and those of them that hold. Most sources tell only
// what holds: what they once said they are able to say, and deny by not saying it. That must not be
// forgotten when Argus starts anew, or nothing would ever end.
func (w *Watch) reported(s *Snapshot) (reported, active States) {
	reported, active = s.Status.Reportable, s.Status.Active&s.Status.Reportable
	if reported == 0 || s.Status.Exact {
		return reported, active
	}
	for state := range numStates {
		if w.states[state].known() {
			reported |= SetOf(state)
		}
	}
	if lines := SetOf(Online, OnBattery); reported.Has(Online) && active&lines == 0 {
		reported &^= lines // it names neither, as one may while it has other sorrows
	}
	return reported, active
}

// statuses compares the states.
func (e *edges) statuses() {
	fresh := !e.s.Status.Exact && !e.w.told.IsZero()
	for state := range numStates {
		if !e.reported.Has(state) {
			continue
		}
		began, ended, was := e.see(&e.w.states[state], e.active.Has(state), fresh)
		switch {
		case state == OnBattery:
			e.power(began, ended, was)
		case StateBegan(state) == "":
		case began:
			after := was.Seen
			if after.IsZero() {
				after = e.w.told
			}
			e.begins = append(e.begins, Event{Kind: StateBegan(state), Time: e.now, After: after})
		case ended:
			ev := e.end(StateEnded(state), "", was)
			if state == Testing {
				ev.Detail = verdict(e.result)
			}
			e.ends = append(e.ends, ev)
		}
	}
}
