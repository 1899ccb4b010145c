package check

import (
	"fmt"
	"reflect"
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// daemonSetKind is the kind that may use the network of its node.
const daemonSetKind = "DaemonSet"

// A World is what is installed together.
type World struct {
	Objects []Object
	Given   []string // what the user is to provide, as "Secret name"

	workloads []workload
	problems  []string
}

// A workload is a Deployment, DaemonSet or StatefulSet.
type workload struct {
	Object
	kind     string
	selector *metav1.LabelSelector
	pod      corev1.PodTemplateSpec
	claims   []corev1.PersistentVolumeClaim
}

// Problems returns all that is wrong with it.
func (w *World) Problems() []string {
	w.problems, w.workloads = nil, nil
	seen := map[string]bool{}
	for _, o := range w.Objects {
		if seen[id(o)] {
			w.blame(o, "is there twice")
		}
		seen[id(o)] = true
		w.annotation(o)
		w.named(o)
		switch x := o.(type) {
		case *appsv1.Deployment:
			w.add(workload{x, "Deployment", x.Spec.Selector, x.Spec.Template, nil})
			w.deployment(x)
		case *appsv1.DaemonSet:
			w.add(workload{x, daemonSetKind, x.Spec.Selector, x.Spec.Template, nil})
		case *appsv1.StatefulSet:
			w.add(workload{x, "StatefulSet", x.Spec.Selector, x.Spec.Template, x.Spec.VolumeClaimTemplates})
			w.exists(x, "Service", x.Spec.ServiceName)
		}
	}
	for _, one := range w.workloads {
		w.pod(one)
		w.volumes(one)
	}
	for _, o := range w.Objects {
		w.selects(o)
		w.monitors(o)
	}
	return w.problems
}

func (w *World) add(one workload) {
	w.workloads = append(w.workloads, one)
	if !matches(one.selector, one.pod.Labels) {
		w.blame(one, "its selector does not choose its own pods")
	}
}

func (w *World) blame(o Object, form string, args ...any) {
	w.problems = append(w.problems, id(o)+": "+fmt.Sprintf(form, args...))
}

// exists demands an object of the same namespace, or one that the user provides.
func (w *World) exists(from Object, kind, name string) {
	if slices.Contains(w.Given, kind+" "+name) {
		return
	}
	for _, o := range w.Objects {
		if kindOf(o) == kind && o.GetName() == name && o.GetNamespace() == from.GetNamespace() {
			return
		}
	}
	w.blame(from, "there is no %s %q", kind, name)
}

// annotation bounds what "kubectl apply" writes beside an object: all of it, once more.
func (w *World) annotation(o Object) {
	const most = 256 << 10
	config, is := o.(*corev1.ConfigMap)
	if !is {
		return
	}
	if len(config.Data) == 0 {
		w.blame(o, "is empty")
	}
	for key, text := range config.Data {
		if len(text) < 2 { // two bytes are the least that say something
			w.blame(o, "%s is empty", key)
		}
		if quoted := len(fmt.Sprintf("%q", text)); quoted > most*9/10 {
			w.blame(o, "%s takes %d bytes of the %d that an annotation may have", key, quoted, most)
		}
	}
}

// deployment holds that no second pod waits for the file of the first.
func (w *World) deployment(d *appsv1.Deployment) {
	if d.Spec.Strategy.Type != appsv1.RecreateDeploymentStrategyType || d.Spec.Replicas == nil || *d.Spec.Replicas != 1 {
		w.blame(d, "is not one pod that is replaced by Recreate")
	}
}

func kindOf(o Object) string {
	if one, is := o.(workload); is {
		return one.kind
	}
	return reflect.TypeOf(o).Elem().Name()
}

func id(o Object) string { return kindOf(o) + " " + o.GetNamespace() + "/" + o.GetName() }

// matches says whether a selector chooses these labels; one that says nothing chooses none here.
func matches(selector *metav1.LabelSelector, labels map[string]string) bool {
	if selector == nil || len(selector.MatchLabels) == 0 {
		return false
	}
	for key, value := range selector.MatchLabels {
		if labels[key] != value {
			return false
		}
	}
	return true
}
