package power

import "strconv"

// idle is the load below which a device may well round its power down to zero.
const idle = 0.05

// dropContradictions takes back the zeros of a device that measures no power, for
// with a load they cannot be true, and powers that voltage and current prove wrong.
func (p deriver) dropContradictions() {
	p.dropImpossiblePower()
	p.dropFrequency(OutputFrequency, OutputVoltage)
	p.dropFrequency(InputFrequency, InputVoltage)
	p.dropPhases(OutputPhases, OutputVoltage)
	p.dropPhases(InputPhases, InputVoltage)
	load, ok := p.load()
	if !ok || load < idle {
		return
	}
	for _, q := range []Quantity{OutputPower, OutputApparentPower, InputPower, InputApparentPower} {
		if q.Family() == FamilyInput && p.onBattery() {
			continue
		}
		if v, ok := p.total(q); ok && v == 0 {
			p.drop(q, "", "L1", "L2", "L3")
		}
	}
	if v, ok := p.b.Find(OutletPower, "0"); ok && v == 0 {
		p.drop(OutletPower, "0")
	}
}

// dropFrequency takes back a frequency of zero where there is a voltage: the device does
// not measure it. Direct current has none, and nobody tells one for it.
func (p deriver) dropFrequency(q, voltage Quantity) {
	hertz, ok := p.b.Find(q)
	volts, also := p.b.Find(voltage)
	if ok && also && hertz == 0 && volts > leastVolts {
		p.b.remove(q, Place{})
		p.b.Drop(q.Name(), "0", Contradictory)
	}
}

// leastVolts is a voltage that is more than an open input picks up.
const leastVolts = 60

// dropPhases takes back a number of phases below that of the lines with a voltage.
func (p deriver) dropPhases(q, voltage Quantity) {
	n, ok := p.b.Find(q)
	if !ok || n != 1 {
		return
	}
	if volts, ok := p.b.Find(voltage, "L2"); ok && volts > 0 {
		p.b.remove(q, Place{})
		p.b.Drop(q.Name(), formatted(n), Contradictory)
	}
}

// drop takes back the readings of a quantity at these places.
func (p deriver) drop(q Quantity, places ...string) {
	for _, place := range places {
		if _, ok := p.b.Find(q, place); ok {
			p.b.remove(q, Place{place})
			p.b.Drop(q.Name(), "0", Contradictory)
		}
	}
}

func formatted(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
