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
	c.each(func(s *sample) { ch <- s })
}

// each reads the target and hands over every sample.
func (c *Collector) each(take func(*sample)) {
	c.result = c.read()
	e := emitter{c.families, take}
	take(c.families.duration.sample(c.result.Duration.Seconds()))
	success := 0.0
	if c.result.OK() {
		success = 1
	}
	take(c.families.success.sample(success))
	if reason := c.result.Reason(); reason != "" {
		take(c.families.failure.sample(1, string(reason)))
	}
	for i := range c.result.Snapshots {
		e.snapshot(&c.result.Snapshots[i])
	}
}

type emitter struct {
	*families
	take func(*sample)
}

// of sends one sample of a quantity.
func (e emitter) of(q power.Quantity, value float64, labels ...string) {
	e.take(e.quantities[q].sample(value, labels...))
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
			e.take(e.variable.sample(v.Number, s.Device, power.CleanLabel(v.Name)))
		} else {
			e.take(e.variableInfo.sample(1, s.Device, power.CleanLabel(v.Name),
				power.CleanLabel(v.Text)))
		}
	}
}

func (e emitter) readings(device string, list []power.Reading) {
	for _, r := range list {
		e.take(e.quantities[r.Quantity].sample(r.Value, device, r.Place[0], r.Place[1], r.Place[2]))
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
