package trap

import "github.com/argus-power/argus/power"

// pduFamilies are those of PDUs beside the ones of APC, Eaton and CyberPower. Most of their notifications say that
// something changed, and a variable says to what.
func pduFamilies() []family {
	const px1, geist = "1.3.6.1.4.1.13742.4", "1.3.6.1.4.1.21239.5.2.32767"
	return []family{
		{root: "1.3.6.1.4.1.13742.6.0", mib: "PDU2-MIB", rules: raritan()},
		{root: px1 + ".0", mib: "PDU-MIB", texts: []string{px1 + ".1.1.12"}, rules: raritanFirst(px1)},
		{
			root: "1.3.6.1.4.1.1718.4.100.0", mib: "Sentry4-MIB",
			texts: []string{"1.3.6.1.4.1.1718.4.1.99.1"}, rules: sentry4(),
		},
		{
			root: "1.3.6.1.4.1.1718.3.100.0", mib: "Sentry3-MIB",
			texts: []string{"1.3.6.1.4.1.1718.3.99.1"}, rules: sentry3(),
		},
		{root: geist + ".0", mib: "VERTIV-V5-MIB", texts: []string{"1.3.6.1.4.1.21239.5.2.3.1.1.4"}, rules: vertiv()},
	}
}

// raritan: SensorState is 0 open, 1 closed, 7 on, 8 off, 9 detected, 10 not detected; of a notification about
// a reading it is another number, and no event. The last number of an instance is the type of the reading.
func raritan() []rule {
	change := func(id int, name string, kind power.EventKind, object, word string, begin, end int) rule {
		r := begins(id, name, kind)
		r.sense = &sense{object: object, begins: []int{begin}, ends: []int{end}}
		if word != "" {
			r.spot = &spot{object: object, word: word, unit: true, trail: 1}
		}
		return r
	}
	const measured = "1.3.6.1.4.1.13742.6.5"
	return []rule{
		begins(1, "systemStarted", power.DeviceRebooted),
		change(63, "outletSensorStateChange", power.OutletOff, measured+".4.3.1.3", "outlet", 8, 7),
		change(65, "overCurrentProtectorSensorStateChange", power.BranchOpened, measured+".3.3.1.3", "branch", 0, 1),
		change(66, "externalSensorStateChange", power.SensorTripped, measured+".5.3.1.3", "", 9, 10),
	}
}

func raritanFirst(px1 string) []rule {
	breaker := spot{object: px1 + ".1.5.2.1.2", word: "branch"} // circuitBreakerLabel
	return []rule{
		begins(2, "rebootCompleted", power.DeviceRebooted),
		quiet(3, "userLogin"), quiet(4, "userLogout"), quiet(5, "userAuthenticationFailure"), quiet(8, "userSessionTimeout"),
		begins(51, "circuitBreakerTripped", power.BranchOpened).at(breaker),
		ends(52, "circuitBreakerRecovered", power.BranchOpened).at(breaker),
		begins(55, "environmentalSensorsConnectivityLost", power.SensorLost),
		ends(57, "environmentalSensorsConnectivityRestored", power.SensorLost),
	}
}

func sentry4() []rule {
	const objects = "1.3.6.1.4.1.1718.4.1"
	outlet := begins(16, "st4OutletStateChangeEvent", power.OutletOff).
		at(spot{object: objects + ".8.3.1.1", word: "outlet", unit: true})
	outlet.sense = &sense{object: objects + ".8.3.1.1", begins: []int{2}, ends: []int{1}} // st4OutletState
	breaker := begins(12, "st4OcpStatusEvent", power.BranchOpened).
		at(spot{object: objects + ".6.3.1.1", word: "branch", unit: true})
	// st4OcpStatus: 0 normal, 12 breakerTripped, 13 fuseBlown
	breaker.sense = &sense{object: objects + ".6.3.1.1", begins: []int{12, 13}, ends: []int{0}}
	water := begins(22, "st4WaterSensorStatusEvent", power.SensorTripped)
	water.sense = &sense{object: objects + ".11.3.1.1", begins: []int{18}, ends: []int{0}} // 0 normal, 18 alarm
	return []rule{outlet, breaker, water}
}

func sentry3() []rule {
	const objects = "1.3.6.1.4.1.1718.3.2"
	outlet := begins(6, "outletChangeEvent", power.OutletOff).
		at(spot{object: objects + ".3.1.5", word: "outlet", unit: true})
	outlet.sense = &sense{object: objects + ".3.1.5", begins: []int{0}, ends: []int{1}} // outletStatus: off, on
	water := begins(8, "envMonWaterSensorEvent", power.SensorTripped)
	water.sense = &sense{object: objects + ".4.1.6", begins: []int{1}, ends: []int{0}}
	return []rule{outlet, water}
}

// vertiv: NOTIFY begins what CLEAR ends: a limit of the device's own was crossed.
func vertiv() []rule {
	pair := func(id int, what, place string) []rule {
		return []rule{raises(id, what+"NOTIFY", place), clears(id+10000, what+"CLEAR", place)}
	}
	var all []rule
	for _, one := range []struct {
		id          int
		what, place string
	}{
		{10305, "pduMainAvail", "availability"},
		{10309, "pduTotalRealPower", "power"},
		{10324, "pduPhaseVoltage", "input voltage"},
		{10328, "pduPhaseCurrent", "input current"},
		{10332, "pduPhaseRealPower", "input power"},
		{10354, "pduBreakerCurrent", "branch current"},
	} {
		all = append(all, pair(one.id, one.what, one.place)...)
	}
	return all
}
