package power

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// units are the suffixes that a name may have. Whatever has none is a plain
// count or a flag and stands in unitless.
var units = []string{
	"_ratio", "_volts", "_amperes", "_watts", "_voltamperes", "_hertz", "_celsius", "_seconds",
	"_joules", "_coulombs", "_pascals", "_radians", "_vars", "_meters_per_second",
}

var unitless = []string{
	"device_up", "alarms", "battery_packs", "battery_packs_bad", "battery_packs_external", "inputs",
	"input_phases", "output_phases", "input_line_bads", "outlets", "outlet_on", "outlet_switchable",
	"branches", "branch_outlets", "branch_closed", "sensor_active",
	"battery_connected", "battery_transfers", "battery_cycles", "input_good", "input_alarm",
	"inputs_redundant", "inputs_synchronized", "modules", "modules_failed", "modules_redundant",
	"module_ok", "output_alarm", "outlet_alarm", "branch_alarm", "sensor_alarm", "sensor_connected",
	"events",
}

// labelNames is every label that a device's series may have besides "device".
var labelNames = []string{
	"line", "input", "outlet", "branch", "battery", "module", "sensor", "contact", "kind", "state",
	"limit", "source",
	"reason", "name", "method", "type", "alarm", "result", "event",
}

var deviceInfoLabels = []string{
	"type", "manufacturer", "model", "serial", "firmware", "name", "location", "protocol",
}

func eachQuantity(t *testing.T, check func(t *testing.T, q Quantity)) {
	t.Helper()
	if len(Quantities()) < 70 {
		t.Fatalf("the catalogue has %d quantities", len(Quantities()))
	}
	for _, q := range Quantities() {
		t.Run(q.Name(), func(t *testing.T) { check(t, q) })
	}
}

func TestCatalogueNames(t *testing.T) {
	form := regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)
	seen := map[string]Quantity{}
	eachQuantity(t, func(t *testing.T, q Quantity) {
		if !form.MatchString(q.Name()) {
			t.Errorf("the name %q is not of lower-case words", q.Name())
		}
		if first, dup := seen[q.Name()]; dup {
			t.Errorf("quantities %d and %d are both named %s", first, q, q.Name())
		}
		seen[q.Name()] = q
		if found, ok := Lookup(q.Name()); !ok || found != q {
			t.Errorf("Lookup(%q) = %d, %t, want %d", q.Name(), found, ok, q)
		}
		for _, reserved := range []string{"_count", "_sum", "_bucket", "_created"} {
			if strings.HasSuffix(q.Name(), reserved) {
				t.Errorf("the suffix %s belongs to histograms and summaries", reserved)
			}
		}
	})
}

func TestLookupUnknown(t *testing.T) {
	for _, name := range []string{"", "argus_battery_charge_ratio", "battery_charge", "Alarms"} {
		if q, ok := Lookup(name); ok || q != 0 {
			t.Errorf("Lookup(%q) = %d, %t", name, q, ok)
		}
	}
}

func TestCatalogueUnits(t *testing.T) {
	eachQuantity(t, func(t *testing.T, q Quantity) {
		name := q.Name()
		base, total := strings.CutSuffix(name, "_total")
		if total != (q.Kind() == Counter) {
			t.Errorf("a %s: _total is for counters and for all of them", q.Kind())
		}
		if strings.HasSuffix(name, "_info") != (q.Kind() == InfoKind) {
			t.Errorf("a %s: _info is for infos and for all of them", q.Kind())
		}
		hasUnit := slices.ContainsFunc(units, func(u string) bool { return strings.HasSuffix(base, u) })
		counts := slices.Contains(unitless, base)
		switch q.Kind() {
		case Gauge, Counter:
			if hasUnit == counts {
				t.Errorf("want a base unit at the end, one of %v, or an entry in unitless", units)
			}
		default:
			if hasUnit || counts {
				t.Errorf("a %s has no unit", q.Kind())
			}
		}
		if strings.Contains(name, "timestamp") != strings.HasSuffix(name, "_timestamp_seconds") {
			t.Error("a point in time ends in _timestamp_seconds")
		}
	})
}

