package collector

import (
	"slices"
	"strings"

	dto "github.com/prometheus/client_model/go"
)

// gather collects a Collector's metrics into families, sorted as the exposition
// has them. A registry does the same and checks each metric against all others,
// which takes longer than reading the device: what power.Builder lets pass needs no
// such check, and the tests hold this to agree with a pedantic registry.
func gather(c *Collector) []*dto.MetricFamily {
	byName := map[*family]*dto.MetricFamily{}
	var list []*dto.MetricFamily
	var free []gathered
	c.each(func(s *sample) {
		f := byName[s.family]
		if f == nil {
			f = &dto.MetricFamily{Name: &s.family.name, Help: &s.family.help, Type: s.family.metricType()}
			byName[s.family] = f
			list = append(list, f)
		}
		if len(free) == 0 {
			free = make([]gathered, 16)
		}
		m := &free[0]
		free = free[1:]
		s.writeTo(&m.Metric, &m.gauge)
		f.Metric = append(f.Metric, &m.Metric)
	})
	slices.SortFunc(list, func(a, b *dto.MetricFamily) int { return strings.Compare(*a.Name, *b.Name) })
	for _, f := range list {
		slices.SortFunc(f.Metric, byLabels)
	}
	return list
}

// gathered is a metric and what it points to.
type gathered struct {
	dto.Metric
	gauge dto.Gauge
}

// byLabels orders the metrics of a family by the values of their labels.
func byLabels(a, b *dto.Metric) int {
	if n := len(a.Label) - len(b.Label); n != 0 {
		return n
	}
	for i := range a.Label {
		if n := strings.Compare(a.Label[i].GetValue(), b.Label[i].GetValue()); n != 0 {
			return n
		}
	}
	return 0
}
