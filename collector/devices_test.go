package collector

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/argus-power/argus/power"
)

// devicesPage is made of the recordings, which are not part of the project. Where
// they are absent it stays as it is.
const devicesPage = "../docs/devices.md"

// TestDevicesPage holds docs/devices.md to what is read of the recordings.
func TestDevicesPage(t *testing.T) {
	var rows []string
	for _, r := range recordings(t) {
		if len(r.snapshots) == 0 || !slices.ContainsFunc(r.snapshots, readable) {
			continue
		}
		row := deviceRow(r)
		if !slices.Contains(rows, row) {
			rows = append(rows, row)
		}
	}
	slices.SortFunc(rows, func(a, b string) int {
		return cmp.Or(strings.Compare(strings.ToLower(a), strings.ToLower(b)), strings.Compare(a, b))
	})
	var b strings.Builder
	b.WriteString(`# Devices seen over SNMP

<!-- Made from recordings of real agents by "make docs". Do not edit. -->

Every agent here was recorded and is read in the tests of Argus. Others of the same families work too: modules
are found by what an agent has, not by its name. Numbers are of the recorded device. How to add one that is
missing: [contributing-a-device.md](contributing-a-device.md).

| maker | model | type | modules | what is read |
|---|---|---|---|---|
`)
	for _, row := range rows {
		b.WriteString(row)
	}
	fmt.Fprintf(&b, "\n%d agents.\n", len(rows))
	golden(t, devicesPage, b.String())
}

func readable(s power.Snapshot) bool { return len(s.Readings) > 1 }

func deviceRow(r recorded) string {
	info := r.snapshots[0].Info
	return fmt.Sprintf("| %s | %s | %s | %s | %s |\n", cell(info.Manufacturer), cell(info.Model),
		cell(info.Type), "`"+strings.Join(r.modules[:len(r.modules)-1], "` `")+"`", summary(r.snapshots))
}

// cell makes a text safe for a table. What people gave as names is left out before.
func cell(s string) string {
	return cmp.Or(strings.NewReplacer("|", "/", "<private>", "", "\\", "", `"`, "").Replace(s), "–")
}

// summary says in words what is read of an agent's devices.
func summary(list []power.Snapshot) string {
	counts := map[string]map[string]bool{} // family -> things it tells
	things := map[string]map[string]bool{} // outlets, branches, sensors -> their labels
	note := func(m map[string]map[string]bool, key, value string) {
		if m[key] == nil {
			m[key] = map[string]bool{}
		}
		m[key][value] = true
	}
	for _, s := range list {
		if s.Status.Reportable != 0 {
			note(counts, "state", "state")
		}
		for _, r := range s.Readings {
			word := thingOf(r.Quantity)
			if word == "" {
				continue
			}
			group := groupOf(r.Quantity)
			note(counts, group, word)
			if group == "outlet" || group == "branch" || group == "sensor" || group == "module" {
				note(things, group, s.Device+" "+r.Place[0])
			}
		}
	}
	var parts []string
	if len(list) > 1 {
		parts = append(parts, strconv.Itoa(len(list))+" units")
	}
	for _, group := range []string{"state", "battery", "input", "output", "device", "outlet", "branch", "module", "sensor"} {
		words := sorted(counts[group])
		switch n := len(things[group]); {
		case len(words) == 0:
		case group == "state":
			parts = append(parts, "state")
		case n > 0:
			parts = append(parts, fmt.Sprintf("%d %s (%s)", n, plural(group, n), strings.Join(words, ", ")))
		default:
			parts = append(parts, group+" "+strings.Join(words, ", "))
		}
	}
	return strings.Join(parts, "; ")
}

func plural(word string, n int) string {
	switch {
	case n == 1:
		return word
	case word == "branch":
		return "branches"
	}
	return word + "s"
}

func sorted(set map[string]bool) []string {
	var list []string
	for word := range set {
		list = append(list, word)
	}
	slices.Sort(list)
	return list
}

// groupOf is the part of a device that a quantity is about.
func groupOf(q power.Quantity) string {
	group, _, _ := strings.Cut(q.Name(), "_")
	switch group {
	case "battery", "input", "output", "outlet", "branch", "sensor", "module":
		return group
	case "alarm", "alarms", "test", "beeper":
		return "state"
	}
	return "device"
}

// thingOf is the word for what a quantity measures, "" for what need not be told.
func thingOf(q power.Quantity) string {
	name := q.Name()
	if q.Kind() == power.InfoKind || q.LabelIndex("limit") >= 0 || q == power.Power || q == power.DeviceUptime {
		return ""
	}
	for _, word := range []string{
		"energy", "apparent_power", "power_factor", "power", "voltage", "current", "frequency", "load", "charge",
		"runtime", "temperature", "humidity", "selected", "on", "closed", "active",
	} {
		if word == "on" && q != power.OutletOn {
			continue // how long on battery
		}
		if slices.Contains(strings.Split(name, "_"), word) || strings.Contains(name, "_"+word+"_") {
			if strings.Contains(name, "nominal") || strings.Contains(name, "rating") ||
				strings.Contains(name, "minimum") || strings.Contains(name, "maximum") {
				return ""
			}
			return strings.ReplaceAll(word, "_", " ")
		}
	}
	return ""
}
