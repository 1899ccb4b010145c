package power

import (
	"slices"
	"strings"
)

// inlets is the sum of what a device with several inlets draws by each of them, or
// by each line of each.
func (p deriver) inlets() (float64, bool) {
	type inlet struct{ whole, lines float64 }
	known := map[string]*inlet{}
	if slices.Contains(p.b.partial, InputPower) {
		return 0, false
	}
	for _, r := range p.b.snap.Readings {
		line, name := r.Place[0], r.Place[1]
		if r.Quantity != InputPower || name == "" || strings.Trim(name, "0123456789.") != "" {
			continue // a bypass draws what the output tells
		}
		if known[name] == nil {
			known[name] = &inlet{}
		}
		if line == "" {
			known[name].whole = r.Value
		} else if len(line) == 2 { // a line, not a pair of them
			known[name].lines += r.Value
		}
	}
	var sum float64
	for _, i := range known {
		if i.whole != 0 {
			sum += i.whole
		} else {
			sum += i.lines
		}
	}
	return sum, len(known) > 0
}

// direct is volts times amperes of a plant of direct current.
func (p deriver) direct() (float64, bool) {
	volts, ok := p.b.Find(OutputVoltage)
	amperes, also := p.b.Find(OutputCurrent)
	return volts * amperes, ok && also && p.b.snap.Info.Type == "dc"
}
