package nut

import (
	"fmt"
	"maps"
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
// thresholds, from "low" to "high.critical". An index that is written out
// stands for itself in all its spellings: "outlet.1.current" is outlet.01.current, too.
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
}

// target is one expansion of a row's pattern.
type target struct {
	row   int
	place power.Place // fixed labels
	slots []slot      // for each number in the name, in order
	line  slot
}

// slot says what an index in a variable's name is for.
type slot struct {
	at   int    // its label's index in the place, or -1
	only string // the one index that the row is about, "" for any
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
	for _, field := range slices.Sorted(maps.Keys(d.Info)) {
		if !slices.Contains(InfoFields(), field) {
			mistakes = append(mistakes, RowError{-1, fmt.Errorf(
				"info has no field %q; it has %s", field, strings.Join(InfoFields(), ", "))})
		}
		for _, v := range d.Info[field] {
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

// fits returns the labels of a variable whose normalised name the target has,
// unless the target is about another index.
func (t *target) fits(name *parsedName) (power.Place, bool) {
	place := t.place
	for n, s := range t.slots {
		if !s.take(name.numbers[n], &place) {
			return place, false
		}
	}
	return place, t.line.take(name.line, &place)
}

func (s slot) take(index string, place *power.Place) bool {
	if s.at >= 0 {
		place[s.at] = index
	}
	return s.only == "" || s.only == index
}
