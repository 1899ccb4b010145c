package collector

import (
	"slices"
	"strings"
	"testing"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/snmp"
	"github.com/argus-power/argus/snmp/snmptest"
)

// recorded is what came of the recording of one agent.
type recorded struct {
	name      string
	size      int // objects
	modules   []string
	snapshots []power.Snapshot
}

// recordings reads those of real agents with the built-in modules, or skips the test.
func recordings(t *testing.T) []recorded {
	t.Helper()
	m, _ := parse(t, anyPort).Module("snmp")
	var list []recorded
	for _, r := range snmptest.Recordings(t) {
		varbinds := snmp.Recording(r.Tree.Varbinds())
		source := snmp.Source{Set: m.SNMP(), Recording: varbinds, Now: still}
		out := recorded{name: r.Name, size: len(varbinds)}
		var err error
		if out.snapshots, err = source.Read(t.Context()); err == nil {
			_, out.modules, err = varbinds.Explain(m.SNMP(), moment)
		}
		if err != nil && power.ReasonOf(err) != power.UnknownDevice {
			t.Errorf("%s: %v", r.Name, err)
		}
		list = append(list, out)
	}
	return list
}

// TestRecordingsExposition holds that every recorded agent gives a valid exposition.
func TestRecordingsExposition(t *testing.T) {
	f := newFamilies()
	for _, r := range recordings(t) {
		if len(r.snapshots) == 0 {
			continue
		}
		body := exposition(t, f, Result{Snapshots: r.snapshots})
		lint(t, body)
		want := []string{"probe_duration_seconds 0", "probe_success 1"}
		for i := range r.snapshots {
			want = append(want, told(&r.snapshots[i])...)
		}
		slices.Sort(want)
		if got := parsed(t, body); !slices.Equal(got, want) {
			t.Errorf("%s: %d series for %d facts\n%s", r.name, len(got), len(want),
				firstDifference(strings.Join(want, "\n"), strings.Join(got, "\n")))
		}
	}
}

// withoutCore are recordings that hold nothing, or not enough, of what is the core
// of their kind, with the reason.
func withoutCore() map[string]string {
	return map[string]string{
		"centreon-phoenixtec-outputlines":    "4 objects: the lines of the output",
		"centreon-powerware-inputlines":      "12 objects: the lines of the input",
		"centreon-socomec-netvision5":        "6 objects of the battery",
		"centreon-socomec-netvision6":        "9 objects of the battery",
		"centreon-ups-mib-null-values":       "12 objects: the lines of the output",
		"centreon-ups-mib-standard":          "12 objects: the lines of the output",
		"librenms-dell-ups_rack3750w":        "of its own table only the power and the runtime, and no voltage",
		"librenms-websensor":                 "3 objects, none of a sensor",
		"snmpsim-data-emerson-network-power": "no document tells what its numbers for the state mean",
		"nut-raritan-px2-5475":               "names of outlets, and no measurement",
	}
}

// TestRecordingsCore reports the share of recorded agents of which the core of
// their kind is read.
func TestRecordingsCore(t *testing.T) {
	excused := withoutCore()
	known, read := 0, 0
	for _, r := range recordings(t) {
		if len(r.snapshots) == 0 {
			continue
		}
		known++
		lack := missingCore(r.snapshots)
		switch why := excused[r.name]; {
		case lack == "":
			read++
			if why != "" {
				t.Errorf("%s is excused (%s), and its core is read", r.name, why)
			}
		case why == "":
			t.Errorf("%s (%d objects, modules %v): %s", r.name, r.size, r.modules, lack)
		}
	}
	t.Logf("the core is read of %d of %d recorded agents that a module knows", read, known)
	if float64(read) < 0.95*float64(known-len(excused)) {
		t.Errorf("the core is read of %d of %d only", read, known-len(excused))
	}
}

// missingCore says what of the core of its kind an agent's devices do not tell.
func missingCore(list []power.Snapshot) string {
	has := func(names ...string) bool {
		return slices.ContainsFunc(list, func(s power.Snapshot) bool {
			return slices.ContainsFunc(s.Readings, func(r power.Reading) bool {
				return slices.ContainsFunc(names, func(n string) bool { return r.Quantity.Name() == n })
			})
		})
	}
	state := slices.ContainsFunc(list, func(s power.Snapshot) bool { return s.Status.Reportable != 0 })
	var lack []string
	need := func(ok bool, what string) {
		if !ok {
			lack = append(lack, what)
		}
	}
	switch kind := list[0].Info.Type; kind {
	case "dc":
		need(has("output_voltage_volts", "battery_voltage_volts", "output_current_amperes", "output_power_watts"),
			"voltage, current or power")
	case "ups":
		need(state || has("alarms", "alarm_info", "module_ok"), "state")
		need(has("battery_charge_ratio", "battery_runtime_seconds", "battery_voltage_volts"), "charge or runtime")
		need(has("output_load_ratio", "output_power_watts", "output_apparent_power_voltamperes",
			"output_current_amperes", "power_watts"), "load or power")
		need(has("input_voltage_volts", "output_voltage_volts"), "voltage")
	case "pdu", "ats", "meter":
		need(has("input_current_amperes", "input_power_watts", "branch_current_amperes", "branch_power_watts",
			"outlet_current_amperes", "outlet_power_watts", "output_current_amperes", "output_power_watts",
			"outlet_on", "input_selected"), "current, power or switch")
	default:
		need(slices.ContainsFunc(list, func(s power.Snapshot) bool {
			return slices.ContainsFunc(s.Readings, func(r power.Reading) bool {
				return r.Quantity.Family() != power.FamilyDevice && r.Quantity.Kind() != power.InfoKind
			})
		}), "a value")
	}
	return strings.Join(lack, ", ")
}
