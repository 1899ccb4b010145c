package power

import (
	"maps"
	"strings"
)

// maxFlags bounds the flags that are remembered of a device.
const maxFlags = 2048

// A flagRule says what it means that a flag changes.
type flagRule struct {
	begin, end EventKind
	on         bool   // it begins when the flag is 1, not when it is 0
	subject    string // of the place; "" is the device
	second     bool   // the place names its second label first
}

// flagOf returns the rule of a quantity; ok is false if it is no flag of interest.
func flagOf(q Quantity) (rule flagRule, ok bool) {
	alarm := func(subject string, second bool) (flagRule, bool) {
		return flagRule{AlarmRaised, AlarmCleared, true, subject, second}, true
	}
	switch q {
	case OutletOn:
		return flagRule{begin: OutletOff, end: OutletOnAgain, subject: "outlet"}, true
	case BranchClosed:
		return flagRule{begin: BranchOpened, end: BranchClosedAgain, subject: "branch"}, true
	case SensorActive:
		return flagRule{begin: SensorTripped, end: SensorCalm, on: true, subject: "sensor"}, true
	case SensorConnected:
		return flagRule{begin: SensorLost, end: SensorRestored, subject: "sensor"}, true
	case InputGood:
		return flagRule{begin: InputBad, end: InputGoodAgain, subject: "input"}, true
	case InputsRedundant:
		return flagRule{begin: RedundancyLost, end: RedundancyRestored}, true
	case ModuleOK:
		return flagRule{begin: ModuleFailed, end: ModuleRestored, subject: "module"}, true
	case BatteryConnected:
		return flagRule{begin: BatteryRemoved, end: BatteryBack, subject: "battery"}, true
	case InputAlarm:
		return alarm("input", true)
	case OutputAlarm:
		return alarm("output", false)
	case OutletAlarm:
		return alarm("outlet", false)
	case BranchAlarm:
		return alarm("branch", false)
	case SensorAlarm:
		return alarm("sensor", false)
	}
	return flagRule{}, false
}

// FlagOf returns the flag that shows what events of a kind begin, and whether it is 1 then, not 0; ok is false if
// there is none, or there are several, as for alarms.
func FlagOf(begin EventKind) (q Quantity, on, ok bool) {
	for other := range endMemory {
		rule, flag := flagOf(other)
		switch {
		case !flag || rule.begin != begin:
		case ok:
			return 0, false, false
		default:
			q, on, ok = other, rule.on, true
		}
	}
	return q, on, ok
}

// Edged says whether a change of the quantity is an event: it must not seem to change because
// it was looked for in another place.
func (q Quantity) Edged() bool {
	switch q {
	case TestResult, InputSelected, InputTransferReason, BatteryTransfers, InputLineBads:
		return true
	}
	_, flag := flagOf(q)
	return flag
}

// place is where a flag is, in words: "outlet 3", "input 1 L2 voltage".
func (r *flagRule) place(at Place) string {
	if r.second {
		at[0], at[1] = at[1], at[0]
	}
	words := make([]string, 0, 1+len(at))
	for _, word := range append([]string{r.subject}, at[:]...) {
		if word != "" {
			words = append(words, word)
		}
	}
	return CleanLabel(strings.Join(words, " "))
}

// flagged compares the flags. One that is told for the first time is no edge.
func (e *edges) flagged() {
	for i := range e.s.Readings {
		r := &e.s.Readings[i]
		rule, ok := flagOf(r.Quantity)
		if !ok || r.Value != r.Value {
			continue
		}
		t := e.w.flag(slot{r.Quantity, r.Place})
		if t == nil || t.Seen.Equal(e.now) { // one reading, one say
			continue
		}
		began, ended, was := e.see(t, (r.Value >= 0.5) == rule.on, false)
		switch {
		case began:
			e.begins = append(e.begins, Event{
				Kind: rule.begin, Place: rule.place(r.Place), Time: e.now, After: was.Seen,
			})
		case ended:
			e.ends = append(e.ends, e.end(rule.end, rule.place(r.Place), was))
		}
	}
}

// flag returns what is remembered of a flag, nil if there are too many. What is not told any more
// makes room for what is.
func (w *Watch) flag(at slot) *trace {
	if t := w.flags[at]; t != nil {
		return t
	}
	if len(w.flags) >= maxFlags {
		maps.DeleteFunc(w.flags, func(_ slot, t *trace) bool { return !t.holds() && t.Seen.Before(w.good) })
	}
	if len(w.flags) >= maxFlags {
		return nil
	}
	if w.flags == nil {
		w.flags = map[slot]*trace{}
	}
	for i, word := range at.place {
		at.place[i] = strings.Clone(word)
	}
	t := new(trace)
	w.flags[at] = t
	return t
}
