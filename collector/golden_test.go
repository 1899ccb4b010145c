package collector

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"

	"github.com/argus-power/argus/nut/nuttest"
)

// TestGoldens holds whole expositions of made-up devices.
func TestGoldens(t *testing.T) {
	fixtures, err := filepath.Glob("testdata/*.dev")
	if err != nil || len(fixtures) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	for _, path := range fixtures {
		name := strings.TrimSuffix(filepath.Base(path), ".dev")
		t.Run(name, func(t *testing.T) {
			server := nuttest.Start(t, device(t, name))
			code, body := get(t, prober(t, ""), "/probe?target="+server.Addr())
			if code != 200 {
				t.Fatalf("status %d: %s", code, body)
			}
			lint(t, body)
			golden(t, strings.TrimSuffix(path, ".dev")+".prom", body)
		})
	}
}

// lint holds an exposition to Prometheus' own rules.
func lint(tb testing.TB, body string) {
	tb.Helper()
	problems, err := promlint.New(strings.NewReader(body)).Lint()
	if err != nil {
		tb.Fatalf("exposition does not parse: %v\n%s", err, body)
	}
	for _, p := range problems {
		tb.Errorf("%s: %s", p.Metric, p.Text)
	}
}

// TestGoldenRaw holds the exposition of a module that exports everything.
func TestGoldenRaw(t *testing.T) {
	server := nuttest.Start(t, device(t, "line-interactive"))
	p := prober(t, anyPort+"modules: {all: {extends: nut, raw: true}}\n")
	_, body := get(t, p, "/probe?module=all&target="+server.Addr())
	lint(t, body)
	lacks(t, body, "driver.parameter")
	golden(t, "testdata/raw.prom", body)
}

// TestRawTwice holds that a server that repeats itself fails nothing.
func TestRawTwice(t *testing.T) {
	d := nuttest.Device{Name: "u", Vars: map[string]string{
		"battery.charge": "50", "Battery.charge\x01": "60", "battery.charge\x01": "70", "ups.status": "OL",
	}}
	server := nuttest.Start(t, d)
	p := prober(t, anyPort+"modules: {all: {extends: nut, raw: true}}\n")
	code, body := get(t, p, "/probe?module=all&target="+server.Addr())
	if code != 200 || strings.Count(body, `variable="battery.charge"`) != 1 {
		t.Errorf("%d %s", code, body)
	}
}

// TestGoldenDebug holds the page for people.
func TestGoldenDebug(t *testing.T) {
	server := nuttest.Start(t, device(t, "sentinels"))
	_, body := get(t, prober(t, ""), "/probe?debug=true&target="+server.Addr())
	golden(t, "testdata/debug.txt", strings.ReplaceAll(body, server.Addr(), "ADDRESS"))
}

// TestGoldenRatings holds the exposition where the owner states ratings.
func TestGoldenRatings(t *testing.T) {
	ups := nuttest.Device{Name: "plain", Vars: map[string]string{"ups.load": "25", "ups.status": "OL"}}
	server := nuttest.Start(t, ups)
	for _, test := range []struct{ name, stated, watts, method string }{
		{"nothing", "", "", ""},
		{"watts", "power_nominal_watts: 600", "150", "load"},
		{"va", "power_nominal_voltamperes: 1000, power_factor: 0.6", "150", "load_va"},
		{
			"both", "power_nominal_watts: 400, power_nominal_voltamperes: 1000, power_factor: 0.6",
			"100", "load",
		},
		{"va without a factor", "power_nominal_voltamperes: 1000", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			more := anyPort
			if test.stated != "" {
				more += "devices: [{target: 'plain@" + server.Addr() + "', " + test.stated + "}]\n"
			}
			_, body := get(t, prober(t, more), "/probe?target="+server.Addr())
			if test.watts == "" {
				lacks(t, body, "argus_power_watts", "argus_power_info")
				return
			}
			has(t, body, `argus_power_watts{device="plain"} `+test.watts,
				`argus_power_info{device="plain",method="`+test.method+`"} 1`)
		})
	}
}
