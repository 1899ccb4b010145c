package check

import (
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// examples are the blocks of YAML in a document, by the names of files in their first lines.
func examples(t *testing.T, name string) map[string][]string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]string{}
	for _, block := range regexp.MustCompile("(?s)```yaml\n# ([a-z.]+)[^\n]*\n.*?```").FindAllStringSubmatch(string(text), -1) {
		found[block[1]] = append(found[block[1]], strings.TrimSuffix(strings.TrimPrefix(block[0], "```yaml\n"), "```"))
	}
	return found
}

// TestDocs builds the kustomization of docs/kubernetes.md as one who pastes it would, alone and with the DaemonSet beside it.
func TestDocs(t *testing.T) {
	b := newBench(t)
	pasted := examples(t, root+"/docs/kubernetes.md")["kustomization.yaml"]
	if len(pasted) != 1 {
		t.Fatalf("%d kustomizations in the document", len(pasted))
	}
	const two = "  - argus/deploy/kubernetes/daemonset\n  - argus/deploy/kubernetes/rules\n"
	for kinds, text := range map[int]string{
		1: pasted[0],
		2: strings.Replace(pasted[0], "  - argus/deploy/kubernetes/rules\n", two, 1) + "  - {name: argus-upsd, behavior: replace, files: [argus.yml]}\n",
	} {
		files := beneath(t, "/mine/argus/deploy/kubernetes")
		for name, text := range map[string]string{
			"kustomization.yaml": text, "argus.yml": "targets: {allow: [10.20.0.0/16]}\n",
			"devices.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: mine}\ndata: {a: mine}\n",
		} {
			if err := files.WriteFile(path.Join("/mine", name), []byte(text)); err != nil {
				t.Fatal(err)
			}
		}
		rendered, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(files, "/mine")
		if err != nil {
			t.Fatalf("%d kinds: %v", kinds, err)
		}
		out, err := rendered.AsYaml()
		if err != nil {
			t.Fatal(err)
		}
		objects := b.decode(t, out)
		w := b.sound(t, objects, "Secret argus-secrets")
		configs := 0
		for _, c := range of[*corev1.ConfigMap](objects) {
			if c.Data["argus.yml"] == "targets: {allow: [10.20.0.0/16]}\n" {
				configs++
			}
		}
		if len(w.workloads) != kinds || configs != kinds {
			t.Errorf("%d workloads and %d configurations of %d", len(w.workloads), configs, kinds)
		}
		for _, one := range w.workloads {
			if image := one.pod.Spec.Containers[0].Image; !strings.HasSuffix(image, ":v1.0.0") || strings.Contains(image, "example.org") {
				t.Errorf("%s: the image is %s", id(one), image)
			}
		}
	}
}

// beneath is deploy/kubernetes in a directory.
func beneath(t *testing.T, dir string) filesys.FileSystem {
	t.Helper()
	from, to := tree(t), filesys.MakeFsInMemory()
	err := from.Walk("/", func(name string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		text, err := from.ReadFile(name)
		if err != nil {
			return err
		}
		return to.WriteFile(path.Join(dir, name), text)
	})
	if err != nil {
		t.Fatal(err)
	}
	return to
}

// TestChartReadme renders the examples in the chart's README.
func TestChartReadme(t *testing.T) {
	b, c := newBench(t), load(t)
	all := examples(t, "../chart/argus/README.md")["values.yaml"]
	if len(all) != 2 {
		t.Fatalf("%d examples", len(all))
	}
	for _, values := range all {
		text, notes, err := template(c, values)
		if err != nil {
			t.Fatal(err)
		}
		objects := b.decode(t, []byte(text))
		b.sound(t, objects)
		if len(of[*appsv1.DaemonSet](objects)) == 1 && nodeTarget(t, objects) != "192.0.2.1" {
			t.Errorf("Prometheus asks for %q", nodeTarget(t, objects))
		}
		if strings.Contains(notes, "push an image") || strings.Contains(notes, "scraped yet") || strings.Contains(notes, "scrapes it yet") {
			t.Errorf("with the example, something is missing: %s", notes)
		}
	}
}
