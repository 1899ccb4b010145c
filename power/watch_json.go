package power

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"
)

// storedWatch is how a watch is stored: by names, which do not change from one version of Argus to the
// next. A trace that was last told when the device last gave data leaves that out.
type storedWatch struct {
	View     string    `json:"view,omitempty"`
	Observed time.Time `json:"observed,omitzero"`
	Good     time.Time `json:"good,omitzero"`
	Told     time.Time `json:"told,omitzero"`
	Silent   int       `json:"silent,omitempty"`
	Silence  time.Time `json:"silence,omitzero"`
	Lost     bool      `json:"lost,omitempty"`
	Why      Reason    `json:"why,omitempty"`

	States  map[string]trace            `json:"states,omitempty"`
	Flags   map[string]map[string]trace `json:"flags,omitempty"` // by quantity, and by labels with tabs between
	Alarms  []alarm                     `json:"alarms,omitempty"`
	Counted bool                        `json:"counted,omitempty"`
	Alarmed time.Time                   `json:"alarmed,omitzero"`

	Battery battery `json:"battery,omitzero"`
	Marks   marks   `json:"marks,omitzero"`
}

// between labels, of which none has a control character.
const labelEnd = "\t"

// MarshalJSON returns the watch as it is to be stored.
func (w *Watch) MarshalJSON() ([]byte, error) {
	s := storedWatch{
		View: w.view, Observed: w.observed, Good: w.good, Told: w.told, Silent: w.silent, Silence: w.silence,
		Lost: w.lost, Why: w.why, States: map[string]trace{}, Flags: map[string]map[string]trace{},
		Counted: w.counted, Alarmed: w.alarmed, Battery: w.battery, Marks: w.marks,
	}
	for state := range numStates {
		if t := w.states[state]; t.known() {
			s.States[state.String()] = w.short(t)
		}
	}
	for at, t := range w.flags {
		name := at.quantity.Name()
		if s.Flags[name] == nil {
			s.Flags[name] = map[string]trace{}
		}
		s.Flags[name][strings.TrimRight(strings.Join(at.place[:], labelEnd), labelEnd)] = w.short(*t)
	}
	for _, a := range w.alarms {
		a.trace = w.short(a.trace)
		if a.Text == a.Place {
			a.Text = ""
		}
		s.Alarms = append(s.Alarms, a)
	}
	return json.Marshal(s)
}

func (w *Watch) short(t trace) trace {
	if t.Seen.Equal(w.good) {
		t.Seen = time.Time{}
	}
	return t
}

func (w *Watch) long(t trace) trace {
	if t.Seen.IsZero() {
		t.Seen = w.good
	}
	return t
}

// UnmarshalJSON takes up what was stored. What it does not know is left out.
func (w *Watch) UnmarshalJSON(text []byte) error {
	var s storedWatch
	if err := json.Unmarshal(text, &s); err != nil {
		return err
	}
	*w = Watch{
		view: label(s.View), observed: s.Observed, good: s.Good, told: s.Told, silent: min(max(s.Silent, 0), lostAfterReads),
		silence: s.Silence, lost: s.Lost, why: Reason(label(string(s.Why))), counted: s.Counted, alarmed: s.Alarmed,
		battery: s.Battery, marks: s.Marks,
	}
	if w.good.IsZero() { // it never gave data: there is nothing to remember
		*w = Watch{}
		return nil
	}
	for name, t := range s.States {
		if state, ok := LookupState(name); ok {
			w.states[state] = w.long(t)
		}
	}
	w.restoreFlags(s.Flags)
	for _, a := range s.Alarms[:min(len(s.Alarms), maxAlarms)] {
		w.restoreAlarm(a)
	}
	w.marks.restore()
	return nil
}

func (w *Watch) restoreFlags(stored map[string]map[string]trace) {
	for _, name := range slices.Sorted(maps.Keys(stored)) {
		q, ok := Lookup(name)
		if _, known := flagOf(q); !ok || !known {
			continue
		}
		for place, t := range stored[name] {
			at := slot{quantity: q}
			copy(at.place[:], strings.Split(place, labelEnd))
			if kept := w.flag(at); kept != nil {
				*kept = w.long(t)
			}
		}
	}
}

func (w *Watch) restoreAlarm(a alarm) {
	a.trace, a.Place = w.long(a.trace), label(a.Place)
	if a.Text = label(a.Text); a.Text == "" {
		a.Text = a.Place
	}
	if a.Since.IsZero() {
		a.Since = a.Seen
	}
	if !w.named(a.Place) {
		w.alarms = append(w.alarms, a)
	}
}

// restore puts what was stored within its bounds.
func (m *marks) restore() {
	for _, text := range []*string{&m.Firmware, &m.Serial, &m.Source, &m.Result, m.Reason} {
		if text != nil {
			*text = label(*text)
		}
	}
	m.Uncounted = min(max(m.Uncounted, 0), 1)
}
