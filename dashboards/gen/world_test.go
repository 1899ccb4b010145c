package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/argus-power/argus/dashboards/gen/demo"
)

// program finds a program, or skips the test; in CI, where nothing may be skipped, it fails instead.
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

// world is the demo's devices, an Argus that reads them and a Prometheus that scrapes it.
type world struct {
	devices    *demo.Devices
	argus      *demo.Process
	prometheus *demo.Process
	began      time.Time
}

const argusConfig = `
targets: {allow: ["127.0.0.1:*"]}
devices: [{target: "127.0.0.1:*", power_factor: 0.9}]
`

// alertRules fire, one of each severity, whatever the devices do.
const alertRules = `
groups:
  - name: demo
    rules:
      - {alert: DemoCritical, expr: 'argus_status{state="on_battery"} == 1', labels: {severity: critical}}
      - {alert: DemoWarning, expr: 'argus_device_up{device="office"} == 1', labels: {severity: warning}}
      - {alert: DemoInfo, expr: 'vector(1)', labels: {severity: info}}
`

// scrape is the configuration of Prometheus. Only the NUT devices have a site and a role: dashboards
// must do without.
func scrape(rules, argus string, d *demo.Devices) string {
	job := func(name, module, target, labels string) string {
		return `
  - job_name: ` + name + `
    metrics_path: /probe
    params: {module: [` + module + `]}
    static_configs: [{targets: ["` + target + `"], labels: {` + labels + `}}]
    relabel_configs:
      - {source_labels: [__address__], target_label: __param_target}
      - {source_labels: [__param_target], target_label: instance}
      - {target_label: __address__, replacement: "` + argus + `"}`
	}
	return `
global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
rule_files: [` + rules + `]
scrape_configs:
  - {job_name: argus, static_configs: [{targets: ["` + argus + `"]}]}` +
		job("nut", "nut", d.NUT.Server().Addr(), "site: berlin, role: it") +
		job("ups", "snmp", d.UPS.Agent().Addr(), "role: facility") +
		job("pdu", "snmp", d.PDU.Agent().Addr(), "") +
		job("gone", "nut", "127.0.0.1:1", "") + "\n"
}

func startWorld(t *testing.T) *world {
	t.Helper()
	server := program(t, "prometheus", "prometheus")
	dir := t.TempDir()
	binary := filepath.Join(dir, "argus")
	build := exec.Command("go", "build", "-ldflags", "-X github.com/prometheus/common/version.Version=0-demo", "-o", binary, ".")
	build.Dir = "../.."
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("Argus does not build: %v\n%s", err, out)
	}
	devices, err := demo.NewDevices(1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(devices.Close)
	config, rules := filepath.Join(dir, "argus.yml"), filepath.Join(dir, "rules.yml")
	for file, text := range map[string]string{config: argusConfig, rules: alertRules} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	address, err := demo.FreeAddress(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.WithoutCancel(t.Context())
	argus, err := demo.Start(ctx, address, "/-/ready", binary, "--config.file="+config,
		"--web.listen-address="+address, "--storage.path="+filepath.Join(dir, "argus.db"), "--storage.flush-interval=1s")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(argus.Stop)
	f := &world{devices: devices, argus: argus, began: time.Now()}
	f.prometheus, err = demo.StartPrometheus(ctx, server, dir, scrape(rules, address, devices),
		"--storage.tsdb.path="+filepath.Join(dir, "data"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.prometheus.Stop)
	return f
}

// until waits for an answer of Prometheus that is not empty.
func (f *world) until(t *testing.T, expr string) {
	t.Helper()
	var err error
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		var got []demo.Series
		if got, err = f.prometheus.Instant(t.Context(), expr, time.Time{}); err == nil && len(got) > 0 {
			return
		}
	}
	t.Fatalf("nothing for %s (%v)", expr, err)
}

// live moves the devices through what the dashboards show. It ends while two devices are on battery,
// one of them with alarms, and one does not answer.
func (f *world) live(t *testing.T) {
	t.Helper()
	for _, stage := range []struct {
		at    time.Duration // since the demo began
		until string
	}{
		{0, `count(argus_energy_joules_total) >= 7`},
		{80 * time.Second, `argus_sensor_active == 1`},
		{90 * time.Second, `argus_events_total{event="on_battery"} == 1`},
		{110 * time.Second, `argus_events_total{event="source_changed"} >= 1`},
		{148 * time.Second, `argus_status{device="office",state="low_battery"} == 1`},
		{148 * time.Second, `argus_events_total{device="closet",event="communication_lost"} == 1`},
		{170 * time.Second, `argus_events_total{device="closet",event="communication_restored"} == 1`},
		{220 * time.Second, `argus_status{job="ups",state="on_battery"} == 1`},
		{842 * time.Second, `argus_device_error_info{reason="stale"}`},
		{842 * time.Second, `argus_alarm_info`},
		{842 * time.Second, `argus_status{device="office",state="on_battery"} == 1`},
		{842 * time.Second, `count(ALERTS{alertstate="firing"}) >= 3`},
	} {
		f.devices.Step(stage.at)
		f.until(t, stage.until)
	}
}

func (f *world) view() demo.View {
	return demo.All(time.Since(f.began).Round(time.Second), time.Second, 5*time.Second)
}

// find asks a query as its panel does.
func (f *world) find(t *testing.T, p demo.Panel, q demo.Target, view demo.View) ([]demo.Series, error) {
	t.Helper()
	now := time.Now()
	if q.Instant {
		return f.prometheus.Instant(t.Context(), view.Expand(q.Expr), now)
	}
	step := time.Second
	if day := 24 * time.Hour; p.MinStep() >= day {
		step = p.MinStep()
	}
	view.Step = max(view.Step, 5*time.Second)
	from, to := now.Add(-view.Range).Truncate(step), now.Truncate(step)
	return f.prometheus.Range(t.Context(), view.Expand(q.Expr), from, to, step)
}
