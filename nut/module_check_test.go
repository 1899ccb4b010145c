package nut_test

import (
	"slices"
	"testing"

	"github.com/argus-power/argus/nut"
	"github.com/argus-power/argus/power"
)

func TestCompileMistakes(t *testing.T) {
	for _, test := range []struct {
		name, want string
		row        nut.Row
	}{
		{
			"label of another quantity", `battery_charge_ratio has no label "line"; it has none`,
			nut.Row{Quantity: power.BatteryCharge, Var: "a", Labels: map[string]string{"line": "L1"}},
		},
		{
			"label among others", `input_voltage_volts has no label "outlet"; it has line, input`,
			nut.Row{
				Quantity: power.InputVoltage, Var: "a", Labels: map[string]string{"outlet": "1", "x": "y"},
			},
		},
		{
			"text for a number",
			"battery_charge_ratio is of kind gauge: parse: text goes with info and nothing else",
			nut.Row{Quantity: power.BatteryCharge, Var: "a", Parse: nut.ParseText},
		},
		{
			"number for a text",
			"outlet_info is of kind info: parse: text goes with info and nothing else",
			nut.Row{Quantity: power.OutletInfo, Var: "outlet.{outlet}.x"},
		},
		{
			"number for a state",
			"beeper is a state set: it needs parse: state, selected or test_result",
			nut.Row{Quantity: power.Beeper, Var: "a"},
		},
		{
			"state for a number",
			"battery_charge_ratio is of kind gauge: parse: state goes with state sets and nothing else",
			nut.Row{Quantity: power.BatteryCharge, Var: "a", Parse: nut.ParseState},
		},
		{
			"selected for a number",
			"device_uptime_seconds is of kind gauge: parse: selected goes with state sets " +
				"and nothing else",
			nut.Row{Quantity: power.DeviceUptime, Var: "a", Parse: nut.ParseSelected},
		},
		{
			"selected for a closed set",
			"beeper: parse: selected goes with sets of inputs and nothing else",
			nut.Row{Quantity: power.Beeper, Var: "a", Parse: nut.ParseSelected},
		},
		{
			"state for inputs",
			"input_selected: parse: selected goes with sets of inputs and nothing else",
			nut.Row{Quantity: power.InputSelected, Var: "a", Parse: nut.ParseState},
		},
		{
			"what Argus makes", "device_up is worked out by Argus: no row can give it",
			nut.Row{Quantity: power.DeviceUp, Var: "a"},
		},
		{
			"empty segment", `bad variable segment "": write words, dots and {placeholders}`,
			nut.Row{Quantity: power.BatteryCharge, Var: "a..b"},
		},
		{
			"no variable", `bad variable segment "": write words, dots and {placeholders}`,
			nut.Row{Quantity: power.BatteryCharge},
		},
		{
			"blank", `bad variable segment "b c": write words, dots and {placeholders}`,
			nut.Row{Quantity: power.BatteryCharge, Var: "a.b c"},
		},
		{
			"inner sign", `bad variable segment "#": write words, dots and {placeholders}`,
			nut.Row{Quantity: power.BatteryCharge, Var: "a.#"},
		},
		{
			"brace in a word", `bad variable segment "L{line}": write words, dots and {placeholders}`,
			nut.Row{Quantity: power.InputVoltage, Var: "a.L{line}"},
		},
		{
			"open placeholder",
			`placeholder "{line" is none of the labels of input_voltage_volts: line, input`,
			nut.Row{Quantity: power.InputVoltage, Var: "a.{line"},
		},
		{
			"unknown placeholder",
			`placeholder "{outlet?}" is none of the labels of input_voltage_volts: line, input`,
			nut.Row{Quantity: power.InputVoltage, Var: "a.{outlet?}"},
		},
		{
			"placeholder without labels",
			`placeholder "{line}" is none of the labels of battery_charge_ratio: none`,
			nut.Row{Quantity: power.BatteryCharge, Var: "a.{line}"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			good := nut.Row{Quantity: power.BatteryCharge, Var: "battery.charge"}
			_, mistakes := nut.Compile(nut.Definition{Rows: []nut.Row{good, test.row}})
			if len(mistakes) != 1 {
				t.Fatalf("mistakes %v, want one", mistakes)
			}
			got := mistakes[0]
			if got.Row != 1 || got.Error() != test.want || got.Unwrap() == nil {
				t.Errorf("row %d: %v\nwant row 1: %s", got.Row, got, test.want)
			}
		})
	}
}

