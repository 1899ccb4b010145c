package check

import (
	"fmt"
	"slices"
	"strings"

	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/relabel"
	appsv1 "k8s.io/api/apps/v1"
)

// replicas are the pods of the StatefulSet with that Service, none if there is none.
func (w *World) replicas(namespace, service string) []string {
	var names []string
	for _, o := range w.Objects {
		if s, is := o.(*appsv1.StatefulSet); is && s.Namespace == namespace && s.Spec.ServiceName == service {
			for i := range *s.Spec.Replicas {
				names = append(names, fmt.Sprintf("%s-%d", s.Name, i))
			}
		}
	}
	return names
}

// replica demands that a StatefulSet has the pod.
func (w *World) replica(from Object, pod, service string) {
	if !slices.Contains(w.replicas(from.GetNamespace(), service), pod) {
		w.blame(from, "there is no pod %s behind %s", pod, service)
	}
}

// Relabel does to a target what Prometheus itself would, and returns its labels.
func Relabel(configs []monitoringv1.RelabelConfig, target map[string]string) (map[string]string, error) {
	builder := labels.NewBuilder(labels.FromMap(target))
	for _, c := range configs {
		rule := relabel.DefaultRelabelConfig
		for _, name := range c.SourceLabels {
			rule.SourceLabels = append(rule.SourceLabels, model.LabelName(name))
		}
		rule.TargetLabel, rule.Modulus = c.TargetLabel, c.Modulus
		if c.Separator != nil {
			rule.Separator = *c.Separator
		}
		if c.Replacement != nil {
			rule.Replacement = *c.Replacement
		}
		if c.Action != "" {
			rule.Action = relabel.Action(strings.ToLower(c.Action))
		}
		if c.Regex != "" {
			regex, err := relabel.NewRegexp(c.Regex)
			if err != nil {
				return nil, fmt.Errorf("regex of a relabelling: %w", err)
			}
			rule.Regex = regex
		}
		rule.NameValidationScheme = model.UTF8Validation
		if err := rule.Validate(model.UTF8Validation); err != nil {
			return nil, fmt.Errorf("relabelling: %w", err)
		}
		if !relabel.ProcessBuilder(builder, &rule) {
			return nil, nil
		}
	}
	return builder.Labels().Map(), nil
}
