package check

import (
	"crypto/md5" //nolint:gosec // it is what Prometheus shares targets by
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"

	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	monitoringv1alpha1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1alpha1"
	corev1 "k8s.io/api/core/v1"
)

// sharing holds that each ScrapeConfig leads each target to one Argus that there is, and to all of them.
func sharing(t *testing.T, w *World) {
	t.Helper()
	for _, s := range of[*monitoringv1alpha1.ScrapeConfig](w.Objects) {
		var pods []string
		service := "argus"
		for _, o := range of[*corev1.Service](w.Objects) {
			if found := w.replicas(o.Namespace, o.Name); found != nil {
				pods, service = found, o.Name
			}
		}
		reached := map[string]int{}
		for i := range 300 {
			target := fmt.Sprintf("ups%d@rack-%d.example.org", i%3, i)
			got, err := Relabel(s.Spec.RelabelConfigs, map[string]string{"__address__": target})
			if err != nil {
				t.Fatal(err)
			}
			want := service + ".monitoring.svc:10493"
			if len(pods) > 0 {
				want = pods[hash(target)%uint64(len(pods))] + "." + want
			}
			if got["__param_target"] != target || got["instance"] != target || got["__address__"] != want {
				t.Fatalf("%s: %s becomes %v, want address %s", id(s), target, got, want)
			}
			reached[got["__address__"]]++
		}
		if len(reached) != max(1, len(pods)) {
			t.Errorf("%s: of %d pods it reaches %v", id(s), len(pods), reached)
		}
	}
}

// hash is what Prometheus has the remainder of.
func hash(s string) uint64 {
	sum := md5.Sum([]byte(s)) //nolint:gosec // see above
	return binary.BigEndian.Uint64(sum[8:])
}

// nodeTarget is what Prometheus asks the Argus of a node for, which is at 192.0.2.1.
func nodeTarget(t *testing.T, objects []Object) string {
	t.Helper()
	for _, m := range of[*monitoringv1.PodMonitor](objects) {
		endpoint := m.Spec.PodMetricsEndpoints[0]
		if !strings.HasSuffix(m.Name, "-ups") {
			continue
		}
		got, err := Relabel(endpoint.RelabelConfigs, map[string]string{
			"__address__": "10.1.2.3:10493", "__meta_kubernetes_pod_host_ip": "192.0.2.1",
			"__meta_kubernetes_pod_node_name": "rack1", "pod": "argus-node-x7z", "container": "argus", "endpoint": "http",
		})
		if err != nil {
			t.Fatal(err)
		}
		if endpoint.Path != "/probe" || !slices.Equal(endpoint.Params["module"], []string{"nut"}) ||
			got["instance"] != "rack1" || got["__address__"] != "10.1.2.3:10493" || got["pod"]+got["container"]+got["endpoint"] != "" {
			t.Errorf("%s: %s %v, %v", id(m), endpoint.Path, endpoint.Params, got)
		}
		return got["__param_target"]
	}
	return ""
}