// TestMadeByArgus holds the quantities that code works out. Each of them as a
// row would make a second series of the same name and labels.
func TestMadeByArgus(t *testing.T) {
	var refused []string
	for _, q := range power.Quantities() {
		row := nut.Row{Quantity: q, Var: "a"}
		switch {
		case q.Kind() == power.InfoKind:
			row.Parse = nut.ParseText
		case q == power.InputSelected || q == power.InputPreferred:
			row.Parse = nut.ParseSelected
		case q.Kind() == power.StateSet:
			row.Parse = nut.ParseState
		}
		if _, mistakes := nut.Compile(nut.Definition{Rows: []nut.Row{row}}); len(mistakes) > 0 {
			refused = append(refused, q.Name())
		}
	}
	want := []string{
		"device_info", "device_up", "device_error_info", "power_watts", "power_info", "status",
		"alarms", "alarm_info",
		"energy_joules_total", "energy_gap_seconds_total", "on_battery_seconds_total", "events_total",
		"event_last_timestamp_seconds",
	}
	slices.Sort(refused)
	slices.Sort(want)
	if !slices.Equal(refused, want) {
		t.Errorf("refused %v\n    want %v", refused, want)
	}
}

// TestAllMistakes holds that mistakes come all together, in a fixed order.
func TestAllMistakes(t *testing.T) {
	d := nut.Definition{
		Rows: []nut.Row{
			{Quantity: power.Beeper, Var: "a b"}, // two mistakes in one row
			{Quantity: power.BatteryCharge, Var: "battery.charge"},
			{Quantity: power.BatteryCharge, Var: "{x}"},
		},
		Info: map[string][]string{"color": {"a"}, "age": {"b"}, "model": {"ups.model"}},
	}
	const fields = "type, manufacturer, model, serial, firmware, name, location"
	for range 20 {
		_, mistakes := nut.Compile(d)
		rows := []int{}
		for _, m := range mistakes {
			rows = append(rows, m.Row)
		}
		if !slices.Equal(rows, []int{0, 0, 2, -1, -1}) {
			t.Fatalf("mistakes in rows %v: %v", rows, mistakes)
		}
		for i, field := range []string{"age", "color"} {
			want := `info has no field "` + field + `"; it has ` + fields
			if got := mistakes[3+i].Error(); got != want {
				t.Fatalf("got %s, want %s", got, want)
			}
		}
	}
}

func TestParserNames(t *testing.T) {
	want := []nut.Parser{
		nut.ParseNumber, nut.ParseDate, nut.ParseClock, nut.ParseText, nut.ParseState,
		nut.ParseTestResult, nut.ParseFactor, nut.ParseTemperature, nut.ParseSelected,
		nut.ParseContact,
	}
	names := nut.ParserNames()
	if len(names) != len(want) {
		t.Fatalf("%d names for %d parsers", len(names), len(want))
	}
	for i, name := range names {
		if p, ok := nut.ParserNamed(name); !ok || p != want[i] {
			t.Errorf("%s is parser %d, %t", name, p, ok)
		}
	}
	if _, ok := nut.ParserNamed("date "); ok {
		t.Error("a parser of another name was found")
	}
	names[0] = "changed"
	if nut.ParserNames()[0] != "number" {
		t.Error("the list of names can be changed from outside")
	}
}
