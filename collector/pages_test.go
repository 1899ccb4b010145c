package collector

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/nut/nuttest"
	"github.com/argus-power/argus/power"
)

// TestHistory holds what the landing page shows of probes, and that nothing in
// it is markup.
func TestHistory(t *testing.T) {
	var h History
	if !strings.Contains(h.HTML(), "None yet") {
		t.Errorf("empty: %s", h.HTML())
	}
	h.Add(Entry{
		Start: moment, Target: "<script>", Module: "nut", Outcome: "timeout",
		Duration: 1500 * time.Millisecond,
	})
	for i := range 2 * keep {
		h.Add(Entry{Start: moment, Target: "t" + string(rune('a'+i%26)), Outcome: success, Devices: 3})
	}
	page := h.HTML()
	if strings.Contains(page, "<script>") || !strings.Contains(page, "&lt;script&gt;") {
		t.Errorf("target not escaped: %s", page)
	}
	if n := strings.Count(page, "<tr><td>"); n != keep+1 {
		t.Errorf("%d rows, want %d and the failed one", n, keep)
	}
	if !strings.Contains(page, "2026-11-21T12:00:00Z") || !strings.Contains(page, "1.5s") {
		t.Errorf("time or duration missing: %s", page)
	}
}

// TestOwnMetrics holds that what Argus tells of itself is well-formed.
func TestOwnMetrics(t *testing.T) {
	server := nuttest.Start(t, device(t, "sentinels"))
	p := prober(t, "")
	get(t, p, "/probe?target="+server.Addr())
	get(t, p, "/probe")
	get(t, p, "/probe?target=255.255.255.255")
	_, body := get(t, p.metrics.Handler(), "/metrics")
	lint(t, body)
	has(t, body, `argus_exporter_probes_total{module="nut",result="success"} 1`,
		`argus_exporter_readings_dropped_total{reason="not_a_number"} 6`,
		`argus_exporter_readings_dropped_total{reason="bad_date"} 1`,
		`argus_exporter_requests_refused_total{code="400"} 1`,
		`argus_exporter_requests_refused_total{code="403"} 1`,
		`argus_exporter_probe_duration_seconds_count{module="nut"} 1`,
		"argus_exporter_probes_in_flight 0")
}

// TestLogOutcomes holds that only news are logged above debug.
func TestLogOutcomes(t *testing.T) {
	a, _ := two()
	server := nuttest.Start(t, a)
	var log bytes.Buffer
	p := prober(t, "")
	p.log = slog.New(slog.NewTextHandler(&log, nil))
	url := "/probe?target=a@" + server.Addr()
	for _, step := range []struct{ code, logged string }{
		{"", ""},
		{"DATA-STALE", "level=WARN msg=\"probe failed\""},
		{"DATA-STALE", ""},
		{"DRIVER-NOT-CONNECTED", "reason=driver_not_connected"},
		{"", "level=INFO msg=\"probe succeeded\""},
		{"", ""},
	} {
		log.Reset()
		server.Fail("a", step.code)
		get(t, p, url)
		if got := log.String(); !strings.Contains(got, step.logged) || step.logged == "" && got != "" {
			t.Errorf("code %q: logged %q, want %q", step.code, got, step.logged)
		}
	}
}

// TestLogDevices holds that devices of one agent that fare differently are no news each time.
func TestLogDevices(t *testing.T) {
	a := card(t, "apc-rpdu2")
	var log bytes.Buffer
	p := prober(t, "")
	p.log = slog.New(slog.NewTextHandler(&log, nil))
	for range 3 {
		get(t, p, snmpURL(a.Addr())+"&device=1")
		get(t, p, snmpURL(a.Addr())+"&device=9")
	}
	if got := log.String(); strings.Count(got, "level=") != 1 || !strings.Contains(got, "reason=unknown_device") {
		t.Errorf("logged %s", got)
	}
}

// TestGoneCaller holds that a caller that went away says nothing of the target.
func TestGoneCaller(t *testing.T) {
	server, err := net.Listen("tcp", "127.0.0.1:0") // which never answers: what had been read would be shown
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	address := server.Addr().String()
	var log bytes.Buffer
	p := prober(t, "")
	p.log = slog.New(slog.NewTextHandler(&log, nil))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p.ServeHTTP(httptest.NewRecorder(),
		httptest.NewRequestWithContext(ctx, "GET", "/probe?target="+address, nil))
	if log.Len() > 0 || strings.Contains(p.History.HTML(), address) {
		t.Errorf("logged %q, shown %s", log.String(), p.History.HTML())
	}
}

// TestNoVariables holds that a UPS without any variable is not up.
func TestNoVariables(t *testing.T) {
	server := nuttest.Start(t, nuttest.Device{Name: "empty"})
	_, body := get(t, prober(t, ""), "/probe?target="+server.Addr())
	has(t, body, "probe_success 0", `argus_device_error_info{device="empty",reason="waiting"} 1`)
}

// TestOutcomesBounded holds that the memory for logging cannot grow.
func TestOutcomesBounded(t *testing.T) {
	var o outcomes
	for i := range MaxTargets + 10 {
		o.changed(strings.Repeat("x", i%7)+time.Duration(i).String(), power.Timeout)
	}
	if len(o.last) > MaxTargets {
		t.Errorf("%d outcomes kept", len(o.last))
	}
}

// TestTable holds what the probe command prints for people.
func TestTable(t *testing.T) {
	server := nuttest.Start(t, device(t, "line-interactive"))
	p := prober(t, "")
	probe, err := p.config().Probe(queryOf(server.Addr()))
	if err != nil {
		t.Fatal(err)
	}
	found := p.Gather(t.Context(), probe)
	var b strings.Builder
	if err := WriteTable(&b, found.Result); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/table.txt", b.String())

	server.Fail("line-interactive", "DATA-STALE")
	found = p.Gather(t.Context(), probe)
	b.Reset()
	if err := WriteTable(&b, found.Result); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "stale") || !strings.Contains(b.String(), "Skiff 1000") {
		t.Errorf("stale device: %s", &b)
	}
}
