package power

import (
	"slices"
	"strings"
	"time"
)

// What a watch goes by.
const (
	// A device that was silent twice, or for so long, counts as lost.
	lostAfterReads = 2
	lostAfter      = 45 * time.Second
	// Reads that find nothing sooner than this after the first one are the same silence: those of two
	// scrapers, or one that was given up and ended later.
	lostApart = 4 * time.Second
	// Something that was last seen to hold longer ago than this before its end is said to
	// have lasted only until then: nobody knows what was in between.
	maxBlind = 5 * time.Minute
	// A snapshot older than the last one is late, and ignored. One that is older by more
	// than reads can take shows that the clock was set back, and is taken.
	maxDisorder = 2 * time.Minute
)

// A Watch is what is remembered of a device to see the edges between its snapshots. It can
// be stored as JSON and taken up again later: what another version of Argus stored and this one does not
// know is left out. It is not for concurrent use.
type Watch struct {
	view     string    // what the device was last read with
	observed time.Time // the last observation, with data or without
	good     time.Time // the last one with data; zero if there never was any
	told     time.Time // the last one with a status
	silent   int       // observations without data since then
	silence  time.Time // the first of them
	lost     bool
	why      Reason // it was lost

	states  [numStates]trace
	flags   map[slot]*trace
	alarms  []alarm
	counted bool      // the device tells how many alarms there are, or whether
	alarmed time.Time // when it was last known which alarms are raised

	battery battery
	marks   marks
}

// A trace is what is remembered of something that holds, or does not.
type trace struct {
	Since time.Time `json:"since,omitzero"` // since when it holds; zero if it does not
	Seen  time.Time `json:"seen,omitzero"`  // when it was last told; zero if it never was
}

func (t *trace) known() bool { return !t.Seen.IsZero() }
func (t *trace) holds() bool { return !t.Since.IsZero() }

// Observe compares a snapshot with what is remembered, remembers it, and returns what happened
// between the two. View names what the device was read with: where it is another one than
// before, what depends on the reading is only remembered.
//
// Nothing happens at first sight, and nothing while the device gives no data, but that it is lost.
// Snapshots that are not newer than the last one change nothing.
func (w *Watch) Observe(s *Snapshot, view string) []Event {
	if s.Taken.IsZero() || ReasonOf(s.Err) == Canceled || w.late(s.Taken) {
		return nil
	}
	if !givesData(s) {
		return w.miss(s)
	}
	e := edges{w: w, s: s, now: s.Taken.UTC(), telling: tellings(s)}
	if e.first = w.good.IsZero(); !e.now.After(w.observed) {
		w.setBack(e.now)
	}
	e.same = e.first || view == w.view
	e.whole = s.Err == nil
	e.reported, e.active = w.reported(s)
	e.compare()
	w.view, w.good, w.observed, w.silent, w.lost, w.why = label(view), e.now, e.now, 0, false, ""
	if s.Status.Reportable != 0 {
		w.told = e.now
	}
	if e.first {
		return []Event{{Kind: FirstSeen, Time: e.now, Detail: names(s.Status.Active), Count: 1}}
	}
	return e.events()
}

// compare looks at all that can happen to a device that gives data. The order matters: what happened to
// the battery between the two snapshots is decided by how it was in the one before.
func (e *edges) compare() {
	e.restored()
	e.identity()
	e.reboot()
	e.hidden()
	e.statuses()
	e.flagged()
	e.alarmed()
	e.selected()
	e.disturbed()
	e.tested()
}

// Since returns since when a state holds, as far as was seen; zero if it does not.
func (w *Watch) Since(s State) time.Time {
	if s >= numStates {
		return time.Time{}
	}
	return w.states[s].Since
}

// Kinds returns the kinds of events that begin something, or just happen, and that the device could
// have: they are served as zero before the first. It leaves out what hardly ever happens.
func (w *Watch) Kinds() []EventKind {
	if w.good.IsZero() {
		return nil
	}
	kinds := []EventKind{CommunicationLost}
	may := func(kind EventKind, can bool) {
		if can && !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	for state := range numStates {
		if kind := StateBegan(state); kind != "" {
			may(kind, w.states[state].known())
		}
	}
	m := &w.marks
	may(AlarmRaised, w.counted || len(w.alarms) > 0)
	for at := range w.flags {
		rule, _ := flagOf(at.quantity)
		may(rule.begin, true)
	}
	may(SourceChanged, m.Source != "")
	may(InputDisturbance, m.LineBads.told())
	may(TestFinished, m.Tested.told() || m.Result != "")
	may(DeviceRebooted, m.Uptime.told())
	slices.Sort(kinds)
	return kinds
}

// names lists the states that hold.
func names(active States) string {
	var list []string
	for _, state := range active.List() {
		list = append(list, state.String())
	}
	return strings.Join(list, " ")
}

// label is a text to be kept: of bounded length, and without the text that it is a part of.
func label(s string) string { return strings.Clone(CleanLabel(s)) }
