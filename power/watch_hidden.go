package power

import "time"

// hidden finds the times on battery that no snapshot saw, and that the device itself remembers.
func (e *edges) hidden() {
	was, after := e.w.states[OnBattery], e.w.good
	on := e.holds(OnBattery)
	again := was.holds() && on && e.beganAgain(was)
	known := 0 // times that it went to battery and need no counter to be known
	if again || on && !was.holds() {
		known = 1
	}
	m := e.marks()
	counted := m.Transfers.At
	n := e.transfers(known)
	reason, changed := e.transferReason(was, on)
	if reason == "" && e.testRan() {
		reason = forTest
	}
	switch {
	case n > 0:
		after = counted
	case changed && !m.Transfers.told():
		n = 1
	}
	switch {
	case !was.known(): // as at first sight
	case was.holds() && on && again:
		e.comeback(n+1, was)
	case was.holds() && on && n > 0:
		e.comeback(n, was)
	case n == 1:
		e.excursion(n, after, reason)
	case n > 1:
		e.excursion(n, after, "")
	}
}

// testRan says whether a test runs that began lately, or ran since the last observation: a device counts that
// as any other time on battery.
func (e *edges) testRan() bool {
	if e.reported.Has(Testing) && e.active.Has(Testing) {
		since := e.w.states[Testing].Since
		return since.IsZero() || e.now.Sub(since) <= togetherWithin
	}
	last := e.marks().Tested
	return last.told() && e.testTime.ok && e.testTime.v > last.V
}

// beganAgain says whether a device that is on battery, as it was, was on mains in between: it
// tells that it went to battery after the last observation. One that always tells the same tells nothing,
// and one that tells whole minutes has left up to one out.
func (e *edges) beganAgain(was trace) bool {
	told, slack := e.onBattery, clockSlack
	if !told.ok || told.v <= 0 || told.v == e.w.battery.For || !e.reported.Has(OnBattery) || !e.same {
		return false
	}
	if int64(told.v)%60 == 0 {
		slack += 60
	}
	return told.v+slack < e.now.Sub(was.Seen).Seconds()
}

// transfers returns how often the device counted that it went to battery beside the times that are
// known. It may count what was seen one snapshot late.
func (e *edges) transfers(known int) int {
	m := e.marks()
	late := m.Uncounted
	if !e.transfersTotal.ok {
		m.Uncounted = min(late+known, 1)
		return 0
	}
	compared := m.Transfers.told()
	n := m.Transfers.rise(e.transfersTotal, e.now)
	m.Uncounted = 0
	if compared {
		m.Uncounted = max(known-n, 0)
	}
	return max(n-known-late, 0)
}

// excursion tells of times on battery from mains to mains. How long they lasted is not known.
func (e *edges) excursion(n int, after time.Time, detail string) {
	e.pairs = append(
		e.pairs,
		Event{Kind: BatteryBegan, Time: e.now, After: after, Reported: true, Count: n, Detail: detail},
		Event{Kind: BatteryEnded, Time: e.now, After: after, Reported: true, Count: n, Detail: detail, Began: e.now},
	)
}

// comeback tells that a device that is on battery, as it was, was on mains in between.
func (e *edges) comeback(n int, was trace) {
	at := e.onset(was)
	end := e.w.battery.end(e.end(BatteryEnded, "", was))
	end.Time, end.Reported, end.Count, end.Duration = at, true, n, was.Seen.Sub(was.Since)
	e.w.states[OnBattery].Since = at
	e.w.battery = battery{Purpose: e.purpose("")}
	e.pairs = append(e.pairs, end, Event{
		Kind: BatteryBegan, Time: at, After: was.Seen, Reported: true, Count: n, Detail: e.w.battery.Purpose,
	})
}

// transferReason says whether the device gives another reason than before for having left its input, although
// it was seen on mains all the time. After it was seen on battery the reason may still be on its way.
func (e *edges) transferReason(was trace, on bool) (reason string, changed bool) {
	m := e.marks()
	m.Unsettled = m.Unsettled || on || was.holds()
	if !e.argued {
		return "", false
	}
	steady := was.known() && e.reported.Has(OnBattery) && !m.Unsettled
	m.Unsettled = on || was.holds()
	reason = transferReason(e.reason)
	before := m.Reason
	m.Reason = new(label(reason))
	return reason, steady && before != nil && reason != "" && letters(reason) != letters(*before)
}

func (e *edges) marks() *marks { return &e.w.marks }

// A mark is what a device last told of something that it counts.
type mark struct {
	V  float64   `json:"v,omitempty"`
	At time.Time `json:"at,omitzero"` // zero if it never told

	// Of a counter that fell and has not risen since.
	Peak float64   `json:"peak,omitempty"` // what it fell from
	Fell time.Time `json:"fell,omitzero"`
}

// startingFor is how long a card may tell zero until it knows its counters again.
const startingFor = 15 * time.Minute

func (m *mark) told() bool { return !m.At.IsZero() }

// maxRate is how many times a second a device can count. What rises faster is no count.
const maxRate = 10

// rise returns by how much a counter has risen since it was last told, and remembers it. One
// that fell was set back by the device: nothing is known of it. If it is soon back where it was, it
// was not: cards tell zero while they start.
func (m *mark) rise(now value, at time.Time) int {
	if !now.ok {
		return 0
	}
	before := *m
	*m = mark{V: now.v, At: at}
	switch {
	case before.told() && now.v < before.V && before.Peak == 0:
		m.Peak, m.Fell = before.V, at
	case before.Peak != 0 && now.v <= before.V:
		m.Peak, m.Fell = before.Peak, before.Fell
	case before.Peak != 0 && now.v >= before.Peak && at.Sub(before.Fell).Abs() <= startingFor:
		before.V = before.Peak
	}
	n := now.v - before.V
	if !before.told() || n < 1 || n > maxRate*max(at.Sub(before.At).Seconds(), 1) {
		return 0
	}
	return int(min(n, 1e9))
}
