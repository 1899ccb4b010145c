package collector

import (
	"cmp"
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/argus-power/argus/config"
	"github.com/argus-power/argus/nut/nuttest"
	"github.com/argus-power/argus/snmp/snmptest"
)

// cost is how many requests an agent gets of a probe.
func cost(tb testing.TB, a *snmptest.Agent, h http.Handler, url string) int {
	tb.Helper()
	before := a.Stats().All()
	if _, body := get(tb, h, url); !strings.Contains(body, "\nprobe_success 1\n") {
		tb.Errorf("%s: %s", url, body)
	}
	return a.Stats().All() - before
}

// TestOneSourceForAllOrders holds that modules listed in another order, and single devices, are
// read with what is known of the agent already.
func TestOneSourceForAllOrders(t *testing.T) {
	t.Parallel()
	a := card(t, "apc-rpdu2") // two units
	p := prober(t, "")
	probe := func(query string) int {
		return cost(t, a, p, "/probe?target="+a.Addr()+"&"+query)
	}
	first := probe("module=apc-rpdu2,ups-mib,apc-ups")
	for _, query := range []string{
		"module=ups-mib,apc-ups,apc-rpdu2", "module=apc-ups,%20apc-rpdu2,ups-mib",
		"module=apc-rpdu2,ups-mib,apc-ups&device=1", "module=ups-mib,apc-rpdu2,apc-ups&device=2",
	} {
		if n := probe(query); n >= first {
			t.Errorf("%s: %d requests, and %d were needed to find out what the agent has", query, n, first)
		}
	}
	if n := p.tracker.recent.Len(); n != 1 {
		t.Errorf("%d targets remembered", n)
	}
}

// TestOneDevice holds what is told of one device of an agent, known or not, answering or not.
func TestOneDevice(t *testing.T) {
	t.Parallel()
	a := card(t, "apc-rpdu2")
	p := prober(t, asking(hasty))
	for _, test := range []struct {
		device string
		silent bool
		reason string
	}{
		{"9", true, "timeout"}, // nothing is known
		{"2", false, ""},
		{"9", false, "unknown_device"},
		{"1", false, ""},
		{"2", true, "timeout"},
		{"9", true, "timeout"},
	} {
		a.Faults(snmptest.Faults{DropAll: test.silent})
		_, body := get(t, p, snmpURL(a.Addr())+"&device="+test.device)
		lint(t, body)
		up := `argus_device_up{device="` + test.device + `"} `
		if test.reason == "" {
			has(t, body, "probe_success 1", up+"1")
		} else {
			has(t, body, "probe_success 0", up+"0",
				`argus_probe_error_info{reason="`+test.reason+`"} 1`,
				`argus_device_error_info{device="`+test.device+`",reason="`+test.reason+`"} 1`)
		}
		for _, other := range []string{"1", "2", "9"} {
			if other != test.device {
				lacks(t, body, `device="`+other+`"`)
			}
		}
	}
}

// TestDevicesShareARead holds that scrapes of several devices of one agent at the same time are one read.
func TestDevicesShareARead(t *testing.T) {
	t.Parallel()
	a := card(t, "apc-rpdu2")
	a.Faults(snmptest.Faults{DropAll: true})
	p := prober(t, asking("request_timeout: 100ms, retries: 10, timeout: 20s"))
	var scraping sync.WaitGroup
	for _, device := range []string{"1", "2"} {
		scraping.Go(func() {
			_, body := get(t, p, snmpURL(a.Addr())+"&device="+device)
			has(t, body, "probe_success 1", `argus_device_up{device="`+device+`"} 1`)
		})
	}
	joined(t, &p.tracker.flights, route{"snmp " + a.Addr(), p.config()}, 2)
	a.Faults(snmptest.Faults{})
	scraping.Wait()
	_, body := get(t, p.metrics.Handler(), "/metrics")
	has(t, body, "argus_exporter_probes_shared_total 1")
}

