package trap

import "github.com/argus-power/argus/power"

// pairs makes events of notices that no read bore out, and says how many did make one. A begin that is told again
// has not ended in between.
func pairs(same []Notice) (events []power.Event, used uint64) {
	var began *Notice
	for i := range same {
		n := &same[i]
		switch {
		case n.Kind.End() == "":
			if began == nil || n.Detail != began.Detail { // otherwise it came twice
				events = append(events, n.event(n.Kind))
			}
			began = n
		case n.Begins && began == nil:
			began = n
			events = append(events, n.event(n.Kind))
		case !n.Begins && began != nil:
			events = append(events, n.end(began))
			began = nil
		}
	}
	used = uint64(len(events))
	if began != nil && began.Kind.End() != "" {
		events = append(events, began.end(began)) // nobody knows when
	}
	return events, used
}

// event is what a notice tells, as an event that was not seen.
func (n *Notice) event(kind power.EventKind) power.Event {
	return power.Event{Kind: kind, Time: n.Time, Reported: true, Place: n.Place, Detail: n.Detail, Count: 1}
}

func (n *Notice) end(began *Notice) power.Event {
	e := n.event(n.Kind.End())
	e.Began, e.Duration = began.Time, n.Time.Sub(began.Time)
	return e
}
