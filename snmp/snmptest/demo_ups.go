package snmptest

import (
	"strconv"
	"time"
)

const upsMIB = "1.3.6.1.2.1.33.1"

// The three-phase UPS of the demo. Its mains fails shortly every five minutes.
const (
	upsCycle   = 300 * time.Second
	upsFailure = 200 * time.Second // in each cycle
	upsReturn  = 245 * time.Second // in each cycle

	upsLines   = 3
	upsVA      = 20000.0 // rating
	upsWatts   = 18000.0
	upsSeconds = 1500.0 // that the battery lasts at the usual load
)

// DemoUPS is an agent with a three-phase UPS that speaks UPS-MIB (RFC 1628).
func DemoUPS(seed uint64) *Demo { return newDemo(demoUPS{motion(seed)}.at) }

type demoUPS struct{ motion }

func (u demoUPS) at(t time.Duration) *Tree {
	tree := &Tree{}
	system(tree, "Argus demo UPS, 20 kVA", upsMIB[:len(upsMIB)-2], "demo-ups", "Basement, room 2")
	o := objects{tree, upsMIB}
	phase := t % upsCycle
	onBattery := time.Duration(0)
	if phase >= upsFailure && phase < upsReturn {
		onBattery = phase - upsFailure + time.Second
	}
	u.fixed(o)
	u.battery(o, t, phase, onBattery)
	u.input(o, t, onBattery > 0)
	u.output(o, t, onBattery > 0)
	u.alarms(o, t, onBattery)
	return tree
}

func (u demoUPS) fixed(o objects) {
	o.texts(".0", map[string]string{
		"1.1": "Argus", "1.2": "Rock 20", "1.3": "3.1.4", "1.4": "1.5.9", "1.5": "demo-ups",
		"1.6": "Row A, row B", "7.4": "passed",
	})
	o.set("7.1.0", ObjectID(upsMIB+".7.7.4")) // a quick test of the battery
	o.set("7.5.0", Unsigned(TagTimeTicks, 100))
	o.numbers(".0", map[string]float64{
		"7.2": 1, "7.3": 1, "7.6": 10, // a test that has passed
		"8.1": 1, "8.2": -1, "8.3": -1, "8.4": -1, "8.5": 1, // no shutdown
		"9.1": 230, "9.2": 500, "9.3": 230, "9.4": 500, "9.5": upsVA, "9.6": upsWatts,
		"9.7": 5, "9.8": 2, "9.9": 184, "9.10": 264,
	})
}

// battery empties while the mains is away, and is full again when the cycle ends.
func (u demoUPS) battery(o objects, t, phase, onBattery time.Duration) {
	used := max(0, min(phase, upsReturn)-upsFailure)
	charge := 1 - used.Seconds()/upsSeconds
	if phase > upsReturn {
		charge += (1 - charge) * (phase - upsReturn).Seconds() / (upsCycle - upsReturn).Seconds()
	}
	amperes, volts := 0.0, 405+15*charge
	if onBattery > 0 {
		amperes, volts = u.watts(t, 0)/volts, 372+24*charge
	}
	o.numbers(".0", map[string]float64{
		"2.1": 2, "2.2": onBattery.Truncate(time.Second).Seconds(), "2.3": charge * upsSeconds / 60,
		"2.4": 100 * charge, "2.5": volts * 10, "2.6": amperes * 10,
		"2.7": 24 + 2*u.motion.at(t, 9, 8*time.Minute),
	})
}

// watts is the load of one line, or of all for line 0.
func (u demoUPS) watts(t time.Duration, line int) float64 {
	if line == 0 {
		return u.watts(t, 1) + u.watts(t, 2) + u.watts(t, 3)
	}
	base := []float64{3400, 2700, 3900}[line-1]
	return base * (1 + 0.15*u.motion.at(t, line, time.Duration(80+25*line)*time.Second))
}

func (u demoUPS) input(o objects, t time.Duration, failed bool) {
	bads := t/upsCycle + 1
	if t%upsCycle < upsFailure {
		bads--
	}
	o.set("3.1.0", Unsigned(TagCounter32, uint64(bads)))
	o.number("3.2.0", upsLines, 1)
	o.number("5.2.0", upsLines, 1)
	hertz := 50 + 0.05*u.motion.at(t, 10, 40*time.Second)
	if failed {
		hertz = 0
	}
	o.number("5.1.0", hertz, 10)
	for line := 1; line <= upsLines; line++ {
		volts := 231 + 3*u.motion.at(t, 10+line, time.Minute)
		watts := u.watts(t, line) / 0.95
		if failed {
			volts, watts = 0, 0
		}
		index := "." + strconv.Itoa(line)
		o.number("3.3.1.2"+index, hertz, 10)
		o.number("3.3.1.3"+index, volts, 1)
		o.number("3.3.1.4"+index, watts/231, 10)
		o.number("3.3.1.5"+index, watts, 1)
		o.number("5.3.1.2"+index, volts, 1)
		o.number("5.3.1.3"+index, 0, 1)
		o.number("5.3.1.4"+index, 0, 1)
	}
}

func (u demoUPS) output(o objects, t time.Duration, failed bool) {
	const normal, battery = 3, 5
	source := normal
	if failed {
		source = battery
	}
	o.number("4.1.0", float64(source), 1)
	o.number("4.2.0", 50, 10)
	o.number("4.3.0", upsLines, 1)
	for line := 1; line <= upsLines; line++ {
		watts, index := u.watts(t, line), "."+strconv.Itoa(line)
		o.number("4.4.1.2"+index, 230, 1)
		o.number("4.4.1.3"+index, watts/0.93/230, 10)
		o.number("4.4.1.4"+index, watts, 1)
		o.number("4.4.1.5"+index, 100*watts/(upsWatts/upsLines), 1)
	}
}

// alarms are two while the mains is away: the UPS runs on battery, and its input is bad.
func (u demoUPS) alarms(o objects, t, onBattery time.Duration) {
	present := []int{2, 6}
	if onBattery == 0 {
		present = nil
	}
	o.set("6.1.0", Unsigned(TagGauge32, uint64(len(present))))
	begun := max(0, t-onBattery)
	for i, alarm := range present {
		index := "." + strconv.Itoa(i+1)
		o.set("6.2.1.2"+index, ObjectID(upsMIB+".6.3."+strconv.Itoa(alarm)))
		o.set("6.2.1.3"+index, Unsigned(TagTimeTicks, uint64(begun/(10*time.Millisecond))))
	}
}