// TestFewSourcesOfOneAgent holds that lists of modules cannot fill the memory, that what is in use
// stays, and that one agent takes nothing from another.
func TestFewSourcesOfOneAgent(t *testing.T) {
	t.Parallel()
	a, other := card(t, "ups-mib"), card(t, "ups-mib")
	server := nuttest.Start(t, device(t, "line-interactive"))
	p := prober(t, "")
	get(t, p, "/probe?target="+server.Addr())
	get(t, p, snmpURL(other.Addr()))
	first := cost(t, a, p, snmpURL(a.Addr()))
	for i, more := range []string{"mge", "apc-ups", "apc-rpdu", "apc-ats", "raritan-pdu2", "gude", "wti-power"} {
		cost(t, a, p, "/probe?target="+a.Addr()+"&module=ups-mib,"+more)
		if n := cost(t, a, p, snmpURL(a.Addr())); n >= first {
			t.Errorf("after %d lists: %d requests, the first time it was %d", i+1, n, first)
		}
	}
	if n := p.tracker.recent.Len(); n != 2+perAgent {
		t.Errorf("%d targets remembered, want %d", n, 2+perAgent)
	}
	if n, want := cost(t, a, p, "/probe?target="+a.Addr()+"&module=mge,ups-mib"), 1; n == want {
		t.Error("the least recently used list was not forgotten")
	}
	if len(p.tracker.targets) != 2+perAgent || len(p.tracker.agents) != 2 {
		t.Errorf("%d targets, %d agents", len(p.tracker.targets), len(p.tracker.agents))
	}
}

// few is as much of the built-in modules as it takes, for all of them take longer to load.
const few = `
modules:
  ups-mib:
    protocol: snmp
    root: 1.3.6.1.2.1.33.1
    readings:
      - {quantity: battery_charge_ratio, oid: .2.4.0, scale: 0.01}
      - {quantity: input_voltage_volts, oid: ".3.3.1.3.{line}"}
  apc-ups: {extends: ups-mib, root: 1.3.6.1.4.1.318.1.1.1}
  snmp: {protocol: snmp, modules: [apc-ups, ups-mib]}
  nut: {protocol: nut, readings: [{quantity: battery_charge_ratio, var: battery.charge, scale: 0.01}]}
`

