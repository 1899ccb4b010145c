package nut

import (
	"slices"
	"strconv"
	"strings"

	"github.com/argus-power/argus/power"
)

// A Parser is a named way to read the text of a variable.
type Parser uint8

// The parsers.
const (
	ParseNumber      Parser = iota // a decimal number
	ParseDate                      // a day
	ParseClock                     // seconds, or mm:ss
	ParseText                      // the label text of an info quantity
	ParseState                     // a word of a closed state set
	ParseTestResult                // a test's result in any maker's words
	ParseFactor                    // a ratio that some drivers give in percent
	ParseTemperature               // in the unit that a sibling variable tells
	ParseSelected                  // the number of the selected input
	ParseContact                   // a dry contact, against its normal position
)

var parserNames = []string{
	"number", "date", "clock", "text", "state", "test_result", "factor", "temperature",
	"selected", "contact",
}

// ParserNames lists the names of all parsers, for modules.yml.
func ParserNames() []string { return slices.Clone(parserNames) }

// ParserNamed finds a parser by its name in modules.yml.
func ParserNamed(name string) (Parser, bool) {
	i := slices.Index(parserNames, name)
	return Parser(max(i, 0)), i >= 0
}

func (p Parser) yieldsState() bool {
	return p == ParseState || p == ParseTestResult || p == ParseSelected
}

// invalid says whether a text is one of the row's ways to say "unknown".
func (r *row) invalid(text string) bool {
	if len(r.Invalid) == 0 {
		return false
	}
	if x, ok := power.ParseNumber(text); ok {
		return slices.Contains(r.numbers, x)
	}
	return slices.Contains(r.words, strings.ToLower(strings.TrimSpace(text)))
}

// number reads the value of a numeric row in the quantity's base unit.
func (r *row) number(v Var, vars varList) (float64, power.DropReason) {
	if mapped, ok := r.Map[strings.ToLower(strings.TrimSpace(v.Value))]; ok {
		return mapped, ""
	}
	if r.Map != nil {
		return 0, power.UnknownState
	}
	switch r.Parse {
	case ParseDate:
		if x, ok := power.ParseDate(v.Value); ok {
			return x, ""
		}
		return 0, power.BadDate
	case ParseContact:
		return contact(v, vars)
	case ParseClock:
		if x, ok := power.ParseClock(v.Value); ok {
			return x, ""
		}
	}
	x, ok := power.ParseNumber(v.Value)
	switch {
	case !ok:
		return 0, power.NotANumber
	case r.Parse == ParseTemperature:
		return temperature(r.scaled(x), v.Name, vars)
	case r.Parse == ParseFactor && (x > 1 || x < -1):
		return tidy(x / 100), ""
	}
	return r.scaled(x), ""
}

// scaled applies the row's scale.
func (r *row) scaled(x float64) float64 {
	if r.Scale == 1 {
		return x
	}
	return tidy(x * r.Scale)
}

// tidy rounds to more digits than any device measures, so that 45.8 % is 0.458
// and not 0.45799999999999996.
func tidy(x float64) float64 {
	var buf [32]byte
	rounded, err := strconv.ParseFloat(string(strconv.AppendFloat(buf[:0], x, 'g', 14, 64)), 64)
	if err != nil {
		return x
	}
	return rounded
}

// temperature converts to Celsius from the unit that the sensor's sibling
// variable names; snmp-ups passes on whatever the card is set to.
func temperature(x float64, name string, vars varList) (float64, power.DropReason) {
	prefix, _, _ := strings.Cut(name, "temperature")
	unit, ok := vars.get(prefix + "temperature.unit")
	if !ok {
		return x, ""
	}
	switch strings.ToLower(strings.TrimSpace(unit)) {
	case "", "c", "celsius":
		return x, ""
	case "k", "kelvin":
		return tidy(x - 273.15), ""
	case "f", "fahrenheit":
		return tidy((x - 32) / 1.8), ""
	}
	return 0, power.UnknownUnit
}
