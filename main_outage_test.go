package main

import (
	"context"
	"encoding/json"
	"math"
	"path/filepath"
	"testing"
	"time"

	"github.com/argus-power/argus/nut/nuttest"
)

// A window is when something happened, as well as is known: not before the one, and not after the other.
type window struct{ from, to time.Time }

// wider has room for what a read took: its time is that of its end, and what it found is from a little before.
func (w window) wider(read time.Duration) window { return window{w.from.Add(-read), w.to.Add(read)} }

// meets says whether two windows can be of the same moment.
func (w window) meets(other window) bool { return !w.from.After(other.to) && !other.from.After(w.to) }

// office selects the series of the device that is watched.
const office = `{device="office",site="berlin"}`

// TestOutageEndToEnd plays a mains failure in front of a real Prometheus, which finds the devices by /sd, and with a restart
// of Argus in the middle of it: the event, its duration and the energy are what was played, as exactly as the reads lay
// close together. How close that was is this machine's affair.
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
	o.meter()
	known := window{from: time.Now()}
	a.do(t, "GET", "/probe?target="+all) // the first read makes the devices known
	known.to = time.Now()
	server := prometheus(t, discovering(address))
	eventually(t, server, `argus_energy_joules_total`+office+` > 0`, 1)
	eventually(t, server, `argus_events_total{device="office",event="on_battery"} == 0`, 1)

	began := o.step(61 * time.Second)
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
	ended := o.step(151 * time.Second)
	eventually(t, server, `argus_events_total{device="office",event="on_battery_ended"} == 1`, 1)
	stop()
	<-o.stopped
	o.compareOutage(t, a, server, all, began, ended)
	o.compareEnergy(t, server, known)
}

// happened asks the API for the only event of a kind, and when it was.
func happened(t *testing.T, a *argus, kind string) window {
	t.Helper()
	var answer struct {
		Events []struct {
			Time      time.Time
			NotBefore time.Time `json:"not_before"`
		}
	}
	_, body := a.do(t, "GET", "/api/v1/events?device=office&event="+kind)
	if err := json.Unmarshal([]byte(body), &answer); err != nil || len(answer.Events) != 1 {
		t.Fatalf("%s: %v in %s", kind, err, body)
	}
	return window{answer.Events[0].NotBefore, answer.Events[0].Time}
}

// compareOutage holds that an outage was noticed between the two reads around each of its ends, and that all who tell
// how long it lasted say the same.
func (o *outage) compareOutage(t *testing.T, a *argus, server, target string, began, ended window) {
	t.Helper()
	read := seconds(number(t, server, `max(max_over_time(scrape_duration_seconds[5m]))`))
	begin, end := happened(t, a, "on_battery"), happened(t, a, "on_battery_ended")
	happened(t, a, "first_seen")
	if !begin.wider(read).meets(began) || !end.wider(read).meets(ended) {
		t.Errorf("played %v and %v, noticed %v and %v; a read took at most %s", began, ended, begin, end, read)
	}
	least, most := end.from.Sub(begin.to).Seconds(), end.to.Sub(begin.from).Seconds()
	if got := number(t, server, "argus_on_battery_seconds_total"+office); got < least || got > most {
		t.Errorf("%g s on battery, which is not between %g and %g", got, least, most)
	}
	var answer struct {
		Outages []struct {
			Duration      float64  `json:"duration_seconds"`
			LowestCharge  *float64 `json:"lowest_charge_ratio"`
			LowestVoltage *float64 `json:"lowest_voltage_volts"`
		}
	}
	_, body := a.do(t, "GET", "/api/v1/outages?device=office&target="+target)
	if err := json.Unmarshal([]byte(body), &answer); err != nil || len(answer.Outages) != 1 {
		t.Fatalf("%v in %s", err, body)
	}
	got, want := answer.Outages[0], end.to.Sub(begin.to).Seconds()
	if math.Abs(got.Duration-want) > 0.01 || got.LowestCharge == nil || *got.LowestCharge >= 1 || got.LowestVoltage == nil {
		t.Errorf("noticed %g s, told %s", want, body)
	}
}

// compareEnergy takes the load away, so that the counter comes to rest, and compares it with what was delivered. It differs
// by what the load changed between two reads, and by when the first and the last change were, which nobody knows.
func (o *outage) compareEnergy(t *testing.T, server string, known window) {
	t.Helper()
	want, watts := o.off()
	eventually(t, server, `argus_power_watts`+office+` == 0`, 1)
	last := -1.0
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(2200 * time.Millisecond) { // a flush and a scrape
		got := number(t, server, "argus_energy_joules_total"+office)
		if got == last {
			break
		}
		last = got
	}
	if n := number(t, server, "min_over_time((resets(argus_energy_joules_total"+office+"[5m]))[5m:1s])"); n != 0 {
		t.Errorf("the counter of energy fell %g times", n)
	}
	apart := longest(t, server, "argus_power_watts"+office) + seconds(number(t, server, `max(max_over_time(scrape_duration_seconds[5m]))`))
	room := watts*(known.to.Sub(known.from)+apart).Seconds() + (o.most-o.least)*3*apart.Seconds()
	if math.Abs(last-want) > room {
		t.Errorf("%g J, played %g, and not within %g; at most %s between two reads", last, want, room, apart)
	}
	t.Logf("%g J, played %g, room %g; at most %s between two reads", last, want, room, apart)
}
