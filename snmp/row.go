package snmp

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/argus-power/argus/power"
)

// row is a compiled [Row].
type row struct {
	Row
	number  int // in its definition; -2 if a codec made it
	at      pattern
	device  source
	place   [3]source
	line    int // the label that numbers lines by the common rule, or -1
	input   int // likewise for inputs
	digits  *ref
	when    []condition
	numbers []float64 // Invalid, as far as numeric
	words   []string  // Invalid, the rest, lower case
	mapped  map[string]meaning
	states  []string // of a state set whose states are those of the map
	steady  bool     // what it reads hardly ever changes
	walked  bool     // its instances come and go: look for them at each read
}

// meaning is what a word of a row's map stands for.
type meaning struct {
	number float64
	text   string
}

func (m *Module) compileRow(r Row) (*row, error) {
	at, err := parsePattern(m.root, r.OID)
	if err != nil {
		return nil, err
	}
	out := &row{Row: r, at: at, number: -2, line: -1, input: -1, steady: steady(r.Quantity)}
	out.walked = r.Quantity == power.AlarmInfo && !at.instance()
	for _, step := range []func(*Module) error{
		out.compileLabels, out.compileRefs, out.compileMap, out.check,
	} {
		if err := step(m); err != nil {
			return nil, err
		}
	}
	out.Scale = cmp.Or(r.Scale, 1)
	for _, text := range r.Invalid {
		if x, ok := power.ParseNumber(text); ok {
			out.numbers = append(out.numbers, x)
		} else {
			out.words = append(out.words, strings.ToLower(strings.TrimSpace(text)))
		}
	}
	return out, nil
}

// steady says whether a quantity is a setting, a rating or a name, which need
// not be read each time.
func steady(q power.Quantity) bool {
	name := q.Name()
	switch name {
	case "inputs", "outlets", "branches", "branch_outlets", "outlet_switchable", "battery_packs":
		return true
	}
	return q.Kind() == power.InfoKind && q != power.AlarmInfo && q != power.InputTransferReason ||
		q.LabelIndex("limit") >= 0 || strings.Contains(name, "_nominal_") || strings.Contains(name, "_rating_")
}

func (r *row) compileRefs(m *Module) error {
	if r.Digits != "" {
		digits, err := parseRef(m.root, r.Digits, r.at)
		if err != nil {
			return fmt.Errorf("digits: %w", err)
		}
		r.digits = &digits
	}
	var err error
	r.when, err = compileConditions(m.root, r.When, r.at)
	return err
}

func compileConditions(root string, list []Condition, row pattern) ([]condition, error) {
	var out []condition
	for _, c := range list {
		at, err := parseRef(root, c.OID, row)
		if err != nil {
			return nil, fmt.Errorf("when: %w", err)
		}
		if len(c.Is)+len(c.Not) == 0 {
			return nil, fmt.Errorf("when: %q is compared with nothing; give a value", c.OID)
		}
		out = append(out, condition{at, lowered(c.Is), lowered(c.Not)})
	}
	return out, nil
}

// compileMap checks the row's words against the quantity: numbers for gauges,
// states for state sets, texts for infos.
func (r *row) compileMap(*Module) error {
	if r.Map == nil {
		if r.Quantity.Kind() == power.StateSet {
			return fmt.Errorf("%s is a state set; it needs map: from values to its states", r.Quantity.Name())
		}
		return nil
	}
	r.mapped = make(map[string]meaning, len(r.Map))
	for _, from := range slices.Sorted(maps.Keys(r.Map)) {
		to := meaning{text: r.Map[from]}
		switch kind := r.Quantity.Kind(); {
		case to.text == "" || kind == power.InfoKind:
		case kind == power.StateSet:
			if states := r.Quantity.States(); states != nil && !slices.Contains(states, to.text) {
				return fmt.Errorf("map: %s has no state %q; it has %s", r.Quantity.Name(), to.text,
					strings.Join(states, ", "))
			}
		default:
			var ok bool
			if to.number, ok = power.ParseNumber(to.text); !ok {
				return fmt.Errorf("map: %q is no number, and %s wants one", to.text, r.Quantity.Name())
			}
		}
		r.mapped[strings.ToLower(strings.TrimSpace(from))] = to
		if to.text != "" && to.text != "none" {
			r.states = append(r.states, to.text)
		}
	}
	slices.Sort(r.states)
	r.states = slices.Compact(r.states)
	return nil
}

func (r *row) check(*Module) error {
	numeric := r.Quantity.Kind() == power.Gauge || r.Quantity.Kind() == power.Counter
	switch {
	case r.Quantity == power.StatusSet:
		return errors.New("write what says how the device is under status:, not as a reading")
	case r.Quantity.Family() == power.FamilyMemory || slices.Contains([]power.Quantity{
		power.DeviceInfo, power.DeviceUp, power.DeviceErrorInfo, power.Power, power.PowerInfo,
	}, r.Quantity):
		return fmt.Errorf("%s is made by Argus itself and cannot be read", r.Quantity.Name())
	case !numeric && (r.Scale != 0 || r.Offset != 0 || r.Digits != "" || r.Rescale != nil || r.Parse != 0 ||
		r.Range != [2]float64{}):
		return fmt.Errorf("%s holds texts; scale, offset, digits, rescale, range and parse are for numbers",
			r.Quantity.Name())
	case r.at.instance() && r.Digits != "" && !r.digits.scalar():
		return errors.New("digits: the row is one object, and so must be what tells its digits")
	}
	return nil
}

// invalid says whether a value is one of the row's ways to say "unknown".
func (r *row) invalid(v Value) bool {
	if len(r.numbers) > 0 {
		x, ok := v.Number()
		if !ok && r.Parse == ParseMeasure {
			x, ok = leadingNumber(v)
		}
		if ok && slices.Contains(r.numbers, x) {
			return true
		}
	}
	return len(r.words) > 0 && slices.Contains(r.words, word(v))
}
