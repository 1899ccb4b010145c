package deploy

import (
	"encoding/json"
	"maps"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/argus-power/argus/deploy/local"
)

// TestPrometheusConfigs has promtool judge each configuration as it lies here.
func TestPrometheusConfigs(t *testing.T) {
	promtool := tool(t, local.Promtool)
	dir := layOut(t)
	files, err := filepath.Glob(filepath.Join(dir, "examples", "*.yml"))
	if err != nil || len(files) < 3 {
		t.Fatalf("examples: %v %v", files, err)
	}
	for _, file := range append(files, filepath.Join(dir, "prometheus.yml")) {
		text := read(t, file)
		write(t, file, uncomment(text))
		command(t, promtool, "check", "config", file)
		write(t, file, text)
		command(t, promtool, "check", "config", file)
	}
	out := command(t, promtool, "check", "config", filepath.Join(dir, "prometheus.yml"))
	if !strings.Contains(out, "rules found") {
		t.Errorf("it finds no rules:\n%s", out)
	}
}

// option is a line that is commented out: a list's entry, or a key and what goes with it.
var option = regexp.MustCompile(`(?m)^( *)# ( *(?:- )?[a-z_]+:(?: |$).*)$`)

// uncomment takes the choices that a file offers in comments.
func uncomment(text string) string {
	return strings.Replace(option.ReplaceAllString(text, "$1$2"), "\n[]", "\n", 1)
}

// discovered returns the labels of the targets of a job.
func discovered(t *testing.T, dir, file, job string) []map[string]string {
	t.Helper()
	out := command(t, tool(t, local.Promtool), "check", "service-discovery", "--timeout=2s", filepath.Join(dir, file), job)
	var list []struct{ Labels map[string]string }
	if err := json.Unmarshal([]byte(out), &list); err != nil {
		t.Fatalf("%s: %v\n%s", job, err, out)
	}
	var targets []map[string]string
	for _, l := range list {
		targets = append(targets, l.Labels)
	}
	return targets
}

// TestRelabelling holds what the examples in targets/ come to.
func TestRelabelling(t *testing.T) {
	t.Parallel()
	dir := layOut(t)
	for _, test := range []struct {
		job  string
		want []map[string]string
	}{
		{"nut", []map[string]string{
			{"instance": "nas.lan", "__param_module": "nut", "site": "home"},
			{"instance": "ups@router.lan", "__param_module": "nut", "site": "home"},
			{"instance": "nut.berlin.example.org", "__param_module": "nut", "site": "berlin"},
		}},
		{"snmp", []map[string]string{
			{"instance": "10.0.0.7", "__param_module": "snmp", "site": "home"},
			{"instance": "pdu-a12.lan", "__param_module": "snmp", "site": "home"},
			{"instance": "ups1.berlin.example.org", "__param_module": "snmp", "site": "berlin", "role": "facility"},
			{"instance": "10.0.0.9", "__param_module": "apc-ups,ups-mib", "site": "home"},
		}},
	} {
		t.Run(test.job, func(t *testing.T) {
			file := filepath.Join(dir, "targets", test.job+".yml")
			write(t, file, uncomment(read(t, file)))
			got := map[string]map[string]string{}
			for _, labels := range discovered(t, dir, "prometheus.yml", test.job) {
				got[labels["instance"]] = labels
			}
			if len(got) != len(test.want) {
				t.Errorf("%d targets, want %d: %v", len(got), len(test.want), got)
			}
			for _, want := range test.want {
				want = maps.Clone(want)
				want["__param_target"], want["__address__"] = want["instance"], "argus:10493"
				want["__metrics_path__"], want["job"] = "/probe", test.job
				for name, value := range want {
					if got := got[want["instance"]][name]; got != value {
						t.Errorf("%s: %s is %q, want %q", want["instance"], name, got, value)
					}
				}
			}
		})
	}
}

// TestSharding holds that each target goes to one Argus, always the same, and that all are used.
func TestSharding(t *testing.T) {
	t.Parallel()
	dir := layOut(t)
	var hosts []string
	for c := range 30 {
		hosts = append(hosts, "ups-"+string(rune('a'+c))+".lan")
	}
	list, err := yaml.Marshal([]map[string][]string{{"targets": hosts}})
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "targets", "snmp.yml"), string(list))
	used := map[string]int{}
	first := map[string]string{}
	for _, labels := range discovered(t, dir, "examples/sharding.yml", "snmp") {
		used[labels["__address__"]]++
		first[labels["instance"]] = labels["__address__"]
	}
	if len(first) != len(hosts) || len(used) != 3 || used["argus-0:10493"] == 0 || used["argus-2:10493"] == 0 {
		t.Errorf("%d of %d targets, on %v", len(first), len(hosts), used)
	}
	// The half that the first of two Prometheus takes goes to the same Argus as before.
	file := filepath.Join(dir, "examples", "sharding.yml")
	write(t, file, uncomment(read(t, file)))
	half := 0
	for _, labels := range discovered(t, dir, "examples/sharding.yml", "snmp") {
		if labels["instance"] == "" {
			continue // dropped
		}
		half++
		if labels["__address__"] != first[labels["instance"]] {
			t.Errorf("%s goes to %s, and to %s with one Prometheus", labels["instance"], labels["__address__"], first[labels["instance"]])
		}
	}
	if half == 0 || half == len(hosts) {
		t.Errorf("the first of two Prometheus takes %d of %d", half, len(hosts))
	}
}
