package main

import (
	"bytes"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
)

const (
	kubernetes = "deploy/kubernetes"
	chart      = kubernetes + "/chart/argus"
)

// read returns the files of a directory whose names match.
func read(root, dir, pattern string) ([]file, error) {
	names, err := filepath.Glob(filepath.Join(root, dir, pattern))
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("read %s: no %s in it", dir, pattern)
	}
	files := make([]file, 0, len(names))
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		files = append(files, file{path: filepath.Base(name), text: text})
	}
	return files, nil
}

// dashboards are copies in the chart, for a chart reads no file outside of its own directory, and "helm package"
// keeps no links.
func dashboards(root string) ([]file, error) {
	files, err := read(root, "dashboards", "*.json")
	if err != nil {
		return nil, err
	}
	var names strings.Builder
	for i, f := range files {
		name := strings.TrimSuffix(f.path, ".json")
		fmt.Fprintf(&names, "  - {name: %s-dashboard, files: [%s]}\n", name, f.path)
		files[i].path = path.Join(chart, "files/dashboards", f.path)
	}
	return append(files, file{
		path: path.Join(chart, "files/dashboards/kustomization.yaml"),
		text: fmt.Appendf(nil, dashboardsForm, names.String()),
	}), nil
}

const dashboardsForm = `# One ConfigMap for each dashboard, used by ../../../../dashboards. They keep their names:
# of two with the same dashboard Grafana would show either. Generated: ../../../../check/gen.
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
configMapGenerator:
%sgeneratorOptions:
  disableNameSuffixHash: true
  labels: {grafana_dashboard: "1", app.kubernetes.io/name: argus}
  annotations: {grafana_folder: Argus}
`

// rules are copies in the chart, and an object for each file, as it is written, comments and all.
func rules(root string) ([]file, error) {
	files, err := read(root, "rules", "*.yml")
	if err != nil {
		return nil, err
	}
	var objects bytes.Buffer
	objects.WriteString("# Generated from ../../../rules: see ../check/gen.\n")
	for i, f := range files {
		name := strings.NewReplacer("argus.", "", ".yml", "", ".", "-").Replace(f.path)
		fmt.Fprintf(&objects, ruleForm, name, indent(f.text))
		files[i].path = path.Join(chart, "files/rules", f.path)
	}
	return append(files, file{path: kubernetes + "/rules/prometheusrule.yaml", text: objects.Bytes()}), nil
}

const ruleForm = `---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: argus-%s
  labels: {app.kubernetes.io/name: argus}
spec:
%s`

// indent moves lines to the right by two, as part of a larger document.
func indent(text []byte) []byte {
	var out bytes.Buffer
	for line := range bytes.Lines(text) {
		if len(bytes.TrimSpace(line)) > 0 {
			out.WriteString("  ")
		}
		out.Write(line)
	}
	return out.Bytes()
}
