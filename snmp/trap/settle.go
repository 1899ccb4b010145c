package trap

import (
	"slices"
	"strings"
	"time"

	"github.com/argus-power/argus/power"
)

// Grace is how long a read may be behind a notification and still not contradict it: cards send first, and
// let SNMP know later.
const Grace = 30 * time.Second

// sharedFor is how long one of several agents at an address has to bear a notice out.
const sharedFor = 5 * time.Minute

// A Read is a read of a device, and what was seen by it.
type Read struct {
	Snapshot *power.Snapshot
	Events   []power.Event // what it showed against the read before
	Before   []power.Event // what reads shortly before it showed
	// Shared says that notices from its address may be of other agents: what it does not bear out is not
	// reported of it.
	Shared bool
}

// Settle compares the notices of a device with a read of it. It returns the events that only the notices told
// of, to be recorded as reported, and the notices of which nothing can be said yet. It is a pure
// function.
//
// What the read saw, too, needs no second event: the read has told. What the read denies, Grace after
// the notice, was over before: it becomes a begin and an end, as all that is only reported. An end without a
// begin, and a begin that still holds, were seen before and are nothing new. While a device gives no
// data its notices wait: what happened to it then is told when it is back.
//
// What has no end, such as a reboot, may have been read before its trap came: a card answers before it has found
// its receivers.
func Settle(notices []Notice, r Read) (reported []power.Event, open []Notice, t Tally) {
	s := r.Snapshot
	if s == nil || silent(s) {
		return nil, notices, t
	}
	sorted := slices.Clone(notices)
	slices.SortStableFunc(sorted, func(a, b Notice) int { return a.Time.Compare(b.Time) })
	for len(sorted) > 0 {
		var same []Notice
		same, sorted = alike(sorted)
		told, waiting, came := settleOne(same, r)
		reported, open = append(reported, told...), append(open, waiting...)
		t.add(came)
	}
	slices.SortStableFunc(reported, func(a, b power.Event) int { return a.Time.Compare(b.Time) })
	return reported, open, t
}

// silent says whether nothing was learnt of a device.
func silent(s *power.Snapshot) bool { return s.Err != nil && len(s.Readings) == 0 }

// alike splits off the notices that tell of the same thing as the first.
func alike(sorted []Notice) (same, others []Notice) {
	first := sorted[0]
	for _, n := range sorted {
		if n.Kind == first.Kind && n.Place == first.Place && n.Unit == first.Unit {
			same = append(same, n)
		} else {
			others = append(others, n)
		}
	}
	return same, others
}

// settleOne settles the notices of one thing, in the order of their times.
func settleOne(same []Notice, r Read) (reported []power.Event, open []Notice, t Tally) {
	first, taken := same[0], r.Snapshot.Taken
	open = after(same, taken)
	if first.Kind == "" || seen(&first, r.Events) || first.Kind.End() == "" && seen(&first, r.Before) {
		return nil, open, Tally{Confirmed: uint64(len(same) - len(open))}
	}
	holds, told := holding(&first, r.Snapshot)
	if told && holds {
		for _, n := range same {
			switch {
			case n.Time.After(taken):
			case n.Begins:
				t.Confirmed++
			default:
				t.Denied++
			}
		}
		return nil, open, t
	}
	switch age := taken.Sub(same[len(same)-1].Time); {
	case age < Grace || r.Shared && age < sharedFor:
		return nil, same, t
	case r.Shared:
		return nil, nil, Tally{Expired: uint64(len(same))}
	}
	reported, t.Reported = pairs(same)
	if others := uint64(len(same)) - t.Reported; told && t.Reported == 0 {
		t.Confirmed = others // it has ended, as was told
	} else {
		t.Denied = others
	}
	return reported, nil, t
}

// after returns the notices that came later than a read: it says nothing of them.
func after(list []Notice, taken time.Time) (later []Notice) {
	for _, n := range list {
		if n.Time.After(taken) {
			later = append(later, n)
		}
	}
	return later
}

// seen says whether a read has events of what a notice tells of.
func seen(n *Notice, events []power.Event) bool {
	return slices.ContainsFunc(events, func(e power.Event) bool {
		return e.Kind != "" && (e.Kind == n.Kind || e.Kind == n.Kind.End()) && n.at(&e)
	})
}

// at says whether an event may be at the place of a notice.
func (n *Notice) at(e *power.Event) bool {
	return n.Kind == power.AlarmRaised || // whose texts differ between a notification and a table
		n.Place == "" || e.Place == "" || e.Place == n.Place || strings.HasPrefix(e.Place, n.Place+" ")
}

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
