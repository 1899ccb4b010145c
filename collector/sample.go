package collector

import (
	"slices"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"

	"github.com/argus-power/argus/power"
)

// prefix begins the names of all metrics of devices.
const prefix = "argus_"

// family is a metric family with its labels in the order of the exposition.
type family struct {
	name   string
	help   string
	desc   *prometheus.Desc
	kind   power.Kind
	names  []string // label names, sorted
	source []int    // for each: its index among the values given
}

// newFamily prepares a family whose samples are given their label values in
// the order of labels.
func newFamily(name, help string, kind power.Kind, labels ...string) *family {
	f := &family{name: name, help: help, kind: kind, desc: prometheus.NewDesc(name, help, labels, nil)}
	f.names = slices.Sorted(slices.Values(labels))
	for _, n := range f.names {
		f.source = append(f.source, slices.Index(labels, n))
	}
	return f
}

// metricType is the type that the exposition tells.
func (f *family) metricType() *dto.MetricType {
	if f.kind == power.Counter {
		return dto.MetricType_COUNTER.Enum()
	}
	return dto.MetricType_GAUGE.Enum()
}

// sample is one value of a family. An empty label value leaves the label out:
// to Prometheus that is the same, to people it is not.
type sample struct {
	family *family
	value  float64
	labels []*dto.LabelPair

	// What labels point to, in one piece with the rest: most samples have no more.
	own struct {
		labels [mostLabels]*dto.LabelPair
		pairs  [mostLabels]dto.LabelPair
		values [mostLabels]string
	}
}

// mostLabels is the device and the place of a reading.
const mostLabels = 4

var _ prometheus.Metric = (*sample)(nil)

func (f *family) sample(value float64, labels ...string) *sample {
	s := &sample{family: f, value: value}
	s.labels = s.own.labels[:0]
	pairs, values := s.own.pairs[:], s.own.values[:]
	if len(f.source) > mostLabels {
		pairs, values = make([]dto.LabelPair, len(f.source)), make([]string, len(f.source))
	}
	for i, n := range f.source {
		if labels[n] == "" {
			continue
		}
		pair := &pairs[i]
		values[i] = labels[n]
		pair.Name, pair.Value = &f.names[i], &values[i]
		s.labels = append(s.labels, pair)
	}
	return s
}

// Desc implements prometheus.Metric.
func (s *sample) Desc() *prometheus.Desc { return s.family.desc }

// Write implements prometheus.Metric.
func (s *sample) Write(out *dto.Metric) error {
	s.writeTo(out, new(dto.Gauge))
	return nil
}

// writeTo writes the sample with a gauge to use if it is one, as most are.
func (s *sample) writeTo(out *dto.Metric, gauge *dto.Gauge) {
	out.Label = s.labels
	if s.family.kind == power.Counter {
		out.Counter = &dto.Counter{Value: &s.value}
	} else {
		gauge.Value, out.Gauge = &s.value, gauge
	}
}

// families holds one family for each quantity, and those beside the catalogue.
type families struct {
	quantities []*family // indexed by power.Quantity

	success      *family
	duration     *family
	failure      *family
	variable     *family
	variableInfo *family
}

func newFamilies() *families {
	all := power.Quantities()
	f := &families{quantities: make([]*family, len(all))}
	for _, q := range all {
		labels := append([]string{"device"}, q.Labels()...)
		f.quantities[q] = newFamily(prefix+q.Name(), q.Help(), q.Kind(), labels...)
	}
	f.success = newFamily("probe_success",
		"1 if at least one device of the target answered with data, 0 if none did.", power.Gauge)
	f.duration = newFamily("probe_duration_seconds",
		"How long the probe took.", power.Gauge)
	f.failure = newFamily("argus_probe_error_info",
		"Why the probe failed; present only while probe_success is 0.", power.InfoKind, "reason")
	f.variable = newFamily("argus_nut_variable",
		"A numeric NUT variable as the server gives it, in the server's unit; "+
			"only for modules with raw: true.", power.Gauge, "device", "variable")
	f.variableInfo = newFamily("argus_nut_variable_info",
		"A NUT variable that holds a text; only for modules with raw: true.",
		power.InfoKind, "device", "variable", "value")
	return f
}
