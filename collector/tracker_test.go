package collector

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

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
	p.tracker.max = 2
	for _, i := range []int{0, 1, 0, 2} {
		get(t, p, "/probe?target="+servers[i].Addr())
	}
	get(t, p, "/probe?target="+dead.Addr())
	var got []string
	for key := range p.tracker.targets {
		got = append(got, key)
	}
	kept := strings.Join(got, ";")
	if len(got) != 2 || !strings.Contains(kept, servers[0].Addr()) ||
		!strings.Contains(kept, servers[2].Addr()) || p.tracker.recent.Len() != 2 {
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
	p.config = func() *config.Config { return next }
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
	p.metrics.Handler().ServeHTTP(metrics, httptest.NewRequestWithContext(t.Context(), "GET", "/", nil))
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
			start := time.Now()
			p.ServeHTTP(w, r)
			if took := time.Since(start); i%(targets/hanging) != 0 && took > 4*time.Second {
				t.Errorf("live target %d waited %s for the hanging ones", i, took)
			}
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
	all, next := complete(fresh, known)
	if all[0].Info != info {
		t.Errorf("a failed device lost what it is: %+v", all[0].Info)
	}
	if all[0].Status.Reportable != 0 {
		t.Errorf("a failed device reports states: %+v", all[0].Status)
	}
	if len(next) != 2 || next[0].Status.Reportable != status.Reportable || next[1].Info.Model != "N" {
		t.Errorf("remembered %+v", next)
	}
}

