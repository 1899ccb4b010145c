package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/nut/nuttest"
	"github.com/argus-power/argus/snmp/snmptest"
)

// program finds a program of Debian's package, or skips the test; in CI, where
// nothing may be skipped, it fails instead.
func program(t *testing.T, name, from string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err == nil {
		return path
	}
	say := t.Skipf
	if os.Getenv("ARGUS_REQUIRE_SERVERS") == "1" {
		say = t.Fatalf
	}
	say("skipped: %s is not installed; get it with: apt-get install %s", name, from)
	return ""
}

// block returns the first fenced block of a language in the README.
func block(t *testing.T, language string) string {
	t.Helper()
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(text), "```"+language+"\n")
	code, _, closed := strings.Cut(rest, "```")
	if !found || !closed {
		t.Fatalf("the README has no %s block", language)
	}
	return code
}

// prometheusConfig is the README's, pointed at the devices of a test.
func prometheusConfig(t *testing.T, argus, agent string, targets ...string) string {
	t.Helper()
	text := block(t, "yaml")
	list := regexp.MustCompile(`(?s)( +)- localhost +#.*?ups@nas\.lan[^\n]*\n`)
	if !list.MatchString(text) {
		t.Fatal("the README's list of targets is not where this test looks for it")
	}
	indent := list.FindStringSubmatch(text)[1]
	lines := indent + "- " + strings.Join(targets, "\n"+indent+"- ") + "\n"
	text = list.ReplaceAllLiteralString(text, lines)
	const agents = "[10.0.0.7, pdu-a12.lan]"
	if !strings.Contains(text, agents) {
		t.Fatal("the README's list of agents is not where this test looks for it")
	}
	text = strings.ReplaceAll(text, agents, "["+agent+"]")
	text = strings.ReplaceAll(text, "localhost:10493", argus)
	return "global: {scrape_interval: 1s, scrape_timeout: 1s}\n" + text
}

// prometheus runs a real Prometheus until the test ends and returns its URL.
func prometheus(t *testing.T, config string) string {
	t.Helper()
	path := program(t, "prometheus", "prometheus")
	dir := t.TempDir()
	file := filepath.Join(dir, "prometheus.yml")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	ctx, cancel := context.WithCancel(context.Background())
	var log strings.Builder
	cmd := exec.CommandContext(ctx, path, "--config.file="+file,
		"--storage.tsdb.path="+filepath.Join(dir, "data"), "--web.listen-address="+address)
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("Prometheus said:\n%s", log.String())
		}
	})
	return "http://" + address
}

// sample is one series of an instant query.
type sample struct {
	Metric map[string]string `json:"metric"`
	Value  [2]any            `json:"value"`
}

// query asks Prometheus; the error is its own words.
func query(t *testing.T, server, expr string) ([]sample, error) { return ask[sample](t, server, expr) }

// ask is query for any kind of answer.
func ask[T any](t *testing.T, server, expr string) ([]T, error) {
	t.Helper()
	response, err := http.Get(server + "/api/v1/query?query=" + url.QueryEscape(expr))
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	var answer struct {
		Status, Error string
		Data          struct{ Result []T }
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return nil, err
	}
	if answer.Status != "success" {
		return nil, fmt.Errorf("%s: %s", expr, answer.Error)
	}
	return answer.Data.Result, nil
}

// eventually asks until the answer has so many series, within a bound.
func eventually(t *testing.T, server, expr string, series int) []sample {
	t.Helper()
	var got []sample
	var err error
	for end := time.Now().Add(time.Minute); time.Now().Before(end); {
		if got, err = query(t, server, expr); err == nil && len(got) == series {
			return got
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Errorf("%s: got %v (%v), want %d series", expr, got, err, series)
	return nil
}

// TestPrometheus has a real Prometheus scrape the demo's devices as the README
// says, through a mains failure, and ask what the README asks.
func TestPrometheus(t *testing.T) {
	program(t, "prometheus", "prometheus")
	sim := nuttest.NewSim(1)
	if err := sim.Server().Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sim.Server().Close() })
	sim.Step(time.Unix(0, 0)) // the demo begins
	all := sim.Server().Addr()
	lone := nuttest.Start(t, someUPS())
	lone.Fail("ups", "DATA-STALE")
	pdu := snmptest.DemoPDU(1)
	if err := pdu.Agent().Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pdu.Agent().Close() })
	pdu.Step(time.Unix(0, 0))
	a := start(t, "--config.file", write(t, "argus.yml", loopback))
	server := prometheus(t, prometheusConfig(t, strings.TrimPrefix(a.url, "http://"), pdu.Agent().Addr(),
		all, "ups@"+lone.Addr()))

	for _, s := range eventually(t, server, `up == 1`, 4) {
		if i := s.Metric["instance"]; s.Metric["job"] == "ups" && i != all && i != "ups@"+lone.Addr() {
			t.Errorf("instance is %q", i)
		}
	}
	eventually(t, server, `argus_device_up{instance="`+all+`"}`, 5)
	stale := eventually(t, server, `argus_device_error_info{device="ups",reason="stale"}`, 1)
	if len(stale) == 1 && stale[0].Metric["instance"] != "ups@"+lone.Addr() {
		t.Errorf("stale: %v", stale[0].Metric)
	}
	eventually(t, server, `probe_success == 0`, 1)
	eventually(t, server, `argus_outlet_power_watts{device="rack-pdu",outlet!="0"}`, 8)
	eventually(t, server, `argus_outlet_on{job="snmp"}`, 24)
	for _, stage := range []struct {
		at    time.Duration // since the demo began: a mains failure from 60 to 150 s
		state string
	}{{100 * time.Second, "on_battery"}, {148 * time.Second, "low_battery"}, {170 * time.Second, "charging"}} {
		sim.Step(time.Unix(0, 0).Add(stage.at))
		eventually(t, server, `argus_status{device="office",state="`+stage.state+`"} == 1`, 1)
	}
	eventually(t, server, `argus_exporter_probes_total{job="argus"} > 0`, 3)
	lone.Fail("ups", "")
	eventually(t, server, `probe_success == 0`, 0)
	for line := range strings.Lines(block(t, "promql")) {
		if _, err := query(t, server, line); err != nil {
			t.Errorf("the README's query fails: %v", err)
		}
	}
}

// TestPromtool has promtool judge what Argus exposes.
func TestPromtool(t *testing.T) {
	path := program(t, "promtool", "prometheus")
	devices := nuttest.Start(t, someUPS())
	a := start(t, "--config.file", write(t, "argus.yml", loopback))
	for _, page := range []string{"/probe?target=" + devices.Addr(), "/metrics"} {
		_, body := a.do(t, "GET", page)
		cmd := exec.CommandContext(t.Context(), path, "check", "metrics")
		cmd.Stdin = strings.NewReader(body)
		if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
			t.Errorf("%s: %v\n%s", page, err, out)
		}
	}
}
