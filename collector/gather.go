package collector

import (
	"slices"
	"strings"

	dto "github.com/prometheus/client_model/go"
)

// gathering is the samples of a probe, in the order of the text format once they are sorted. A registry
// does the same and checks each metric against all others, which takes longer than reading the device:
// what power.Builder lets pass needs no such check, and the tests hold this to agree with a pedantic
// registry. One is used for many probes, as none needs it for longer than its answer takes.
type gathering struct {
	samples []sample
	order   []*sample
	starts  []int // by the ranks of families
	text    []byte
}

// add takes in one sample.
func (x *gathering) add(f *family, value float64, labels ...string) {
	if len(x.samples) == cap(x.samples) {
		x.samples = slices.Grow(x.samples, max(64, len(x.samples)))
	}
	x.samples = x.samples[:len(x.samples)+1]
	x.samples[len(x.samples)-1].set(f, value, labels...)
}

// sort orders the samples by families, of which there are so many, and labels.
func (x *gathering) sort(families int) {
	x.starts = slices.Grow(x.starts[:0], families+1)[:families+1]
	clear(x.starts)
	for i := range x.samples {
		x.starts[x.samples[i].family.rank+1]++
	}
	for i := range families {
		x.starts[i+1] += x.starts[i]
	}
	x.order = slices.Grow(x.order[:0], len(x.samples))[:len(x.samples)]
	for i := range x.samples {
		at := &x.starts[x.samples[i].family.rank]
		x.order[*at] = &x.samples[i]
		*at++
	}
	for from, to := range x.runs() {
		slices.SortFunc(x.order[from:to], byLabels)
	}
}

// runs yields where the samples of each family begin and end.
func (x *gathering) runs() func(yield func(from, to int) bool) {
	return func(yield func(from, to int) bool) {
		for from := 0; from < len(x.order); {
			to := from + 1
			for to < len(x.order) && x.order[to].family == x.order[from].family {
				to++
			}
			if !yield(from, to) {
				return
			}
			from = to
		}
	}
}

// families are the same as protocol buffers, for other formats than text.
func (x *gathering) families() []*dto.MetricFamily {
	var list []*dto.MetricFamily
	for from, to := range x.runs() {
		f := x.order[from].family
		family := &dto.MetricFamily{Name: &f.name, Help: &f.help, Type: f.metricType()}
		for _, s := range x.order[from:to] {
			metric := &dto.Metric{}
			_ = s.Write(metric) // never fails
			family.Metric = append(family.Metric, metric)
		}
		list = append(list, family)
	}
	return list
}

// reset makes the gathering an empty one that refers to nothing.
func (x *gathering) reset() {
	clear(x.samples)
	clear(x.order)
	x.samples, x.order, x.text = x.samples[:0], x.order[:0], x.text[:0]
}

// byLabels orders the samples of a family by the labels that they have.
func byLabels(a, b *sample) int {
	x, y := a.values(), b.values()
	if n := present(x) - present(y); n != 0 {
		return n
	}
	for i, j := 0, 0; ; i, j = i+1, j+1 {
		for i < len(x) && x[i] == "" {
			i++
		}
		for j < len(y) && y[j] == "" {
			j++
		}
		if i == len(x) || j == len(y) {
			return 0
		}
		if n := strings.Compare(x[i], y[j]); n != 0 {
			return n
		}
	}
}

// present counts the labels that there are.
func present(values []string) int {
	n := 0
	for _, v := range values {
		if v != "" {
			n++
		}
	}
	return n
}
