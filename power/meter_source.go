package power

const (
	// wattsSource is the name of the source of devices without a counter.
	wattsSource = "power_watts"
	// mainOutlet is all outlets together.
	mainOutlet = "0"
	// maxCandidates is as many as there can be.
	maxCandidates = 10
)

// candidate is something that can be metered: a counter, or watts. Its name is a quantity and the
// places that are added up, so that another sum is never taken for the same counter.
type candidate struct {
	quantity Quantity
	lines    uint8 // bits of linePlaces
	inlets   bool  // instead of lines, those that were summed up last
	v        float64
}

// appendName appends the name under which a source is remembered.
func (e *energies) appendName(b []byte, c *candidate) []byte {
	b = append(b, c.quantity.Name()...)
	switch {
	case c.quantity == OutletEnergy:
		b = append(append(b, '{'), mainOutlet...)
	case c.inlets:
		b = append(append(b, '{'), e.places[:e.placesLen]...)
	case c.lines&^wholeBit != 0:
		b = appendLines(append(b, '{'), c.lines)
	default:
		return b
	}
	return append(b, '}')
}

func appendLines(b []byte, lines uint8) []byte {
	for i, place := range linePlaces {
		if lines&(1<<i) == 0 || i == 0 {
			continue
		}
		if last := b[len(b)-1]; last >= '0' && last <= '9' {
			b = append(b, '+')
		}
		b = append(b, place...)
	}
	return b
}

// candidates are all that a snapshot tells, best first: what the device delivers, or what it
// draws where only that is counted, in the order in which [DerivePower] looks for watts. Outlets and
// branches are never added up: some of them may not be measured.
func (e *energies) candidates(list []candidate) []candidate {
	list = e.output.candidates(list, OutputEnergy, e.outputPhases)
	if e.outlet.known {
		list = append(list, candidate{quantity: OutletEnergy, v: e.outlet.v})
	}
	list = e.input.candidates(list, InputEnergy, e.inputPhases)
	if v, known := e.inletSum(); known {
		list = append(list, candidate{quantity: InputEnergy, inlets: true, v: v})
	}
	if e.watts.known {
		list = append(list, candidate{quantity: Power, v: e.watts.v})
	}
	return list
}

// best is the best source and what it tells; "" if there is none.
func (e *energies) best() (string, float64) {
	var space [maxCandidates]candidate
	list := e.candidates(space[:0])
	if len(list) == 0 {
		return "", 0
	}
	return string(e.appendName(nil, &list[0])), list[0].v
}

// of is what a source tells, if it does.
func (e *energies) of(source string) (float64, bool) {
	var space [maxCandidates]candidate
	var name [maxName]byte
	list := e.candidates(space[:0])
	for i := range list {
		if string(e.appendName(name[:0], &list[i])) == source {
			return list[i].v, true
		}
	}
	return 0, false
}

// any says whether anything can be metered, counter whether a counter can.
func (e *energies) any() bool { return e.watts.known || e.counter() }

func (e *energies) counter() bool {
	var space [maxCandidates]candidate
	list := e.candidates(space[:0])
	return len(list) > 0 && list[0].quantity != Power
}
