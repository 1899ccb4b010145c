package nut_test

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	argus "github.com/argus-power/argus/config"
	"github.com/argus-power/argus/nut"
	"github.com/argus-power/argus/power"
)

// taken is when all snapshots of these tests are taken.
var taken = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// varsOf reads lines of "name: value", in their order.
func varsOf(text string) []nut.Var {
	var vars []nut.Var
	for line := range strings.Lines(text) {
		name, value, ok := strings.Cut(strings.TrimRight(line, "\r\n"), ":")
		if ok && name != "" {
			vars = append(vars, nut.Var{Name: name, Value: strings.TrimPrefix(value, " ")})
		}
	}
	return vars
}

// quantity finds a quantity that must exist.
func quantity(tb testing.TB, name string) power.Quantity {
	tb.Helper()
	q, ok := power.Lookup(name)
	if !ok {
		tb.Fatalf("no quantity %s", name)
	}
	return q
}

// compiled makes a module that must be without mistakes.
func compiled(tb testing.TB, d nut.Definition) *nut.Module {
	tb.Helper()
	m, mistakes := nut.Compile(d)
	for _, mistake := range mistakes {
		tb.Fatalf("row %d: %v", mistake.Row, mistake)
	}
	return m
}

// builtin is the module nut of modules.yml.
func builtin(tb testing.TB) *nut.Module {
	tb.Helper()
	text, err := os.ReadFile("../modules.yml")
	if err != nil {
		tb.Fatal(err)
	}
	c, err := argus.Parse(argus.File{Name: "modules.yml", Text: text})
	if err != nil {
		tb.Fatal(err)
	}
	m, ok := c.Module("nut")
	if !ok {
		tb.Fatal("modules.yml has no module nut")
	}
	return m.NUT()
}

// snapshots reads a device of the given variables.
func snapshots(m *nut.Module, vars []nut.Var) []power.Snapshot {
	return m.Snapshots(nut.Device{UPS: nut.UPS{Name: "ups"}, Vars: vars}, taken, nil)
}

// snapshot reads a device that is not a daisy chain.
func snapshot(tb testing.TB, m *nut.Module, text string) power.Snapshot {
	tb.Helper()
	list := snapshots(m, varsOf(text))
	if len(list) != 1 {
		tb.Fatalf("%d snapshots, want 1", len(list))
	}
	return list[0]
}

// render writes a reading as an exposition would.
func render(r power.Reading) string {
	var labels []string
	for i, name := range r.Quantity.Labels() {
		if r.Place[i] != "" {
			labels = append(labels, name+"="+r.Place[i])
		}
	}
	text := r.Quantity.Name()
	if len(labels) > 0 {
		text += "{" + strings.Join(labels, ",") + "}"
	}
	return text + " " + strconv.FormatFloat(r.Value, 'f', -1, 64)
}

// outcome lists the readings, then what was dropped and what had no row.
func outcome(s power.Snapshot) []string {
	var list []string
	for _, r := range s.Readings {
		list = append(list, render(r))
	}
	for _, d := range s.Drops {
		list = append(list, "dropped "+d.Input+" "+string(d.Reason))
	}
	for _, name := range s.Unmapped {
		list = append(list, "unmapped "+name)
	}
	return list
}

