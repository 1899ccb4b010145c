package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

const root = "../../../.."

// TestCommitted holds the files to what they are made from: a rule or a dashboard that is changed is changed here, too.
func TestCommitted(t *testing.T) {
	files, err := generate(root)
	if err != nil {
		t.Fatal(err)
	}
	known := []string{}
	for _, f := range files {
		got, err := os.ReadFile(filepath.Join(root, f.path))
		if err != nil || !bytes.Equal(got, f.text) {
			t.Errorf("%s is not what it would be now (%v): run \"go run ./gen\" in deploy/kubernetes/check", f.path, err)
		}
		known = append(known, filepath.Join(root, f.path))
	}
	there, err := filepath.Glob(filepath.Join(root, chart, "files/*/*"))
	if err != nil || len(there) < 10 {
		t.Fatalf("%d files in the chart: %v", len(there), err)
	}
	for _, name := range there {
		if !slices.Contains(known, name) {
			t.Errorf("%s is nobody's", name)
		}
	}
}

// TestRun writes to a project of its own, the same again.
func TestRun(t *testing.T) {
	dir := t.TempDir()
	for _, part := range []string{"dashboards", "rules"} {
		if err := os.MkdirAll(filepath.Join(dir, part), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := run([]string{"-root", dir}, &out); err == nil {
		t.Error("makes something of nothing")
	}
	write("dashboards/a.json", "{}\n")
	write("rules/argus.a.recording.yml", "groups:\n  - name: a\n\n    rules: []\n")
	write(chart+"/README.md", "before\n"+tableBegin+tableEnd+"after\n")
	write(chart+"/values.yaml", "# A.\na: {b: 1}\n")
	if err := run([]string{"-root", dir}, &out); err == nil {
		t.Error("takes a value that nothing is said about")
	}
	write(chart+"/values.yaml", "# Of nothing.\n\n# About it.\na: <b>\nc:\n  # More.\n  # @schema {\"enum\": [\"x\"]}\n  d: x\n")
	if err := run([]string{"-root", dir}, &out); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		kubernetes + "/rules/prometheusrule.yaml": "  name: argus-a-recording\n  labels: {app.kubernetes.io/name: argus}\n" +
			"spec:\n  groups:\n    - name: a\n\n      rules: []\n",
		chart + "/files/dashboards/kustomization.yaml": "\n  - {name: a-dashboard, files: [a.json]}\ngenerator",
		chart + "/README.md":                           "|\n| `a` | `\"<b>\"` | About it. |\n| `c.d` | `\"x\"` | More. |\n" + tableEnd + "after\n",
		chart + "/values.schema.json":                  `"enum": [`,
	} {
		got, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || !bytes.Contains(got, []byte(want)) {
			t.Errorf("%s: %v, %s\nlacks\n%s", name, err, got, want)
		}
	}
}
