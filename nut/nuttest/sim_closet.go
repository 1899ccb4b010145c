package nuttest

import "time"

// closet is a small UPS on a bad cable: its driver loses contact for half a minute at a time.
type closet struct{ waves waves }

const (
	closetCycle = 180 * time.Second
	closetLost  = 120 * time.Second // in each cycle
	closetFound = 150 * time.Second // in each cycle
)

func (c closet) at(t time.Duration) (map[string]string, string) {
	code := ""
	if phase := t % closetCycle; phase >= closetLost && phase < closetFound {
		code = "DATA-STALE"
	}
	const rated, factor, energy = 900.0, 0.95, 95 * 3600
	volts := round(230+3*c.waves.at(t, 1, 45*time.Second), 1)
	amperes := round((150+15*c.waves.at(t, 2, 2*time.Minute))/volts/factor, 2)
	watts := volts * amperes * factor
	return map[string]string{
		"device.mfr": "Argus", "device.model": "Shelf 1000", "device.serial": "SIM-0005",
		"device.type": "ups", "driver.name": "nuttest",
		"ups.status": "OL", "ups.firmware": "1.11", "ups.type": "line-interactive",
		"ups.power.nominal": "1000", "ups.realpower.nominal": text(rated, 0),
		"ups.load": text(100*watts/rated, 0), "ups.realpower": text(watts, 0),
		"ups.power":      text(volts*amperes, 0),
		"battery.charge": "100", "battery.charge.low": "10", "battery.voltage": "27.3",
		"battery.voltage.nominal": "24", "battery.runtime": text(energy/watts, 0),
		"battery.type": "PbAc", "battery.date": "2019/11/08",
		"input.voltage": text(volts, 1), "input.voltage.nominal": "230",
		"input.frequency": text(50+0.03*c.waves.at(t, 3, 40*time.Second), 2),
		"output.voltage":  text(volts, 1), "output.current": text(amperes, 2),
		"output.powerfactor": text(factor, 2),
	}, code
}
