package collector

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/argus-power/argus/config"
	"github.com/argus-power/argus/nut/nuttest"
	"github.com/argus-power/argus/power"
)

// TestBoundedMemory holds that only targets that answered are remembered, and
// only so many of them, the least recently used forgotten first.
func TestBoundedMemory(t *testing.T) {
	a, _ := two()
	servers := make([]*nuttest.Server, 3)
	for i := range servers {
		servers[i] = nuttest.Start(t, a)
	}
	dead := nuttest.Start(t)
	if err := dead.Close(); err != nil {
		t.Fatal(err)
	}
	p := prober(t, "")
	p.Tracker.max = 2
	for _, i := range []int{0, 1, 0, 2} {
		get(t, p, "/probe?target="+servers[i].Addr())
	}
	get(t, p, "/probe?target="+dead.Addr())
	var got []string
	for key := range p.Tracker.targets {
		got = append(got, key)
	}
	kept := strings.Join(got, ";")
	if len(got) != 2 || !strings.Contains(kept, servers[0].Addr()) ||
		!strings.Contains(kept, servers[2].Addr()) || p.Tracker.recent.Len() != 2 {
		t.Errorf("remembered: %s", kept)
	}
}

// TestNewConfigNewSource holds that a reload takes effect on remembered targets.
func TestNewConfigNewSource(t *testing.T) {
	server := nuttest.Start(t, nuttest.Device{Name: "u", Vars: map[string]string{
		"ups.load": "50", "ups.status": "OL",
	}})
	p := prober(t, "")
	url := "/probe?target=" + server.Addr()
	_, body := get(t, p, url)
	lacks(t, body, "argus_power_watts")
	next := parse(t, anyPort+"devices: [{target: '"+server.Addr()+"', power_nominal_watts: 500}]\n")
	p.Config = func() *config.Config { return next }
	_, body = get(t, p, url)
	has(t, body, `argus_power_watts{device="u"} 250`)
}

// TestOneConnection holds that simultaneous scrapes of a target make one read.
func TestOneConnection(t *testing.T) {
	const scrapes = 8
	a, _ := two()
	server := nuttest.Start(t, a)
	server.Fault(nuttest.Hang)
	p := prober(t, "")
	var group sync.WaitGroup
	for range scrapes {
		group.Go(func() {
			r := httptest.NewRequestWithContext(t.Context(), "GET", "/probe?target="+server.Addr(), nil)
			r.Header.Set(scrapeHeader, "2")
			w := httptest.NewRecorder()
			p.ServeHTTP(w, r)
			has(t, w.Body.String(), "probe_success 0", `argus_probe_error_info{reason="timeout"} 1`)
		})
	}
	group.Wait()
	if n := server.Stats().Connections; n != 1 {
		t.Errorf("%d connections for %d simultaneous scrapes", n, scrapes)
	}
	metrics := httptest.NewRecorder()
	p.Metrics.Handler().ServeHTTP(metrics, httptest.NewRequestWithContext(t.Context(), "GET", "/", nil))
	has(t, metrics.Body.String(), "argus_exporter_probes_shared_total 7",
		`argus_exporter_probes_total{module="nut",result="timeout"} 8`)
}

// TestManyHanging holds that two hundred hanging targets take nothing from
// eight hundred live ones.
func TestManyHanging(t *testing.T) {
	const targets, hanging = 1000, 200
	a, _ := two()
	p := prober(t, "")
	servers := make([]*nuttest.Server, targets)
	for i := range servers {
		servers[i] = nuttest.Start(t, a)
		if i%(targets/hanging) == 0 {
			servers[i].Fault(nuttest.Hang)
		}
	}
	var group sync.WaitGroup
	outcomes := make([]string, targets)
	slots := make(chan struct{}, hanging+50) // all that hang, and some
	for i, server := range servers {
		slots <- struct{}{}
		group.Go(func() {
			defer func() { <-slots }()
			r := httptest.NewRequestWithContext(t.Context(), "GET", "/probe?target="+server.Addr(), nil)
			r.Header.Set(scrapeHeader, "8")
			w := httptest.NewRecorder()
			p.ServeHTTP(w, r)
			outcomes[i] = fmt.Sprint(w.Code, " ",
				strings.Contains(w.Body.String(), "\nprobe_success 1\n"))
		})
	}
	group.Wait()
	for i, got := range outcomes {
		want := fmt.Sprint(200, " ", i%(targets/hanging) != 0)
		if got != want {
			t.Errorf("target %d: got %s, want %s", i, got, want)
		}
	}
}

// TestComplete holds what memory adds to a fresh snapshot.
func TestComplete(t *testing.T) {
	info := power.Info{Model: "M", Protocol: "nut"}
	status := power.Status{Active: power.SetOf(power.Charging), Reportable: power.SetOf(power.Charging)}
	known := []power.Snapshot{{Device: "a", Info: info, Status: status}}
	fresh := []power.Snapshot{
		{Device: "a", Err: fmt.Errorf("stale"), Info: power.Info{Protocol: "nut"}},
		{Device: "new", Info: power.Info{Model: "N"}},
	}
	next := complete(fresh, known)
	if fresh[0].Info != info {
		t.Errorf("a failed device lost what it is: %+v", fresh[0].Info)
	}
	if fresh[0].Status.Reportable != 0 {
		t.Errorf("a failed device reports states: %+v", fresh[0].Status)
	}
	if len(next) != 2 || next[0].Status.Reportable != status.Reportable || next[1].Info.Model != "N" {
		t.Errorf("remembered %+v", next)
	}
}

// TestDistinct holds that no two devices of a target have one name.
func TestDistinct(t *testing.T) {
	got := distinct([]power.Snapshot{
		{Device: "a", Info: power.Info{Model: "first"}}, {Device: "b"}, {Device: "a"},
	})
	if len(got) != 2 || got[0].Info.Model != "first" || got[1].Device != "b" {
		t.Errorf("got %+v", got)
	}
}
