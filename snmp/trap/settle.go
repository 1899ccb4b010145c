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

// othersFor is how long one of several agents at an address, or one of several modules that an agent is read with, has
// to bear a notice out.
const othersFor = 5 * time.Minute

// A Read is a read of a device, and what was seen by it.
type Read struct {
	Snapshot *power.Snapshot
	Events   []power.Event // what it showed against the read before
	Before   []power.Event // what reads shortly before it showed
	// Shared says that notices from its address may be of other agents: what it does not bear out is not
	// reported of it.
	Shared bool
	// Partial says that the agent is read with other modules, too, which may tell what this read cannot.
	Partial bool
}

// Settle compares the notices of a device with a read of it. It returns the events that only the notices told
// of, to be recorded as reported, and the notices of which nothing can be said yet. It is a pure
// function.
//
// What the read saw, too, needs no second event: the read has told. What the read denies, Grace after
// the notice, was over before: it becomes a begin and an end, as all that is only reported. An end without a
// begin, and a begin that still holds, were seen before and are nothing new; an end waits for Grace, too, to be seen.
// While a device gives no data its notices wait: what happened to it then is told when it is back.
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
	holds, told := holding(&first, r.Snapshot)
	holds = holds && told
	open = undecided(same, taken, holds && !first.in(r.Events, first.Kind.End()))
	decided := same[:len(same)-len(open)]
	if first.Kind == "" || seen(&first, r.Events) || first.Kind.End() == "" && seen(&first, r.Before) {
		return nil, open, Tally{Confirmed: uint64(len(decided))}
	}
	if holds {
		for _, n := range decided {
			if n.Begins {
				t.Confirmed++
			} else {
				t.Denied++
			}
		}
		return nil, open, t
	}
	switch age := taken.Sub(same[len(same)-1].Time); {
	case age < Grace, (r.Shared || r.Partial && !told) && age < othersFor:
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

// undecided returns the notices of which a read says nothing yet: those that came later, and for Grace the last one
// before it, if it ends what holds still.
func undecided(same []Notice, taken time.Time, holds bool) []Notice {
	from := len(same)
	for from > 0 && same[from-1].Time.After(taken) {
		from--
	}
	if last := from - 1; holds && last >= 0 && !same[last].Begins && taken.Sub(same[last].Time) < Grace {
		from = last
	}
	return same[from:]
}

// seen says whether a read has events of what a notice tells of.
func seen(n *Notice, events []power.Event) bool {
	return n.in(events, n.Kind) || n.in(events, n.Kind.End())
}

// in says whether there is an event of a kind at the place of a notice.
func (n *Notice) in(events []power.Event, kind power.EventKind) bool {
	return kind != "" && slices.ContainsFunc(events, func(e power.Event) bool { return e.Kind == kind && n.at(&e) })
}

// at says whether an event may be at the place of a notice.
func (n *Notice) at(e *power.Event) bool {
	return n.Kind == power.AlarmRaised || // whose texts differ between a notification and a table
		n.Place == "" || e.Place == "" || e.Place == n.Place || strings.HasPrefix(e.Place, n.Place+" ")
}
