package nuttest

import (
	"maps"
	"time"
)

// threePhase is a double-conversion UPS of 40 kVA with two strings of batteries.
type threePhase struct{ waves waves }

const (
	threeVoltAmperes = 40000.0
	threeWatts       = 36000.0
	threeEfficiency  = 0.94
	threeEnergy      = 2 * 9.6e6 // J: of the 9 Ah at 480 V of a string, what such a load gets out
)

func threePhaseFixed() map[string]string {
	return map[string]string{
		"battery.capacity":         "9",
		"battery.charge":           "100",
		"battery.charge.low":       "30",
		"battery.date":             "2024/05/17",
		"battery.packs":            "2",
		"battery.packs.bad":        "0",
		"battery.runtime.low":      "180",
		"battery.type":             "PbAc",
		"battery.voltage.nominal":  "480",
		"device.location":          "Row A",
		"device.mfr":               "Argus",
		"device.model":             "Tower 40000",
		"device.serial":            "SIM-0002",
		"device.type":              "ups",
		"driver.name":              "nuttest",
		"input.bypass.phases":      "3",
		"input.frequency.nominal":  "50",
		"input.phases":             "3",
		"input.voltage.nominal":    "230",
		"output.frequency":         "50.00",
		"output.frequency.nominal": "50",
		"output.phases":            "3",
		"output.voltage.nominal":   "230",
		"ups.efficiency":           text(100*threeEfficiency, 1),
		"ups.firmware":             "3.12.0",
		"ups.power.nominal":        text(threeVoltAmperes, 0),
		"ups.realpower.nominal":    text(threeWatts, 0),
		"ups.start.auto":           "yes",
		"ups.status":               "OL",
		"ups.test.result":          "Done and passed",
		"ups.type":                 "online",
	}
}

func (u threePhase) at(t time.Duration) (map[string]string, string) {
	vars := threePhaseFixed()
	watts, voltAmperes := 0.0, 0.0
	for line := 1; line <= 3; line++ {
		w, va := u.output(vars, t, line)
		u.input(vars, t, line, w/threeEfficiency)
		watts += w
		voltAmperes += va
	}
	frequency := 50 + 0.03*u.waves.at(t, 50, 40*time.Second)
	temperature := u.waves.at(t, 51, 11*time.Minute)
	maps.Copy(vars, map[string]string{
		"ambient.humidity":       text(44+4*u.waves.at(t, 52, 17*time.Minute), 1),
		"ambient.temperature":    text(23+1.5*temperature, 1),
		"battery.current":        text(0.3+0.1*u.waves.at(t, 53, 2*time.Minute), 2),
		"battery.runtime":        text(threeEnergy*threeEfficiency/watts, 0),
		"battery.temperature":    text(24.5+temperature, 1),
		"battery.voltage":        text(545+u.waves.at(t, 54, 3*time.Minute), 1),
		"input.bypass.frequency": text(frequency, 2),
		"input.frequency":        text(frequency, 2),
		"input.realpower":        text(watts/threeEfficiency, 0),
		"ups.load":               text(100*watts/threeWatts, 1),
		"ups.power":              text(voltAmperes, 0),
		"ups.realpower":          text(watts, 0),
		"ups.temperature":        text(33+2*temperature, 1),
	})
	return vars, ""
}

// output adds one line of the output and returns its real and its apparent power.
func (u threePhase) output(vars map[string]string, t time.Duration, line int) (watts, va float64) {
	share := []float64{0.48, 0.41, 0.55}[line-1] // of the rating; loads are never balanced
	share += 0.08*u.waves.at(t, line, 4*time.Minute) + 0.02*u.waves.at(t, 10+line, 25*time.Second)
	volts := round(230+0.4*u.waves.at(t, 20+line, time.Minute), 1)
	factor := round(0.93+0.02*u.waves.at(t, 30+line, 6*time.Minute), 2)
	amperes := round(share*threeWatts/3/volts/factor, 2)
	va = volts * amperes
	watts = va * factor

	name := "output.L" + whole(line)
	vars[name+"-N.voltage"] = text(volts, 1)
	vars[name+".current"] = text(amperes, 2)
	vars[name+".power"] = text(va, 0)
	vars[name+".power.percent"] = text(100*watts/(threeWatts/3), 1)
	vars[name+".powerfactor"] = text(factor, 2)
	vars[name+".realpower"] = text(watts, 0)
	return watts, va
}

// input adds one line of the mains and of the bypass, which come from the same feed.
func (u threePhase) input(vars map[string]string, t time.Duration, line int, watts float64) {
	const factor = 0.99 // of the rectifier
	volts := round(231+2.5*u.waves.at(t, 40+line, 80*time.Second), 1)
	name := "L" + whole(line)
	vars["input."+name+"-N.voltage"] = text(volts, 1)
	vars["input."+name+".current"] = text(watts/volts/factor, 2)
	vars["input."+name+".powerfactor"] = text(factor, 2)
	vars["input."+name+".realpower"] = text(watts, 0)
	vars["input.bypass."+name+"-N.voltage"] = text(volts, 1)
}
