package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"
)

// report prints how the scrapes went, what they cost, and whether that is within the limits.
func report(out io.Writer, o *options, l *load, w *watch) error {
	if n := len(w.samples); n < 2 || w.samples[n-1].after < o.warm+o.duration {
		return errors.New("the exporter ended before it was measured")
	}
	fmt.Fprintln(out, "\nWhile all targets were met first:")
	l.cold.print(out)
	fmt.Fprintln(out, "\nMeasured:")
	l.measured.print(out)
	first, last := w.samples[0], w.samples[len(w.samples)-1]
	cpu := (last.cpu - first.cpu).Seconds()
	cores := cpu / (last.after - first.after).Seconds()
	scrapes := l.measured.scrapes()
	fmt.Fprintf(out, "\n%d scrapes, CPU %.3f of a core, %.3f s per 1,000 scrapes, RSS at most %.0f MiB\n\n",
		scrapes, cores, cpu/float64(scrapes)*1000, last.peak)
	return verdict(out, []check{
		{
			fmt.Sprintf("live targets were scraped, and no scrape of them failed or took more than %s", o.limits.slow),
			l.measured.good(o.limits.slow),
		},
		{fmt.Sprintf("less than %.2f of a core", o.limits.cores), cores < o.limits.cores},
		{fmt.Sprintf("never more than %.0f MiB", o.limits.rss), last.peak < o.limits.rss},
		{"nothing grows", steady(w.samples)},
	})
}

// check is one thing that is promised.
type check struct {
	name string
	good bool
}

func verdict(out io.Writer, checks []check) error {
	all := true
	for _, c := range checks {
		word := "yes"
		if !c.good {
			word, all = "NO", false
		}
		fmt.Fprintf(out, "%-3s  %s\n", word, c.name)
	}
	if !all {
		return errors.New("not within the limits")
	}
	return nil
}

// print is a table of outcomes.
func (o *outcomes) print(out io.Writer) {
	fmt.Fprintf(out, "%-10s %8s %8s %8s %8s %8s %8s %8s %9s\n", "targets", "scrapes", "failed", "p50 ms", "p90", "p99",
		"p99.9", "max", "bytes")
	for protocol, name := range []string{"NUT", "SNMP"} {
		for c := range classes {
			o := &o[protocol][c]
			if len(o.took) == 0 {
				continue
			}
			slices.Sort(o.took)
			failed := 0
			for _, n := range o.failed {
				failed += n
			}
			fmt.Fprintf(out, "%-10s %8d %8d %8.1f %8.1f %8.1f %8.1f %8.1f %9d\n", fmt.Sprint(name, " ", c), len(o.took), failed,
				o.quantile(.5), o.quantile(.9), o.quantile(.99), o.quantile(.999), o.quantile(1), o.bytes/len(o.took))
			for _, why := range slices.Sorted(maps.Keys(o.failed)) {
				fmt.Fprintf(out, "%-10s %17d %s\n", "", o.failed[why], why)
			}
		}
	}
}

// quantile is in milliseconds, of times that are sorted.
func (o *outcome) quantile(q float64) float64 {
	return float64(o.took[int(q*float64(len(o.took)-1))].Microseconds()) / 1000
}

// scrapes counts them all.
func (o *outcomes) scrapes() (n int) {
	for protocol := range o {
		for c := range classes {
			n += len(o[protocol][c].took)
		}
	}
	return n
}

// good says whether there were scrapes of live targets, and all of them succeeded in time.
func (o *outcomes) good(most time.Duration) bool {
	scraped := false
	for protocol := range o {
		live := &o[protocol][live]
		if len(live.failed) > 0 || len(live.took) > 0 && slices.Max(live.took) > most {
			return false
		}
		scraped = scraped || len(live.took) > 0
	}
	return scraped
}

// steady compares the second half of the minutes with the first from minute two on: memory may differ by a
// tenth and 10 MiB, descriptors and goroutines by a tenth and 100. What leaks does more in eight minutes.
func steady(list []sample) bool {
	if len(list) > 3 {
		list = list[1:]
	}
	half := len(list) / 2
	for _, is := range []struct {
		of    func(sample) float64
		allow float64
	}{
		{func(s sample) float64 { return s.rss }, 10},
		{func(s sample) float64 { return float64(s.fds) }, 100},
		{func(s sample) float64 { return float64(s.goroutines) }, 100},
	} {
		before, after := mean(list[:half], is.of), mean(list[half:], is.of)
		if after > before*1.1+is.allow {
			return false
		}
	}
	return true
}

func mean(list []sample, of func(sample) float64) float64 {
	sum := 0.0
	for _, s := range list {
		sum += of(s)
	}
	return sum / float64(max(len(list), 1))
}
