package check

import (
	"slices"
	"strings"
	"testing"

	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	networkingv1 "k8s.io/api/networking/v1"
)

// TestChartRules holds that groups that are disabled are gone and no others, and that Grafana's address is everywhere.
func TestChartRules(t *testing.T) {
	b, c := newBench(t), load(t)
	groups := func(values string) (names []string) {
		t.Helper()
		text, _, err := template(c, "prometheusRule: {enabled: true, grafana: 'https://grafana.example.org/', "+values+"}")
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range of[*monitoringv1.PrometheusRule](b.decode(t, []byte(text))) {
			for _, g := range o.Spec.Groups {
				names = append(names, g.Name)
				for _, r := range g.Rules {
					if url := r.Annotations["dashboard_url"]; url != "" && !strings.HasPrefix(url, "https://grafana.example.org/d/") {
						t.Errorf("%s: %s", r.Alert, url)
					}
				}
			}
		}
		return names
	}
	all := groups("disable: []")
	for _, name := range all {
		want := slices.DeleteFunc(slices.Clone(all), func(other string) bool { return other == name })
		if got := groups("disable: [" + name + "]"); !slices.Equal(got, want) {
			t.Errorf("without %s: %v", name, got)
		}
	}
	if got := groups("disable: [" + strings.Join(all, ", ") + "]"); len(all) < 10 || len(got) > 0 {
		t.Errorf("of %d groups, all disabled: %v", len(all), got)
	}
}

// TestDevicePorts holds that policies let Argus reach the ports of NUT and SNMP, and devices on others only if asked.
func TestDevicePorts(t *testing.T) {
	b, c := newBench(t), load(t)
	text, _, err := template(c, "networkPolicy: {enabled: true}")
	if err != nil {
		t.Fatal(err)
	}
	objects := append(b.decode(t, []byte(text)), b.decode(t, kustomize(t, tree(t), []string{"everything"}, nil))...)
	policies := of[*networkingv1.NetworkPolicy](objects)
	if len(policies) != 3 {
		t.Fatalf("%d policies", len(policies))
	}
	for _, p := range policies {
		w, open := new(World), map[string]bool{}
		for _, rule := range p.Spec.Egress {
			w.ports(p, rule.Ports, true, open)
		}
		if len(open) != 4 || !open["TCP 3493"] || !open["UDP 161"] || !open["UDP 53"] || !open["TCP 53"] {
			t.Errorf("%s: %v", id(p), open)
		}
	}
}
