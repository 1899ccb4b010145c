package power

import "time"

// EventKind names what happened. It is a label value, so that the set is closed.
type EventKind string

// An Event is something that happened to a device: mostly an edge between two of its
// snapshots.
type Event struct {
	Kind     EventKind
	Time     time.Time // when it happened, as well as is known: as the device tells, or else when it was noticed
	After    time.Time // the last observation to the contrary; zero if there is none
	Reported bool      // the device itself tells of it, by its memory or by a trap; otherwise it was observed
	Place    string    // of what: "outlet 3", "sensor 1 door"; the text of an alarm; "" is the device
	Detail   string    // what came of it, or the reason, or "from -> to"
	Count    int       // how many it stands for, at least 1

	// Of events that end what another one began.
	Began    time.Time     // when that was; zero in all others
	Duration time.Duration // how long it lasted, at least

	// Of the end of a time on battery: the lowest values seen, nil where none was told.
	LowestCharge  *float64 // ratio
	LowestVoltage *float64 // volts

	Suppressed int // events of its kind and place before it that were counted and not recorded
}

// Ends says whether the event ends what another one began.
func (e *Event) Ends() bool { return !e.Began.IsZero() }
