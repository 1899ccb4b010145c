package snmp

import (
	"math"

	"github.com/argus-power/argus/power"
)

// read adds what a value says for a row, and returns "" or why it says nothing.
func (r *row) read(b *power.Builder, oid string, at power.Place, v Value, digits Value) power.DropReason {
	if v.Type == Null || !v.Exists() {
		return ""
	}
	if r.invalid(v) {
		return power.Sentinel
	}
	if r.mapped != nil {
		if to, known := r.mapped[word(v)]; known {
			return r.readWord(b, at, to)
		}
		if r.numeric() {
			return power.UnknownState
		}
	}
	switch r.Quantity.Kind() {
	case power.InfoKind:
		return b.AddText(r.Quantity, at, power.Identity(v.Text()))
	case power.StateSet:
		return b.AddState(r.Quantity, "unknown")
	}
	x, came, why := r.figure(v, digits)
	if why != "" {
		return why
	}
	if why = b.Add(r.Quantity, at, x); why == "" && x != came {
		b.Repair(oid, came, x)
	}
	return why
}

// numeric says whether the row reads numbers.
func (r *row) numeric() bool {
	kind := r.Quantity.Kind()
	return kind == power.Gauge || kind == power.Counter
}

// readWord adds what the row's map makes of a value.
func (r *row) readWord(b *power.Builder, at power.Place, to meaning) power.DropReason {
	switch kind := r.Quantity.Kind(); {
	case to.text == "" && r.Quantity == power.AlarmInfo: // no alarm
		return ""
	case to.text == "":
		return power.Sentinel
	case kind == power.InfoKind:
		return b.AddText(r.Quantity, at, to.text)
	case kind == power.StateSet && r.Quantity.States() == nil:
		return r.choose(b, to.text)
	case kind == power.StateSet:
		return b.AddState(r.Quantity, to.text)
	}
	return b.Add(r.Quantity, at, to.number)
}

// choose adds a set whose states are those of the row's map: 1 for the chosen one,
// 0 for the others. The word "none" chooses none.
func (r *row) choose(b *power.Builder, chosen string) power.DropReason {
	for _, state := range r.states { // two rows' sets must not be mixed
		if _, given := b.Find(r.Quantity, state); given {
			return power.Duplicate
		}
	}
	for _, state := range r.states {
		x := 0.0
		if state == chosen {
			x = 1
		}
		if why := b.Add(r.Quantity, power.Place{state}, x); why != "" {
			return why
		}
	}
	return ""
}

// figure reads a number in the quantity's base unit. What came is another one if
// only another of the row's scales makes it one that the row can mean.
func (r *row) figure(v, digits Value) (x, came float64, why power.DropReason) {
	said, why := r.Parse.number(v)
	if why != "" {
		return 0, 0, why
	}
	factor := r.Scale
	if r.digits != nil {
		n, ok := digits.Number()
		if !ok || !(n >= -9 && n <= 9) {
			return 0, 0, power.UnknownUnit
		}
		factor *= math.Pow(10, -n)
	}
	came = r.base(said, factor)
	if r.means(came) {
		return came, came, ""
	}
	for _, other := range r.Rescale {
		if x = r.base(said, factor*other); r.means(x) {
			return x, came, ""
		}
	}
	if r.Quantity.Plausible(came) {
		return came, came, power.OutOfRange
	}
	return came, came, "" // the builder says why not
}

// means says whether a value can be meant by what the row reads. 0 is 0 in any scale,
// and what anything is that is off.
func (r *row) means(x float64) bool {
	return r.Quantity.Plausible(x) && (r.Range == [2]float64{} || x == 0 || x >= r.Range[0] && x <= r.Range[1])
}

func (r *row) base(x, factor float64) float64 {
	if factor != 1 {
		x *= factor
	}
	x += r.Offset
	if r.Parse == ParseFahrenheit {
		x = (x - 32) / 1.8
	}
	return tidy(x)
}

// alive says whether a value is a measurement of something that is there.
func (r *row) alive(v, digits Value) bool {
	if r.steady || !r.numeric() || v.Type == Null || !v.Exists() || r.invalid(v) {
		return false
	}
	if r.mapped != nil {
		return r.mapped[word(v)].number != 0
	}
	x, _, why := r.figure(v, digits)
	return why == "" && x != 0 && r.Quantity.Plausible(x)
}
