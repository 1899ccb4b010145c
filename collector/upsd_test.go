//go:build unix

package collector

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/nut/nuttest"
)

// Tests against a real upsd with simulated drivers.

func rack() []nuttest.Device {
	return []nuttest.Device{
		{Name: "alpha", Description: "left rack", Vars: map[string]string{
			"ups.status": "OL CHRG", "battery.charge": "88", "device.model": `Model "A" #1`,
		}},
		{Name: "beta", Vars: map[string]string{
			"ups.status": "OL", "battery.charge": "100", "input.voltage": "231.0",
		}},
		{Name: "gamma", Vars: map[string]string{"ups.status": "OB LB", "battery.charge": "9"}},
	}
}

// scrape probes as Prometheus does, with its timeout in seconds, and holds the
// answer to that timeout: later it would not be heard any more.
func scrape(t *testing.T, p http.Handler, target string, timeout float64) string {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/probe?target="+target, nil)
	r.Header.Set(scrapeHeader, fmt.Sprint(timeout))
	w := httptest.NewRecorder()
	start := time.Now()
	p.ServeHTTP(w, r)
	if took := time.Since(start); took >= time.Duration(timeout*float64(time.Second)) {
		t.Errorf("probe of %s took %s, and Prometheus waits for %g s", target, took, timeout)
	}
	if w.Code != http.StatusOK {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	lint(t, w.Body.String())
	return w.Body.String()
}

func TestRealDevices(t *testing.T) {
	t.Parallel()
	u := nuttest.StartUPSD(t, nuttest.UPSDOptions{Devices: rack()})
	p := prober(t, "")
	for range 2 { // the second read pipelines what the first has learnt
		body := scrape(t, p, u.Addr(), 10)
		has(t, body, "probe_success 1", `argus_device_up{device="alpha"} 1`,
			`argus_device_up{device="beta"} 1`, `argus_device_up{device="gamma"} 1`,
			// dummy-ups names a maker of its own where the dump has none.
			`argus_device_info{device="alpha",manufacturer="Dummy Manufacturer",model="Model \"A\" #1",name="left rack",protocol="nut",type="ups"} 1`,
			`argus_status{device="gamma",state="on_battery"} 1`,
			`argus_status{device="gamma",state="low_battery"} 1`,
			`argus_input_voltage_volts{device="beta"} 231`)
	}
	one := scrape(t, p, "beta@"+u.Addr(), 10)
	has(t, one, "probe_success 1", `argus_battery_charge_ratio{device="beta"} 1`)
	lacks(t, one, "alpha", "gamma")
	has(t, scrape(t, p, "delta@"+u.Addr(), 10), "probe_success 0",
		`argus_device_error_info{device="delta",reason="unknown_device"} 1`)
	u.SetVar("beta", "ups.status", "OB DISCHRG")
	has(t, scrape(t, p, u.Addr(), 10), `argus_status{device="beta",state="on_battery"} 1`)
}

func TestRealDrivers(t *testing.T) {
	t.Parallel()
	u := nuttest.StartUPSD(t, nuttest.UPSDOptions{Devices: rack()})
	p := prober(t, "")
	scrape(t, p, u.Addr(), 10)
	u.StopDriver("alpha")
	has(t, scrape(t, p, u.Addr(), 10), "probe_success 1", `argus_device_up{device="beta"} 1`,
		`argus_device_error_info{device="alpha",reason="driver_not_connected"} 1`,
		// dummy-ups names a maker of its own where the dump has none.
		`argus_device_info{device="alpha",manufacturer="Dummy Manufacturer",model="Model \"A\" #1",name="left rack",protocol="nut",type="ups"} 1`)
	u.StaleDriver("beta")
	has(t, scrape(t, p, u.Addr(), 10), "probe_success 1", `argus_device_up{device="gamma"} 1`,
		`argus_device_error_info{device="beta",reason="stale"} 1`)
	has(t, scrape(t, p, "beta@"+u.Addr(), 10), "probe_success 0",
		`argus_probe_error_info{reason="stale"} 1`)
	u.StartDriver("alpha")
	u.ResumeDriver("beta")
	has(t, scrape(t, p, u.Addr(), 10), `argus_device_up{device="alpha"} 1`,
		`argus_device_up{device="beta"} 1`)
}

// TestRealForcedShutdown holds that the worst moment is data, not an error:
// upsd says FSD, and a driver that says it too makes it FSD FSD.
func TestRealForcedShutdown(t *testing.T) {
	t.Parallel()
	u := nuttest.StartUPSD(t, nuttest.UPSDOptions{Devices: rack()})
	p := prober(t, "")
	u.FSD("gamma")
	u.SetVar("gamma", "ups.status", "FSD OB LB")
	has(t, scrape(t, p, u.Addr(), 10), "probe_success 1",
		`argus_status{device="gamma",state="forced_shutdown"} 1`,
		`argus_status{device="gamma",state="low_battery"} 1`,
		`argus_status{device="alpha",state="forced_shutdown"} 0`)
}

func TestRealTLS(t *testing.T) {
	t.Parallel()
	u := nuttest.StartUPSD(t, nuttest.UPSDOptions{Devices: rack(), TLS: true})
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, u.CAPEM(), 0o600); err != nil {
		t.Fatal(err)
	}
	_, foreign := nuttest.Certificate(t, "localhost", "127.0.0.1")
	wrong := filepath.Join(t.TempDir(), "wrong.pem")
	if err := os.WriteFile(wrong, foreign, 0o600); err != nil {
		t.Fatal(err)
	}
	auth := func(keys string) string {
		return anyPort + "auths: {u: {targets: ['127.0.0.1:*'], " + keys + "}}\n"
	}
	for _, test := range []struct{ name, auth, says string }{
		{"right authority", "tls: {ca_file: " + ca + "}", "probe_success 1"},
		{
			"right authority and password", "tls: {ca_file: " + ca + "}, username: argus, password: x",
			"probe_success 1",
		},
		{"wrong authority", "tls: {ca_file: " + wrong + "}", `argus_probe_error_info{reason="tls"} 1`},
		{"the system's authorities", "tls: {}", `argus_probe_error_info{reason="tls"} 1`},
		{
			"wrong name", "tls: {ca_file: " + ca + ", server_name: other.example.org}",
			`argus_probe_error_info{reason="tls"} 1`,
		},
		{
			"wrong fingerprint", "tls: {fingerprint: " + strings.Repeat("ab", 32) + "}",
			`argus_probe_error_info{reason="tls"} 1`,
		},
		{"no verification", "tls: {insecure_skip_verify: true}", "probe_success 1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := prober(t, auth(test.auth))
			for range 2 {
				has(t, scrape(t, p, u.Addr(), 10), test.says)
			}
		})
	}
}

