package deploy

import (
	"fmt"
	"math"
	"net/url"
	"strconv"
	"testing"
	"time"
)

// A track is the samples of one series.
type track struct {
	Metric map[string]string
	Values [][2]any
}

func (t *track) at(i int) (time.Time, float64) {
	seconds, _ := t.Values[i][0].(float64)
	text, _ := t.Values[i][1].(string)
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		v = math.NaN()
	}
	return time.UnixMilli(int64(seconds * 1000)), v
}

func (t *track) last() float64 {
	_, v := t.at(len(t.Values) - 1)
	return v
}

// tracks asks Prometheus for all samples since the test began.
func (f *fleet) tracks(t *testing.T, selector string) []track {
	t.Helper()
	var answer struct{ Data struct{ Result []track } }
	span := strconv.Itoa(int(time.Since(f.began).Seconds()) + 1)
	err := get(f.prometheus+"/api/v1/query?query="+url.QueryEscape(selector+"["+span+"s]"), &answer)
	if err != nil {
		t.Fatal(err)
	}
	return answer.Data.Result
}

// steps asks Prometheus for the values of an expression, scrape by scrape, since the test began.
func (f *fleet) steps(t *testing.T, expr string) []track {
	t.Helper()
	var answer struct{ Data struct{ Result []track } }
	err := get(fmt.Sprintf("%s/api/v1/query_range?query=%s&start=%d&end=%d&step=%g", f.prometheus, url.QueryEscape(expr),
		f.began.Unix(), time.Now().Unix(), f.every.Seconds()), &answer)
	if err != nil {
		t.Fatal(err)
	}
	return answer.Data.Result
}

// figures says what it took.
func (f *fleet) figures(t *testing.T) {
	t.Helper()
	t.Logf("%d targets, each %s; one Argus was away for %s", len(f.all), f.every, f.back.Sub(f.killed).Round(time.Millisecond))
	for _, expr := range []string{
		`argus_store_devices`, `rate(process_cpu_seconds_total{job="argus"}[1m])`, `process_resident_memory_bytes{job="argus"} / 1048576`,
		`go_goroutines{job="argus"}`, `process_open_fds{job="argus"}`, `argus_store_size_bytes / 1048576`,
	} {
		for _, series := range f.tracksNow(t, expr) {
			t.Logf("%s %s: %v", series.Metric["instance"], expr, series.Value[1])
		}
	}
}

type instant struct {
	Metric map[string]string
	Value  [2]any
}

func (f *fleet) tracksNow(t *testing.T, expr string) []instant {
	t.Helper()
	var answer struct{ Data struct{ Result []instant } }
	if err := get(f.prometheus+"/api/v1/query?query="+url.QueryEscape(expr), &answer); err != nil {
		t.Error(err)
	}
	return answer.Data.Result
}
