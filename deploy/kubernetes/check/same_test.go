package check

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"
)

// same holds objects to the rules and dashboards of the project: all of them, and nothing else.
func same(t *testing.T, objects []Object) {
	t.Helper()
	want := map[string]monitoringv1.RuleGroup{}
	for name, text := range project(t, "rules/*.yml") {
		var spec monitoringv1.PrometheusRuleSpec
		if err := yaml.UnmarshalStrict(text, &spec); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, g := range spec.Groups {
			want[g.Name] = g
		}
	}
	for _, o := range of[*monitoringv1.PrometheusRule](objects) {
		for _, g := range o.Spec.Groups {
			if !reflect.DeepEqual(g, want[g.Name]) {
				t.Errorf("%s: group %s is not that of the rules", id(o), g.Name)
			}
			delete(want, g.Name)
		}
	}
	if len(want) > 0 {
		t.Errorf("%d groups are missing: %v", len(want), reflect.ValueOf(want).MapKeys())
	}
	boards := project(t, "dashboards/*.json")
	for _, o := range of[*corev1.ConfigMap](objects) {
		for name, text := range o.Data {
			if original, found := boards[name]; found && text == string(original) {
				delete(boards, name)
			} else if filepath.Ext(name) == ".json" {
				t.Errorf("%s: %s is not that of dashboards/", id(o), name)
			}
		}
	}
	if len(boards) > 0 {
		t.Errorf("%d dashboards are missing: %v", len(boards), reflect.ValueOf(boards).MapKeys())
	}
}

// project returns files of the project by their names.
func project(t *testing.T, pattern string) map[string][]byte {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(root, pattern))
	if err != nil || len(names) == 0 {
		t.Fatalf("%s: %d files, %v", pattern, len(names), err)
	}
	all := map[string][]byte{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(name)] = text
	}
	return all
}
