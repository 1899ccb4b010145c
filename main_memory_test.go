package main

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/argus-power/argus/nut/nuttest"
)

// outage plays a mains failure of the demo's office in real time, and keeps the truth of it.
type outage struct {
	sim         *nuttest.Sim
	mu          sync.Mutex
	at          time.Duration // since the demo began
	joules      float64       // that the office delivered since it was first read
	last        time.Time
	watts       float64 // that it says to deliver now
	least, most float64 // watts
	stopped     chan struct{}
}

// play moves the devices by the clock until ctx ends.
func (o *outage) play(ctx context.Context) {
	defer close(o.stopped)
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	for {
		o.step(0)
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// step moves on by the time since the last step, and to a point of the demo if it is not 0. It returns from when to when
// that took: what was read before is as it was, and what is read after is as it is now.
func (o *outage) step(to time.Duration) (took window) {
	o.mu.Lock()
	defer o.mu.Unlock()
	took.from = time.Now()
	if !o.last.IsZero() {
		o.at += took.from.Sub(o.last)
	}
	if to > 0 {
		o.at = to
	}
	o.sim.Step(time.Unix(0, 0).Add(o.at))
	watts, err := strconv.ParseFloat(o.sim.Server().Vars(nuttest.SimOffice)["ups.realpower"], 64)
	if err != nil {
		panic(err)
	}
	o.account(watts)
	took.to = time.Now()
	return took
}

// account adds what was delivered since the last step: until now the office told the watts of that.
func (o *outage) account(watts float64) {
	now := time.Now()
	if !o.last.IsZero() {
		o.joules += o.watts * now.Sub(o.last).Seconds()
		o.least, o.most = min(o.least, watts), max(o.most, watts)
	} else {
		o.least, o.most = watts, watts
	}
	o.watts, o.last = watts, now
}

// meter begins to add up.
func (o *outage) meter() {
	o.step(0)
	o.mu.Lock()
	defer o.mu.Unlock()
	o.joules = 0
}

// off takes the load away, after the last step, and returns what was delivered, and with how many watts at last.
func (o *outage) off() (joules, watts float64) {
	o.mu.Lock()
	defer o.mu.Unlock()
	watts = o.watts
	vars := o.sim.Server().Vars(nuttest.SimOffice)
	for _, name := range []string{"ups.realpower", "ups.power", "ups.load", "output.current", "input.current"} {
		if vars[name] != "" {
			vars[name] = "0"
		}
	}
	o.sim.Server().Replace(nuttest.SimOffice, vars)
	o.account(watts)
	return o.joules, watts
}

// number is the value of the only series of an instant query, -1 if there is none.
func number(t *testing.T, server, expr string) float64 {
	t.Helper()
	got, err := query(t, server, expr)
	if err != nil || len(got) != 1 {
		return -1
	}
	text, _ := got[0].Value[1].(string)
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatalf("%s: %v", expr, err)
	}
	return v
}

// freeAddress returns an address nobody listens on.
func freeAddress(t *testing.T) string {
	t.Helper()
	s := nuttest.Start(t)
	defer s.Close()
	return s.Addr()
}

// discovering is a Prometheus that asks Argus what there is to scrape.
func discovering(argus string) string {
	return `global: {scrape_interval: 1s, scrape_timeout: 1s}
scrape_configs:
  - job_name: power
    metrics_path: /probe
    http_sd_configs:
      - {url: "http://` + argus + `/sd", refresh_interval: 5s}
    relabel_configs:
      - {source_labels: [__address__], target_label: __param_target}
      - {source_labels: [__param_target], target_label: instance}
      - {target_label: __address__, replacement: "` + argus + `"}
`
}

// longest is the longest time between two samples of a series.
func longest(t *testing.T, server, selector string) time.Duration {
	t.Helper()
	most := 0.0
	for _, s := range matrix(t, server, selector+"[5m]") {
		for i := 1; i < len(s); i++ {
			most = max(most, s[i]-s[i-1])
		}
	}
	return seconds(most)
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// matrix returns when each series of a range was sampled, in seconds since 1970.
func matrix(t *testing.T, server, expr string) (times [][]float64) {
	t.Helper()
	list, err := ask[struct{ Values [][2]any }](t, server, expr)
	if err != nil || len(list) == 0 {
		t.Fatalf("%s: %d series, %v", expr, len(list), err)
	}
	for _, series := range list {
		var at []float64
		for _, v := range series.Values {
			s, err := strconv.ParseFloat(fmt.Sprint(v[0]), 64)
			if err != nil {
				t.Fatal(err)
			}
			at = append(at, s)
		}
		times = append(times, at)
	}
	return times
}