// TestRealTLSRefused holds that a probe that asks for TLS fails where there is none.
func TestRealTLSRefused(t *testing.T) {
	t.Parallel()
	u := nuttest.StartUPSD(t, nuttest.UPSDOptions{Devices: rack()})
	p := prober(t, anyPort+"auths: {u: {targets: ['127.0.0.1:*'], tls: {}}}\n")
	has(t, scrape(t, p, u.Addr(), 10), "probe_success 0", `argus_probe_error_info{reason="tls"} 1`)
}

// TestRealFull holds that a server without a free slot costs the deadline and
// no more.
func TestRealFull(t *testing.T) {
	t.Parallel()
	u := nuttest.StartUPSD(t, nuttest.UPSDOptions{Devices: rack()[:1], MaxConn: 5})
	p := prober(t, "")
	has(t, scrape(t, p, u.Addr(), 10), "probe_success 1")
	var busy []net.Conn
	for range 8 {
		conn, err := net.Dial("tcp", u.Addr())
		if err != nil {
			t.Fatal(err)
		}
		busy = append(busy, conn)
	}
	has(t, scrape(t, p, u.Addr(), 2), "probe_success 0", `argus_probe_error_info{reason="timeout"} 1`,
		`argus_device_up{device="alpha"} 0`)
	for _, conn := range busy {
		_ = conn.Close()
	}
	recovered(t, p, u.Addr())
}

// TestRealKill holds that a server that dies in mid-probe, and one that hangs,
// lose nothing but their own data, and that they are back when they are back.
func TestRealKill(t *testing.T) {
	t.Parallel()
	u := nuttest.StartUPSD(t, nuttest.UPSDOptions{Devices: rack()})
	p := prober(t, "")
	scrape(t, p, u.Addr(), 10)

	u.Pause()
	has(t, scrape(t, p, u.Addr(), 2), `argus_probe_error_info{reason="timeout"} 1`,
		`argus_device_up{device="gamma"} 0`)

	answer := make(chan string, 1)
	go func() { answer <- scrape(t, p, u.Addr(), 20) }()
	key := route{"nut " + u.Addr() + " ", p.config()}
	joined(t, &p.tracker.flights, key, 1)
	u.Kill()
	body := <-answer
	has(t, body, "probe_success 0", `argus_device_up{device="alpha"} 0`)
	if !strings.Contains(body, `reason="disconnected"`) && !strings.Contains(body, `reason="refused"`) {
		t.Errorf("killed in mid-probe: %s", body)
	}
	has(t, scrape(t, p, u.Addr(), 10), `argus_probe_error_info{reason="refused"} 1`)
	u.Restart()
	recovered(t, p, u.Addr())
}

// recovered probes until the target is well again, within a bound.
func recovered(t *testing.T, p http.Handler, target string) {
	t.Helper()
	var body string
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); {
		body = scrape(t, p, target, 5)
		if strings.Contains(body, "\nprobe_success 1\n") {
			return
		}
	}
	t.Errorf("never recovered: %s", body)
}
