package power

import "math"

// A value is a number that a device told, or not.
type value struct {
	v  float64
	ok bool
}

// telling is what a snapshot tells in one place each, found in one pass.
type telling struct {
	charge, voltage, onBattery value
	transfersTotal, lineBads   value
	uptime, testTime, number   value

	reason string // of the last transfer
	argued bool   // there is one
	source string // the selected input
	result string // of the last test
	texts  []string
}

func tellings(s *Snapshot) (t telling) {
	for i := range s.Readings {
		r := &s.Readings[i]
		if math.IsNaN(r.Value) || math.IsInf(r.Value, 0) {
			continue
		}
		if place := t.of(r.Quantity); place != nil {
			if r.Place == (Place{}) {
				*place = value{r.Value, true}
			}
			continue
		}
		switch {
		case r.Quantity == AlarmInfo:
			t.texts = append(t.texts, r.Place[0])
		case r.Quantity == InputTransferReason:
			t.reason, t.argued = r.Place[0], true
		case r.Quantity == InputSelected && r.Value == 1:
			t.source = r.Place[0]
		case r.Quantity == TestResult && r.Value == 1:
			t.result = r.Place[0]
		}
	}
	return t
}

// of returns where to put a quantity that is a number, nil if it is of no interest.
func (t *telling) of(q Quantity) *value {
	switch q {
	case BatteryCharge:
		return &t.charge
	case BatteryVoltage:
		return &t.voltage
	case BatteryTimeOnBattery:
		return &t.onBattery
	case BatteryTransfers:
		return &t.transfersTotal
	case InputLineBads:
		return &t.lineBads
	case DeviceUptime:
		return &t.uptime
	case TestTime:
		return &t.testTime
	case Alarms:
		return &t.number
	}
	return nil
}
