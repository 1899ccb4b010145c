package nut

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/argus-power/argus/power"
)

func compileRow(r Row) (row, error) {
	c := row{Row: r}
	if c.Scale == 0 {
		c.Scale = 1
	}
	for _, text := range r.Invalid {
		if v, ok := power.ParseNumber(text); ok {
			c.numbers = append(c.numbers, v)
		} else {
			c.words = append(c.words, strings.ToLower(text))
		}
	}
	for _, label := range slices.Sorted(maps.Keys(r.Labels)) {
		if r.Quantity.LabelIndex(label) < 0 {
			return c, fmt.Errorf("%s has no label %q; it has %s", r.Quantity.Name(), label,
				orNone(r.Quantity.Labels()))
		}
	}
	return c, checkKind(r)
}

// checkKind compares the kind of a row's quantity with what its parser yields.
func checkKind(r Row) error {
	name, kind := r.Quantity.Name(), r.Quantity.Kind()
	inputs := kind == power.StateSet && r.Quantity.LabelIndex("input") == 0
	switch {
	case r.Map != nil && r.Parse != ParseNumber:
		return fmt.Errorf("%s: map reads the text already; leave parse: out", name)
	case madeHere(r.Quantity):
		return fmt.Errorf("%s is worked out by Argus: no row can give it", name)
	case (kind == power.InfoKind) != (r.Parse == ParseText):
		return fmt.Errorf("%s is of kind %s: parse: text goes with info and nothing else",
			name, kind)
	case kind == power.StateSet && !r.Parse.yieldsState():
		return fmt.Errorf("%s is a state set: it needs parse: state, selected or test_result", name)
	case kind != power.StateSet && r.Parse.yieldsState():
		return fmt.Errorf("%s is of kind %s: parse: %s goes with state sets and nothing else",
			name, kind, parserNames[r.Parse])
	case r.Parse.yieldsState() && inputs != (r.Parse == ParseSelected):
		return fmt.Errorf("%s: parse: selected goes with sets of inputs and nothing else", name)
	}
	return nil
}

// madeHere tells the quantities that are made of others, or of the status. A
// row that gave them, too, would make two series of one.
func madeHere(q power.Quantity) bool {
	switch q {
	case power.DeviceInfo, power.DeviceUp, power.DeviceErrorInfo, power.StatusSet,
		power.Alarms, power.AlarmInfo, power.Power, power.PowerInfo:
		return true
	}
	return q.Family() == power.FamilyMemory
}

func orNone(list []string) string {
	if len(list) == 0 {
		return "none"
	}
	return strings.Join(list, ", ")
}
