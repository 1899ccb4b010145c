package nut_test

import (
	"strings"
	"testing"

	"github.com/argus-power/argus/nut"
	"github.com/argus-power/argus/power"
)

// parsing is a row without its variable, some variables, and what becomes of
// the first of them.
type parsing struct {
	row  nut.Row
	vars string
	want string // a reading without its name, or why there is none
}

func (p parsing) check(t *testing.T) {
	t.Helper()
	name := varsOf(p.vars)[0].Name
	p.row.Var = name
	s := snapshot(t, compiled(t, nut.Definition{Rows: []nut.Row{p.row}}), p.vars)
	got := "nothing"
	switch {
	case len(s.Readings) == 1 && len(s.Drops) == 0:
		got = strings.TrimPrefix(render(s.Readings[0]), p.row.Quantity.Name()+" ")
	case len(s.Readings) == 0 && len(s.Drops) == 1 && s.Drops[0].Input == name:
		got = string(s.Drops[0].Reason)
	}
	if got != p.want {
		t.Errorf("%q gives %s, want %s", p.vars, got, p.want)
	}
}

func TestNumbers(t *testing.T) {
	volts := nut.Row{Quantity: power.BatteryVoltage}
	percent := nut.Row{Quantity: power.BatteryCharge, Scale: 0.01, Invalid: []string{"255", "n.a."}}
	for _, p := range []parsing{
		{volts, "a: 013.50", "13.5"},
		{volts, "a:  27,4 ", "27.4"},
		{volts, "a: 10.", "10"},
		{volts, "a: 0", "0"},
		{volts, "a: ", "not_a_number"},
		{volts, "a: 12 V", "not_a_number"},
		{volts, "a: 1e2", "not_a_number"},
		{volts, "a: 0x1F", "not_a_number"},
		{volts, "a: NaN", "not_a_number"},
		{volts, "a: Inf", "not_a_number"},
		{volts, "a: 1_0", "not_a_number"},
		{volts, "a: 10000000.", "out_of_range"},
		{volts, "a: -1", "out_of_range"},
		{volts, "a: " + strings.Repeat("9", 255), "not_a_number"},
		{percent, "a: 94", "0.94"},
		{percent, "a: 7.3", "0.073"},
		{percent, "a: 100.00", "1"},
		{percent, "a: 255", "sentinel"},
		{percent, "a: 0255.00", "sentinel"},
		{percent, "a: N.A.", "sentinel"},
		{percent, "a: 120", "out_of_range"},
		{nut.Row{Quantity: power.BatteryVoltage, Scale: 0.1}, "a: 3", "0.3"},
		{nut.Row{Quantity: power.BatteryCapacity, Scale: 3600}, "a: 9", "32400"},
		{nut.Row{Quantity: power.BatteryCapacity, Scale: 3600}, "a: 0.0", "sentinel"},
		{nut.Row{Quantity: power.BatteryCurrent, Scale: -1}, "a: 2.5", "-2.5"},
		{nut.Row{Quantity: power.BatteryCurrent, Scale: -0.01}, "a: 250", "-2.5"},
	} {
		p.check(t)
	}
}

func TestMaps(t *testing.T) {
	onOff := nut.Row{
		Quantity: power.OutputLoadHigh, Map: map[string]float64{"on": 1, "off": 0.5, "1": 0.25},
		Invalid: []string{"mixed", "2"},
	}
	for _, p := range []parsing{
		{onOff, "a: on", "1"},
		{onOff, "a:  OFF ", "0.5"},
		{onOff, "a: 1", "0.25"},
		{onOff, "a: Mixed", "sentinel"},
		{onOff, "a: 2.00", "sentinel"},
		{onOff, "a: 3", "unknown_state"},
		{onOff, "a: ", "unknown_state"},
	} {
		p.check(t)
	}
}