// TestCompletePartial holds that what a device tells of itself now goes before what it told
// earlier, though it does not tell all.
func TestCompletePartial(t *testing.T) {
	charging := power.SetOf(power.Charging)
	known := []power.Snapshot{{Device: "1", Info: power.Info{Name: "old"}, Status: power.Status{Reportable: charging}}}
	for range 2 { // always partial
		s := power.Snapshot{
			Device: "1", Info: power.Info{Name: "new"}, Err: fmt.Errorf("a table is missing"),
			Readings: []power.Reading{{Quantity: power.BatteryCharge, Value: 1}},
		}
		s.Status.Set(power.Online)
		all, next := complete([]power.Snapshot{s}, known)
		both := charging | power.SetOf(power.Online)
		if all[0].Info.Name != "new" || all[0].Status.Reportable != both || all[0].Status.Active.Has(power.Charging) {
			t.Errorf("got %+v", all[0])
		}
		if len(next) != 1 || next[0].Info.Name != "new" || next[0].Status.Reportable != both {
			t.Errorf("remembered %+v", next)
		}
		known = next
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

// TestChainRemembered holds that the units of a daisy chain stay visible when the
// chain gives no data, or its server is gone.
func TestChainRemembered(t *testing.T) {
	server := nuttest.Start(t, device(t, "daisy-chain"))
	p := prober(t, "")
	url := "/probe?target=" + server.Addr()
	_, body := get(t, p, url)
	has(t, body, `argus_device_up{device="daisy-chain/1"} 1`)
	for range 2 { // memory survives its own use
		server.Fail("daisy-chain", "DATA-STALE")
		_, body = get(t, p, url)
		has(t, body, `argus_device_up{device="daisy-chain"} 0`, `argus_device_up{device="daisy-chain/1"} 0`,
			`argus_device_error_info{device="daisy-chain/2",reason="stale"} 1`)
	}
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	_, body = get(t, p, url)
	has(t, body, `argus_device_error_info{device="daisy-chain/2",reason="refused"} 1`)
}

// TestChainWaits holds that no unit of a chain is up while the chain waits.
func TestChainWaits(t *testing.T) {
	d := device(t, "daisy-chain")
	d.Vars["ups.status"] = "WAIT"
	server := nuttest.Start(t, d)
	_, body := get(t, prober(t, ""), "/probe?target="+server.Addr())
	has(t, body, "probe_success 0", `argus_device_error_info{device="daisy-chain/1",reason="waiting"} 1`)
}

// TestGhosts holds that devices that no server has are not remembered.
func TestGhosts(t *testing.T) {
	a, _ := two()
	server := nuttest.Start(t, a)
	p := prober(t, "")
	for i := range 5 {
		get(t, p, fmt.Sprintf("/probe?target=ghost%d@%s", i, server.Addr()))
	}
	if n := p.tracker.recent.Len(); n != 0 {
		t.Errorf("%d targets remembered", n)
	}
}

// TestPatientJoiner holds that a scrape with time left reads anew when the read
// that it joined ran out of the other scrape's time.
func TestPatientJoiner(t *testing.T) {
	a, _ := two()
	server := nuttest.Start(t, a)
	p := prober(t, "")
	get(t, p, "/probe?target="+server.Addr())
	server.Fault(nuttest.Hang)
	answers := make(chan string, 2)
	scrape := func(timeout string) {
		r := httptest.NewRequestWithContext(t.Context(), "GET", "/probe?target="+server.Addr(), nil)
		r.Header.Set(scrapeHeader, timeout)
		w := httptest.NewRecorder()
		p.ServeHTTP(w, r)
		answers <- w.Body.String()
	}
	key := route{"nut " + server.Addr() + " ", p.config()}
	go scrape("1")
	joined(t, &p.tracker.flights, key, 1)
	go scrape("20")
	joined(t, &p.tracker.flights, key, 2)
	has(t, <-answers, "probe_success 0") // the hasty one
	joined(t, &p.tracker.flights, key, 1)
	server.Fault(nuttest.OK)
	server.Disconnect() // ends its second read, one way or the other
	lacks(t, <-answers, `reason="timeout"`)
}

// TestForbiddenByAddress holds that a name that leads to a forbidden address is
// refused, however much is remembered of the target.
func TestForbiddenByAddress(t *testing.T) {
	a, b := two()
	server := nuttest.Start(t, a, b)
	_, port, _ := strings.Cut(server.Addr(), ":")
	p := prober(t, "targets: {allow: ['localhost:*']}\n")
	url := "/probe?target=localhost:" + port
	if code, body := get(t, p, url); code != 200 {
		t.Fatalf("%d %s", code, body)
	}
	strict := parse(t, "targets: {allow: ['10.0.0.0/8:*']}\n")
	p.config = func() *config.Config { return strict }
	if code, body := get(t, p, url); code != 403 {
		t.Errorf("got %d %s", code, body)
	}
}

// TestHastyJoiner holds that a short scrape beside a long one keeps what it can
// read in its own time.
func TestHastyJoiner(t *testing.T) {
	a, b := two()
	server := nuttest.Start(t, a, b)
	server.FaultUPS("b", nuttest.Hang)
	p := prober(t, "")
	long := make(chan struct{})
	go func() {
		defer close(long)
		r := httptest.NewRequestWithContext(t.Context(), "GET", "/probe?target="+server.Addr(), nil)
		r.Header.Set(scrapeHeader, "30")
		p.ServeHTTP(httptest.NewRecorder(), r)
	}()
	joined(t, &p.tracker.flights, route{"nut " + server.Addr() + " ", p.config()}, 1)
	r := httptest.NewRequestWithContext(t.Context(), "GET", "/probe?target="+server.Addr(), nil)
	r.Header.Set(scrapeHeader, "2")
	w := httptest.NewRecorder()
	p.ServeHTTP(w, r)
	has(t, w.Body.String(), "probe_success 1", `argus_device_up{device="a"} 1`,
		`argus_device_error_info{device="b",reason="timeout"} 1`)
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	<-long
}

// TestReloadSeparates holds that a scrape after a reload does not share a read
// that began before it.
func TestReloadSeparates(t *testing.T) {
	a, _ := two()
	server := nuttest.Start(t, a)
	p := prober(t, "")
	server.Fault(nuttest.Hang)
	old := p.config()
	done := make(chan struct{})
	go func() {
		defer close(done)
		get(t, p, "/probe?target="+server.Addr())
	}()
	joined(t, &p.tracker.flights, route{"nut " + server.Addr() + " ", old}, 1)
	next := parse(t, anyPort+"auths: {x: {targets: ['"+server.Addr()+"'], tls: {}}}\n")
	probe, err := next.Probe(queryOf(server.Addr()))
	if err != nil {
		t.Fatal(err)
	}
	server.Fault(nuttest.OK)
	r := p.tracker.Observe(t.Context(), probe)
	if power.ReasonOf(r.Err) != power.BadTLS || r.Shared {
		t.Errorf("after the reload: %v, shared %t", r.Err, r.Shared)
	}
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	<-done
}
