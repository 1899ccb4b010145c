package check

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// tree is deploy/kubernetes in memory, where a test adds what a user writes.
func tree(t *testing.T) filesys.FileSystem {
	t.Helper()
	memory := filesys.MakeFsInMemory()
	err := filepath.WalkDir("..", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasPrefix(name, "../check/") {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return memory.WriteFile(path.Join("/", strings.TrimPrefix(filepath.ToSlash(name), "../")), text)
	})
	if err != nil {
		t.Fatal(err)
	}
	return memory
}

// kustomize renders resources with components.
func kustomize(t *testing.T, in filesys.FileSystem, resources, components []string) []byte {
	t.Helper()
	list := func(names []string) string {
		var out strings.Builder
		for _, name := range names {
			fmt.Fprintf(&out, "\n  - ../%s", name)
		}
		return out.String()
	}
	text := "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:" + list(resources)
	if len(components) > 0 {
		text += "\ncomponents:" + list(components)
	}
	if err := in.WriteFile("/mine/kustomization.yaml", []byte(text+"\n")); err != nil {
		t.Fatal(err)
	}
	rendered, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(in, "/mine")
	if err != nil {
		t.Fatal(err)
	}
	out, err := rendered.AsYaml()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestKustomize renders each kind alone, with each component, and with all at once.
func TestKustomize(t *testing.T) {
	const secrets, web, hostNetwork = "components/secrets", "components/web-config", "components/host-network"
	given := []string{"Secret argus-secrets", "Secret argus-web"}
	b, files := newBench(t), tree(t)
	for _, c := range []struct {
		resources  string
		components string
		objects    int
	}{
		{"deployment", "", 6},
		{"deployment", secrets, 6},
		{"deployment", web, 6},
		{"deployment", "components/traps", 7},
		{"deployment", "components/no-volume", 5},
		{"deployment", "components/no-volume components/traps " + secrets + " " + web, 6},
		{"deployment monitoring/deployment rules dashboards", "components/traps " + secrets + " " + web, 30},
		{"daemonset", "", 4},
		{"daemonset", secrets, 4},
		{"daemonset", web, 4},
		{"daemonset", hostNetwork, 4},
		{"daemonset monitoring/daemonset", "", 6},
		{"daemonset monitoring/daemonset", hostNetwork + " " + secrets + " " + web, 6},
		{"sharded", "", 6},
		{"sharded", secrets, 6},
		{"sharded", web, 6},
		{"sharded monitoring/sharded", "", 9},
		{"sharded daemonset monitoring/sharded monitoring/daemonset rules dashboards", secrets + " " + web, 34},
		{"everything", "", 36},
	} {
		t.Run(c.resources+" "+c.components, func(t *testing.T) {
			objects := b.decode(t, kustomize(t, files, strings.Fields(c.resources), strings.Fields(c.components)))
			if len(objects) != c.objects {
				t.Errorf("%d objects, want %d", len(objects), c.objects)
			}
			for _, o := range objects {
				if o.GetNamespace() != "monitoring" {
					t.Errorf("%s is elsewhere", id(o))
				}
			}
			w := b.sound(t, objects, given...)
			sharing(t, w)
		})
	}
}

// TestComponents holds that components do what they are for.
func TestComponents(t *testing.T) {
	b, files := newBench(t), tree(t)
	argument := func(pod corev1.PodTemplateSpec, name string) (values []string) {
		for _, a := range pod.Spec.Containers[0].Args {
			if value, found := strings.CutPrefix(a, name+"="); found {
				values = append(values, value)
			}
		}
		return values
	}
	render := func(kind, component string) []Object {
		t.Helper()
		return b.decode(t, kustomize(t, files, strings.Fields(kind), []string{"components/" + component}))
	}
	web := of[*appsv1.Deployment](render("deployment", "web-config"))[0]
	if got := argument(web.Spec.Template, "--web.config.file"); len(got) != 1 || got[0] != "/etc/argus-web/web.yml" {
		t.Errorf("web-config: %q", got)
	}
	none := render("deployment", "no-volume")
	for _, v := range of[*appsv1.Deployment](none)[0].Spec.Template.Spec.Volumes {
		if v.Name == "data" && (v.EmptyDir == nil || v.PersistentVolumeClaim != nil) {
			t.Errorf("no-volume: %v", v)
		}
	}
	if len(of[*corev1.PersistentVolumeClaim](none)) != 0 {
		t.Error("no-volume: there is a claim")
	}
	host := render("daemonset monitoring/daemonset", "host-network")
	node := of[*appsv1.DaemonSet](host)[0].Spec.Template
	if got := argument(node, "--web.listen-address"); !node.Spec.HostNetwork || len(got) != 1 || got[0] != "$(HOST_IP):10493" {
		t.Errorf("host-network: %q", got)
	}
	if target := nodeTarget(t, host); target != "127.0.0.1" {
		t.Errorf("host-network: Prometheus asks for %q", target)
	}
	if target := nodeTarget(t, b.decode(t, kustomize(t, files, []string{"monitoring/daemonset"}, nil))); target != "192.0.2.1" {
		t.Errorf("daemonset: Prometheus asks for %q", target)
	}
}
