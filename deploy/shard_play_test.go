package deploy

import (
	"bytes"
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

const probes = `job=~"nut|snmp"`

// play has an outage at some devices, in the midst of which one Argus is killed and then replaced.
func (f *fleet) play(t *testing.T, victim *shard) {
	t.Helper()
	eventually(t, f.prometheus, `probe_success == 1`, len(f.all))
	eventually(t, f.prometheus, `argus_energy_joules_total{job="nut"} > 0`, len(f.ups))
	f.mains("OB DISCHRG")
	eventually(t, f.prometheus, `argus_events_total{event="on_battery",job="nut"} == 1`, f.struck())
	f.killed = time.Now()
	victim.kill()
	time.Sleep(f.away)
	victim.start(t)
	f.back = time.Now()
	f.mains("OL")
	eventually(t, f.prometheus, `argus_events_total{event="on_battery_ended",job="nut"} == 1`, f.struck())
	until(t, "the energy while it was away is counted, or a gap", func() (bool, any) {
		before, now := f.behind(t)
		return now < before+f.away.Seconds()/2, fmt.Sprintf("%.1f s behind, and %.1f s before", now, before)
	})
}

// behind is by how many seconds what is known of the energy of UPSes is behind the time since they were first read, at
// most: before one Argus was killed, and at last. That is what was not yet written, or is lost for ever.
func (f *fleet) behind(t *testing.T) (before, now float64) {
	t.Helper()
	const known = `argus_energy_joules_total{job="nut"} / %g + on (instance) argus_energy_gap_seconds_total{job="nut"}`
	for _, series := range f.steps(t, fmt.Sprintf(known, shardWatts)) {
		began, first := series.at(0)
		for i := range series.Values {
			at, v := series.at(i)
			late := at.Sub(began).Seconds() - (v - first)
			if at.Before(f.killed) {
				before = max(before, late)
			}
			if i == len(series.Values)-1 {
				now = max(now, late)
			}
		}
	}
	return before, now
}

// struck is how many UPSes lose their mains: those of whichever Argus the hash gave them to.
func (f *fleet) struck() int { return len(f.ups) / 3 }

func (f *fleet) mains(status string) {
	for _, server := range f.ups[:f.struck()] {
		server.Set("ups", "ups.status", status)
	}
}

// scrapes tells to which Argus each target belongs.
func (f *fleet) scrapes(t *testing.T) map[string]*shard {
	t.Helper()
	var answer struct {
		Data struct {
			ActiveTargets []struct {
				Labels    map[string]string
				ScrapeURL string
			}
		}
	}
	if err := get(f.prometheus+"/api/v1/targets?state=active", &answer); err != nil {
		t.Fatal(err)
	}
	of := map[string]*shard{}
	counts := map[*shard]int{}
	for _, target := range answer.Data.ActiveTargets {
		for _, s := range f.argus {
			if target.Labels["job"] != "argus" && strings.Contains(target.ScrapeURL, s.address) {
				of[target.Labels["instance"]] = s
				counts[s]++
			}
		}
	}
	for _, s := range f.argus {
		t.Logf("%s has %d targets", s.address, counts[s])
		if counts[s] < len(f.all)/12 { // the hash of so few is not even
			t.Errorf("%s has %d of %d targets", s.address, counts[s], len(f.all))
		}
	}
	return of
}

// stand is the place of an Argus in the example.
var stand = regexp.MustCompile(`argus-(\$1|\d):10493`)

// observe has Prometheus share the targets out, by the rules of the example.
func (f *fleet) observe(t *testing.T, path string) {
	t.Helper()
	dir := layOut(t)
	lists := map[string]*bytes.Buffer{"nut": {}, "snmp": {}}
	for i, address := range f.all {
		fmt.Fprintf(lists[[]string{"nut", "snmp"}[i%2]], "- targets: [%q]\n", address)
	}
	for name, list := range lists {
		write(t, filepath.Join(dir, "targets", name+".yml"), list.String())
	}
	_, port, _ := strings.Cut(f.argus[0].address, ":")
	text := read(t, "prometheus/examples/sharding.yml")
	at := strings.Index(text, "  - job_name: snmp\n")
	if at < 0 || !stand.MatchString(text) {
		t.Fatal("the example is not what this test takes it for")
	}
	text += "\n" + strings.ReplaceAll(text[at:], "snmp", "nut")
	text = stand.ReplaceAllString(text, "127.25.0.1$1:"+port)
	text = regexp.MustCompile(`(?m)^ +scrape_(interval|timeout): .*\n`).ReplaceAllString(text, "")
	every := strconv.FormatInt(f.every.Milliseconds(), 10) + "ms"
	file := filepath.Join(dir, "examples", "sharding.yml")
	write(t, file, "global: {scrape_interval: "+every+", scrape_timeout: "+every+"}\n"+text)
	listen := free(t)
	f.prometheus = "http://" + listen
	launch(t, f.prometheus+"/-/ready", path, "--config.file="+file, "--storage.tsdb.path="+filepath.Join(dir, "data"),
		"--web.listen-address="+listen, "--query.lookback-delta="+strconv.FormatInt(3*f.every.Milliseconds(), 10)+"ms")
}
