package snmp_test

import (
	"bufio"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/argus-power/argus/snmp"
)

const (
	factsFile = "../../shared/facts/snmp-oids.yaml"
	walks     = "../../shared/devices/snmp"
)

// fact is one object of the curated facts.
type fact struct {
	OID, Object, Unit, Meaning string
	Enum                       words
	Verified                   bool
	Seen                       []string
}

// words are the values of an enumeration, where the facts list them.
type words map[string]string

// UnmarshalYAML takes what is no list of values for none.
func (w *words) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.MappingNode {
		return nil
	}
	return n.Decode((*map[string]string)(w))
}

type factModule struct {
	ID      string
	Metrics []fact
}

func readFacts(t *testing.T) []factModule {
	t.Helper()
	text, err := os.ReadFile(factsFile)
	if os.IsNotExist(err) {
		t.Skip("the curated facts are not here; the fixtures are tested instead")
	}
	if err != nil {
		t.Fatal(err)
	}
	var all struct{ Modules []factModule }
	if err := yaml.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	return all.Modules
}

// TestVerified holds what Argus reads of the recordings to the facts: each value
// that they state comes out as they state it, or its object is listed, with the
// reason, in testdata/unread.
func TestVerified(t *testing.T) {
	facts := readFacts(t)
	module, _ := builtin(t).Module("snmp")
	v := verifier{t: t, set: module.SNMP(), read: map[string]*walked{}, excused: readExcuses(t)}
	v.needless = maps.Clone(v.excused)
	only := os.Getenv("ARGUS_FACTS")
	stated, met := 0, 0
	for _, m := range facts {
		if only != "" && !slices.Contains(strings.Split(only, ","), m.ID) {
			continue
		}
		for _, f := range m.Metrics {
			if !f.Verified {
				continue
			}
			tried, good := v.object(m.ID, f)
			if tried > 0 {
				stated++
			}
			if tried > 0 && good == tried {
				met++
			}
		}
	}
	for object := range v.needless {
		if only == "" {
			t.Errorf("%s is listed in testdata/unread, and is read, or no fact", object)
		}
	}
	t.Logf("%d of %d verified objects come out; the rest is listed with its reason", met, stated)
}

// verifier holds facts against what comes out of the recordings.
type verifier struct {
	t        *testing.T
	set      *snmp.Set
	read     map[string]*walked
	excused  map[string]string
	needless map[string]string // excuses that nothing needed yet
}

// object checks the samples of an object, and says how many there are and how many
// come out.
func (v *verifier) object(module string, f fact) (tried, good int) {
	why := v.excused[module+" "+f.Object]
	for _, seen := range f.Seen {
		parts := sample.FindStringSubmatch(seen)
		if parts == nil {
			continue
		}
		w, done := v.read[parts[1]]
		if !done {
			w = walkedOf(v.t, v.set, parts[1])
			v.read[parts[1]] = w
		}
		if w == nil {
			continue
		}
		err := w.check(f, parts)
		if all := module + " " + parts[1]; v.excused[all] != "" {
			if err != "" {
				delete(v.needless, all)
			}
			continue
		}
		tried++
		switch {
		case err == "":
			good++
			continue
		case why == "":
			v.t.Errorf("%s %s (%s): %s: %s", module, f.Object, f.Meaning, seen, err)
		}
		delete(v.needless, module+" "+f.Object)
	}
	if tried == 0 { // its recordings are not here
		delete(v.needless, module+" "+f.Object)
	}
	return tried, good
}

// readExcuses reads testdata/unread/*.txt: lines "object: reason" of the facts'
// module that the file is named after, or "recording: reason" for all samples of one.
func readExcuses(t *testing.T) map[string]string {
	t.Helper()
	files, _ := filepath.Glob("testdata/unread/*.txt")
	excuses := map[string]string{}
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for lines := bufio.NewScanner(f); lines.Scan(); {
			object, reason, ok := strings.Cut(lines.Text(), ": ")
			if !ok || reason == "" {
				t.Errorf("%s: %q is not an object and a reason", name, lines.Text())
			}
			excuses[strings.TrimSuffix(filepath.Base(name), ".txt")+" "+object] = reason
		}
	}
	return excuses
}
