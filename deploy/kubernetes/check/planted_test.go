package check

import (
	"strings"
	"testing"
)

// TestPlanted changes one thing at a time in what is right, and holds that each is found: by the types of the API, or by
// what is known of Argus.
func TestPlanted(t *testing.T) {
	b, files := newBench(t), tree(t)
	shards := string(kustomize(t, files, []string{"sharded", "monitoring/sharded", "rules"}, []string{"components/secrets"}))
	single := string(kustomize(t, files, []string{"deployment", "monitoring/deployment", "dashboards"}, nil))
	traps := string(kustomize(t, files, []string{"deployment"}, []string{"components/traps"}))
	nodes := string(kustomize(t, files, []string{"daemonset", "monitoring/daemonset"}, []string{"components/host-network"}))
	for _, c := range []struct{ text, old, changed string }{
		{shards, "readOnlyRootFilesystem: true", "readOnlyRootFileSystem: true"},
		{shards, "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: \"true\""},
		{shards, "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false"},
		{shards, "allowPrivilegeEscalation: false", "allowPrivilegeEscalation: true"},
		{shards, "drop:\n            - ALL", "drop:\n            - KILL"},
		{shards, "runAsNonRoot: true", "runAsNonRoot: false"},
		{shards, "runAsUser: 65532", "runAsUser: 0"},
		{shards, "fsGroup: 65532", "fsGroup: 0"},
		{shards, "type: RuntimeDefault", "type: Unconfined"},
		{shards, "      automountServiceAccountToken: false\n", ""},
		{shards, "serviceAccountName: argus", "serviceAccountName: argos"},
		{shards, "serviceName: argus-headless", "serviceName: argus"},
		{shards, "path: /-/ready", "path: /probe"},
		{shards, "path: /healthz\n            port: health", "path: /metrics\n            port: health"},
		{shards, "path: /healthz\n            port: health", "path: /healthz\n            port: http"},
		{shards, "value: 100MiB", "value: 128MiB"},
		{shards, "listen-address=:10493", "listen-address=:10492"},
		{shards, "--config.file=/etc/argus/", "--config.file=/etc/argos/"},
		{shards, "--storage.path=/data/", "--storage.path=/etc/argus/"},
		{shards, "secretName: argus-secrets", "secretName: secrets"},
		{shards, "defaultMode: 256", "defaultMode: 420"},
		{shards, "- mountPath: /data\n          name: data", "- mountPath: /data\n          name: date"},
		{shards, "targetPort: http", "targetPort: htpp"},
		{shards, "maxUnavailable: 1\n  selector:\n    matchLabels:\n      app.kubernetes.io/instance: argus", "maxUnavailable: 1\n  selector:\n    matchLabels:\n      app.kubernetes.io/instance: argos"},
		{shards, "url: http://argus-headless.", "url: http://argus."},
		{shards, "10493/sd?", "10493/ds?"},
		{shards, "metricsPath: /probe", "metricsPath: /metrics"},
		{shards, "scrapeTimeout: 25s", "scrapeTimeout: 25"},
		{shards, "keep_firing_for", "keepFiringFor"},
		{shards, "port: http\n    relabelings", "port: htpp\n    relabelings"},
		{single, "type: Recreate", "type: RollingUpdate"},
		{single, "replicas: 1", "replicas: 2"},
		{single, "claimName: argus", "claimName: argos"},
		{single, "url: argus.monitoring.svc", "url: argus.monitorings.svc"},
		{single, "module: snmp", "modules: snmp"},
		{single, "  - ports:\n    - port: health\n      protocol: TCP\n", ""},
		{single, "  - from:\n    - namespaceSelector:\n        matchLabels:\n          kubernetes.io/metadata.name: monitoring\n      podSelector:\n        matchLabels:\n          app.kubernetes.io/name: prometheus\n    ports", "  - ports"},
		{single, "    - port: 53\n      protocol: UDP\n", ""},
		{single, "  - ports:\n    - port: 3493\n      protocol: TCP\n    - port: 161\n      protocol: UDP\n", "  - {}\n"},
		{single, "  - Egress\n", ""},
		{single, "interval: 30s\n  jobName: snmp", "interval: 20s\n  jobName: snmp"},
		{single, "kind: PersistentVolumeClaim\nmetadata:\n  labels:\n    app.kubernetes.io/instance: argus", "kind: PersistentVolumeClaim\nmetadata:\n  labels:\n    app.kubernetes.io/instance: argus."},
		{traps, "  - ports:\n    - port: traps\n      protocol: UDP\n", ""},
		{single, "path: /probe", "path: /metrics"},
		{single, "  argus-ups.json: |\n", "  argus-ups.json: \"\"\n  other: |\n"},
		{nodes, "dnsPolicy: ClusterFirstWithHostNet\n", ""},
		{nodes, "host: 127.0.0.1", "host: 127.0.0.2"},
		{nodes, "sizeLimit: 256Mi", "sizelimit: 256Mi"},
		{nodes, "port: http\n    relabelings", "port: metrics\n    relabelings"},
		{nodes, "podMetricsEndpoints", "podMetricEndpoints"},
	} {
		changed := strings.Replace(c.text, c.old, c.changed, 1)
		if changed == c.text {
			t.Errorf("%q is not there to be changed", c.old)
			continue
		}
		objects, err := b.decoder.All([]byte(changed))
		w := World{Objects: objects, Given: []string{"Secret argus-secrets"}}
		if err == nil && len(w.Problems()) == 0 {
			t.Errorf("nobody notices %q in place of %q", c.changed, c.old)
		}
	}
}

// TestFlags holds that flags are found, and those of single commands are not taken for everybody's.
func TestFlags(t *testing.T) {
	flags := newBench(t).flags
	for _, name := range []string{"config.file", "storage.path", "web.health-address", "web.listen-address", "storage.retention"} {
		if !flags[name] {
			t.Errorf("--%s is not found", name)
		}
	}
	if flags["module"] || flags["config.fil"] {
		t.Error("flags are found that Argus does not have")
	}
}
