package check

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"

	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	"helm.sh/helm/v3/pkg/engine"
	corev1 "k8s.io/api/core/v1"
)

// TestChartRefuses holds that values that nobody could mean are refused, with what to write instead.
func TestChartRefuses(t *testing.T) {
	c := load(t)
	for values, want := range map[string]string{
		"kindd: Deployment":                                               "kindd",
		"kind: ReplicaSet":                                                "kind",
		"image: {tagg: x}":                                                "tagg",
		"shards: 0":                                                       "shards",
		"dashboards: {enabled: 'yes'}":                                    "enabled",
		"probes: [{name: a, module: snmp}]":                               "targets",
		"probes: [{name: A b, module: nut, targets: [x]}]":                "name",
		"nodeSelector: {argus/upsd: true}":                                "nodeSelector",
		"podLabels: {a: 1}":                                               "podLabels",
		"monitoring: {labels: {release: 1}}":                              "release",
		"image: {tag: 1.2}":                                               "tag",
		"networkPolicy: {enabled: true, from: []}":                        "from",
		"networkPolicy: {enabled: true, from: null}":                      "would let everybody in",
		"networkPolicy: {enabled: true, ports: null}":                     "would let everybody in",
		"existingConfigMap: c\nconfig: {targets: {allow: [10.0.0.0/8]}}":  "only one of the two",
		"kind: StatefulSet\ntraps: {enabled: true}":                       "traps.enabled needs kind Deployment",
		"kind: DaemonSet\ntraps: {enabled: true}":                         "traps.enabled needs kind Deployment",
		"kind: DaemonSet\nprobes: [{name: a, module: nut, targets: [x]}]": "see podMonitor",
		"kind: DaemonSet\nserviceMonitor: {enabled: true}":                "a DaemonSet has podMonitor",
		"podMonitor: {enabled: true}":                                     "need kind DaemonSet",
		"hostNetwork: true":                                               "need kind DaemonSet",
		"kind: StatefulSet\npersistence: {existingClaim: x}":              "needs kind Deployment",
		"prometheusRule: {enabled: true, disable: [argus-atz]}":           `no group "argus-atz"`,
	} {
		// As Helm renders, for which a value that is null is no mistake.
		if _, _, err := release(c, "argus", values, engine.Engine{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", values, err, want)
		}
	}
}

// TestChartFiles holds that rules and dashboards arrive as they are, and that a release fits into its Secret.
func TestChartFiles(t *testing.T) {
	b, c := newBench(t), load(t)
	text, _, err := template(c, "{prometheusRule: {enabled: true}, dashboards: {enabled: true}}")
	if err != nil {
		t.Fatal(err)
	}
	objects := b.decode(t, []byte(text))
	same(t, objects)
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	for _, f := range c.Raw {
		if strings.HasSuffix(f.Name, "kustomization.yaml") {
			t.Errorf("%s is in the chart", f.Name)
		}
		zip.Write(f.Data)
	}
	zip.Write([]byte(text))
	zip.Close()
	if size := packed.Len() * 4 / 3; size > corev1.MaxSecretSize/2 {
		t.Errorf("a release takes %d bytes of the %d of a Secret", size, corev1.MaxSecretSize)
	}
}

// TestKustomizeFiles holds the same of the other way.
func TestKustomizeFiles(t *testing.T) {
	b := newBench(t)
	objects := b.decode(t, kustomize(t, tree(t), []string{"rules", "dashboards"}, nil))
	same(t, objects)
	for _, o := range objects {
		if _, is := o.(*monitoringv1.PrometheusRule); !is && (o.GetLabels()["grafana_dashboard"] != "1" || o.GetAnnotations()["grafana_folder"] != "Argus") {
			t.Errorf("%s: Grafana's sidecar does not find it: %v", id(o), o.GetLabels())
		}
	}
}
