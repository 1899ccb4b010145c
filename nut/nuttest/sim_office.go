package nuttest

import (
	"maps"
	"time"
)

// office is a line-interactive UPS with an old battery. A cycle has three parts: mains, mains
// failure down to a low battery, and mains with a battery that charges, faster than a real one, so
// that nobody has to wait for hours.
type office struct{ waves waves }

const (
	officeCycle   = 240 * time.Second
	officeFailure = 60 * time.Second  // in each cycle
	officeReturn  = 150 * time.Second // in each cycle

	officeWatts       = 360.0 // rating
	officeVoltAmperes = 600.0
	officePF          = 0.92
	officeEnergy      = 7.8 * 3600 // J that the battery has left of what it once had
	officeLow         = 0.20       // charge below which the battery is low
)

// officeFixed never changes.
func officeFixed() map[string]string {
	return map[string]string{
		"battery.charge.low":      "20",
		"battery.charge.warning":  "50",
		"battery.date":            "2021/03/01",
		"battery.runtime.low":     "20",
		"battery.type":            "PbAc",
		"battery.voltage.nominal": "24.0",
		"device.mfr":              "Argus",
		"device.model":            "Desk 600",
		"device.serial":           "SIM-0001",
		"device.type":             "ups",
		"driver.name":             "nuttest",
		"input.frequency.nominal": "50",
		"input.transfer.high":     "264",
		"input.transfer.low":      "184",
		"input.voltage.nominal":   "230",
		"output.voltage.nominal":  "230",
		"ups.beeper.status":       "enabled",
		"ups.delay.shutdown":      "20",
		"ups.delay.start":         "30",
		"ups.firmware":            "1.04",
		"ups.power.nominal":       text(officeVoltAmperes, 0),
		"ups.realpower.nominal":   text(officeWatts, 0),
		"ups.test.result":         "Done and passed",
		"ups.timer.shutdown":      "-1",
		"ups.type":                "line-interactive",
	}
}

func (o office) at(t time.Duration) (map[string]string, string) {
	cycle, phase := t/officeCycle, t%officeCycle
	watts := o.watts(cycle, phase)
	charge := o.charge(cycle, phase)
	mains := phase < officeFailure || phase >= officeReturn

	vars := officeFixed()
	maps.Copy(vars, o.flow(t, mains, watts))
	vars["ups.status"] = officeStatus(mains, charge)
	vars["battery.charge"] = text(100*charge, 0)
	vars["battery.runtime"] = text(charge*officeEnergy/watts, 0)
	vars["battery.voltage"] = text(officeBattery(mains, charge), 2)
	vars["input.transfer.reason"] = "input voltage out of range"
	vars["ups.temperature"] = text(31+o.waves.at(t, 4, 9*time.Minute), 1)
	return vars, ""
}

// watts is the load. On battery it stays, so that everybody can follow the runtime.
func (o office) watts(cycle, phase time.Duration) float64 {
	phase = min(phase, officeFailure)
	begun := cycle * officeCycle //nolint:durationcheck // cycle is a number of them
	return 272 + 18*o.waves.at(begun+phase, 1, 70*time.Second)
}

// charge is the share of the energy that is there: full, then less by the load's energy, then
// linearly back to full at the cycle's end.
func (o office) charge(cycle, phase time.Duration) float64 {
	onBattery := max(0, min(phase, officeReturn)-officeFailure)
	charge := 1 - o.watts(cycle, officeFailure)*onBattery.Seconds()/officeEnergy
	if phase > officeReturn {
		back := (phase - officeReturn).Seconds() / (officeCycle - officeReturn).Seconds()
		charge += (1 - charge) * back
	}
	return charge
}

func officeStatus(mains bool, charge float64) string {
	switch {
	case mains && charge == 1:
		return "OL"
	case mains:
		return "OL CHRG"
	case charge >= officeLow:
		return "OB DISCHRG"
	}
	return "OB DISCHRG LB"
}

// officeBattery is the voltage: under load it falls with the charge, at the charger it is higher.
func officeBattery(mains bool, charge float64) float64 {
	if mains {
		return 25.6 + 1.6*charge
	}
	return 21 + 3.8*charge
}

// flow is what goes in and out. Without mains the inverter makes clean 230 V.
func (o office) flow(t time.Duration, mains bool, watts float64) map[string]string {
	in, frequency, out := 0.0, 0.0, 230.0
	if mains {
		in = round(231+4*o.waves.at(t, 2, 50*time.Second), 1)
		frequency = 50 + 0.04*o.waves.at(t, 3, 30*time.Second)
		out = in
	}
	amperes := round(watts/out/officePF, 2)
	return map[string]string{
		"input.frequency":    text(frequency, 2),
		"input.voltage":      text(in, 1),
		"output.current":     text(amperes, 2),
		"output.frequency":   text(50, 2),
		"output.powerfactor": text(officePF, 2),
		"output.voltage":     text(out, 1),
		"ups.load":           text(100*out*amperes*officePF/officeWatts, 0),
		"ups.power":          text(out*amperes, 0),
		"ups.realpower":      text(out*amperes*officePF, 0),
	}
}
