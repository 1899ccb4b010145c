package snmp

import (
	"maps"

	"github.com/argus-power/argus/power"
)

// The table of probes has no type in its index: a column tells it.
const (
	raritanProbe         = ".3.6.3.1"
	raritanProbeReadings = ".5.5.3.1"
	raritanProbeType     = raritanProbe + ".2"
	raritanProbeName     = raritanProbe + ".4"
	raritanProbeSubtype  = raritanProbe + ".10"
	raritanProbeUnit     = raritanProbe + ".16"
	raritanProbeDigits   = raritanProbe + ".17"
	raritanProbeEnabled  = ".35"
	raritanProbeActuator = raritanProbe + ".36"
)

func raritanProbeColumns() []string {
	return []string{
		raritanProbeType, raritanProbeSubtype, raritanProbeUnit, raritanProbeDigits,
		raritanProbe + raritanProbeEnabled, raritanProbeActuator, raritanProbeReadings + raritanThere,
	}
}

// probes makes the rows of the probes that are there, and names those that tell
// anything.
func (r *raritanReader) probes() {
	for _, c := range r.t.cells(r.root + raritanProbeType) {
		device, id := raritanCut(c.Index)
		if device == "" || r.text(raritanProbeReadings+raritanThere, c.Index) == "2" {
			continue
		}
		labels := map[string]string{"device": device, "sensor": id}
		before := len(r.rows)
		r.probe(c.Value.Text(), c.Index, maps.Clone(labels))
		if len(r.rows) > before {
			r.rows = append(r.rows, Row{
				Quantity: power.SensorInfo, OID: raritanProbeName + "." + c.Index, Labels: fixedLabels(labels),
			})
		}
	}
}

// probe makes the rows of a probe. It can be unplugged at any time, and then reads 0:
// its state is read with its value.
func (r *raritanReader) probe(kind, index string, labels map[string]string) {
	state := raritanProbeReadings + raritanState + "." + index
	if m, measures := raritanProbeMeanings()[kind]; measures {
		r.measuring(m, index, state, labels)
		return
	}
	if labels["kind"] = r.detects(kind, index); labels["kind"] != "" {
		r.rows = append(r.rows, Row{
			Quantity: power.SensorActive, OID: state, Map: raritanDetected(labels["kind"]),
			Invalid: []string{"-1"}, Labels: fixedLabels(labels),
		})
	}
}

// measuring makes the rows of a probe that measures something.
func (r *raritanReader) measuring(m raritanMeaning, index, state string, labels map[string]string) {
	if unit := r.text(raritanProbeUnit, index); unit != "" {
		m.unit = unit
	}
	factor, ok := raritanFactor(m.unit, r.t.at(r.root+raritanProbeDigits, index))
	if !ok {
		return
	}
	r.add(m, raritanProbeReadings, index, factor, labels)
	r.rows[len(r.rows)-1].When = []Condition{{OID: state, Not: []string{"-1"}}}
	r.limits(m, raritanProbe, raritanProbeEnabled, index, factor, labels)
	alarm := Row{
		Quantity: power.SensorAlarm, OID: state, Invalid: []string{"-1"},
		Map:    map[string]string{"2": "1", "3": "1", "4": "0", "5": "1", "6": "1"},
		Labels: fixedLabels(labels),
	}
	for name, text := range m.labels {
		alarm.Labels[name] = Label{Text: text}
	}
	r.rows = append(r.rows, alarm)
}

// raritanProbeMeanings are the types of probes that measure; their labels are those
// of their alarm.
func raritanProbeMeanings() map[string]raritanMeaning {
	kind := func(text string) map[string]string { return map[string]string{"kind": text} }
	return map[string]raritanMeaning{
		"10": {quantity: power.SensorTemperature, limit: power.SensorTemperatureLimit, labels: kind("temperature")},
		"11": {quantity: power.SensorHumidity, limit: power.SensorHumidityLimit, labels: kind("humidity"), unit: "9"},
		"12": {quantity: power.SensorAirSpeed, labels: kind("airflow")},
		"13": {quantity: power.SensorPressure, labels: kind("pressure")},
		"63": {quantity: power.SensorDewPoint},
	}
}

// detects says what a probe that is on or off detects, "" if it is none of those.
func (r *raritanReader) detects(kind, index string) string {
	kinds := map[string]string{
		"16": "vibration", "17": "leak", "18": "smoke", "19": "contact", "20": "contact",
		"43": "door", "44": "tamper", "45": "motion",
	}
	if kind != "14" {
		return kinds[kind]
	}
	subtype := kinds[r.text(raritanProbeSubtype, index)]
	switch {
	case r.text(raritanProbeActuator, index) == "1":
		return "relay"
	case subtype != "":
		return subtype
	}
	return "contact"
}

// raritanDetected maps states to whether a probe detects what its kind names. An
// open door is detected; a contact detects by being closed.
func raritanDetected(kind string) map[string]string {
	open, closed := "0", "1"
	if kind == "door" {
		open, closed = "1", "0"
	}
	return map[string]string{
		"0": open, "1": closed, "4": "0", "7": "1", "8": "0", "9": "1", "10": "0", "11": "1",
	}
}
