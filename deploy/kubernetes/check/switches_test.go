package check

// A setting is some values, and what is in the objects because of them.
type setting struct {
	set     string // YAML
	want    []string
	without []string
}

// switches are all values of the chart, each in a setting of its own. Those that are on are last where one is on and off.
func switches(kind string) []setting {
	all := slicesOf(common(), map[string][]setting{
		"Deployment": deployment(), "StatefulSet": statefulSet(), "DaemonSet": daemonSet(),
	}[kind])
	if kind != "DaemonSet" {
		all = append(all, devices()...)
	}
	return all
}

func slicesOf(lists ...[]setting) []setting {
	var all []setting
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}

func common() []setting {
	return []setting{
		{set: "", want: []string{"registry.example.org/argus:latest", "GOMEMLIMIT, value: \"102MiB\"", "Nothing is configured"}, without: []string{"monitoring.coreos.com", "NetworkPolicy", "grafana_dashboard:", "imagePullPolicy"}},
		{set: "nameOverride: other", want: []string{"name: argus-other", "app.kubernetes.io/name: other"}},
		{set: "fullnameOverride: full", want: []string{"name: full\n"}},
		{set: "image: {repository: mirror/argus}", want: []string{"image: mirror/argus:latest"}},
		{set: "image: {tag: v1.2.3}", want: []string{"argus:v1.2.3\n", "version: \"v1.2.3\""}},
		{set: "image: {tag: v1.2.3-0123456789012345678901234567890123456789012345678901234.-next}", want: []string{"1234.-next\n"}},
		{set: "image: {digest: 'sha256:0123'}", want: []string{"argus@sha256:0123\n"}},
		{set: "image: {pullPolicy: Always}", want: []string{"imagePullPolicy: Always"}},
		{set: "imagePullSecrets: [{name: pull}]", want: []string{"- name: pull"}},
		{set: "existingConfigMap: c", want: []string{"configMap: {name: c}"}, without: []string{"Nothing is configured"}},
		{set: "existingConfigMap: ''\nconfig: {targets: {allow: ['10.20.0.0/16', 192.168.0.0/16]}}", want: []string{"- 10.20.0.0/16"}},
		{set: "existingSecret: s", want: []string{"secretName: s,", "/etc/argus-secrets"}},
		{set: "existingWebSecret: w", want: []string{"secretName: w,", "--web.config.file=/etc/argus-web/web.yml"}},
		{set: "extraArgs: [--log.level=debug]", want: []string{"- --log.level=debug"}},
		{set: "extraEnv: [{name: TZ, value: UTC}]", want: []string{"name: TZ"}},
		{set: "persistence: {enabled: true, size: 3Gi}", want: []string{"3Gi}"}},
		{set: "resources: {limits: {memory: 1Gi}}", want: []string{"819MiB"}},
		{set: "terminationGracePeriodSeconds: 45", want: []string{"Seconds: 45"}},
		{set: "serviceAccount: {create: false}", want: []string{"serviceAccountName: default"}, without: []string{"kind: ServiceAccount"}},
		{set: "serviceAccount: {create: false, name: sa}", want: []string{"serviceAccountName: sa\n"}},
		{set: "serviceAccount: {create: true, annotations: {a: b}}", want: []string{"    a: b"}},
		{set: "podAnnotations: {note: x}", want: []string{"note: x"}},
		{set: "podLabels: {team: power}", want: []string{"team: power"}},
		{set: "nodeSelector: {argus/upsd: 'true'}", want: []string{"argus/upsd: \"true\""}},
		{set: "tolerations: [{operator: Exists}]", want: []string{"- operator: Exists"}},
		{set: "affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: []}}", want: []string{"nodeAffinity"}},
		{set: "priorityClassName: high", want: []string{"priorityClassName: high"}},
		{set: "networkPolicy: {enabled: true}", want: []string{"port: 3493", "app.kubernetes.io/name: prometheus"}},
		{set: "networkPolicy: {enabled: true, from: [{podSelector: {}}]}", want: []string{"- podSelector: {}"}},
		{set: "networkPolicy: {enabled: true, devices: [{ipBlock: {cidr: 10.20.0.0/16}}]}", want: []string{"cidr: 10.20.0.0/16"}},
		{set: "networkPolicy: {enabled: true, ports: [{port: 9999, protocol: TCP}]}", want: []string{"port: 9999"}, without: []string{"3493"}},
		{set: "prometheusRule: {enabled: true}", want: []string{"name: argus-recording", "{{ $labels.instance }}", "dashboard_url: /d/"}},
		{set: "prometheusRule: {enabled: true, labels: {release: r}}", want: []string{"    release: r"}},
		{set: "prometheusRule: {enabled: true, disable: [argus-ats, argus-pdu]}", want: []string{"argus-pdu-history"}, without: []string{"name: argus-ats\n", "name: argus-pdu\n      "}},
		{set: "prometheusRule: {enabled: true, grafana: 'https://grafana.example.org/'}", want: []string{"dashboard_url: https://grafana.example.org/d/"}},
		{set: "monitoring: {labels: {release: k}}\nprometheusRule: {enabled: true}", want: []string{"    release: k"}},
		{set: "dashboards: {enabled: true}", want: []string{`grafana_dashboard: "1"`, "grafana_folder: Argus", "argus-ups.json: |"}},
		{set: "dashboards: {enabled: true, namespace: grafana, labels: {mine: 'yes'}, annotations: {folder: F}}", want: []string{"namespace: grafana", `mine: "yes"`, "folder: F"}},
	}
}

