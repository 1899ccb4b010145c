package power

import (
	"math"
	"slices"
	"strconv"
)

// Ratings are what the owner of a device states about it, where the device
// tells nothing or nonsense. Zero means not stated. A stated rating wins over
// the device's own.
type Ratings struct {
	Watts       float64 // rated real power of the output
	VoltAmperes float64 // rated apparent power of the output
	PowerFactor float64 // power factor of the load, to turn VA into watts
}

// The ways to obtain the power of a device, best first: values of the "method"
// label of power_info.
const (
	MethodMeasured = "measured" // the device's own watts
	MethodApparent = "apparent" // apparent power times power factor
	MethodLoad     = "load"     // load times rated watts
	MethodLoadVA   = "load_va"  // load times rated VA times power factor
)

var (
	phases = [...]string{"L1", "L2", "L3"}
	pairs  = [...]string{"L1-L2", "L2-L3", "L3-L1"} // of a device in delta
)

// DerivePower records the power of the device and how it was obtained, from
// the best source among the readings recorded so far. Without any source it
// records nothing.
func DerivePower(b *Builder, stated Ratings) {
	p := deriver{b: b, stated: stated}
	p.dropContradictions()
	for _, way := range []struct {
		method string
		watts  func() (float64, bool)
	}{
		{MethodMeasured, p.measured},
		{MethodApparent, p.apparent},
		{MethodLoad, p.fromLoad},
		{MethodLoadVA, p.fromLoadVA},
		{MethodMeasured, p.parts},
	} {
		v, ok := way.watts()
		if !ok {
			continue
		}
		if b.Add(Power, Place{}, rounded(v)) == "" {
			b.put(PowerInfo, Place{way.method}, 1)
			return
		}
	}
}

// rounded is a sum or a product without the digits that only computing adds.
func rounded(v float64) float64 {
	const digits = 12
	short, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', digits, 64), 64)
	if err != nil {
		return v
	}
	return short
}

type deriver struct {
	b      *Builder
	stated Ratings
}

// measured is what the device says it delivers; failing that, what it draws,
// which says nothing while it runs on battery.
func (p deriver) measured() (float64, bool) {
	if v, ok := p.total(OutputPower); ok {
		return v, true
	}
	if v, ok := p.direct(); ok {
		return v, true
	}
	if v, ok := p.b.Find(OutletPower, "0"); ok {
		return v, true
	}
	if p.onBattery() {
		return 0, false
	}
	if v, ok := p.total(InputPower); ok {
		return v, true
	}
	return p.inlets()
}

func (p deriver) onBattery() bool { return p.b.snap.Status.Active.Has(OnBattery) }

// parts is the sum of what a power strip tells of its branches or outlets. It
// comes last: some of them may not be measured.
func (p deriver) parts() (float64, bool) {
	if v, ok := p.sum(BranchPower); ok {
		return v, true
	}
	return p.sum(OutletPower)
}

// total is a quantity of the whole device, or the sum of its phases.
func (p deriver) total(q Quantity) (float64, bool) {
	if v, ok := p.b.Find(q); ok {
		return v, true
	}
	sum, known := p.lines(q, phases[:])
	if known == 0 {
		if sum, known = p.lines(q, pairs[:]); known > 0 {
			return sum, known == len(pairs)
		}
	}
	return sum, known == len(phases) || known == 1 && p.singlePhase(q)
}

// lines adds up the lines that tell a quantity, and counts them.
func (p deriver) lines(q Quantity, names []string) (sum float64, known int) {
	for _, line := range names {
		if v, ok := p.b.Find(q, line); ok {
			sum += v
			known++
		}
	}
	return sum, known
}

// singlePhase says whether one phase is the whole device: it says so itself.
func (p deriver) singlePhase(q Quantity) bool {
	count, ok := p.b.Find(OutputPhases)
	if q == InputPower || q == InputApparentPower {
		count, ok = p.b.Find(InputPhases)
	}
	return ok && count == 1
}

// sum adds up a quantity of outlets or branches.
func (p deriver) sum(q Quantity) (float64, bool) {
	var sum float64
	known := false
	if slices.Contains(p.b.partial, q) {
		return 0, false
	}
	for _, r := range p.b.snap.Readings {
		if r.Quantity == q {
			sum += r.Value
			known = true
		}
	}
	return sum, known
}

func (p deriver) apparent() (float64, bool) {
	for _, side := range []struct{ va, pf Quantity }{
		{OutputApparentPower, OutputPowerFactor},
		{InputApparentPower, InputPowerFactor},
	} {
		va, ok := p.total(side.va)
		if !ok || side.va == InputApparentPower && p.onBattery() {
			continue
		}
		if p.stated.PowerFactor > 0 {
			return va * p.stated.PowerFactor, true
		}
		if pf, ok := p.b.Find(side.pf); ok {
			return va * math.Abs(pf), true
		}
		if v, ok := p.apparentLines(side.va, side.pf); ok {
			return v, true
		}
	}
	return 0, false
}

// apparentLines is apparent power times power factor, line by line: of three of them, or
// of the only one.
func (p deriver) apparentLines(apparent, factor Quantity) (sum float64, known bool) {
	lines := 0
	for _, line := range phases {
		va, ok := p.b.Find(apparent, line)
		pf, also := p.b.Find(factor, line)
		if ok && (also || va == 0) {
			sum += va * math.Abs(pf)
			lines++
		}
	}
	partial := slices.Contains(p.b.partial, apparent) || slices.Contains(p.b.partial, factor)
	return sum, !partial && (lines == len(phases) || lines == 1 && p.singlePhase(apparent))
}

// load is the load of the whole device, or the mean of its phases.
func (p deriver) load() (float64, bool) {
	if v, ok := p.b.Find(OutputLoad); ok {
		return v, true
	}
	sum, known := p.lines(OutputLoad, phases[:])
	return sum / float64(max(known, 1)),
		known == len(phases) || known == 1 && p.singlePhase(OutputLoad)
}

func (p deriver) fromLoad() (float64, bool) {
	load, ok := p.load()
	if !ok {
		return 0, false
	}
	rating := p.stated.Watts
	if rating == 0 {
		rating, _ = p.b.Find(OutputPowerNominal)
	}
	return load * rating, rating > 0
}

func (p deriver) fromLoadVA() (float64, bool) {
	load, ok := p.load()
	if !ok {
		return 0, false
	}
	rating := p.stated.VoltAmperes
	if rating == 0 {
		rating, _ = p.b.Find(OutputApparentPowerNominal)
	}
	pf := p.stated.PowerFactor
	for _, q := range []Quantity{OutputPowerFactor, OutputPowerFactorNominal} {
		if pf == 0 {
			pf, _ = p.b.Find(q)
		}
	}
	return load * rating * math.Abs(pf), rating > 0 && pf != 0
}
