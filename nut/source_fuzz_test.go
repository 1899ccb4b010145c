package nut_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/argus-power/argus/nut"
	"github.com/argus-power/argus/power"
)

// FuzzSnapshots holds what no server can break: values that a device can mean,
// labels that an exposition can hold, no two series of one name and place, and
// no more of them than variables call for.
func FuzzSnapshots(f *testing.F) {
	for _, seed := range []string{
		"ups.status: OL CHRG\nbattery.charge: 94\nbattery.runtime: 36:00\nups.load: 018",
		"ups.status: ALARM OL\nups.alarm: [Replace battery!] [N/A] Fan!\nups.test.result: BT",
		"input.L1-N.voltage: 230\ninput.N-L1.voltage: 231\ninput.bypass.L3-L1.voltage: 4095",
		"outlet.desc: a\noutlet.0.desc: b\noutlet.00.name: \xff\x00\noutlet.1.status: on/closed",
		"outlet.#.current: 1\noutlet.@.current: 2\ninput.#.@.voltage: 1\nambient.#.temperature: 1",
		"device.1.ups.status: WAIT\ndevice.2.mfr: x\ndevice.01.ups.load: 50\ndevice.count: 2",
		"ambient.1.temperature: 70\nambient.1.temperature.unit: F\nambient.1.present: no",
		"input.source: 2.00\ninput.count: 8\ninput.source.preferred: 1",
		"ups.power: 500\noutput.powerfactor: 76\nups.realpower.nominal: 1e9\nups.realpower: -1",
		"ups.status: \x01 online caf\xe9 \u0130 OL\nups.alarm: ![ \t]\nups.mfr: \u2028",
		"battery.charge: " + strings.Repeat("9", 255) + "\nbattery.date: 2065/165/165",
		"outlet." + strings.Repeat("1", 300) + ".current: 1\n: \nups.load: ",
	} {
		f.Add(seed)
	}
	m := builtin(f)
	f.Fuzz(func(t *testing.T, text string) {
		vars := varsOf(text)
		list := snapshots(m, vars)
		if len(list) > 1+len(vars) {
			t.Errorf("%d devices of %d variables", len(list), len(vars))
		}
		readings, devices := 0, map[string]bool{}
		for _, s := range list {
			if devices[s.Device] {
				t.Errorf("two devices %q", s.Device)
			}
			devices[s.Device] = true
			readings += len(s.Readings)
			checkSnapshot(t, s)
		}
		// A state set is the most that one variable gives; alarms are bounded apart.
		if most := 8*len(vars) + 20*len(list); readings > most {
			t.Errorf("%d readings of %d variables", readings, len(vars))
		}
	})
}

func checkSnapshot(t *testing.T, s power.Snapshot) {
	t.Helper()
	type slot struct {
		quantity power.Quantity
		place    power.Place
	}
	if s.Err != nil && len(s.Readings) > 0 {
		t.Errorf("readings beside the error %v", s.Err)
	}
	seen := map[slot]bool{}
	for _, r := range s.Readings {
		if key := (slot{r.Quantity, r.Place}); seen[key] {
			t.Errorf("twice: %s", render(r))
		} else {
			seen[key] = true
		}
		if !r.Quantity.Plausible(r.Value) {
			t.Errorf("implausible: %s", render(r))
		}
		labels := r.Quantity.Labels()
		for i, label := range r.Place {
			checkLabel(t, label)
			if i >= len(labels) && label != "" {
				t.Errorf("%s has %q where it has no label", render(r), label)
			}
			if i < len(labels) && label == "" && !slices.Contains([]string{"line", "input", "battery", "kind"}, labels[i]) {
				t.Errorf("%s lacks the label %s", render(r), labels[i])
			}
		}
	}
	i := s.Info
	for _, label := range append([]string{
		s.Device, i.Type, i.Manufacturer, i.Model, i.Serial, i.Firmware, i.Name, i.Location,
	}, s.Status.Other...) {
		checkLabel(t, label)
	}
	checkStates(t, s.Status)
}

func checkLabel(t *testing.T, label string) {
	t.Helper()
	if !utf8.ValidString(label) || len(label) > power.MaxLabel ||
		strings.TrimSpace(label) != label || strings.ContainsFunc(label, unicode.IsControl) {
		t.Errorf("unclean label %q", label)
	}
}

func checkStates(t *testing.T, s power.Status) {
	t.Helper()
	if s.Active&^s.Reportable != 0 {
		t.Errorf("states %v hold and are not reportable", (s.Active &^ s.Reportable).List())
	}
	if s.Active.Has(power.Online) && s.Active.Has(power.OnBattery) {
		t.Error("online and on battery")
	}
	seen := map[string]bool{}
	for _, other := range s.Other {
		if _, known := power.LookupState(other); known || seen[other] || other == "" {
			t.Errorf("state %q beside the vocabulary", other)
		}
		seen[other] = true
	}
}

// FuzzCompile holds that no definition can break the compiler, and that what
// it lets pass reads without breaking either.
func FuzzCompile(f *testing.F) {
	f.Add("input.{input?}.{line?}.voltage", "input_voltage_volts", uint8(0), "input.1.L1-N.voltage")
	f.Add("ambient.{sensor?}.contacts.{contact}.status", "sensor_active", uint8(9),
		"ambient.contacts.1.status")
	f.Add("a.{limit}.{limit}", "input_voltage_limit_volts", uint8(0), "a.low.high.warning")
	f.Add("a.1.{outlet}.{outlet}.{outlet}", "outlet_info", uint8(3), "a.1.2.3.4")
	f.Add("{input?}", "input_selected", uint8(8), "1")
	f.Fuzz(func(t *testing.T, pattern, name string, parser uint8, variable string) {
		q, ok := power.Lookup(name)
		if !ok || int(parser) >= len(nut.ParserNames()) || strings.Count(pattern, "{") > 3 {
			t.Skip()
		}
		m, mistakes := nut.Compile(nut.Definition{Rows: []nut.Row{
			{Quantity: q, Var: pattern, Parse: nut.Parser(parser)},
		}})
		if len(mistakes) > 0 {
			return
		}
		for _, value := range []string{"1", "OL", "2024/03/18", ""} {
			for _, s := range snapshots(m, []nut.Var{{Name: variable, Value: value}}) {
				if len(s.Readings) > 10 {
					t.Errorf("%d readings", len(s.Readings))
				}
			}
		}
	})
}
