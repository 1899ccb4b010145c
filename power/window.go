package power

// window is the range of values that a device can mean; anything outside is a
// bug of the device or of its driver.
type window struct {
	min, max float64
	noZero   bool // zero is the device's way to say "unknown"
}

func (w window) holds(v float64) bool {
	return v >= w.min && v <= w.max && (!w.noZero || v != 0)
}

// Plausible ranges, shared by the quantities of one unit. They are wide enough
// for every real device and narrow enough for the sentinels and overflows that
// devices answer instead of "unknown".
var (
	volts       = window{min: 0, max: 1000}
	amperes     = window{min: -5000, max: 5000}
	watts       = window{min: 0, max: 5e6}
	vars        = window{min: -5e6, max: 5e6}
	hertz       = window{min: 0, max: 450}
	celsius     = window{min: -40, max: 125}
	radians     = window{min: -7, max: 7}
	pascals     = window{min: -1e5, max: 2e5}
	airSpeed    = window{min: 0, max: 100}
	share       = window{min: 0, max: 1}
	load        = window{min: 0, max: 2}
	powerFactor = window{min: -1, max: 1, noZero: true}
	crest       = window{min: 1, max: 20}
	distortion  = window{min: 0, max: 10}
	week        = window{min: 0, max: 7 * 86400}
	decades     = window{min: 0, max: 50 * 365 * 86400}
	count       = window{min: 0, max: 1e6}
	coulombs    = window{min: 0, max: 1e9}
	joules      = window{min: 0, max: 1e15}
	date        = window{min: 315532800, max: 4102444800} // 1980 to 2100
	flag        = window{min: 0, max: 1}
)

// rated narrows a range to ratings, of which zero means "not told".
func rated(w window) window {
	w.noZero, w.min = true, 0
	return w
}

// unmeasured narrows a range to quantities that are never exactly zero in a
// device that measures them.
func unmeasured(w window) window {
	w.noZero = true
	return w
}
