package snmp_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/config"
	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/snmp"
)

// redactor knows all modules that there are.
func redactor(c *config.Config, keep ...string) *snmp.Redactor {
	var modules []*snmp.Module
	for _, name := range c.ModuleNames() {
		if m, _ := c.Module(name); m.Protocol == config.SNMP {
			modules = append(modules, m.SNMP().Modules()...)
		}
	}
	return snmp.NewRedactor(modules, keep)
}

// recorded walks an agent as the command does, and returns the recording.
func recorded(t testing.TB, r *snmp.Redactor, a snmp.Recording) string {
	t.Helper()
	if err := r.Learn(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	var all []snmp.Varbind
	w := snmp.Walk{Agent: a, Roots: []string{"1.3.6.1"}, Take: func(list []snmp.Varbind) error {
		all = append(all, list...)
		return nil
	}}
	if err := w.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.Notice(all)
	for _, v := range all {
		if v, verdict := r.Redact(v); verdict != snmp.LeftOut {
			out.WriteString(snmp.FormatRecorded(v) + "\n")
		}
	}
	return out.String()
}

// readings are what is read of a recording, in a form to compare: without labels,
// which redaction may change.
func readings(t testing.TB, s *snmp.Set, r snmp.Recording) []string {
	t.Helper()
	now := func() time.Time { return time.Unix(1.8e9, 0) }
	source := snmp.Source{Set: s, Recording: r, Now: now}
	list, err := source.Read(t.Context())
	if err != nil {
		return []string{"error"}
	}
	var out []string
	for i, s := range list {
		for _, x := range s.Readings {
			if x.Quantity == power.AlarmInfo || x.Quantity == power.InputTransferReason {
				out = append(out, fmt.Sprint(i, x.Quantity.Name()))
				continue
			}
			out = append(out, fmt.Sprint(i, x.Quantity.Name(), x.Value))
		}
		out = append(out, fmt.Sprint(i, s.Info.Manufacturer, s.Info.Type))
	}
	slices.Sort(out)
	return out
}

func testRoundTrip(t *testing.T, files []string) {
	c := builtin(t)
	set, _ := c.Module("snmp")
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			live := readRecording(t, file)
			// Cabinets of one maker count by their MAC addresses.
			text := recorded(t, redactor(c, "1.3.6.1.4.1.30932.1.10.1"), live)
			again, err := snmp.ReadRecording(strings.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			want, got := readings(t, set.SNMP(), live), readings(t, set.SNMP(), again)
			for i := range max(len(want), len(got)) {
				if i >= len(want) || i >= len(got) || want[i] != got[i] {
					t.Errorf("not read the same: %q, want %q", got[min(i, len(got)):min(i+3, len(got))],
						want[min(i, len(want)):min(i+3, len(want))])
					break
				}
			}
			if dir := os.Getenv("ARGUS_WALKED"); dir != "" { // to compare what two states of the code redact
				if err := os.WriteFile(filepath.Join(dir, filepath.Base(file)), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// TestWalkOfFixtures holds that redaction changes nothing but names.
func TestWalkOfFixtures(t *testing.T) {
	files, _ := filepath.Glob("testdata/fixtures/*.snmprec")
	testRoundTrip(t, files)
}

// TestWalkOfRecordings holds the same over real devices.
func TestWalkOfRecordings(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(walks, "*.snmprec"))
	if len(files) == 0 {
		t.Skip("the recordings of real devices are not part of the project")
	}
	testRoundTrip(t, files)
}
