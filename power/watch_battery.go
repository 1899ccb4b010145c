package power

import "time"

// A battery is what is remembered of a time on battery that goes on.
type battery struct {
	Charge  *float64 `json:"charge,omitempty"`  // the lowest seen
	Voltage *float64 `json:"voltage,omitempty"` // the lowest seen
	Purpose string   `json:"purpose,omitempty"` // why it is on battery, if that is on purpose
	For     float64  `json:"for,omitempty"`     // how long, in seconds, as the device last told
}

// Why a device goes to battery on purpose, as the detail of an event.
const (
	forTest        = "testing"
	forCalibration = "calibrating"
)

// clockSlack is how far apart what a device tells of its clocks and what is seen of them may be.
// Agents answer out of a memory that is some seconds old.
const clockSlack = 10.0 // seconds

// power tells that a device went to battery or came back, and what was seen meanwhile.
func (e *edges) power(began, ended bool, was trace) {
	b, t := &e.w.battery, &e.w.states[OnBattery]
	if t.holds() && !was.holds() {
		*b = battery{}
		t.Since = e.onset(was)
	}
	if t.holds() || ended {
		b.lowest(&e.telling)
	}
	if t.holds() {
		b.Purpose = e.purpose(b.Purpose)
		b.For = e.onBattery.v
	}
	switch {
	case began:
		after := was.Seen
		if after.IsZero() {
			after = e.w.told
		}
		e.begins = append(e.begins, Event{Kind: BatteryBegan, Time: t.Since, After: after, Detail: b.Purpose})
	case ended:
		e.ends = append(e.ends, b.end(e.end(BatteryEnded, "", was)))
		*b = battery{}
	}
}

// onset is when the device went to battery: as it tells, but not before it was last seen on mains.
func (e *edges) onset(was trace) time.Time {
	return e.between(seconds(e.onBattery.v), was.Seen)
}

// purpose is why the device is on battery, if it does that on purpose.
func (e *edges) purpose(before string) string {
	switch {
	case before != "":
		return before
	case e.explains(Calibrating):
		return forCalibration
	case e.explains(Testing):
		return forTest
	}
	return ""
}

// togetherWithin is how far apart a test and the time on battery that it makes are seen to begin.
const togetherWithin = 15 * time.Minute

// explains says whether a state is why the device is on battery: it holds, and began when that did.
// Some devices say for days that a test is running, and an outage must not pass for it.
func (e *edges) explains(s State) bool {
	since, began := e.w.states[s].Since, e.w.states[OnBattery].Since
	if since.IsZero() {
		since = e.now
	}
	return e.holds(s) && began.Sub(since).Abs() <= togetherWithin
}

// holds says whether a state holds, as told now or else as remembered.
func (e *edges) holds(s State) bool {
	if e.reported.Has(s) {
		return e.active.Has(s)
	}
	return e.w.states[s].holds()
}

// lowest keeps the lowest charge and voltage.
func (b *battery) lowest(t *telling) {
	keep := func(lowest **float64, now value) {
		if now.ok && (*lowest == nil || now.v < **lowest) {
			*lowest = &now.v
		}
	}
	keep(&b.Charge, t.charge)
	keep(&b.Voltage, t.voltage)
}

// end completes the event of the end of a time on battery.
func (b *battery) end(ev Event) Event {
	ev.Detail, ev.LowestCharge, ev.LowestVoltage = b.Purpose, b.Charge, b.Voltage
	return ev
}

// seconds is a duration that a device told.
func seconds(v float64) time.Duration {
	const most = 100 * 365 * 86400
	return time.Duration(min(max(v, 0), most) * float64(time.Second))
}
