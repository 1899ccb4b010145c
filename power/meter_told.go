package power

import "strings"

// energies is what a snapshot tells of energy, each in a place of its own: nothing is allocated.
type energies struct {
	output, input byLine
	outlet, watts maybe
	outputPhases  float64
	inputPhases   float64
	nominal       float64
	onBattery     maybe // seconds, as the device tells

	inlets    [maxInlets]inlet // sorted by name
	count     int              // of inlets; more than there is room for means that none is used
	places    [maxName]byte    // how their sum is made, for its name
	placesLen int
	unused    byLine // what is no part of any sum
}

const (
	maxInlets = 8
	maxName   = 256 // bytes of the name of a source
	maxInput  = 8   // bytes of the name of an inlet
)

// maybe is a value that is told or not.
type maybe struct {
	v     float64
	known bool
}

type inlet struct {
	name string
	byLine
}

// collect goes over the readings once.
func (e *energies) collect(readings []Reading) {
	for i := range readings {
		r := &readings[i]
		switch r.Quantity {
		case OutputEnergy:
			e.output.set(r.Place[0], r.Value)
		case InputEnergy:
			e.inputOf(r.Place[1]).set(r.Place[0], r.Value)
		case OutletEnergy:
			if r.Place[0] == mainOutlet && joules.holds(r.Value) {
				e.outlet = maybe{r.Value, true}
			}
		case Power:
			if watts.holds(r.Value) {
				e.watts = maybe{r.Value, true}
			}
		case BatteryTimeOnBattery:
			if decades.holds(r.Value) {
				e.onBattery = maybe{r.Value, true}
			}
		case OutputPowerNominal, InputPowerNominal:
			if r.Place == (Place{}) && watts.holds(r.Value) {
				e.nominal = max(e.nominal, r.Value)
			}
		case OutputPhases:
			e.outputPhases = r.Value
		case InputPhases:
			if r.Place == (Place{}) {
				e.inputPhases = r.Value
			}
		}
	}
}

// rated is what the device is rated for, as far as is known.
func (e *energies) rated(before float64) float64 {
	if e.nominal > 0 {
		return e.nominal
	}
	return before
}

// inputOf is where the counters of an input go: the main one, or one of several inlets. What a
// bypass draws is no part of either.
func (e *energies) inputOf(name string) *byLine {
	switch {
	case name == "":
		return &e.input
	case len(name) > maxInput, strings.Trim(name, "0123456789.") != "":
		return &e.unused
	}
	at := 0
	for at < e.count && e.inlets[at].name < name {
		at++
	}
	if at < e.count && e.inlets[at].name == name {
		return &e.inlets[at].byLine
	}
	if e.count++; e.count > maxInlets {
		e.count = maxInlets + 1
		return &e.unused
	}
	copy(e.inlets[at+1:e.count], e.inlets[at:])
	e.inlets[at] = inlet{name: name}
	return &e.inlets[at].byLine
}

// inletSum is the sum of all inlets, or of the lines of each. It notes how it is made.
func (e *energies) inletSum() (sum float64, known bool) {
	if e.placesLen = 0; e.count > maxInlets {
		return 0, false
	}
	places := e.places[:0]
	for i := range e.count {
		one := &e.inlets[i]
		lines := one.have & phaseBits
		if one.have&wholeBit != 0 {
			lines = wholeBit
		}
		if lines == 0 {
			continue
		}
		if len(places) > 0 {
			places = append(places, ',')
		}
		places = append(places, one.name...)
		if lines != wholeBit {
			places = appendLines(append(places, ' '), lines)
		}
		sum += one.sum(lines)
	}
	e.placesLen = len(places)
	return sum, e.placesLen > 0
}
