package snmp

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/argus-power/argus/power"
)

// A Parser is a named way to read a value.
type Parser uint8

// The parsers.
const (
	ParseNumber     Parser = iota // a number, or a text that is one
	ParseMeasure                  // a text that begins with a number: "230.5 V"
	ParseFahrenheit               // a temperature in degrees Fahrenheit, after scaling
	ParseDate                     // a day, as text
	ParseDateTime                 // DateAndTime (RFC 2579): 8 or 11 octets
	ParseClock                    // a duration: "hh:mm:ss" or "mm:ss", else seconds
)

var parserNames = []string{"number", "measure", "fahrenheit", "date", "datetime", "clock"}

// ParserNames lists the names of all parsers, for modules.yml.
func ParserNames() []string { return slices.Clone(parserNames) }

// ParserNamed finds a parser by its name in modules.yml.
func ParserNamed(name string) (Parser, bool) {
	i := slices.Index(parserNames, name)
	return Parser(max(i, 0)), i >= 0
}

// number reads a value in the row's own unit, before any scale.
func (p Parser) number(v Value) (float64, power.DropReason) {
	var (
		x  float64
		ok bool
	)
	why := power.NotANumber
	switch p {
	case ParseMeasure:
		x, ok = leadingNumber(v)
	case ParseDate:
		x, ok = power.ParseDate(v.Text())
		why = power.BadDate
	case ParseDateTime:
		x, ok = dateAndTime(v.Octets())
		why = power.BadDate
	case ParseClock:
		if x, ok = v.Number(); !ok {
			x, ok = power.ParseClock(v.Text())
		}
	default:
		x, ok = v.Number()
	}
	if !ok {
		return 0, why
	}
	return x, ""
}

// leadingNumber reads the number that a text begins with.
func leadingNumber(v Value) (float64, bool) {
	if x, ok := v.Number(); ok || v.Type != Bytes {
		return x, ok
	}
	text := strings.TrimSpace(v.Text())
	end := strings.IndexFunc(text, func(r rune) bool { return !strings.ContainsRune("+-.,0123456789", r) })
	if end <= 0 {
		return 0, false
	}
	return power.ParseNumber(strings.TrimRight(text[:end], ".,"))
}

// tidy rounds to more digits than any device measures, so that 45.8 % is 0.458
// and not 0.45799999999999996.
func tidy(x float64) float64 {
	if x == math.Trunc(x) && math.Abs(x) < 1e14 {
		return x
	}
	var buf [32]byte
	rounded, err := strconv.ParseFloat(string(strconv.AppendFloat(buf[:0], x, 'g', 14, 64)), 64)
	if err != nil {
		return x
	}
	return rounded
}