// reloaded is a prober whose configuration is loaded anew by the function that it returns.
func reloaded(t *testing.T, first string) (*Prober, func(more string)) {
	t.Helper()
	now := first
	load := func() (*config.Config, error) {
		return config.Parse(config.File{Name: "few.yml", Text: []byte(few)}, config.File{Name: "test.yml", Text: []byte(now)})
	}
	metrics, log := NewMetrics(), slog.New(slog.DiscardHandler)
	h, err := NewHolder(load, log, metrics, still)
	if err != nil {
		t.Fatal(err)
	}
	return NewProber(h.Current, metrics, log, still, 0, nil), func(more string) {
		t.Helper()
		now = more
		if err := h.Reload(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestReloadKeeps holds that a reload makes Argus find out anew what an agent has if something was
// changed that this depends on, and not otherwise.
func TestReloadKeeps(t *testing.T) {
	t.Parallel()
	const here, user = "auths: {o: {targets: ['127.0.0.1:*'], ", "version: 3, username: u"
	const others = "auths: {o: {targets: [10.0.0.0/8, other.lan], " + user + "}}"
	a := card(t, "ups-mib")
	a.Communities("public", "other")
	for _, test := range []struct {
		what, module string
		allow, more  [2]string // before and after
		anew         bool
	}{
		{what: "nothing"},
		{what: "another module", more: [2]string{1: "modules: {mine: {extends: ups-mib}}"}},
		{what: "of one module", module: "ups-mib", more: [2]string{1: "modules: {snmp: {extends: snmp, modules: [ups-mib]}}"}},
		{what: "of a list", module: "ups-mib,apc-ups", more: [2]string{1: others}},
		{what: "another timeout", more: [2]string{1: "modules: {snmp: {extends: snmp, timeout: 9s}}"}},
		{what: "other devices", more: [2]string{1: "devices: [{target: other.lan, power_nominal_watts: 5}]"}},
		{what: "another auth", more: [2]string{1: others}},
		{what: "more targets", allow: [2]string{1: "['127.0.0.1:*', 10.0.0.0/8]"}},
		{what: "community", more: [2]string{1: here + "community: other}}"}, anew: true},
		{what: "secret", more: [2]string{here + "community: other}}", here + "community: public}}"}, anew: true},
		{what: "retries", more: [2]string{1: here + "protocol: snmp, retries: 1}}"}, anew: true},
		{what: "its device", more: [2]string{1: "devices: [{target: '127.0.0.1:*', power_factor: 1}]"}, anew: true},
		{
			what: "its module", module: "ups-mib", anew: true,
			more: [2]string{1: "modules: {ups-mib: {extends: ups-mib, info: {name: [Nobody]}}}"},
		},
		{what: "the set", more: [2]string{1: "modules: {snmp: {extends: snmp, modules: [ups-mib]}}"}, anew: true},
	} {
		text := func(i int) string {
			return "targets: {allow: " + cmp.Or(test.allow[i], "['127.0.0.1:*']") + "}\n" + test.more[i] + "\n"
		}
		p, reload := reloaded(t, text(0))
		url := "/probe?module=" + cmp.Or(test.module, "snmp") + "&target=" + a.Addr()
		first, second := cost(t, a, p, url), cost(t, a, p, url)
		reload(text(1))
		reload(text(1))
		third := cost(t, a, p, url)
		if anew := third > second; anew != test.anew || second >= first {
			t.Errorf("%s: %d requests, then %d, and %d after the reload", test.what, first, second, third)
		}
	}
}

// TestReloadKeepsNUT holds that a server that needs its questions one by one is asked so after a reload.
func TestReloadKeepsNUT(t *testing.T) {
	t.Parallel()
	a, _ := two()
	server := nuttest.Start(t, a)
	p, reload := reloaded(t, anyPort)
	url := "/probe?target=" + server.Addr()
	get(t, p, url)
	probe, err := p.config().Probe(queryOf(server.Addr()))
	if err != nil {
		t.Fatal(err)
	}
	before, _ := p.tracker.recall(probe, still)
	for _, test := range []struct {
		more string
		same bool
	}{
		{anyPort + "auths: {o: {targets: [other.lan], tls: {}}}\n", true},
		{anyPort + "modules: {more: {extends: nut, raw: true}}\n", true},
		{anyPort + "modules: {nut: {extends: nut, raw: true}}\n", false},
	} {
		reload(test.more)
		get(t, p, url)
		if probe, err = p.config().Probe(queryOf(server.Addr())); err != nil {
			t.Fatal(err)
		}
		if after, _ := p.tracker.recall(probe, still); (after == before) != test.same {
			t.Errorf("%s: the same source: %t", test.more, !test.same)
		}
	}
}

// TestReloadKeepsGates holds that a read after a reload waits for one that began before it.
func TestReloadKeepsGates(t *testing.T) {
	t.Parallel()
	agent, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	defer agent.Close()
	p, reload := reloaded(t, asking("request_timeout: 20s, timeout: 20s"))
	scrape, leave := context.WithCancel(t.Context())
	var scraping sync.WaitGroup
	defer scraping.Wait()
	defer leave()
	for i := range 2 {
		scraping.Go(func() {
			r := httptest.NewRequestWithContext(scrape, http.MethodGet, snmpURL(agent.LocalAddr().String()), nil)
			p.ServeHTTP(httptest.NewRecorder(), r)
		})
		joined(t, &p.tracker.flights, route{"snmp " + agent.LocalAddr().String(), p.config()}, 1)
		_ = agent.SetReadDeadline(time.Now().Add([]time.Duration{10 * time.Second, 100 * time.Millisecond}[i]))
		if _, _, err := agent.ReadFromUDP(make([]byte, 1500)); (err == nil) != (i == 0) {
			t.Errorf("scrape %d: %v; the agent is to be asked by the first one alone", i, err)
		}
		reload(asking("request_timeout: 19s, timeout: 20s"))
	}
}

// TestSlowAgents holds that what is learnt of an agent which answers, and has no time for
// all that a first read takes, is kept for the next.
func TestSlowAgents(t *testing.T) {
	t.Parallel()
	a := card(t, "ups-mib")
	p := prober(t, "")
	for _, test := range []struct {
		faults     snmptest.Faults
		remembered int
	}{{snmptest.Faults{DropAll: true}, 0}, {snmptest.Faults{Delay: time.Second}, 1}} {
		a.Faults(test.faults)
		ctx, cancel := context.WithTimeout(t.Context(), 1600*time.Millisecond) // one answer
		w := httptest.NewRecorder()
		p.ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodGet, "/probe?module=snmp&target="+a.Addr(), nil))
		cancel()
		if !strings.Contains(w.Body.String(), "\nprobe_success 0\n") {
			t.Errorf("%+v: %s", test.faults, w.Body)
		}
		if n := p.tracker.recent.Len(); n != test.remembered {
			t.Errorf("%+v: %d targets remembered", test.faults, n)
		}
	}
}
