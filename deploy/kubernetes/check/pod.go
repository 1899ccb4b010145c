package check

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// nobody is who Argus runs as, as distroless images name it.
const nobody = 65532

// pod holds that a pod may do no more than Argus needs.
func (w *World) pod(one workload) {
	spec := one.pod.Spec
	w.exists(one, "ServiceAccount", spec.ServiceAccountName)
	if spec.AutomountServiceAccountToken == nil || *spec.AutomountServiceAccountToken {
		w.blame(one, "has a token for the API server")
	}
	if grace := spec.TerminationGracePeriodSeconds; grace != nil && *grace < 15 { // 30 if nothing is said
		w.blame(one, "has no time to stop")
	}
	if spec.HostPID || spec.HostIPC || (spec.HostNetwork && one.kind != daemonSetKind) {
		w.blame(one, "is in namespaces of its node")
	}
	if spec.HostNetwork && spec.DNSPolicy != corev1.DNSClusterFirstWithHostNet {
		w.blame(one, "finds no names of the cluster")
	}
	w.user(one)
	if len(spec.Containers) != 1 || len(spec.InitContainers) != 0 {
		w.blame(one, "has other containers than Argus")
	}
	for _, c := range spec.Containers {
		w.hardened(one, &c)
		w.probes(one, &c)
		w.memory(one, &c)
		w.arguments(one, &c)
	}
}

func (w *World) user(one workload) {
	s := one.pod.Spec.SecurityContext
	if s == nil || s.RunAsNonRoot == nil || !*s.RunAsNonRoot || s.RunAsUser == nil || *s.RunAsUser != nobody ||
		s.RunAsGroup == nil || *s.RunAsGroup != nobody {
		w.blame(one, "does not run as %d", nobody)
	}
	if s == nil || s.FSGroup == nil || *s.FSGroup != nobody {
		w.blame(one, "cannot write to its volume, nor read secrets: no fsGroup")
	}
	if s == nil || s.SeccompProfile == nil || s.SeccompProfile.Type != corev1.SeccompProfileTypeRuntimeDefault {
		w.blame(one, "is not confined by seccomp")
	}
}

func (w *World) hardened(one workload, c *corev1.Container) {
	s := c.SecurityContext
	switch {
	case s == nil || s.ReadOnlyRootFilesystem == nil || !*s.ReadOnlyRootFilesystem:
		w.blame(one, "%s can write to its root", c.Name)
	case s.AllowPrivilegeEscalation == nil || *s.AllowPrivilegeEscalation || (s.Privileged != nil && *s.Privileged):
		w.blame(one, "%s can get privileges", c.Name)
	case s.Capabilities == nil || len(s.Capabilities.Add) > 0 ||
		!slices.Equal(s.Capabilities.Drop, []corev1.Capability{"ALL"}):
		w.blame(one, "%s has capabilities", c.Name)
	}
}

// probes hold that the kubelet asks for health and nothing else, on a port that demands no password.
func (w *World) probes(one workload, c *corev1.Container) {
	for name, probe := range map[string]*corev1.Probe{
		"startup": c.StartupProbe, "liveness": c.LivenessProbe, "readiness": c.ReadinessProbe,
	} {
		if probe == nil || probe.HTTPGet == nil {
			w.blame(one, "%s: no %s probe", c.Name, name)
			continue
		}
		want := "/healthz"
		if name == "readiness" {
			want = "/-/ready"
		}
		if probe.HTTPGet.Path != want || probe.HTTPGet.Port != intstr.FromString("health") {
			w.blame(one, "%s: the %s probe asks for %s on %s", c.Name, name, probe.HTTPGet.Path, probe.HTTPGet.Port.String())
		}
		if one.pod.Spec.HostNetwork != (probe.HTTPGet.Host == "127.0.0.1") {
			w.blame(one, "%s: the %s probe asks host %q", c.Name, name, probe.HTTPGet.Host)
		}
	}
}

// memory holds that the collector of garbage knows of the limit.
func (w *World) memory(one workload, c *corev1.Container) {
	limit, limited := c.Resources.Limits[corev1.ResourceMemory]
	at := slices.IndexFunc(c.Env, func(e corev1.EnvVar) bool { return e.Name == "GOMEMLIMIT" })
	if !limited || at < 0 {
		if limited != (at >= 0) {
			w.blame(one, "%s: GOMEMLIMIT and the limit of memory go together", c.Name)
		}
		return
	}
	mib, err := strconv.ParseInt(strings.TrimSuffix(c.Env[at].Value, "MiB"), 10, 64)
	if share := float64(mib<<20) / float64(limit.Value()); err != nil || share < 0.75 || share > 0.85 {
		w.blame(one, "%s: GOMEMLIMIT %s is not 4/5 of %s", c.Name, c.Env[at].Value, limit.String())
	}
}

// arguments hold that Argus listens where ports and probes say.
func (w *World) arguments(one workload, c *corev1.Container) {
	ports := map[string]string{
		"http": "--web.listen-address", "health": "--web.health-address", "traps": "--snmp.trap-address",
	}
	names := map[string]bool{}
	for _, p := range c.Ports {
		names[p.Name] = true
		port := strconv.Itoa(int(p.ContainerPort))
		listens := regexp.MustCompile("^" + regexp.QuoteMeta(ports[p.Name]) + "=.*:" + port + "$")
		if !slices.ContainsFunc(c.Args, listens.MatchString) {
			w.blame(one, "%s: nothing listens on %s", c.Name, p.Name)
		}
	}
	if !names["http"] || !names["health"] {
		w.blame(one, "%s: http and health have no ports", c.Name)
	}
}
