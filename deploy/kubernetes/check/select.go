package check

import (
	"slices"
	"strings"

	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	monitoringv1alpha1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1alpha1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// selects holds that what chooses pods chooses some, and ports that these have.
func (w *World) selects(o Object) {
	switch x := o.(type) {
	case *corev1.Service:
		pods := w.chosen(x, &metav1.LabelSelector{MatchLabels: x.Spec.Selector})
		for _, p := range x.Spec.Ports {
			w.port(x, pods, p.TargetPort)
		}
	case *policyv1.PodDisruptionBudget:
		w.chosen(x, x.Spec.Selector)
	case *networkingv1.NetworkPolicy:
		pods := w.chosen(x, &x.Spec.PodSelector)
		for _, rule := range x.Spec.Ingress {
			for _, p := range rule.Ports {
				w.port(x, pods, *p.Port)
			}
		}
		w.policy(x, pods)
	case *monitoringv1.PodMonitor:
		pods := w.chosen(x, &x.Spec.Selector)
		for _, e := range x.Spec.PodMetricsEndpoints {
			w.port(x, pods, intstr.FromString(*e.Port))
			w.timing(x, e.Interval, e.ScrapeTimeout)
		}
	case *monitoringv1.ServiceMonitor:
		w.services(x)
	}
}

// chosen returns the pods of a selector, and blames one that chooses none. No selector may choose the pods of another
// kind of Argus, but a NetworkPolicy may.
func (w *World) chosen(o Object, selector *metav1.LabelSelector) []corev1.PodSpec {
	var pods []corev1.PodSpec
	for _, one := range w.workloads {
		if one.GetNamespace() == o.GetNamespace() && matches(selector, one.pod.Labels) {
			pods = append(pods, one.pod.Spec)
		}
	}
	if _, policy := o.(*networkingv1.NetworkPolicy); len(pods) == 0 || (len(pods) > 1 && !policy) {
		w.blame(o, "chooses the pods of %d workloads", len(pods))
	}
	return pods
}

// port demands that one of the pods has a port of that name.
func (w *World) port(o Object, pods []corev1.PodSpec, port intstr.IntOrString) {
	for _, pod := range pods {
		if slices.ContainsFunc(pod.Containers[0].Ports, func(p corev1.ContainerPort) bool { return p.Name == port.StrVal }) {
			return
		}
	}
	w.blame(o, "no pod has a port %s", port.String())
}

// services holds that a ServiceMonitor leads to one Service that has the port.
func (w *World) services(m *monitoringv1.ServiceMonitor) {
	for _, e := range m.Spec.Endpoints {
		w.timing(m, e.Interval, e.ScrapeTimeout)
		found := 0
		for _, o := range w.Objects {
			s, is := o.(*corev1.Service)
			if !is || s.Namespace != m.Namespace || !matches(&m.Spec.Selector, s.Labels) {
				continue
			}
			for _, p := range s.Spec.Ports {
				if p.Name == e.Port {
					found++
				}
			}
		}
		if found != 1 {
			w.blame(m, "finds %d services with a port %s", found, e.Port)
		}
	}
}

// monitors holds that what asks Argus by name asks for a name that there is.
func (w *World) monitors(o Object) {
	switch x := o.(type) {
	case *monitoringv1.Probe:
		w.address(x, x.Spec.ProberSpec.URL)
		w.timing(x, x.Spec.Interval, x.Spec.ScrapeTimeout)
		if x.Spec.ProberSpec.Path != "/probe" || x.Spec.Module == "" {
			w.blame(x, "asks %s with module %q", x.Spec.ProberSpec.Path, x.Spec.Module)
		}
	case *monitoringv1alpha1.ScrapeConfig:
		w.timing(x, or(x.Spec.ScrapeInterval), or(x.Spec.ScrapeTimeout))
		if x.Spec.MetricsPath == nil || *x.Spec.MetricsPath != "/probe" {
			w.blame(x, "does not ask /probe")
		}
		for _, sd := range x.Spec.HTTPSDConfigs {
			_, rest, _ := strings.Cut(sd.URL, "://")
			host, asked, _ := strings.Cut(rest, "/")
			w.address(x, host)
			if asked, _, _ = strings.Cut(asked, "?"); asked != "sd" {
				w.blame(x, "discovers from %s", asked)
			}
		}
	}
}

// address demands that there is a Service of this name, and port, or a pod behind it.
func (w *World) address(from Object, address string) {
	host, port, _ := strings.Cut(address, ":")
	parts := strings.Split(host, ".")
	if len(parts) == 4 { // the pod of a StatefulSet first
		w.replica(from, parts[0], parts[1])
		parts = parts[1:]
	}
	if len(parts) != 3 || parts[1] != from.GetNamespace() || parts[2] != "svc" || port != "10493" {
		w.blame(from, "%s is no address of Argus", address)
		return
	}
	w.exists(from, "Service", parts[0])
}
