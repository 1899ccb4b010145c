package api

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/argus-power/argus/power"
)

// scrapeConfig is the one that docs/api.md has.
func scrapeConfig(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(text), "```yaml\n")
	code, _, closed := strings.Cut(rest, "```")
	if !found || !closed {
		t.Fatal("docs/api.md has no configuration")
	}
	return code
}

// TestPrometheusDiscovers holds that Prometheus makes of the documented configuration what it says.
func TestPrometheusDiscovers(t *testing.T) {
	promtool, err := exec.LookPath("promtool")
	if err != nil {
		say := t.Skipf
		if os.Getenv("ARGUS_REQUIRE_SERVERS") == "1" {
			say = t.Fatalf
		}
		say("skipped: promtool is not installed; get it with: apt-get install prometheus")
	}
	a := lab(world(t))
	a.List = func(context.Context, string, string) (Listing, error) {
		return Listing{
			Protocol: "nut", Target: "nas.lan", Address: "nas.lan:3493", Module: "nut",
			Snapshots: []power.Snapshot{{Device: "ups"}, {Device: "second"}},
		}, nil
	}
	s := serve(t, a)
	config := strings.ReplaceAll(scrapeConfig(t), "http://localhost:10493/sd", s.URL+"/sd")
	file := filepath.Join(t.TempDir(), "prometheus.yml")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	run := exec.CommandContext(t.Context(), promtool, "check", "service-discovery", "--timeout=3s", file, "argus")
	var stderr bytes.Buffer
	run.Stderr = &stderr
	out, err := run.Output()
	if err != nil {
		t.Fatalf("%v: %s%s", err, out, &stderr)
	}
	var found []struct{ DiscoveredLabels, Labels map[string]string }
	if err := json.Unmarshal(out, &found); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	got := map[string]bool{}
	for _, target := range found {
		l, d := target.Labels, target.DiscoveredLabels
		if l["__param_target"] != l["instance"] || l["__address__"] != "localhost:10493" || l["__metrics_path__"] != "/probe" {
			t.Errorf("labels %q", l)
		}
		got[l["instance"]+" "+l["__param_module"]+" "+l["site"]+" "+l["role"]+" "+d["__meta_argus_protocol"]] = true
	}
	want := []string{"pdu.lan snmp =1+1  snmp", "second@nas.lan nut home it nut", "ups@nas.lan nut home it nut", "ups@shed.lan nut   nut"}
	var list []string
	for name := range got {
		list = append(list, name)
	}
	slices.Sort(list)
	if !slices.Equal(list, want) {
		t.Errorf("got %q, want %q; %s", list, want, out)
	}
}