func deployment() []setting {
	return []setting{
		{set: "persistence: {enabled: false}", want: []string{"emptyDir:"}, without: []string{"PersistentVolumeClaim", "volumeClaimTemplates"}},
		{set: "persistence: {enabled: true, existingClaim: mine}", want: []string{"claimName: mine"}, without: []string{"kind: PersistentVolumeClaim"}},
		{set: "persistence: {existingClaim: '', storageClass: fast, accessModes: [ReadWriteOncePod]}", want: []string{"storageClassName: fast", "- ReadWriteOncePod"}},
		{set: "service: {annotations: {s: t}}", want: []string{"    s: t"}},
		{set: "traps: {enabled: true}", want: []string{"--snmp.trap-address=:10162", "port: 162,", "externalTrafficPolicy: Local", "hostname: argus"}},
		{set: "traps: {enabled: true, serviceType: ClusterIP, port: 1162, annotations: {x: z}}", want: []string{"type: ClusterIP", "port: 1162", "    x: z"}, without: []string{"externalTrafficPolicy"}},
		{set: "traps: {enabled: true}\nnetworkPolicy: {enabled: true, trapsFrom: [{ipBlock: {cidr: 10.9.0.0/16}}]}", want: []string{"port: traps", "10.9.0.0/16"}},
	}
}

func statefulSet() []setting {
	return []setting{
		{set: "persistence: {enabled: false}", want: []string{"emptyDir:"}, without: []string{"PersistentVolumeClaim", "volumeClaimTemplates"}},
		{set: "shards: 1", want: []string{"replicas: 1"}, without: []string{"PodDisruptionBudget"}},
		{set: "shards: 1\ntraps: {enabled: true}", want: []string{"--snmp.trap-address"}},
		{set: "traps: {enabled: false}\nshards: 5", want: []string{"replicas: 5", "PodDisruptionBudget"}},
		{set: "podDisruptionBudget: {enabled: false}", without: []string{"PodDisruptionBudget"}},
		{set: "podDisruptionBudget: {enabled: true}\npersistence: {enabled: true, storageClass: fast}", want: []string{"storageClassName: fast"}},
		{set: "topologySpreadConstraints: [{maxSkew: 2, topologyKey: zone, whenUnsatisfiable: DoNotSchedule}]", want: []string{"maxSkew: 2"}},
	}
}

func daemonSet() []setting {
	return []setting{
		{set: "persistence: {hostPath: /var/lib/argus}", want: []string{"path: /var/lib/argus"}},
		{set: "podMonitor: {enabled: true}", want: []string{"__meta_kubernetes_pod_host_ip", "name: argus-ups"}},
		{set: "podMonitor: {enabled: true, interval: 41s, upsInterval: 42s, upsTimeout: 9s}", want: []string{"interval: 41s", "interval: 42s", "scrapeTimeout: 9s"}},
		{set: "podMonitor: {enabled: true, relabelings: [{targetLabel: site, replacement: here}]}", want: []string{"replacement: here"}},
		{set: "podMonitor: {enabled: true}\nhostNetwork: true", want: []string{"hostNetwork: true", `replacement: "127.0.0.1"`, "$(HOST_IP):10493"}},
		{set: "podMonitor: {enabled: true, target: ups@10.0.0.1}", want: []string{`replacement: "ups@10.0.0.1"`}},
		{set: "podMonitor: {enabled: true}\n" + secured, want: []string{"scheme: https", "insecureSkipVerify: true", "key: user"}},
	}
}

const secured = "monitoring: {https: true, tlsConfig: {insecureSkipVerify: true}, basicAuth: {username: {name: creds, key: user}, password: {name: creds, key: p}}}"

// devices are of the kinds that Prometheus asks for devices by name.
func devices() []setting {
	const one = "probes: [{name: racks, module: snmp, targets: ['10.20.0.7', pdu.example.org]}]"
	const sd = "scrapeConfigs: [{name: known}, {name: nas, query: 'target=nas.example.org&module=nut', interval: 20s, scrapeTimeout: 11s, refreshInterval: 1h}]"
	return []setting{
		{set: "serviceMonitor: {enabled: true, interval: 43s, relabelings: [{targetLabel: site, replacement: here}]}", want: []string{"kind: ServiceMonitor", "interval: 43s", "replacement: here"}},
		{set: one, want: []string{"name: argus-racks", "- pdu.example.org"}},
		{set: "probes: [{name: racks, module: snmp, targets: ['10.20.0.7'], labels: {site: a}, interval: 31s, scrapeTimeout: 17s}]", want: []string{"site: a", "nterval: 31s", "scrapeTimeout: 17s"}},
		{set: sd, want: []string{"/sd\"", "/sd?target=nas.example.org&module=nut\"", "scrapeInterval: 20s", "scrapeTimeout: 11s", "refreshInterval: 1h"}},
		{set: one + "\n" + sd + "\nserviceMonitor: {enabled: true}\n" + secured, want: []string{"scheme: https", "scheme: HTTPS", "https://argus", "key: user"}},
	}
}
