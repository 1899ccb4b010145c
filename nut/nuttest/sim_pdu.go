package nuttest

import (
	"maps"
	"time"
)

// pdu is a switched rack PDU of 16 A: eight outlets in two banks.
type pdu struct{ waves waves }

const (
	pduAmperes = 16.0
	pduBanks   = 2
)

// pduOutlet is what hangs on an outlet; one that draws nothing is switched off.
type pduOutlet struct {
	name   string
	watts  float64
	factor float64
}

func pduOutlets() []pduOutlet {
	return []pduOutlet{
		{"db-1", 310, 0.97},
		{"db-2", 295, 0.97},
		{"web-1", 180, 0.95},
		{"web-2", 165, 0.95},
		{"storage", 420, 0.98},
		{"switch-a", 85, 0.91},
		{"switch-b", 80, 0.91},
		{"spare", 0, 1},
	}
}

func (p pdu) at(t time.Duration) (map[string]string, string) {
	volts := round(230+2*p.waves.at(t, 100, 90*time.Second), 1)
	frequency := 50 + 0.03*p.waves.at(t, 101, 40*time.Second)
	vars := map[string]string{
		"device.mfr": "Argus", "device.model": "Strip 8", "device.serial": "SIM-0003",
		"device.type": "pdu", "device.location": "Rack 12", "driver.name": "nuttest",
		"ups.status": "OL", "ups.firmware": "2.0.1",
		"input.phases": "1", "input.voltage": text(volts, 1), "input.frequency": text(frequency, 2),
		"input.current.nominal": text(pduAmperes, 0), "input.voltage.nominal": "230",
		"outlet.count": whole(len(pduOutlets())), "outlet.group.count": whole(pduBanks),
	}
	p.sensors(vars, t)
	var all pduSum
	var banks [pduBanks]pduSum
	for i, o := range pduOutlets() {
		sum := p.outlet(vars, t, i+1, o, volts)
		all.add(sum)
		banks[i*pduBanks/len(pduOutlets())].add(sum)
	}
	for i, sum := range banks {
		name := "outlet.group." + whole(i+1)
		vars[name+".name"] = "Bank " + string(rune('A'+i))
		vars[name+".count"] = whole(len(pduOutlets()) / pduBanks)
		vars[name+".voltage"] = text(volts, 1)
		vars[name+".current"] = text(sum.va/volts, 2)
		vars[name+".realpower"] = text(sum.watts, 0)
		vars[name+".power"] = text(sum.va, 0)
	}
	maps.Copy(vars, map[string]string{
		"input.current":     text(all.va/volts, 2),
		"input.load":        text(100*all.va/volts/pduAmperes, 1),
		"input.power":       text(all.va, 0),
		"input.powerfactor": text(all.watts/all.va, 2),
		"input.realpower":   text(all.watts, 0),
	})
	return vars, ""
}

// pduSum adds up power; the phases of the loads' currents are taken for equal.
type pduSum struct{ watts, va float64 }

func (s *pduSum) add(o pduSum) {
	s.watts += o.watts
	s.va += o.va
}

// outlet adds one outlet. Servers work more or less, each at its own pace.
func (p pdu) outlet(vars map[string]string, t time.Duration, n int, o pduOutlet, volts float64,
) pduSum {
	period := time.Duration(60+13*n) * time.Second
	watts := o.watts * (1 + 0.2*p.waves.at(t, n, period))
	amperes := round(watts/volts/o.factor, 2)
	va := volts * amperes
	status := "on"
	if o.watts == 0 {
		status = "off"
	}
	name := "outlet." + whole(n)
	vars[name+".id"] = whole(n)
	vars[name+".desc"] = o.name
	vars[name+".status"] = status
	vars[name+".switchable"] = "yes"
	vars[name+".current"] = text(amperes, 2)
	vars[name+".realpower"] = text(va*o.factor, 0)
	vars[name+".power"] = text(va, 0)
	vars[name+".powerfactor"] = text(o.factor, 2)
	return pduSum{va * o.factor, va}
}
