package check

import (
	"path"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// volumes hold that what is mounted is there, and that what Argus is told to read or write is mounted.
func (w *World) volumes(one workload) {
	spec := one.pod.Spec
	there := map[string]*corev1.Volume{}
	for _, v := range spec.Volumes {
		there[v.Name] = &v
		w.source(one, &v)
	}
	for _, claim := range one.claims {
		there[claim.Name] = nil
	}
	used := map[string]bool{}
	for _, c := range spec.Containers {
		at := map[string]bool{} // mount path: may it be written to
		for _, m := range c.VolumeMounts {
			if _, found := there[m.Name]; !found {
				w.blame(one, "%s mounts %s, which is not there", c.Name, m.Name)
			}
			if m.SubPath != "" {
				w.blame(one, "%s never sees a change of %s: subPath", c.Name, m.Name)
			}
			used[m.Name], at[m.MountPath] = true, !m.ReadOnly
		}
		w.files(one, &c, at)
	}
	for name := range there {
		if !used[name] {
			w.blame(one, "volume %s is not mounted", name)
		}
	}
}

// source holds that what a volume is made of is there, and that secrets are for nobody else.
func (w *World) source(one workload, v *corev1.Volume) {
	switch {
	case v.ConfigMap != nil:
		w.exists(one, "ConfigMap", v.ConfigMap.Name)
	case v.PersistentVolumeClaim != nil:
		w.exists(one, "PersistentVolumeClaim", v.PersistentVolumeClaim.ClaimName)
	case v.Secret != nil:
		w.exists(one, "Secret", v.Secret.SecretName)
		if v.Secret.DefaultMode == nil || *v.Secret.DefaultMode != 0o400 {
			w.blame(one, "secret %s is not of mode 0400", v.Secret.SecretName)
		}
	case v.EmptyDir != nil:
		if v.EmptyDir.SizeLimit == nil {
			w.blame(one, "volume %s has no limit", v.Name)
		}
	case v.HostPath != nil:
		if one.kind != daemonSetKind {
			w.blame(one, "volume %s is of the node", v.Name)
		}
	default:
		w.blame(one, "volume %s is of a kind that is not known here", v.Name)
	}
}

// files hold that the files of flags are in a volume.
func (w *World) files(one workload, c *corev1.Container, at map[string]bool) {
	for _, argument := range c.Args {
		name, file, _ := strings.Cut(argument, "=")
		write := name == "--storage.path"
		if !write && !strings.HasSuffix(name, ".file") {
			continue
		}
		writable, mounted := at[path.Dir(file)]
		if !mounted || writable != write {
			w.blame(one, "%s: %s is not mounted as it must be", c.Name, argument)
		}
	}
}
