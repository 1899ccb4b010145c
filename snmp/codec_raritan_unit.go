package snmp

import (
	"math"
	"strconv"
)

// raritanFactor is the factor to base units of a value with a unit and digits.
func raritanFactor(unit string, digits Value) (float64, bool) {
	factor, known := raritanKnown(unit)
	n, ok := digits.Number()
	return factor * math.Pow(10, -n), known && ok && n >= 0 && n <= 9
}

// raritanKnown is the factor from a unit of PDU2-MIB to the base unit.
func raritanKnown(unit string) (factor float64, known bool) {
	switch unit {
	case "", "-1", "1", "2", "3", "4", "7", "8", "10", "11", "14", "23":
		return 1, true
	case "5":
		return 3600, true
	case "9":
		return 0.01, true
	case "12":
		return 6894.757, true
	case "19":
		return 1.0 / 60, true
	case "20":
		return math.Pi / 180, true
	case "24":
		return 0.3048, true
	}
	return 0, false
}

// raritanUsual are the units of types of readings whose unit is not the base unit.
func raritanUsual() map[string]string {
	return map[string]string{"3": "9", "8": "5", "11": "9", "21": "19", "38": "20", "57": "9", "58": "9"}
}

func raritanParser(unit string) Parser {
	if unit == "14" {
		return ParseFahrenheit
	}
	return ParseNumber
}

// raritanColumn returns a column of an entry.
func raritanColumn(entry string, n int) string { return entry + "." + strconv.Itoa(n) }

// limits makes the rows of a reading's limits, those that are enabled. Where the
// agent does not tell which are, a limit of 0 is none.
func (r *raritanReader) limits(
	m raritanMeaning, settings, column, index string, factor float64, labels map[string]string,
) {
	if m.limit == 0 {
		return
	}
	enabled := r.t.at(r.root+settings+column, index).Octets()
	first := map[string]int{raritanEnabled: 21, raritanProbeEnabled: 31}[column]
	for bit, limit := range []struct {
		name string
		at   int
	}{{"low_critical", 0}, {"low_warning", 1}, {"high_warning", 3}, {"high_critical", 2}} {
		row := Row{
			Quantity: m.limit, OID: raritanColumn(settings, first+limit.at) + "." + index,
			Scale: factor, Parse: raritanParser(m.unit), Labels: fixedLabels(labels),
		}
		row.Labels["limit"] = Label{Text: limit.name}
		switch {
		case len(enabled) != 1:
			row.Invalid = []string{"0"}
		case enabled[0]&(0x80>>bit) == 0:
			continue
		}
		if m.limit.LabelIndex("line") < 0 {
			delete(row.Labels, "line")
		}
		r.rows = append(r.rows, row)
	}
}