func TestDatesAndClocks(t *testing.T) {
	day := nut.Row{
		Quantity: power.BatteryReplaced, Parse: nut.ParseDate,
		Invalid: []string{"2001/09/25", "not set", "01011999"},
	}
	clock := nut.Row{Quantity: power.BatteryRuntime, Parse: nut.ParseClock, Invalid: []string{"65535"}}
	for _, p := range []parsing{
		{day, "a: 2024/03/18", "1710720000"},
		{day, "a: 2024-03-18", "1710720000"},
		{day, "a: 03/18/2024", "1710720000"},
		{day, "a: 03/18/24", "1710720000"},
		{day, "a: 18/03/2024", "1710720000"},
		{day, "a: 03182024", "1710720000"},
		{day, "a: 18MAR24", "1710720000"},
		{day, "a: 2001/09/25", "sentinel"},
		{day, "a: NOT SET", "sentinel"},
		{day, "a: 01011999", "sentinel"},
		{day, "a: 2001/00/00", "bad_date"},
		{day, "a: 4158/00/03", "bad_date"},
		{day, "a: 2065/165/165", "bad_date"},
		{day, "a: 3150/08/01", "out_of_range"},
		{day, "a: 1", "bad_date"},
		{day, "a: ", "bad_date"},
		{clock, "a: 900", "900"},
		{clock, "a: 36:00", "2160"},
		{clock, "a: 1:57", "117"},
		{clock, "a: 1:00:01", "3601"},
		{clock, "a: 0", "0"},
		{clock, "a: 65535", "sentinel"},
		{clock, "a: 1:77", "not_a_number"},
		{clock, "a: soon", "not_a_number"},
		{clock, "a: 3932100", "out_of_range"},
	} {
		p.check(t)
	}
}

func TestFactors(t *testing.T) {
	factor := nut.Row{Quantity: power.OutputPowerFactor, Parse: nut.ParseFactor}
	for _, p := range []parsing{
		{factor, "a: 0.76", "0.76"},
		{factor, "a: 1.00", "1"},
		{factor, "a: 99.00", "0.99"},
		{factor, "a: -0.5", "-0.5"},
		{factor, "a: -72", "-0.72"},
		{factor, "a: 0.00", "sentinel"},
		{factor, "a: 101", "out_of_range"},
	} {
		p.check(t)
	}
}

func TestTemperatures(t *testing.T) {
	row := nut.Row{Quantity: power.SensorTemperature, Parse: nut.ParseTemperature}
	tenths := row
	tenths.Scale = 0.1
	const unit = "\nambient.1.temperature.unit: "
	for _, p := range []parsing{
		{row, "ambient.1.temperature: 21.5", "21.5"},
		{row, "ambient.1.temperature: 21.5" + unit + "C", "21.5"},
		{row, "ambient.1.temperature: 21.5" + unit + "celsius", "21.5"},
		{row, "ambient.1.temperature: 21.5" + unit, "21.5"},
		{row, "ambient.1.temperature: 300.15" + unit + "Kelvin", "27"},
		{row, "ambient.1.temperature: 300.15" + unit + "K", "27"},
		{row, "ambient.1.temperature: 77" + unit + " Fahrenheit ", "25"},
		{row, "ambient.1.temperature: -4" + unit + "f", "-20"},
		{row, "ambient.1.temperature: 20" + unit + "rankine", "unknown_unit"},
		{row, "ambient.1.temperature: 300", "out_of_range"},
		{row, "ambient.1.temperature: warm", "not_a_number"},
		{row, "ambient.1.temperature.high: 86" + unit + "F", "30"},
		{row, "ambient.2.temperature: 20" + unit + "F", "20"}, // another sensor's unit
		{tenths, "ambient.1.temperature: 215", "21.5"},
		{tenths, "ambient.1.temperature: 770" + unit + "F", "25"},
	} {
		p.check(t)
	}
}

func TestContacts(t *testing.T) {
	row := nut.Row{Quantity: power.SensorActive, Parse: nut.ParseContact}
	const config = "\nambient.contacts.1.config: "
	status := "ambient.contacts.1.status: "
	for _, p := range []parsing{
		{row, status + "active", "1"},
		{row, status + " Inactive ", "0"},
		{row, status + "open" + config + "normal-opened", "0"},
		{row, status + "closed" + config + "normal-opened", "1"},
		{row, status + "Opened" + config + "Normally closed", "1"},
		{row, status + "Close" + config + "Normally closed", "0"},
		{row, status + "open", "unknown_state"}, // whether that is normal nobody says
		{row, status + "open" + config + "disabled", "unknown_state"},
		{row, status + "bad" + config + "normal-opened", "unknown_state"},
		{row, status + config + "normal-opened", "unknown_state"},
		{row, status + "bad" + config + "normal-closed", "unknown_state"},
	} {
		p.check(t)
	}
}

