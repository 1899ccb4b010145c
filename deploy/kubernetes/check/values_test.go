package check

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"
)

// leaves are the values of the chart that have none below them, as paths.
func leaves(t *testing.T, c *chart.Chart) [][]string {
	t.Helper()
	type schema struct{ Properties map[string]json.RawMessage }
	var all [][]string
	var walk func(text []byte, above []string)
	walk = func(text []byte, above []string) {
		var s schema
		if err := json.Unmarshal(text, &s); err != nil {
			t.Fatal(err)
		}
		if len(s.Properties) == 0 {
			all = append(all, above)
		}
		for _, key := range slices.Sorted(maps.Keys(s.Properties)) {
			walk(s.Properties[key], append(slices.Clone(above), key))
		}
	}
	walk(c.Schema, nil)
	return slices.DeleteFunc(all, func(path []string) bool { return path[0] == "global" || path[0] == "kind" })
}

// TestSwitches holds that TestChart sets each value of the chart at least once.
func TestSwitches(t *testing.T) {
	c := load(t)
	var set []chartutil.Values
	for _, kind := range []string{"Deployment", "StatefulSet", "DaemonSet"} {
		for _, s := range switches(kind) {
			values, err := chartutil.ReadValues([]byte(s.set))
			if err != nil {
				t.Fatal(err)
			}
			set = append(set, values)
		}
	}
	all := leaves(t, c)
	if len(all) < 60 {
		t.Errorf("only %d values are found", len(all))
	}
	for _, path := range all {
		if !slices.ContainsFunc(set, func(v chartutil.Values) bool { return has(v, path) }) {
			t.Errorf("no test sets %s", strings.Join(path, "."))
		}
	}
}

func has(values map[string]any, path []string) bool {
	below, there := values[path[0]]
	if !there || len(path) == 1 {
		return there
	}
	group, is := below.(map[string]any)
	return is && has(group, path[1:])
}

// TestChartNull sets each value to null, with which Helm drops a default: that is refused, or what is rendered is sound.
func TestChartNull(t *testing.T) {
	b, c := newBench(t), load(t)
	const all = "kind: StatefulSet\nnetworkPolicy: {enabled: true}\nserviceMonitor: {enabled: true}\nprobes: [{name: a, module: nut, targets: [x]}]\n"
	rendered := 0
	for _, path := range leaves(t, c) {
		values, err := chartutil.ReadValues([]byte(all))
		if err != nil {
			t.Fatal(err)
		}
		null := map[string]any{path[len(path)-1]: nil}
		for _, key := range slices.Backward(path[:len(path)-1]) {
			null = map[string]any{key: null}
		}
		text, err := chartutil.Values(chartutil.MergeTables(null, values)).YAML()
		if err != nil {
			t.Fatal(err)
		}
		objects, _, err := release(c, "argus", text, engine.Engine{})
		if err != nil {
			continue
		}
		rendered++
		t.Run(strings.Join(path, "."), func(t *testing.T) {
			b.sound(t, b.decode(t, []byte(objects)), "ServiceAccount default")
		})
	}
	if rendered < 30 {
		t.Errorf("of all values, only %d may be null", rendered)
	}
}

// TestChartNames renders with the longest name that Helm lets a release have.
func TestChartNames(t *testing.T) {
	b, c := newBench(t), load(t)
	const all = "{serviceMonitor: {enabled: true}, dashboards: {enabled: true}, prometheusRule: {enabled: true}, " +
		"probes: [{name: a, module: nut, targets: [x]}]}"
	for _, values := range []string{"{}", "{kind: StatefulSet}", "{nameOverride: " + strings.Repeat("long-", 20) + "}"} {
		set, err := chartutil.ReadValues([]byte(all))
		if err != nil {
			t.Fatal(err)
		}
		more, err := chartutil.ReadValues([]byte(values))
		if err != nil {
			t.Fatal(err)
		}
		text, err := chartutil.Values(chartutil.MergeTables(more, set)).YAML()
		if err != nil {
			t.Fatal(err)
		}
		objects, _, err := release(c, strings.Repeat("release-", 7)[:53], text, engine.Engine{Strict: true})
		if err != nil {
			t.Fatal(err)
		}
		b.sound(t, b.decode(t, []byte(objects)))
	}
}
