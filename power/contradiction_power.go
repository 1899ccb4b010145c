package power

// Bounds of the power factor that voltage, current and real power of an output
// may amount to. Meters are not exact, and their readings not of one moment: only
// what is far outside shows that the power is in another unit.
const (
	leastFactor = 0.12
	mostFactor  = 1.6
	leastVI     = 500 // below, rounded currents prove nothing
)

// dropImpossiblePower takes back the real power of an output that its voltages and
// currents prove wrong: some agents give it in tens or hundreds of watts, whatever
// their MIB says.
func (p deriver) dropImpossiblePower() {
	watts, ok := p.total(OutputPower)
	vi, known := p.voltAmperes()
	if !ok || !known || vi < leastVI || watts == 0 || watts >= vi*leastFactor && watts <= vi*mostFactor {
		return
	}
	for _, line := range []string{"", "L1", "L2", "L3"} {
		if v, ok := p.b.Find(OutputPower, line); ok {
			p.b.remove(OutputPower, Place{line})
			p.b.Drop(OutputPower.Name(), formatted(v), Contradictory)
		}
	}
}

// voltAmperes is the sum of voltage times current over the output's lines. It is not
// known if one of them has only one of the two.
func (p deriver) voltAmperes() (sum float64, known bool) {
	for _, line := range []string{"", "L1", "L2", "L3"} {
		v, ok := p.b.Find(OutputVoltage, line)
		i, also := p.b.Find(OutputCurrent, line)
		switch {
		case ok && also:
			sum += v * i
			known = true
		case also:
			return 0, false
		}
	}
	return sum, known
}
