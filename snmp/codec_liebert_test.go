package snmp

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/argus-power/argus/power"
)

const liebertRoot = "1.3.6.1.4.1.476.1.42.3.9.20.1"

// liebertTree is what a card says: lines "class.point|label|value|unit".
func liebertTree(lines ...string) *tree {
	columns := [3]Column{
		{Root: liebertRoot + liebertLabel}, {Root: liebertRoot + liebertValue}, {Root: liebertRoot + liebertUnit},
	}
	for _, line := range lines {
		fields := strings.Split(line, "|")
		for i := range columns {
			columns[i].Cells = append(columns[i].Cells,
				Cell{Index: "1.2." + fields[0], Value: Text(Bytes, fields[i+1])})
		}
	}
	t := newTree()
	for _, c := range columns {
		t.add(c)
	}
	return t
}

// said is a row in short: quantity, labels, scale and parser.
func said(r Row) string {
	var labels []string
	for name, label := range r.Labels {
		labels = append(labels, name+"="+label.Text)
	}
	slices.Sort(labels)
	return fmt.Sprintf("%s%v%g %d", r.Quantity.Name(), labels, r.Scale, r.Parse)
}

// What a value is, the point tells; in what unit, the unit column.
func TestLiebertValues(t *testing.T) {
	for name, test := range map[string]struct {
		lines []string
		want  []string
	}{
		"one phase": {
			[]string{"1.4096|Tension|229|VAC", "1.4128|Bypass|228|VAC"},
			[]string{"input_voltage_volts[]0 0", "input_voltage_volts[input=bypass]0 0"},
		},
		"three phases": {
			[]string{"1.4096||229|VAC", "1.4098||229|VAC", "1.4100||229|VAC", "1.4097||396|VAC"},
			[]string{
				"input_voltage_volts[line=L1]0 0", "input_voltage_volts[line=L2]0 0",
				"input_voltage_volts[line=L3]0 0", "input_voltage_volts[line=L1-L2]0 0",
			},
		},
		"units of all sizes": {
			[]string{"1.4208||20|kW", "1.4209||20500|VA", "1.4150||74| Min ", "1.4153||99|%", "1.4116||0.95|"},
			[]string{
				"output_power_watts[]1000 0", "output_apparent_power_voltamperes[]0 0",
				"battery_runtime_seconds[]60 0", "battery_charge_ratio[]0.01 0", "input_power_factor_ratio[]0 0",
			},
		},
		"a card that speaks Fahrenheit": {
			[]string{"1.4291||77|deg F"},
			[]string{"sensor_temperature_celsius[sensor=0]0 2"},
		},
		"the copy in Fahrenheit":      {lines: []string{"2.4156||72|deg F"}},
		"a unit that nobody knows":    {lines: []string{"1.4208||20|HP"}},
		"a unit of something else":    {lines: []string{"1.4208||20|VAC"}},
		"no unit where one is needed": {lines: []string{"1.4208||20|"}},
		"a point that nobody knows":   {lines: []string{"1.4999|Room|20|deg C"}},
	} {
		t.Run(name, func(t *testing.T) {
			rows, status := liebertCodec().rows(liebertRoot, liebertTree(test.lines...))
			var got []string
			for _, r := range rows {
				got = append(got, said(r))
			}
			if !slices.Equal(got, test.want) || len(status) != 0 {
				t.Errorf("got %q and %d status rows, want %q", got, len(status), test.want)
			}
		})
	}
}

// Events are told apart by their points; only what is not known has the card's name.
func TestLiebertEvents(t *testing.T) {
	rows, status := liebertCodec().rows(liebertRoot, liebertTree(
		"100.4233|Wechselrichter defekt|Active Alarm|", "100.4298|Bypass|Inactive Event|",
		"100.4297|Inverter|Active Event|", "100.7777|Rotor Blocked|Active Event|"))
	alarms := map[string]bool{}
	for _, r := range rows {
		switch r.Quantity {
		case power.AlarmInfo:
			alarms[r.Map["active alarm"]] = true
		case power.ModuleOK:
			if r.Map["active alarm"] != "0" || r.Map["inactive event"] != "1" || r.Labels["module"].Text != "inverter" {
				t.Errorf("the inverter's flag is %+v", r)
			}
		default:
			t.Errorf("there is a row of %s", r.Quantity.Name())
		}
	}
	for _, want := range []string{"inverter failure", "output on bypass", "rotor blocked"} {
		if !alarms[want] {
			t.Errorf("no alarm %q in %v", want, alarms)
		}
	}
	if len(alarms) != 3 || len(status) != 1 {
		t.Errorf("%d alarms and %d status rows, want 3 and 1", len(alarms), len(status))
	}
}

// Whatever the tables of the codec say, the rows that it makes of them compile.
func TestLiebertCompiles(t *testing.T) {
	var lines []string
	for id := range liebertEventsKnown() {
		lines = append(lines, "100."+id+"|Event|Active Event|")
	}
	for id := range liebertStates() {
		lines = append(lines, "1."+id+"|State|Normal|")
	}
	units := map[liebertDimension]string{}
	for unit, factor := range liebertUnits() {
		units[factor.of] = unit
	}
	for id, p := range liebertPoints() {
		lines = append(lines, "1."+id+"|Value|1|"+units[p.unit])
	}
	rows, status := liebertCodec().rows(liebertRoot, liebertTree(lines...))
	if len(rows) < len(liebertPoints()) || len(status) < len(liebertStates()) {
		t.Errorf("%d rows and %d status rows", len(rows), len(status))
	}
	m := &Module{root: liebertRoot}
	for _, r := range rows {
		if _, err := m.compileRow(r); err != nil {
			t.Errorf("%s: %v", said(r), err)
		}
	}
	for _, s := range status {
		if _, err := m.compileStatus(s); err != nil {
			t.Errorf("%s: %v", s.OID, err)
		}
	}
}
