package nut_test

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/argus-power/argus/nut"
	"github.com/argus-power/argus/power"
)

// facts is a list of all known variables with their kinds. It is not part of
// the project either.
const facts = "../../shared/facts/nut-vars.tsv"

// measuring are the words that make a variable's name that of a measurement, a
// rating, a threshold or an extreme, and others the words that undo it.
var (
	measuring = words("voltage current frequency charge runtime load power realpower powerfactor " +
		"crestfactor temperature humidity capacity packs phases efficiency timer transfer count " +
		"percentload")
	others  = words("delay status id energysave switchable date desc parameter")
	domains = words("ups battery input output outlet ambient")
)

func words(text string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(text) {
		set[word] = true
	}
	return set
}

// measures says whether a name promises a measurement, by its words alone.
func measures(name string) bool {
	parts := strings.Split(name, ".")
	found := false
	for _, part := range parts[1:] {
		if others[part] {
			return false
		}
		found = found || measuring[part]
	}
	return found && domains[parts[0]]
}

var indexes = regexp.MustCompile(`\.[0-9]+(\.|$)`)

// knownKinds says of each variable of the facts whether it is a measurement,
// or nil if the facts are not there.
func knownKinds(t *testing.T) func(name string) bool {
	t.Helper()
	text, err := os.ReadFile(facts)
	if err != nil {
		return nil
	}
	kinds := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		columns := strings.Split(line, "\t")
		if len(columns) > 5 {
			kinds[columns[0]] = words("gauge rating threshold extreme")[columns[5]]
		}
	}
	if len(kinds) < 1000 {
		t.Fatalf("%d variables in %s", len(kinds), facts)
	}
	return func(name string) bool {
		return kinds[indexes.ReplaceAllString(name, ".n$1")] || kinds[name]
	}
}

// fate tells what became of one variable of a device: "reading", why not, or
// "lost" if nothing tells.
func fate(m *nut.Module, d dump, v nut.Var, whole power.Snapshot) string {
	if slices.Contains(whole.Unmapped, v.Name) {
		return "unmapped"
	}
	for _, drop := range whole.Drops {
		if drop.Input == v.Name && drop.Value == v.Value {
			return string(drop.Reason)
		}
	}
	alone := []nut.Var{v}
	for _, other := range d.vars { // what tells how to read it, and is no reading itself
		if end := other.Name[strings.LastIndexByte(other.Name, '.')+1:]; contextual[end] {
			alone = append(alone, other)
		}
	}
	for _, r := range snapshots(m, alone)[0].Readings {
		if r.Quantity == power.Power || r.Quantity == power.PowerInfo {
			continue // derived
		}
		if slices.Contains(whole.Readings, r) {
			return "reading"
		}
		if _, ok := whole.Find(r.Quantity, r.Place[:]...); ok {
			return earlier
		}
	}
	for _, drop := range whole.Drops {
		if x, ok := power.ParseNumber(v.Value); ok && x == 0 && drop.Reason == power.Contradictory {
			return string(drop.Reason)
		}
	}
	return "lost"
}

const earlier = "an earlier row gave another value"

var (
	contextual = words("unit config present")

	// accepted are the ways not to become a reading that are as they should be.
	accepted = map[string]bool{
		string(power.Sentinel):      true, // mostly timers of nothing: -1
		string(power.OutOfRange):    true, // bugs of devices and drivers
		string(power.NoSensor):      true, // sockets without a probe
		string(power.Contradictory): true, // 0 W under load
		earlier:                     true, // two names for one measurement
	}

	// unread are measurements without a row: old spellings of which nobody
	// knows the unit, and what the driver's debug mode repeats.
	unread = words("ups.load.nominal ups.runtime ups.powersummary.voltage")
)

// TestDumpsCoverage holds that nearly every measurement of real devices
// becomes a reading, and that the fate of the others is told.
func TestDumpsCoverage(t *testing.T) {
	list := dumps(t)
	t.Run("by name", func(t *testing.T) { coverage(t, list, measures) })
	t.Run("by the facts", func(t *testing.T) {
		known := knownKinds(t)
		if known == nil {
			t.Skipf("the list of variables is not part of the project; "+
				"this test would look for it in %s", facts)
		}
		coverage(t, list, known)
	})
}

func coverage(t *testing.T, list []dump, measurement func(name string) bool) {
	t.Helper()
	m := builtin(t)
	total, refused, fates := 0, 0, map[string][]string{}
	for _, d := range list {
		whole := snapshots(m, d.vars)[0]
		for _, v := range d.vars {
			if _, numeric := power.ParseNumber(v.Value); !numeric || !measurement(v.Name) {
				continue
			}
			total++
			f := fate(m, d, v, whole)
			fates[f] = append(fates[f], v.Name+"="+v.Value)
			if accepted[f] {
				refused++
			}
			if !accepted[f] && f != "reading" && (f != "unmapped" || !unread[v.Name]) {
				t.Errorf("%s: %s=%s: %s", d.name, v.Name, v.Value, f)
			}
		}
	}
	share := float64(len(fates["reading"])) / float64(total)
	unrefused := float64(len(fates["reading"])) / float64(total-refused)
	t.Logf("%d measurements: %.2f %% become readings, and %.2f %% of those that are not refused",
		total, 100*share, 100*unrefused)
	for _, f := range slices.Sorted(maps.Keys(fates)) {
		if f != "reading" {
			slices.Sort(fates[f])
			t.Logf("%d %s: %v", len(fates[f]), f, slices.Compact(fates[f]))
		}
	}
	if total < 8000 || share < 0.95 || unrefused < 0.998 {
		t.Errorf("too few of %d measurements become readings", total)
	}
}
