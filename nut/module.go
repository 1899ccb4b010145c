package nut

import (
	"fmt"
	"slices"
	"strings"

	"github.com/argus-power/argus/power"
)

// A Row says which variables carry a quantity, and how to read them.
//
// A variable is named with placeholders for its indexes, which become labels:
// "outlet.{outlet}.current". A placeholder ending in "?" may be absent:
// "input.{input?}.{line?}.voltage" stands for input.voltage, input.L1.voltage,
// input.bypass.L1-N.voltage and more. Index-less outlets and sensors are
// number 0, as NUT's naming rules have it. {limit} stands for the suffixes of
// thresholds, from "low" to "high.critical".
type Row struct {
	Quantity power.Quantity
	Var      string
	Labels   map[string]string  // labels that are the same for all these variables
	Scale    float64            // factor to the base unit; 0 means 1
	Invalid  []string           // values that mean "unknown", as numbers or words
	Map      map[string]float64 // words and their values, lower case
	Parse    Parser             // how the text is read
}

// Definition is what modules.yml says of a NUT module.
type Definition struct {
	Rows []Row
	Info map[string][]string // field of power.Info -> variables, best first
	Raw  bool                // export every variable as it is, too
}

// A Module is a compiled Definition. It is immutable.
type Module struct {
	rows  []row
	index map[string][]target // normalised variable name -> rows, best first
	info  map[string][]string
	raw   bool
	known map[string]bool // variables that code or info reads
}

type row struct {
	Row
	numbers []float64 // Invalid, as far as numeric
	words   []string  // Invalid, the rest, lower case
	limit   int       // index of the limit label, or -1
}

// target is one expansion of a row's pattern.
type target struct {
	row   int
	place power.Place // fixed labels
	slots []int       // for each number in the name, in order: its index in the place
	line  int         // index of the line label, or -1
}

// Compile checks a definition and makes it fast. It returns all mistakes,
// each with the index of its row, or -1.
func Compile(d Definition) (*Module, []RowError) {
	m := &Module{index: map[string][]target{}, info: d.Info, raw: d.Raw, known: statusVars()}
	var mistakes []RowError
	for i, r := range d.Rows {
		compiled, err := compileRow(r)
		if err != nil {
			mistakes = append(mistakes, RowError{i, err})
		}
		m.rows = append(m.rows, compiled)
		patterns, err := expand(r)
		if err != nil {
			mistakes = append(mistakes, RowError{i, err})
		}
		for _, p := range patterns {
			p.row = i
			m.index[p.key] = append(m.index[p.key], p.target)
		}
	}
	for field, vars := range d.Info {
		if !slices.Contains(InfoFields(), field) {
			mistakes = append(mistakes, RowError{-1, fmt.Errorf(
				"info has no field %q; it has %s", field, strings.Join(InfoFields(), ", "))})
		}
		for _, v := range vars {
			m.known[v] = true
		}
	}
	return m, mistakes
}

// RowError is a mistake in one row of a definition, or (-1) in its info.
type RowError struct {
	Row int
	Err error
}

// Error returns the mistake without the place.
func (e RowError) Error() string { return e.Err.Error() }

// Unwrap returns the mistake.
func (e RowError) Unwrap() error { return e.Err }

// InfoFields lists the fields that a definition's info may fill.
func InfoFields() []string {
	return []string{"type", "manufacturer", "model", "serial", "firmware", "name", "location"}
}

func compileRow(r Row) (row, error) {
	c := row{Row: r, limit: r.Quantity.LabelIndex("limit")}
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
	for label := range r.Labels {
		if r.Quantity.LabelIndex(label) < 0 {
			return c, fmt.Errorf("%s has no label %q; it has %s", r.Quantity.Name(), label,
				orNone(r.Quantity.Labels()))
		}
	}
	if kind := r.Quantity.Kind(); (kind == power.InfoKind) != (r.Parse == ParseText) {
		return c, fmt.Errorf("%s is of kind %s: parse: text goes with info and nothing else",
			r.Quantity.Name(), kind)
	} else if kind == power.StateSet && !r.Parse.yieldsState() {
		return c, fmt.Errorf("%s is a state set: it needs parse: state, selected or test_result",
			r.Quantity.Name())
	}
	return c, nil
}

func orNone(list []string) string {
	if len(list) == 0 {
		return "none"
	}
	return strings.Join(list, ", ")
}
