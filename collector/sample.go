package collector

import (
	"slices"
	"strings"

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
	head   string // its lines of HELP and TYPE in the text format
	rank   int    // among all families, by name
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
	f.head = headOf(f)
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
	own    [mostLabels]string // label values in the order of the family's names
	more   []string           // instead of own, if there are more
}

// mostLabels is the device and the place of a reading.
const mostLabels = 4

var _ prometheus.Metric = (*sample)(nil)

// set makes a sample one of a family, with label values in the order of newFamily.
func (s *sample) set(f *family, value float64, labels ...string) {
	s.family, s.value, s.more = f, value, nil
	values := s.own[:]
	if len(f.source) > mostLabels {
		s.more = make([]string, len(f.source))
		values = s.more
	}
	for i, n := range f.source {
		values[i] = labels[n]
	}
}

// values are those of the family's labels, with "" for those that it does not have.
func (s *sample) values() []string {
	if s.more != nil {
		return s.more
	}
	return s.own[:len(s.family.names)]
}

// Desc implements prometheus.Metric.
func (s *sample) Desc() *prometheus.Desc { return s.family.desc }

// Write implements prometheus.Metric.
func (s *sample) Write(out *dto.Metric) error {
	values := s.values()
	for i := range values {
		if values[i] != "" {
			out.Label = append(out.Label, &dto.LabelPair{Name: &s.family.names[i], Value: &values[i]})
		}
	}
	if s.family.kind == power.Counter {
		out.Counter = &dto.Counter{Value: &s.value}
	} else {
		out.Gauge = &dto.Gauge{Value: &s.value}
	}
	return nil
}

// families holds one family for each quantity, and those beside the catalogue.
type families struct {
	quantities []*family // indexed by power.Quantity

	success      *family
	duration     *family
	failure      *family
	variable     *family
	variableInfo *family

	count int // of all of them
}

func newFamilies() *families {
	quantities := power.Quantities()
	f := &families{quantities: make([]*family, len(quantities))}
	for _, q := range quantities {
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
	all := append(slices.Clone(f.quantities), f.success, f.duration, f.failure, f.variable, f.variableInfo)
	slices.SortFunc(all, func(a, b *family) int { return strings.Compare(a.name, b.name) })
	for i := range all {
		all[i].rank = i
	}
	f.count = len(all)
	return f
}
