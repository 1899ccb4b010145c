package check

import (
	"os"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"

	"github.com/argus-power/argus/config"
)

const root = "../../.."

// A bench is what all tests need once.
type bench struct {
	decoder Decoder
	flags   map[string]bool
	modules []byte
	image   string           // what deploy/Containerfile says
	configs map[string]error // what is wrong with configurations that were read: most are the same
}

func newBench(t *testing.T) *bench {
	t.Helper()
	decoder, err := NewDecoder()
	if err != nil {
		t.Fatal(err)
	}
	flags, err := Flags(root)
	if err != nil {
		t.Fatal(err)
	}
	modules, err := os.ReadFile(root + "/modules.yml")
	if err != nil {
		t.Fatal(err)
	}
	image, err := os.ReadFile(root + "/deploy/Containerfile")
	if err != nil {
		t.Fatal(err)
	}
	return &bench{decoder, flags, modules, string(image), map[string]error{}}
}

// decode reads objects, strictly.
func (b *bench) decode(t *testing.T, text []byte) []Object {
	t.Helper()
	objects, err := b.decoder.All(text)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return objects
}

// sound holds what is installed together to everything that is known of it.
func (b *bench) sound(t *testing.T, objects []Object, given ...string) *World {
	t.Helper()
	w := &World{Objects: objects, Given: given}
	for _, problem := range w.Problems() {
		t.Error(problem)
	}
	for _, one := range w.workloads {
		c := one.pod.Spec.Containers[0]
		if want := `ENTRYPOINT ["` + c.Command[0] + `"`; !strings.Contains(b.image, want) {
			t.Errorf("%s: the image has no %s", id(one), c.Command[0])
		}
		for _, argument := range c.Args {
			name, _, _ := strings.Cut(strings.TrimPrefix(argument, "--"), "=")
			if !b.flags[name] {
				t.Errorf("%s: Argus has no flag --%s", id(one), name)
			}
		}
	}
	for _, o := range objects {
		if c, is := o.(*corev1.ConfigMap); is && c.Data["argus.yml"] != "" {
			if err := b.config(c.Data["argus.yml"]); err != nil {
				t.Errorf("%s: %v", id(c), err)
			}
		}
	}
	return w
}

// config says what is wrong with a configuration of Argus.
func (b *bench) config(text string) error {
	err, known := b.configs[text]
	if !known {
		_, err = config.Parse(config.File{Name: "modules.yml", Text: b.modules}, config.File{Name: "argus.yml", Text: []byte(text)})
		b.configs[text] = err
	}
	return err
}

// of returns the objects of a type.
func of[T Object](objects []Object) []T {
	var found []T
	for _, o := range objects {
		if x, is := o.(T); is {
			found = append(found, x)
		}
	}
	return found
}
