package collector

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/argus-power/argus/power"
)

// A Collector reads one target each time it is collected.
//
// It describes nothing beforehand: which series there are, only the device
// knows. Duplicates and bad labels cannot occur, because power.Builder lets
// none pass.
type Collector struct {
	families *families
	read     func() Result

	result Result // of the last collection
}

var _ prometheus.Collector = (*Collector)(nil)

// Describe implements prometheus.Collector.
func (c *Collector) Describe(chan<- *prometheus.Desc) {}

// Collect implements prometheus.Collector.
func (c *Collector) Collect(ch chan<- prometheus.Metric) {
	x := &gathering{}
	c.gather(x)
	for i := range x.samples {
		ch <- &x.samples[i]
	}
}

// gather reads the target and enters every sample, sorted.
func (c *Collector) gather(x *gathering) {
	c.result = c.read()
	e := emitter{c.families, x}
	x.add(c.families.duration, c.result.Duration.Seconds())
	success := 0.0
	if c.result.OK() {
		success = 1
	}
	x.add(c.families.success, success)
	if reason := c.result.Reason(); reason != "" {
		x.add(c.families.failure, 1, string(reason))
	}
	for i := range c.result.Snapshots {
		e.snapshot(&c.result.Snapshots[i])
	}
	x.sort(c.families.count)
}

type emitter struct {
	*families
	to *gathering
}

// of sends one sample of a quantity.
func (e emitter) of(q power.Quantity, value float64, labels ...string) {
	e.to.add(e.quantities[q], value, labels...)
}

func (e emitter) snapshot(s *power.Snapshot) {
	up := 1.0
	if s.Err != nil {
		up = 0
		e.of(power.DeviceErrorInfo, 1, s.Device, string(power.ReasonOf(s.Err)))
	}
	e.of(power.DeviceUp, up, s.Device)
	if i := s.Info; i != (power.Info{Protocol: i.Protocol}) {
		e.of(power.DeviceInfo, 1, s.Device, i.Type, i.Manufacturer, i.Model, i.Serial, i.Firmware,
			i.Name, i.Location, i.Protocol)
	}
	e.status(s)
	e.readings(s.Device, s.Readings)
	e.readings(s.Device, s.Kept)
	for _, v := range s.Raw {
		if v.Numeric {
			e.to.add(e.variable, v.Number, s.Device, power.CleanLabel(v.Name))
		} else {
			e.to.add(e.variableInfo, 1, s.Device, power.CleanLabel(v.Name), power.CleanLabel(v.Text))
		}
	}
}

func (e emitter) readings(device string, list []power.Reading) {
	for i := range list {
		r := &list[i]
		e.to.add(e.quantities[r.Quantity], r.Value, device, r.Place[0], r.Place[1], r.Place[2])
	}
}

// status sends the state set: what the source can report, and what it says
// beyond the vocabulary.
func (e emitter) status(s *power.Snapshot) {
	for _, state := range s.Status.Reportable.List() {
		value := 0.0
		if s.Status.Active.Has(state) {
			value = 1
		}
		e.of(power.StatusSet, value, s.Device, state.String())
	}
	for _, state := range s.Status.Other {
		e.of(power.StatusSet, 1, s.Device, state)
	}
}