func TestCatalogueHelp(t *testing.T) {
	eachQuantity(t, func(t *testing.T, q Quantity) {
		help := q.Help()
		switch {
		case !strings.HasSuffix(help, ".") || strings.HasSuffix(help, ".."):
			t.Errorf("the help is not a sentence: %q", help)
		case strings.Contains(help, "  ") || strings.TrimSpace(help) != help:
			t.Errorf("the help has blanks to spare: %q", help)
		case strings.ToUpper(help[:1]) != help[:1]:
			t.Errorf("the help begins in lower case: %q", help)
		case help != CleanLabel(help):
			t.Errorf("the help has control characters, or is too long: %q", help)
		}
		for _, word := range regexp.MustCompile(`argus_[a-z_]+`).FindAllString(help, -1) {
			if _, ok := Lookup(strings.TrimPrefix(word, "argus_")); !ok {
				t.Errorf("the help names %s, which does not exist", word)
			}
		}
	})
}

func TestCatalogueFamilies(t *testing.T) {
	order := []Family{
		FamilyDevice, FamilyPower, FamilyStatus, FamilyBattery, FamilyInput, FamilyOutput, FamilyOutlet,
		FamilyBranch, FamilySensor, FamilyMemory,
	}
	last := 0
	eachQuantity(t, func(t *testing.T, q Quantity) {
		at := slices.Index(order, q.Family())
		if at < last {
			t.Errorf("family %q is unknown, or apart from its other quantities", q.Family())
		}
		last = max(last, at)
	})
	if last != len(order)-1 {
		t.Errorf("the catalogue ends with %q", order[last])
	}
}

func TestCatalogueLabels(t *testing.T) {
	eachQuantity(t, func(t *testing.T, q Quantity) {
		labels, known := q.Labels(), labelNames
		if q == DeviceInfo { // made of Info, and never stored in a Place
			known = deviceInfoLabels
		} else if len(labels) > len(Place{}) {
			t.Errorf("%d labels, and a Place holds %d", len(labels), len(Place{}))
		}
		for i, label := range labels {
			if !slices.Contains(known, label) {
				t.Errorf("label %q is none of %v", label, known)
			}
			if q.LabelIndex(label) != i {
				t.Errorf("LabelIndex(%q) = %d, want %d", label, q.LabelIndex(label), i)
			}
		}
		for _, none := range []string{"", "device", "target"} {
			if i := q.LabelIndex(none); i != -1 {
				t.Errorf("LabelIndex(%q) = %d", none, i)
			}
		}
		if q.Kind() == InfoKind && len(labels) == 0 {
			t.Error("an info without labels says nothing")
		}
		if q.Kind() == StateSet && len(labels) != 1 {
			t.Errorf("a state set has one label, not %v", labels)
		}
	})
}

// TestCatalogueIsClosed holds that nobody can change the catalogue.
func TestCatalogueIsClosed(t *testing.T) {
	InputVoltage.Labels()[0] = "changed"
	TestResult.States()[0] = "changed"
	if got := InputVoltage.Labels()[0]; got != "line" {
		t.Errorf("a label became %q", got)
	}
	if got := TestResult.States()[0]; got != "passed" {
		t.Errorf("a state became %q", got)
	}
}

func TestCatalogueStates(t *testing.T) {
	form := regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`)
	eachQuantity(t, func(t *testing.T, q Quantity) {
		states := q.States()
		if len(states) > 0 && q.Kind() != StateSet {
			t.Errorf("a %s with states", q.Kind())
		}
		for i, s := range states {
			if !form.MatchString(s) || slices.Index(states, s) != i {
				t.Errorf("bad or repeated state %q", s)
			}
		}
	})
}

func TestKindString(t *testing.T) {
	want := map[Kind]string{
		Gauge: "gauge", Counter: "counter", StateSet: "state set", InfoKind: "info",
	}
	for kind, name := range want {
		if kind.String() != name {
			t.Errorf("%d is %q, want %q", kind, kind, name)
		}
	}
}
