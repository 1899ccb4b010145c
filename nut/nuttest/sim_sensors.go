package nuttest

import "time"

// The door of the PDU's rack opens for a while in each cycle.
const (
	doorCycle  = 200 * time.Second
	doorOpens  = 70 * time.Second // in each cycle
	doorCloses = 95 * time.Second // in each cycle
)

// sensors adds the probes that are plugged into the PDU: one at each side of the rack, with the
// limits that its owner has set, and a contact at the door.
func (p pdu) sensors(vars map[string]string, t time.Duration) {
	cold := 22 + 1.2*p.waves.at(t, 200, 7*time.Minute)
	warm := cold + 11 + 1.5*p.waves.at(t, 201, 5*time.Minute) // by what the rack gives off
	for name, value := range map[string]string{
		"1.name": "Rack 12, cold aisle", "2.name": "Rack 12, hot aisle",
		"1.temperature": text(cold, 1), "2.temperature": text(warm, 1),
		"1.temperature.high": "32", "2.temperature.high": "42",
		"1.temperature.high.warning": "27", "2.temperature.high.warning": "38",
		"1.temperature.low": "10", "2.temperature.low": "10",
		"1.humidity":      text(46+5*p.waves.at(t, 202, 9*time.Minute), 1),
		"2.humidity":      text(31+4*p.waves.at(t, 203, 9*time.Minute), 1),
		"1.humidity.high": "80", "2.humidity.high": "80",
		"1.humidity.low": "20", "2.humidity.low": "20",
		"1.contacts.1.status": door(t),
	} {
		vars["ambient."+name] = value
	}
}

func door(t time.Duration) string {
	if phase := t % doorCycle; phase >= doorOpens && phase < doorCloses {
		return "active"
	}
	return "inactive"
}