func wantOutcome(tb testing.TB, s power.Snapshot, want ...string) {
	tb.Helper()
	if got := outcome(s); !slices.Equal(got, want) {
		tb.Errorf(" got %s\nwant %s", strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
}

func TestPatterns(t *testing.T) {
	for _, test := range []struct {
		name, quantity, pattern string
		labels                  map[string]string
		vars                    string
		want                    []string
	}{
		{
			name: "line", quantity: "output_current_amperes", pattern: "output.{line}.current",
			vars: "output.current: 9\noutput.L1.current: 1\noutput.N.current: 2\noutput.1.current: 3",
			want: []string{
				"output_current_amperes{line=L1} 1", "output_current_amperes{line=N} 2",
				"unmapped output.current", "unmapped output.1.current",
			},
		},
		{
			name: "line or none", quantity: "output_current_amperes", pattern: "output.{line?}.current",
			vars: "output.L2.current: 1\noutput.current: 2\noutput.inverter.current: 3",
			want: []string{
				"output_current_amperes{line=L2} 1", "output_current_amperes 2",
				"unmapped output.inverter.current",
			},
		},
		{
			name: "input", quantity: "input_voltage_volts", pattern: "input.{input?}.{line?}.voltage",
			vars: "input.voltage: 1\ninput.bypass.voltage: 2\ninput.servicebypass.voltage: 3\n" +
				"input.2.voltage: 4\ninput.02.L1.voltage: 5\ninput.bypass.L1-N.voltage: 6\n" +
				"input.L3.voltage: 7\ninput.0.voltage: 8\ninput.spare.voltage: 9",
			want: []string{
				"input_voltage_volts 1", "input_voltage_volts{input=bypass} 2",
				"input_voltage_volts{input=service_bypass} 3", "input_voltage_volts{input=2} 4",
				"input_voltage_volts{line=L1,input=2} 5", "input_voltage_volts{line=L1,input=bypass} 6",
				"input_voltage_volts{line=L3} 7", "input_voltage_volts{input=0} 8",
				"unmapped input.spare.voltage",
			},
		},
		{
			name: "input needed", quantity: "input_voltage_volts", pattern: "input.{input}.voltage",
			vars: "input.voltage: 1\ninput.bypass.voltage: 2\ninput.1.voltage: 3",
			want: []string{
				"input_voltage_volts{input=bypass} 2", "input_voltage_volts{input=1} 3",
				"unmapped input.voltage",
			},
		},
		{
			name: "no outlet is outlet 0", quantity: "outlet_current_amperes",
			pattern: "outlet.{outlet?}.current",
			vars:    "outlet.current: 1\noutlet.007.current: 2\noutlet.00.current: 3\noutlet.a.current: 4",
			want: []string{
				"outlet_current_amperes{outlet=0} 1", "outlet_current_amperes{outlet=7} 2",
				"unmapped outlet.a.current",
			},
		},
		{
			name: "no sensor is sensor 0", quantity: "sensor_humidity_ratio",
			pattern: "ambient.{sensor?}.humidity",
			vars:    "ambient.humidity: 0.5\nambient.3.humidity: 0.25",
			want:    []string{"sensor_humidity_ratio{sensor=0} 0.5", "sensor_humidity_ratio{sensor=3} 0.25"},
		},
		{
			name: "limits", quantity: "outlet_current_limit_amperes",
			pattern: "outlet.{outlet}.current.{limit}",
			vars: "outlet.1.current.low: 1\noutlet.1.current.low.warning: 2\n" +
				"outlet.1.current.low.critical: 3\noutlet.1.current.high: 4\n" +
				"outlet.1.current.high.warning: 5\noutlet.1.current.high.critical: 6\n" +
				"outlet.1.current.high.alarm: 7",
			want: []string{
				"outlet_current_limit_amperes{outlet=1,limit=low} 1",
				"outlet_current_limit_amperes{outlet=1,limit=low_warning} 2",
				"outlet_current_limit_amperes{outlet=1,limit=low_critical} 3",
				"outlet_current_limit_amperes{outlet=1,limit=high} 4",
				"outlet_current_limit_amperes{outlet=1,limit=high_warning} 5",
				"outlet_current_limit_amperes{outlet=1,limit=high_critical} 6",
				"unmapped outlet.1.current.high.alarm",
			},
		},
		{
			name: "fixed label", quantity: "input_voltage_volts",
			pattern: "input.{line}.bypass.voltage", labels: map[string]string{"input": "bypass"},
			vars: "input.L2-N.bypass.voltage: 1",
			want: []string{"input_voltage_volts{line=L2,input=bypass} 1"},
		},
		{
			name: "two numbers", quantity: "sensor_active", labels: map[string]string{"kind": "contact"},
			pattern: "ambient.{sensor?}.contacts.{contact}.status",
			vars:    "ambient.2.contacts.03.status: 1\nambient.contacts.1.status: 0",
			want: []string{
				"sensor_active{sensor=2,kind=contact,contact=3} 1",
				"sensor_active{sensor=0,kind=contact,contact=1} 0",
			},
		},
		{
			name: "an index that is written out", quantity: "input_voltage_volts",
			pattern: "unit.1.L1-N.voltage",
			vars: "unit.01.L1.voltage: 1\nunit.2.L1.voltage: 2\nunit.1.L2.voltage: 3\n" +
				"unit.1.voltage: 4",
			want: []string{
				"input_voltage_volts 1", "unmapped unit.2.L1.voltage",
				"unmapped unit.1.L2.voltage", "unmapped unit.1.voltage",
			},
		},
		{
			name: "a written and a free index", quantity: "outlet_current_amperes",
			pattern: "strip.2.outlet.{outlet}.current",
			vars:    "strip.2.outlet.5.current: 1\nstrip.1.outlet.6.current: 2",
			want:    []string{"outlet_current_amperes{outlet=5} 1", "unmapped strip.1.outlet.6.current"},
		},
		{
			name: "a server's own signs", quantity: "outlet_current_amperes",
			pattern: "outlet.{outlet}.current",
			vars:    "outlet.#.current: 1\noutlet.@.current: 2\noutlet..current: 3\noutlet.1.current.: 4",
			want: []string{
				"unmapped outlet.#.current", "unmapped outlet.@.current",
				"unmapped outlet..current", "unmapped outlet.1.current.",
			},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := compiled(t, nut.Definition{Rows: []nut.Row{{
				Quantity: quantity(t, test.quantity), Var: test.pattern, Labels: test.labels,
			}}})
			wantOutcome(t, snapshot(t, m, test.vars), test.want...)
		})
	}
}

// TestLines holds every spelling of a line, and some that are none.
func TestLines(t *testing.T) {
	m := compiled(t, nut.Definition{Rows: []nut.Row{{
		Quantity: power.InputVoltage, Var: "input.{line}.voltage",
	}}})
	for spelling, line := range map[string]string{
		"L1": "L1", "L1-N": "L1", "N-L1": "L1", "L2": "L2", "L2-N": "L2", "N-L2": "L2",
		"L3": "L3", "L3-N": "L3", "N-L3": "L3", "N": "N",
		"L1-L2": "L1-L2", "L2-L1": "L1-L2", "L2-L3": "L2-L3", "L3-L2": "L2-L3",
		"L3-L1": "L3-L1", "L1-L3": "L3-L1",
		"L4": "", "L": "", "NN": "", "l1": "", "L1-L1": "", "L1-": "", "N-N": "", "L1-L2-L3": "",
	} {
		name := "input." + spelling + ".voltage"
		want := "input_voltage_volts{line=" + line + "} 230"
		if line == "" {
			want = "unmapped " + name
		}
		wantOutcome(t, snapshot(t, m, name+": 230"), want)
	}
}

// TestRowOrder holds that the first row that yields a value wins, whatever the
// order of the variables, and that a value which is none leaves room for the next.
func TestRowOrder(t *testing.T) {
	m := compiled(t, nut.Definition{Rows: []nut.Row{
		{Quantity: power.OutputPower, Var: "best", Invalid: []string{"-5", "none"}},
		{Quantity: power.OutputPower, Var: "second"},
		{Quantity: power.OutputPower, Var: "third"},
	}})
	watts := func(v string) []string { return []string{"output_power_watts " + v, "power_watts " + v} }
	const measured = "power_info{method=measured} 1"
	for _, test := range []struct{ vars, watts, drop string }{
		{"best: 1\nsecond: 2", "1", ""},
		{"third: 3\nsecond: 2\nbest: 1", "1", ""},
		{"third: 3\nsecond: 2", "2", ""},
		{"best: -5\nthird: 3", "3", "dropped best sentinel"},
		{"best: None\nsecond: 2", "2", "dropped best sentinel"},
		{"best: x\nsecond: 2", "2", "dropped best not_a_number"},
		{"best: -1\nsecond: 2", "2", "dropped best out_of_range"},
		{"best: 1\nsecond: x", "1", "dropped second not_a_number"},
	} {
		want := append(watts(test.watts), measured)
		if test.drop != "" {
			want = append(want, test.drop)
		}
		wantOutcome(t, snapshot(t, m, test.vars), want...)
	}
}

// TestOneVariableTwoRows holds that a variable may serve several quantities.
func TestOneVariableTwoRows(t *testing.T) {
	m := compiled(t, nut.Definition{Rows: []nut.Row{
		{Quantity: power.OutputVoltage, Var: "v"}, {Quantity: power.InputVoltage, Var: "v", Scale: 2},
	}})
	wantOutcome(t, snapshot(t, m, "v: 100"), "output_voltage_volts 100", "input_voltage_volts 200")
}
