package snmp_test

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/snmp"
)

const (
	factsFile = "../../shared/facts/snmp-oids.yaml"
	walks     = "../../shared/devices/snmp"
)

// fact is one object of the curated facts.
type fact struct {
	OID, Object, Unit, Meaning string
	Verified                   bool
	Seen                       []string
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

// sample is one value of a recording as the facts state it.
var sample = regexp.MustCompile(`^(\S+) (\.[0-9.]+) = (.*?)(?: => (-?[0-9.e+-]+) (\S+))?$`)

// base is the factor from the facts' units to base units.
var base = map[string]float64{
	"Wh": 3600, "Ah": 3600, "V": 1, "A": 1, "W": 1, "VA": 1, "Hz": 1, "ratio": 1, "s": 1, "degC": 1, "var": 1,
	"count": 1, "rpm": 1.0 / 60,
}

// TestVerified holds what Argus reads of the recordings to the facts: each value
// that they state comes out as they state it, or its object is listed, with the
// reason, in testdata/unread.
func TestVerified(t *testing.T) {
	facts := readFacts(t)
	c := builtin(t)
	module, _ := c.Module("snmp")
	read := map[string]map[string]snmp.Explained{}
	texts := map[string]string{}
	explain := func(walk string) map[string]snmp.Explained {
		if found, ok := read[walk]; ok {
			return found
		}
		file := filepath.Join(walks, walk+".snmprec")
		read[walk] = nil
		if _, err := os.Stat(file); err == nil {
			read[walk] = map[string]snmp.Explained{}
			r := readRecording(t, file)
			all, _, err := r.Explain(module.SNMP(), time.Unix(1.8e9, 0))
			if err == nil {
				for _, x := range all {
					if old, ok := read[walk][x.OID]; !ok || old.Why != "" || old.Quantity == power.StatusSet {
						read[walk][x.OID] = x
					}
				}
				texts[walk] = allTexts(t, module.SNMP(), r)
			}
		}
		return read[walk]
	}
	excused := readExcuses(t)
	stated, met := 0, 0
	only := os.Getenv("ARGUS_FACTS")
	for _, m := range facts {
		if only != "" && !slices.Contains(strings.Split(only, ","), m.ID) {
			continue
		}
		for _, f := range m.Metrics {
			if !f.Verified {
				continue
			}
			tried, good := 0, 0
			for _, seen := range f.Seen {
				parts := sample.FindStringSubmatch(seen)
				if parts == nil || explain(parts[1]) == nil {
					continue
				}
				tried++
				if err := check(f, parts, read[parts[1]], texts[parts[1]]); err != "" {
					if excused[m.ID+" "+f.Object] == "" {
						t.Errorf("%s %s (%s): %s: %s", m.ID, f.Object, f.Meaning, seen, err)
					}
					continue
				}
				good++
			}
			if tried > 0 {
				stated++
				if good == tried {
					met++
				}
			}
			if good == tried && tried > 0 && excused[m.ID+" "+f.Object] != "" {
				t.Errorf("%s %s is listed in testdata/unread, and is read", m.ID, f.Object)
			}
		}
	}
	t.Logf("%d of %d verified objects come out; the rest is listed with its reason", met, stated)
}

// check compares what came of a sample with what the facts state.
func check(f fact, parts []string, found map[string]snmp.Explained, texts string) string {
	x, ok := found[f.OID+parts[2]]
	switch raw := parts[3]; {
	case f.Unit == "label" || f.Unit == "text":
		text := power.Identity(raw)
		if ok && x.Used || text == "" || strings.Contains(texts, "\x00"+text+"\x00") {
			return ""
		}
		return "the text is nowhere"
	case !ok || !x.Used:
		if ok && strings.TrimSpace(raw) == "" {
			return ""
		}
		return "not read"
	case strings.HasSuffix(raw, "(not available)"):
		if x.Why == "" {
			return fmt.Sprintf("%s is %g, and should be absent", x.Quantity.Name(), x.Value)
		}
		return ""
	case parts[4] == "" || base[parts[5]] == 0 || x.Quantity.Kind() > power.Counter:
		return ""
	case x.Why == power.Duplicate: // a better row's value; it is held to its own facts
		return ""
	case x.Why != "":
		return "dropped: " + string(x.Why)
	}
	want, err := strconv.ParseFloat(parts[4], 64)
	if err != nil {
		return err.Error()
	}
	want *= base[parts[5]]
	if math.Abs(x.Value-want) > 1e-4*math.Max(math.Abs(want), 1e-3) {
		return fmt.Sprintf("%s%v is %g, want %g", x.Quantity.Name(), x.Place, x.Value, want)
	}
	return ""
}

// allTexts is every label value of a recording's snapshots.
func allTexts(t *testing.T, s *snmp.Set, r snmp.Recording) string {
	t.Helper()
	source := snmp.Source{Set: s, Recording: r, Now: time.Now}
	list, err := source.Read(t.Context())
	if err != nil {
		return ""
	}
	var b strings.Builder
	b.WriteByte(0)
	for _, s := range list {
		i := s.Info
		for _, text := range []string{s.Device, i.Manufacturer, i.Model, i.Serial, i.Firmware, i.Name, i.Location} {
			b.WriteString(text + "\x00")
		}
		for _, reading := range s.Readings {
			b.WriteString(strings.Join(reading.Place[:], "\x00") + "\x00")
		}
	}
	return b.String()
}

// readExcuses reads testdata/unread/*.txt: lines "object: reason" of the facts'
// module that the file is named after.
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
