package snmp

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/argus-power/argus/power"
)

// statusRow is a compiled [StatusRow].
type statusRow struct {
	number int // in its definition; -2 if a codec made it
	at     pattern
	device source
	when   []condition
	means  map[string]power.States // "*": what any other value means
	flags  []flag
	all    power.States // every state that it can tell
	walked bool         // its instances come and go: look for them at each read
}

// flag is a position in a text of zeros and ones, and what a one there means.
type flag struct {
	at     int // from 0
	states power.States
}

func (m *Module) compileStatus(s StatusRow) (*statusRow, error) {
	at, err := parsePattern(m.root, s.OID)
	if err != nil {
		return nil, err
	}
	out := &statusRow{number: -2, at: at, means: map[string]power.States{}}
	if (len(s.Map) == 0) == (len(s.Flags) == 0) {
		return nil, errors.New("a status row needs map: from values to states, or flags: from positions")
	}
	for _, value := range slices.Sorted(maps.Keys(s.Map)) {
		states, err := statesNamed(s.Map[value])
		if err != nil {
			return nil, err
		}
		out.means[strings.ToLower(strings.TrimSpace(value))] = states
		out.all |= states
	}
	for _, position := range slices.Sorted(maps.Keys(s.Flags)) {
		states, err := statesNamed(s.Flags[position])
		if err != nil {
			return nil, err
		}
		if position < 1 || position > 512 {
			return nil, fmt.Errorf("flags: position %d; the first is 1, the last 512", position)
		}
		out.flags = append(out.flags, flag{position - 1, states})
		out.all |= states
	}
	for _, r := range m.rows { // alarms come and go, and so do the states that they mean
		out.walked = out.walked || r.walked && r.at.column == at.column
	}
	probe := row{at: at}
	if out.device, _, err = probe.compileLabel(m, "device", m.labelsOf(at.column)); err != nil {
		return nil, err
	}
	out.when, err = compileConditions(m.root, s.When, at)
	return out, err
}

func statesNamed(names []string) (power.States, error) {
	var set power.States
	for _, name := range names {
		if name == "" || name == "none" {
			continue
		}
		state, ok := power.LookupState(name)
		if !ok {
			return 0, fmt.Errorf("no state %q", name)
		}
		set |= power.SetOf(state)
	}
	return set, nil
}

// tell says which states a value means, and which it tells anything of.
func (s *statusRow) tell(v Value) (active, told power.States) {
	if v.Type == Null || !v.Exists() {
		return 0, 0
	}
	if s.flags == nil {
		states, known := s.means[word(v)]
		if !known {
			states, known = s.means["*"]
		}
		if !known {
			return 0, 0
		}
		return states, s.all
	}
	text := v.Octets()
	for _, f := range s.flags {
		if f.at >= len(text) {
			continue
		}
		switch text[f.at] {
		case '1':
			active |= f.states
			told |= f.states
		case '0':
			told |= f.states
		}
	}
	return active, told
}
