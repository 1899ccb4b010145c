package nut

import (
	"math"
	"slices"
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
	case slices.Contains(r.numbers, x):
		return 0, power.Sentinel
	case r.Parse == ParseTemperature:
		return temperature(x, v.Name, vars)
	case r.Parse == ParseFactor && (x > 1 || x < -1):
		return x / 100, ""
	}
	return r.scaled(x), ""
}

// scaled applies the row's scale. A percentage is divided by 100 rather than
// multiplied by 0.01, which has no exact form: 94 % is 0.94.
func (r *row) scaled(x float64) float64 {
	if divisor := math.Round(1 / r.Scale); divisor >= 2 && math.Abs(divisor*r.Scale-1) < 1e-12 {
		return x / divisor
	}
	return x * r.Scale
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
		return x - 273.15, ""
	case "f", "fahrenheit":
		return (x - 32) / 1.8, ""
	}
	return 0, power.UnknownUnit
}

// contact is 1 for a dry contact away from its normal position.
func contact(v Var, vars varList) (float64, power.DropReason) {
	config, _ := vars.get(strings.TrimSuffix(v.Name, "status") + "config")
	config = strings.ToLower(config)
	normallyClosed := strings.Contains(config, "clos")
	switch word := strings.ToLower(v.Value); {
	case word == "active":
		return 1, ""
	case word == "inactive":
		return 0, ""
	case config == "" || !strings.Contains(config, "normal"):
		return 0, power.UnknownState
	case strings.HasPrefix(word, "open") == normallyClosed:
		return 1, ""
	}
	return 0, ""
}

// testResult puts the makers' words for a test's result into one vocabulary.
func testResult(text string) string {
	word := strings.ToLower(strings.TrimSpace(text))
	has := func(parts ...string) bool {
		return slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(word, p) })
	}
	switch {
	case has("progress"):
		return "in_progress"
	case has("warning"):
		return "warning"
	case has("error", "fail"), word == "bt", word == "ng", word == "bad":
		return "failed"
	case has("pass"), word == "ok":
		return "passed"
	case has("abort"):
		return "aborted"
	case has("no test"), word == "no", word == "none", word == "0":
		return "none"
	}
	return "unknown"
}