// TestSets holds the parsers that yield a state set: they name what holds and
// deny the rest.
func TestSets(t *testing.T) {
	beeper := nut.Row{Quantity: power.Beeper, Parse: nut.ParseState}
	charger := nut.Row{Quantity: power.BatteryCharger, Parse: nut.ParseState}
	selected := nut.Row{Quantity: power.InputSelected, Parse: nut.ParseSelected}
	for _, test := range []struct {
		row    nut.Row
		vars   string
		active string // "" if there is to be no reading
		states int
		why    power.DropReason
	}{
		{beeper, "a: Muted ", "muted", 3, ""},
		{beeper, "a: loud", "", 0, power.UnknownState},
		{
			nut.Row{Quantity: power.Beeper, Parse: nut.ParseState, Invalid: []string{"0"}},
			"a: 0", "", 0, power.Sentinel,
		},
		{charger, "a: Resting", "resting", 6, ""},
		{charger, "a: odd", "unknown", 6, ""},
		{selected, "a: 2.00", "2", 2, ""},
		{selected, "a: 3\ninput.count: 4.00", "3", 4, ""},
		{selected, "a: 1\ninput.count: many", "1", 2, ""},
		{selected, "a: 3", "", 0, power.OutOfRange},
		{selected, "a: 0", "", 0, power.OutOfRange},
		{selected, "a: 1.5", "", 0, power.OutOfRange},
		{selected, "a: 1\ninput.count: 1000", "", 0, power.OutOfRange},
		{selected, "a: normal", "", 0, power.NotANumber},
		{
			nut.Row{
				Quantity: power.InputSelected, Parse: nut.ParseSelected, Invalid: []string{"normal"},
			},
			"a: normal", "", 0, power.Sentinel,
		},
	} {
		test.row.Var = "a"
		s := snapshot(t, compiled(t, nut.Definition{Rows: []nut.Row{test.row}}), test.vars)
		active, why := "", power.DropReason("")
		for _, r := range s.Readings {
			if r.Value == 1 {
				active += r.Place[0]
			}
		}
		if len(s.Drops) > 0 {
			why = s.Drops[0].Reason
		}
		if active != test.active || len(s.Readings) != test.states || why != test.why {
			t.Errorf("%q: %q of %d states, dropped %q; want %q of %d, %q", test.vars, active,
				len(s.Readings), why, test.active, test.states, test.why)
		}
	}
}

func TestTestResults(t *testing.T) {
	m := compiled(t, nut.Definition{Rows: []nut.Row{
		{Quantity: power.TestResult, Var: "ups.test.result", Parse: nut.ParseTestResult},
	}})
	for text, want := range map[string]string{
		"Done and passed": "passed", "done and passed": "passed", "Ok": "passed", "OK": "passed",
		"Passed, Source: Internal": "passed",
		"Done and warning":         "warning",
		"Done and error":           "failed", "Test failed": "failed", "BT": "failed",
		"NG": "failed", "bad": "failed",
		"In progress": "in_progress",
		"Aborted":     "aborted", "aborted": "aborted",
		"No test initiated": "none", "no test initiated": "none", "No test performed": "none",
		"no test performed": "none", "NO": "none", " no ": "none", "None": "none", "0": "none",
		"No test in progress": "none",
		"Unknown":             "unknown", "InvalidTest": "unknown", "": "unknown", "42": "unknown",
	} {
		s := snapshot(t, m, "ups.test.result: "+text)
		if len(s.Readings) != 7 {
			t.Errorf("%q: %d results, want 7", text, len(s.Readings))
		}
		for _, r := range s.Readings {
			if (r.Value == 1) != (r.Place[0] == want) {
				t.Errorf("%q: %s, want %s", text, render(r), want)
			}
		}
	}
}

// TestTexts holds that each thing has one text, and that a text which names
// nothing is none.
func TestTexts(t *testing.T) {
	m := compiled(t, nut.Definition{Rows: []nut.Row{
		{Quantity: power.OutletInfo, Var: "outlet.{outlet}.desc", Parse: nut.ParseText},
		{
			Quantity: power.OutletInfo, Var: "outlet.{outlet}.name", Parse: nut.ParseText,
			Invalid: []string{"7"},
		},
	}})
	s := snapshot(t, m, "outlet.1.name: b\noutlet.1.desc:  Rack\tA\x01 \noutlet.2.desc: N/A\n"+
		"outlet.3.desc: \xff\noutlet.4.name: d\noutlet.5.name: 7")
	wantOutcome(t, s, "outlet_info{outlet=1,name=Rack A} 1", "outlet_info{outlet=3,name=\uFFFD} 1",
		"outlet_info{outlet=4,name=d} 1", "dropped outlet.2.desc sentinel",
		"dropped outlet.5.name sentinel")
}
