package power

import (
	"math/bits"
	"slices"
)

// State is one thing that a device can be, alone or together with others.
type State uint8

// The states of the vocabulary.
const (
	Online         State = iota // the input feeds the output
	OnBattery                   // the battery feeds the output
	LowBattery                  // the battery is about to be empty
	HighBattery                 // the battery is overcharged
	ReplaceBattery              // the battery must be replaced
	Charging                    // the battery is being charged
	Discharging                 // the battery is being discharged
	Bypass                      // the output is fed past the inverter, unprotected
	Eco                         // high-efficiency mode
	Calibrating                 // on battery on purpose, to measure the runtime
	Testing                     // a self test is running
	Overload                    // more load than the device can carry
	Trim                        // the regulator lowers the input voltage
	Boost                       // the regulator raises the input voltage
	Off                         // the output is off
	ForcedShutdown              // a shutdown is being forced
	Overheating                 // the device is too hot
	Alarm                       // at least one alarm is raised
	Waiting                     // the source has no data of the device yet

	numStates
)

var stateNames = [numStates]string{
	"online", "on_battery", "low_battery", "high_battery", "replace_battery", "charging",
	"discharging", "bypass", "eco", "calibrating", "testing", "overload", "trim", "boost",
	"off", "forced_shutdown", "overheating", "alarm", "waiting",
}

// String returns the value of the "state" label.
func (s State) String() string { return stateNames[s] }

// AllStates returns every state of the vocabulary.
func AllStates() []State {
	all := make([]State, numStates)
	for i := range all {
		all[i] = State(i)
	}
	return all
}

// LookupState finds a state by its label value.
func LookupState(name string) (State, bool) {
	i := slices.Index(stateNames[:], name)
	return State(max(i, 0)), i >= 0
}

// States is a set of states.
type States uint32

// SetOf returns the set of the given states.
func SetOf(list ...State) States {
	var s States
	for _, state := range list {
		s |= 1 << state
	}
	return s
}

// Has says whether a state is in the set.
func (s States) Has(state State) bool { return s&(1<<state) != 0 }

// List returns the states of the set in their order.
func (s States) List() []State {
	list := make([]State, 0, bits.OnesCount32(uint32(s)))
	for state := range numStates {
		if s.Has(state) {
			list = append(list, state)
		}
	}
	return list
}

// Status is how a device is at one moment.
type Status struct {
	Active     States   // what holds
	Reportable States   // what the source is able to report, and so can deny
	Other      []string // active states outside the vocabulary, lower case
	Exact      bool     // each time all is told that can be: what is not, is not known now
}

// Set makes states active, and thereby reportable.
func (s *Status) Set(list ...State) {
	set := SetOf(list...)
	s.Active |= set
	s.Reportable |= set
}

// Deny makes states reportable and not active.
func (s *Status) Deny(list ...State) {
	set := SetOf(list...)
	s.Reportable |= set
	s.Active &^= set
}

// Remember adds what an earlier status of the same device was able to report:
// a device that once said "charging" means something by not saying it.
func (s *Status) Remember(earlier Status) {
	if s.Reportable != 0 && !s.Exact {
		s.Reportable |= earlier.Reportable
	}
}
