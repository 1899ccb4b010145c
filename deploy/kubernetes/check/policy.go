package check

import (
	"fmt"

	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	"github.com/prometheus/common/model"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/util/validation"
)

// policy holds that a NetworkPolicy lets in and out what Argus lives of, and nobody else to its pages: for the API a
// rule without peers is one for everybody, and one without ports is for all of them.
func (w *World) policy(p *networkingv1.NetworkPolicy, pods []corev1.PodSpec) {
	if len(p.Spec.PolicyTypes) != 2 {
		w.blame(p, "is not for both directions")
	}
	from, to := map[string]bool{}, map[string]bool{} // port: is it open to everybody
	for _, rule := range p.Spec.Ingress {
		w.ports(p, rule.Ports, len(rule.From) == 0, from)
	}
	for _, rule := range p.Spec.Egress {
		w.ports(p, rule.Ports, len(rule.To) == 0, to)
	}
	if open, there := from["TCP http"]; open || !there {
		w.blame(p, "who may scrape: %v", from)
	}
	if !from["TCP health"] {
		w.blame(p, "keeps the kubelet out")
	}
	if !to["UDP 53"] || !to["TCP 53"] {
		w.blame(p, "Argus finds no names")
	}
	for _, pod := range pods {
		for _, c := range pod.Containers[0].Ports {
			if _, there := from["UDP "+c.Name]; c.Protocol == corev1.ProtocolUDP && !there {
				w.blame(p, "keeps %s out", c.Name)
			}
		}
	}
}

// ports adds the ports of a rule to those that are open; all says that it is for everybody.
func (w *World) ports(
	p *networkingv1.NetworkPolicy, ports []networkingv1.NetworkPolicyPort, all bool, open map[string]bool,
) {
	if len(ports) == 0 {
		w.blame(p, "has a rule for all ports")
	}
	for _, port := range ports {
		name := fmt.Sprintf("%s %s", or(port.Protocol), port.Port.String())
		open[name] = open[name] || all
	}
}

// named holds an object to the lengths and letters that names and labels may have.
func (w *World) named(o Object) {
	problems := validation.IsDNS1123Subdomain(o.GetName())
	switch o.(type) {
	case *corev1.Service:
		problems = validation.IsDNS1035Label(o.GetName())
	case *appsv1.StatefulSet: // its pods have a label with its name and a hash
		problems = validation.IsDNS1123Label(o.GetName() + "-0123456789")
	}
	for key, value := range o.GetLabels() {
		problems = append(problems, validation.IsQualifiedName(key)...)
		problems = append(problems, validation.IsValidLabelValue(value)...)
	}
	for _, problem := range problems {
		w.blame(o, "%s", problem)
	}
}

// timing holds that a scrape ends before the next: the operator leaves out what does not, and only its log says so.
func (w *World) timing(o Object, interval, timeout monitoringv1.Duration) {
	if interval == "" || timeout == "" {
		return
	}
	every, err := model.ParseDuration(string(interval))
	if err != nil {
		w.blame(o, "%v", err)
	}
	if most, err := model.ParseDuration(string(timeout)); err != nil || most > every {
		w.blame(o, "a scrape may take %s, and begins every %s: %v", timeout, interval, err)
	}
}

// or is what a pointer leads to, or nothing.
func or[T any](p *T) T {
	if p == nil {
		return *new(T)
	}
	return *p
}
