package snmp_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/config"
	"github.com/argus-power/argus/snmp"
)

// builtin is the configuration of the built-in modules. Whoever writes a new one
// can name its file in ARGUS_MODULES, to test it before it is built in.
func builtin(t testing.TB) *config.Config {
	t.Helper()
	names := []string{"../modules.yml"}
	if more := os.Getenv("ARGUS_MODULES"); more != "" {
		names = append(names, filepath.SplitList(more)...)
	}
	files, err := config.ReadFiles(names...)
	if err != nil {
		t.Fatal(err)
	}
	c, err := config.Parse(files...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// singles are the SNMP modules that are no sets, by name.
func singles(c *config.Config) map[string]*snmp.Module {
	list := map[string]*snmp.Module{}
	for _, name := range c.ModuleNames() {
		m, _ := c.Module(name)
		if m.Protocol != config.SNMP {
			continue
		}
		if members := m.SNMP().Modules(); len(members) == 1 && members[0].Name() == name {
			list[name] = members[0]
		}
	}
	return list
}

func readRecording(t testing.TB, name string) snmp.Recording {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := snmp.ReadRecording(f)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return r
}

// TestFixtures holds every module to its fixtures: without one nobody knows that
// the module works, and a row that reads nothing of them is dead. Where a row is
// not enough to tell a row of its own from a fallback, the fixture must have a
// device that needs the fallback: MODULE-WORD.snmprec.
func TestFixtures(t *testing.T) {
	for name, m := range singles(builtin(t)) {
		t.Run(name, func(t *testing.T) {
			files, _ := filepath.Glob("testdata/fixtures/" + name + ".snmprec")
			more, _ := filepath.Glob("testdata/fixtures/" + name + "-*.snmprec")
			if len(files)+len(more) == 0 {
				t.Fatalf("module %s has no fixture; record a device with argus walk, or write one: "+
					"snmp/testdata/fixtures/%s.snmprec", name, name)
			}
			live := map[[2]int]bool{}
			for _, file := range append(files, more...) {
				found, _, err := readRecording(t, file).Explain(snmp.Combine([]*snmp.Module{m}, true), time.Unix(1.8e9, 0))
				if err != nil {
					t.Fatalf("%s: %v", file, err)
				}
				for _, x := range found {
					if x.Used && x.Why == "" && x.Module == name {
						live[[2]int{x.Row, x.Status}] = true
					}
				}
			}
			readings, status := m.Rows()
			for i := range readings {
				if !live[[2]int{i, -1}] {
					t.Errorf("reading %d of module %s reads nothing in its fixtures", i+1, name)
				}
			}
			for i := range status {
				if !live[[2]int{-1, i}] {
					t.Errorf("status row %d of module %s tells nothing in its fixtures", i+1, name)
				}
			}
			if m.HasCodec() && !live[[2]int{-2, -1}] {
				t.Errorf("the codec of module %s reads nothing in its fixtures", name)
			}
		})
	}
}

// TestModulesOfSet holds the set that is built in to have every module.
func TestModulesOfSet(t *testing.T) {
	c := builtin(t)
	set, _ := c.Module("snmp")
	var members []string
	for _, m := range set.SNMP().Modules() {
		members = append(members, m.Name())
	}
	for name := range singles(c) {
		if !slices.Contains(members, name) && !strings.HasPrefix(name, "layout-") {
			t.Errorf("module %s is not in the set snmp: nobody would find it", name)
		}
	}
}

// TestAnchors holds that a name in modules.yml stands for one thing: a second one of the
// same name would change what the lines behind it mean.
func TestAnchors(t *testing.T) {
	text, err := os.ReadFile("../modules.yml")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, match := range regexp.MustCompile(`[:,] &(\w+)`).FindAllSubmatch(text, -1) {
		if name := string(match[1]); seen[name] {
			t.Errorf("&%s is there twice", name)
		} else {
			seen[name] = true
		}
	}
	if len(seen) < 10 {
		t.Errorf("only %d anchors found", len(seen))
	}
}
