package nuttest

import "time"

// transferSwitch feeds a rack from the first of two sources and goes over to the second one while
// the first is too low.
type transferSwitch struct{ waves waves }

const (
	atsCycle = 150 * time.Second
	atsSag   = 100 * time.Second // in each cycle the first source sags...
	atsHeal  = 125 * time.Second // ... and is well again
	atsLow   = 196.0             // volts
)

func (a transferSwitch) at(t time.Duration) (map[string]string, string) {
	volts := [2]float64{
		round(231+2*a.waves.at(t, 1, 70*time.Second), 1),
		round(229+2*a.waves.at(t, 2, 85*time.Second), 1),
	}
	if phase := t % atsCycle; phase >= atsSag && phase < atsHeal {
		volts[0] -= 60
	}
	source, reason := 1, "returned to the preferred source"
	if volts[0] < atsLow {
		source, reason = 2, "source 1 voltage too low"
	}
	const factor = 0.96
	frequency := 50 + 0.02*a.waves.at(t, 3, 40*time.Second)
	out := volts[source-1]
	amperes := round((640+60*a.waves.at(t, 4, 100*time.Second))/out/factor, 2)
	return map[string]string{
		"device.mfr": "Argus", "device.model": "Switch 16", "device.serial": "SIM-0004",
		"device.type": "ats", "device.location": "Rack 12", "driver.name": "nuttest",
		"ups.status": "OL", "ups.firmware": "1.7",
		"input.count": "2", "input.source": whole(source), "input.source.preferred": "1",
		"input.transfer.low": text(atsLow, 0), "input.transfer.high": "260",
		"input.transfer.reason": reason, "input.voltage.nominal": "230",
		"input.1.voltage": text(volts[0], 1), "input.1.frequency": text(frequency, 2),
		"input.2.voltage": text(volts[1], 1), "input.2.frequency": text(frequency, 2),
		"input.phase.shift": text(3+a.waves.at(t, 5, 5*time.Minute), 1),
		"output.voltage":    text(out, 1), "output.frequency": text(frequency, 2),
		"output.current": text(amperes, 2), "output.current.nominal": "16",
		"output.powerfactor": text(factor, 2),
		"output.power":       text(out*amperes, 0),
		"output.realpower":   text(out*amperes*factor, 0),
	}, ""
}
