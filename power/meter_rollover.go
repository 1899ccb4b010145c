package power

// rollOver is what a counter rose by that began at zero again because it had no digits left:
// from just below what a counter can show to just above zero, by no more than the device can have delivered.
func rollOver(from, to, most float64) (rise float64, ok bool) {
	rise = most
	for _, unit := range [...]float64{
		1, 1000, wattHour, 10 * wattHour, 100 * wattHour, kilowattHour, 10 * kilowattHour,
	} {
		for _, count := range [...]float64{
			1 << 16, 1 << 31, 1 << 32, 1e5, 1e6, 1e7, 1e8, 1e9,
		} {
			end := unit * count
			if from < end && from > 0.9*end && to < 0.1*end && end-from+to <= rise {
				rise, ok = end-from+to, true
			}
		}
	}
	return rise, ok
}
