package check

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"
	"sigs.k8s.io/yaml"
)

// load reads the chart as Helm does, without what .helmignore names.
func load(t *testing.T) *chart.Chart {
	t.Helper()
	c, err := loader.Load("../chart/argus")
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Validate(); err != nil {
		t.Fatal(err)
	}
	return c
}

// template is "helm template argus -n power" with values as YAML: the objects, and the notes. It is strict: a template
// that names a value which is not there fails.
func template(c *chart.Chart, values string) (objects, notes string, err error) {
	return release(c, "argus", values, engine.Engine{Strict: true})
}

func release(c *chart.Chart, name, values string, helm engine.Engine) (objects, notes string, err error) {
	set, err := chartutil.ReadValues([]byte(values))
	if err != nil {
		return "", "", err
	}
	options := chartutil.ReleaseOptions{Name: name, Namespace: "power", Revision: 1, IsInstall: true}
	all, err := chartutil.ToRenderValues(c, set, options, chartutil.DefaultCapabilities)
	if err != nil {
		return "", "", err
	}
	rendered, err := helm.Render(c, all)
	if err != nil {
		return "", "", err
	}
	var out strings.Builder
	for _, name := range slices.Sorted(maps.Keys(rendered)) {
		if path.Base(name) == "NOTES.txt" {
			notes = rendered[name]
		} else if !strings.HasPrefix(path.Base(name), "_") {
			fmt.Fprintf(&out, "---\n%s\n", rendered[name])
		}
	}
	return out.String(), notes, nil
}

// chartGiven is what the values of the tests name, and the user provides.
func chartGiven() []string {
	return []string{"Secret s", "Secret w", "ConfigMap c", "PersistentVolumeClaim mine", "ServiceAccount default", "ServiceAccount sa"}
}

// TestChart renders each kind with each value alone, and with all of them.
func TestChart(t *testing.T) {
	b, c := newBench(t), load(t)
	for _, kind := range []string{"Deployment", "StatefulSet", "DaemonSet"} {
		usual, _, err := template(c, "kind: "+kind)
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, s := range switches(kind) {
			all = append(all, s.set)
			t.Run(kind+" "+s.set, func(t *testing.T) { renders(t, b, c, usual, kind, s) })
		}
		merged, want := together(t, all)
		t.Run(kind+" with all", func(t *testing.T) { renders(t, b, c, usual, kind, setting{set: merged, want: want}) })
	}
}

// renders holds that a setting changes what is rendered as it says, and that the result is sound.
func renders(t *testing.T, b *bench, c *chart.Chart, usual, kind string, s setting) {
	t.Helper()
	text, notes, err := template(c, "kind: "+kind+"\n"+s.set)
	if err != nil {
		t.Fatalf("%v\n%s", err, s.set)
	}
	if s.set != "" && text == usual {
		t.Errorf("changes nothing: %s", s.set)
	}
	objects := b.decode(t, []byte(text))
	w := b.sound(t, objects, chartGiven()...)
	if len(w.workloads) != 1 || w.workloads[0].kind != kind || !strings.Contains(notes, kind) {
		t.Errorf("%d workloads: %v; %s", len(w.workloads), w.workloads, notes)
	}
	for _, want := range s.want {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in what is rendered with\n%s", want, s.set)
		}
	}
	for _, m := range s.without {
		if strings.Contains(text, m) {
			t.Errorf("%q is in what is rendered with\n%s", m, s.set)
		}
	}
}

// together merges the settings that can be had at once: the later of two wins, as in files of values.
func together(t *testing.T, all []string) (merged string, want []string) {
	t.Helper()
	values := chartutil.Values{}
	for _, text := range all {
		more, err := chartutil.ReadValues([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		values = chartutil.MergeTables(more, values)
	}
	out, err := yaml.Marshal(values)
	if err != nil {
		t.Fatal(err)
	}
	return string(out), []string{"kind: PrometheusRule", "kind: NetworkPolicy", "grafana_dashboard", "--web.config.file"}
}
