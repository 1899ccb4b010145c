package snmp

import (
	"strconv"
	"strings"

	"github.com/argus-power/argus/power"
)

// rittalSensed is what a unit measures, for whatever is not told better by the name.
var rittalSensed = map[string]struct{ value, limit power.Quantity }{
	"C":  {power.SensorTemperature, power.SensorTemperatureLimit},
	"F":  {power.SensorTemperature, power.SensorTemperatureLimit},
	"Pa": {value: power.SensorPressure}, "m/s": {value: power.SensorAirSpeed}, "V": {value: power.SensorVoltage},
	"A": {value: power.SensorCurrent}, "mA": {value: power.SensorCurrent}, "W": {value: power.SensorPower},
	"kW": {value: power.SensorPower}, "rpm": {value: power.SensorFanSpeed}, "1/min": {value: power.SensorFanSpeed},
}

// rittalAlarmKinds is what an alarm of a quantity is called.
var rittalAlarmKinds = map[power.Quantity]string{
	power.SensorTemperature: "temperature", power.SensorHumidity: "humidity", power.SensorPressure: "pressure",
	power.SensorAirSpeed: "airflow", power.SensorVoltage: "voltage", power.SensorCurrent: "current",
	power.SensorPower: "power",
}

// rittalWatched is what the paths of things that are on or off begin with.
var rittalWatched = []struct {
	word, kind, variable string
	states               map[string]string
}{
	{"Access", "door", rittalStatus, rittalDoor},
	{"Input", "contact", rittalStatus, rittalContact},
	{"Output", "relay", "Relay", map[string]string{"0": "0", "1": "1"}},
	{"Leakage", "leak", rittalStatus, rittalDetected},
	{"Condensate Sensor", "leak", rittalStatus, rittalDetected},
	{"Smoke", "smoke", rittalStatus, rittalDetected},
	{"Motion", "motion", rittalStatus, rittalDetected},
	{"Vandalism", "vibration", rittalStatus, rittalDetected},
	{"Vibration", "vibration", rittalStatus, rittalDetected},
	{"Tamper", "tamper", rittalStatus, rittalDetected},
}

// Paths of the agent's own supplies, of control loops and of doubles of other values.
var rittalInternal = []string{"System.", "System Health.", "Memory.", "Door Opening.", "Features.", "Control Valve."}

// sensorRows adds the rows of a device that senses.
func (r *rittal) sensorRows(d *rittalDevice) {
	n := numbering{}
	names := map[string]*rittalGroup{} // by label
	var order []string
	named := func(label string, g *rittalGroup) {
		if names[label] == nil {
			names[label] = g
			order = append(order, label)
		}
	}
	for _, g := range d.groups {
		if g.path == "System.Temperature" {
			r.read(g, "Value", Row{Quantity: power.DeviceTemperature})
		}
		if r.absent(g) || rittalHidden(g.path) {
			continue
		}
		if label, ok := r.watched(d, g, n); ok {
			named(label, g)
		} else if label, ok := r.sensed(d, g, n); ok {
			named(label, g)
		}
	}
	for _, label := range order {
		r.name(d, names[label], label, len(order) == 1)
	}
	if len(order) > 0 {
		r.out = append(r.out, Row{
			Quantity: power.SensorConnected, OID: r.root + rittalLink + "." + d.index,
			Labels: rittalLabels(nil, "sensor", order[0]), // the device's first
			Map:    map[string]string{"1": "", "2": "1", "3": "1", "4": "0", "5": "1", "6": "0", "7": "", "8": ""},
		})
	}
}

func rittalHidden(path string) bool {
	for _, head := range rittalInternal {
		if strings.HasPrefix(path, head) {
			return true
		}
	}
	return false
}

// numbering counts the labels of a kind that a device has used.
type numbering map[string]int

// next returns the next label of a kind: "2" and further on "2.2", "2.3".
func (n numbering) next(kind, index string) string {
	n[kind]++
	if n[kind] == 1 {
		return index
	}
	return index + "." + strconv.Itoa(n[kind])
}

// watched adds a group that is on or off.
func (r *rittal) watched(d *rittalDevice, g *rittalGroup, n numbering) (string, bool) {
	for _, w := range rittalWatched {
		if _, ok := g.vars[w.variable]; !ok || !strings.HasPrefix(g.path, w.word) {
			continue
		}
		label := w.kind + n.next(w.kind, d.index)
		r.state(g, w.variable, power.SensorActive, rittalLabels(nil, "sensor", label, "kind", w.kind), w.states)
		return label, true
	}
	return "", false
}

// sensed adds a group that measures.
func (r *rittal) sensed(d *rittalDevice, g *rittalGroup, n numbering) (string, bool) {
	unit, path := r.unit(g, "Value"), strings.ToLower(g.path)
	x := rittalSensed[unit]
	switch {
	case unit == "%" && strings.Contains(path, "humidity"):
		x.value, x.limit = power.SensorHumidity, power.SensorHumidityLimit
	case x.value == power.SensorTemperature && (strings.Contains(path, "dew")):
		x.value, x.limit = power.SensorDewPoint, 0
	case x.value == power.SensorPower && strings.Contains(path, "cooling"), x.value == 0:
		return "", false
	}
	label := n.next(x.value.Name(), d.index)
	if x.value == power.SensorFanSpeed {
		label = "fan" + label
	}
	labels := map[string]string{"sensor": label}
	if !r.read(g, "Value", Row{Quantity: x.value, Labels: rittalLabels(labels), When: r.linked(d)}) {
		return "", false
	}
	if x.limit != 0 {
		r.limits(g, x.limit, labels)
	}
	if kind := rittalAlarmKinds[x.value]; kind != "" {
		r.alarm(g, power.SensorAlarm, labels, kind)
	}
	return label, true
}

// linked is the condition that a device has not been lost, whose last values stay.
func (r *rittal) linked(d *rittalDevice) []Condition {
	return []Condition{{OID: r.root + rittalLink + "." + d.index, Not: []string{"1", "4"}}}
}

// name adds the name of a label: the alias of the device, of which each of several
// labels is a part, or else the name of the part.
func (r *rittal) name(d *rittalDevice, g *rittalGroup, label string, only bool) {
	labels := rittalLabels(nil, "sensor", label)
	part, column := r.t.at(r.root+rittalText, g.vars["DescName"]).Text(), rittalText
	what := "DescName"
	if part == "" || r.ambiguous(d, g, part) {
		part, column = strings.ReplaceAll(g.path, ".", " "), rittalName
		for _, what = range []string{"Value", rittalStatus, "Relay"} {
			if _, ok := g.vars[what]; ok {
				break
			}
		}
	}
	if alias := r.t.at(r.root+rittalAlias, d.index).Text(); power.Identity(alias) != "" {
		row := Row{Quantity: power.SensorInfo, OID: r.root + rittalAlias + "." + d.index, Labels: labels}
		if !only {
			row.Map = map[string]string{alias: alias + " " + part}
		}
		r.out = append(r.out, row)
	}
	oid, _ := r.oid(column, g, what)
	row := Row{Quantity: power.SensorInfo, OID: oid, Labels: labels}
	if column == rittalName {
		row.Map = map[string]string{r.t.value(oid).Text(): part}
	}
	r.out = append(r.out, row)
}

// ambiguous says whether several groups of a device have the same name.
func (r *rittal) ambiguous(d *rittalDevice, g *rittalGroup, name string) bool {
	for _, other := range d.groups {
		index, ok := other.vars["DescName"]
		if ok && other != g && !rittalHidden(other.path) && r.t.at(r.root+rittalText, index).Text() == name {
			return true
		}
	}
	return false
}
