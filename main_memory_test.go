package main

import (
	"context"
	"encoding/json"
	"math"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/argus-power/argus/nut/nuttest"
)

// outage plays a mains failure of the demo's office in real time, and keeps the truth of it.
type outage struct {
	sim     *nuttest.Sim
	mu      sync.Mutex
	at      time.Duration // since the demo began
	joules  float64       // that the office delivered since the measuring began
	last    time.Time
	watts   float64
	stopped chan struct{}
}

// play moves the devices by the clock until ctx ends.
func (o *outage) play(ctx context.Context) {
	defer close(o.stopped)
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	for {
		o.step(time.Now(), 0)
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// step moves on by the time since the last step, and to a point of the demo if it is not 0.
func (o *outage) step(now time.Time, to time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.last.IsZero() {
		o.at += now.Sub(o.last)
	}
	if to > 0 {
		o.at = to
	}
	o.sim.Step(time.Unix(0, 0).Add(o.at))
	watts, err := strconv.ParseFloat(o.sim.Server().Vars(nuttest.SimOffice)["ups.realpower"], 64)
	if err != nil {
		panic(err)
	}
	if !o.last.IsZero() {
		o.joules += (o.watts + watts) / 2 * now.Sub(o.last).Seconds()
	}
	o.watts, o.last = watts, now
}

func (o *outage) truth() float64 {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.joules
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

// TestOutageEndToEnd plays a mains failure of known length in front of a real Prometheus, which finds the
// devices by /sd, and with a restart of Argus in the middle of it: the event, its duration and the
// energy are what was played.
func TestOutageEndToEnd(t *testing.T) {
	program(t, "prometheus", "prometheus")
	o := &outage{sim: nuttest.NewSim(1), stopped: make(chan struct{})}
	if err := o.sim.Server().Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = o.sim.Server().Close() })
	o.sim.Step(time.Unix(0, 0)) // the demo begins
	ctx, stop := context.WithCancel(t.Context())
	go o.play(ctx)
	t.Cleanup(func() { stop(); <-o.stopped })

	all := o.sim.Server().Addr()
	address := freeAddress(t)
	args := []string{
		"--config.file", write(t, "argus.yml", loopback+"devices: [{target: '127.0.0.1:*', labels: {site: berlin}}]\n"),
		"--storage.path=" + filepath.Join(t.TempDir(), "argus.db"), "--storage.flush-interval=1s",
		"--web.listen-address=" + address,
	}
	a := start(t, args...)
	a.do(t, "GET", "/probe?target="+all) // the first read makes the devices known
	server := prometheus(t, discovering(address))
	const office = `{device="office",site="berlin"}`
	eventually(t, server, `argus_energy_joules_total`+office+` > 0`, 1)
	eventually(t, server, `argus_events_total{device="office",event="on_battery"} == 0`, 1)
	joules, truth := number(t, server, "argus_energy_joules_total"+office), o.truth()

	began := time.Now()
	o.step(began, 61*time.Second)
	eventually(t, server, `argus_events_total{device="office",event="on_battery"} == 1`, 1)
	before := number(t, server, "argus_energy_joules_total"+office)
	a.stop()
	<-a.done
	a.done <- nil // for the end of the test
	a = start(t, args...)
	eventually(t, server, `argus_on_battery_seconds_total`+office+` > 10`, 1)
	if after := number(t, server, "argus_energy_joules_total"+office); after <= before {
		t.Errorf("%g J before the restart, %g after it", before, after)
	}
	ended := time.Now()
	o.step(ended, 151*time.Second)
	eventually(t, server, `argus_events_total{device="office",event="on_battery_ended"} == 1`, 1)
	lasted := ended.Sub(began).Seconds()

	if got := number(t, server, "argus_on_battery_seconds_total"+office); math.Abs(got-lasted) > 2.5 {
		t.Errorf("%g s on battery, played %g", got, lasted)
	}
	// Energy is served as of the last flush: up to a second before the scrape, and that up to another one.
	if n := number(t, server, "min_over_time((resets(argus_energy_joules_total"+office+"[5m]))[5m:1s])"); n != 0 {
		t.Errorf("the counter of energy fell %g times", n)
	}
	got, want := number(t, server, "argus_energy_joules_total"+office)-joules, o.truth()-truth
	if math.Abs(got-want) > 4*o.watts {
		t.Errorf("%g J, played %g", got, want)
	}
	o.compareOutage(t, a, all, lasted)
}

// compareOutage asks the API for what Prometheus was asked.
func (o *outage) compareOutage(t *testing.T, a *argus, target string, lasted float64) {
	t.Helper()
	var answer struct {
		Outages []struct {
			Device        string
			Duration      float64  `json:"duration_seconds"`
			LowestCharge  *float64 `json:"lowest_charge_ratio"`
			LowestVoltage *float64 `json:"lowest_voltage_volts"`
		}
	}
	_, body := a.do(t, "GET", "/api/v1/outages?device=office&target="+target)
	if err := json.Unmarshal([]byte(body), &answer); err != nil || len(answer.Outages) != 1 {
		t.Fatalf("%v in %s", err, body)
	}
	got := answer.Outages[0]
	if math.Abs(got.Duration-lasted) > 2.5 || got.LowestCharge == nil || *got.LowestCharge >= 1 || got.LowestVoltage == nil {
		t.Errorf("played %g s, told %s", lasted, body)
	}
	_, events := a.do(t, "GET", "/api/v1/events?device=office&order=asc")
	for _, kind := range []string{"first_seen", "on_battery", "on_battery_ended"} {
		if n := strings.Count(events, `"`+kind+`"`); n != 1 {
			t.Errorf("%d events %s in %s", n, kind, events)
		}
	}
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
