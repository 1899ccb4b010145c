package snmp

import (
	"context"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// fixtureTree is what was read of a fixture for a codec.
func fixtureTree(t *testing.T, name, root string, c codec) *tree {
	t.Helper()
	f, err := os.Open("testdata/fixtures/" + name + ".snmprec")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	recording, err := ReadRecording(f)
	if err != nil {
		t.Fatal(err)
	}
	var roots []string
	for _, column := range c.columns {
		roots = append(roots, root+column)
	}
	out := newTree()
	for _, column := range recording.Columns(context.Background(), roots, maxRows) {
		out.add(column)
	}
	return out
}

// rowsAbout lists the rows of a codec as "quantity label=value …", where the labels
// have a text.
func rowsAbout(rows []Row, part string) []string {
	var out []string
	for _, r := range rows {
		words := []string{r.Quantity.Name()}
		for _, name := range slices.Sorted(maps.Keys(r.Labels)) {
			words = append(words, name+"="+r.Labels[name].Text)
		}
		if line := strings.Join(words, " "); strings.Contains(line, part) && !slices.Contains(out, line) {
			out = append(out, line)
		}
	}
	return out
}

const rittalRoot = "1.3.6.1.4.1.2606.7"

// TestRittalParts says where the variables of a CMC III go by their paths.
func TestRittalParts(t *testing.T) {
	rows, _ := rittalCodec().rows(rittalRoot, fixtureTree(t, "rittal-cmc3", rittalRoot, rittalCodec()))
	for part, want := range map[string][]string{
		// The only PDU is the agent's own device.
		"outlet=2": {
			"outlet_on outlet=2", "outlet_switchable outlet=2", "outlet_info outlet=2", "outlet_current_amperes outlet=2",
			"outlet_alarm kind=current outlet=2", "outlet_energy_joules_total outlet=2",
		},
		"line=N": {
			"input_current_amperes line=N", "input_current_limit_amperes limit=high_critical line=N",
			"input_alarm kind=current line=N",
		},
		"branch=L3_F1": {"branch_closed branch=L3_F1", "branch_info branch=L3_F1"},
		"sensor=leak4": {
			"sensor_active kind=leak sensor=leak4", "sensor_info sensor=leak4", "sensor_connected sensor=leak4",
		},
		"sensor=3.2": {
			"sensor_temperature_celsius sensor=3.2", "sensor_alarm kind=temperature sensor=3.2", "sensor_info sensor=3.2",
		},
		"sensor_voltage_volts": nil, // the agent's own supplies
		"sensor_power_watts":   nil, // cooling
		"kind=door":            {"sensor_active kind=door sensor=door5"},
		"device_temperature":   {"device_temperature_celsius"},
	} {
		if got := rowsAbout(rows, part); !slices.Equal(got, want) {
			t.Errorf("%s:\ngot  %q\nwant %q", part, got, want)
		}
	}
}

// TestRittalUnits reads the signs for degrees in all encodings, and scales of both signs.
func TestRittalUnits(t *testing.T) {
	for _, c := range []struct {
		unit   string
		scale  float64
		factor float64
		parse  Parser
		known  bool
	}{
		{"degree C", -100, 0.01, 0, true},
		{"\xb0C", -10, 0.1, 0, true},
		{"\u00b0F", -10, 0.1, ParseFahrenheit, true},
		{"C", 0, 1, 0, true},
		{"mA", 10, 0.01, 0, true},
		{"l/min", -10, 0, 0, false},
	} {
		tr := newTree()
		for column, v := range map[string]Value{
			rittalName: Text(Bytes, "X.Value"), rittalUnit: Text(Bytes, c.unit),
			rittalScale: Number(Integer, c.scale), rittalValue: Number(Integer, 1),
		} {
			tr.add(Column{Root: rittalRoot + column, Cells: []Cell{{Index: "1.1", Value: v}}})
		}
		r := rittal{root: rittalRoot, t: tr}
		r.gather()
		known := r.read(r.devices[0].groups[0], "Value", Row{})
		if known != c.known {
			t.Errorf("%q: known %t, want %t", c.unit, known, c.known)
		}
		if known && (r.out[0].Scale != c.factor || r.out[0].Parse != c.parse) {
			t.Errorf("%q with %g: factor %g, parser %d", c.unit, c.scale, r.out[0].Scale, r.out[0].Parse)
		}
	}
}

// TestRittalTwoPDUs tells PDUs apart by their numbers at the CMC.
func TestRittalTwoPDUs(t *testing.T) {
	tr := newTree()
	names := Column{Root: rittalRoot + rittalName}
	for _, index := range []string{"2.1", "3.1"} {
		names.Cells = append(names.Cells, Cell{Index: index, Value: Text(Bytes, "Phase L1.Current.Value")})
		tr.values[rittalRoot+rittalUnit+"."+index] = Text(Bytes, "A")
	}
	tr.add(names)
	rows, _ := rittalCodec().rows(rittalRoot, tr)
	want := []string{"input_current_amperes device=2 line=L1", "input_current_amperes device=3 line=L1"}
	if got := rowsAbout(rows, ""); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestRittalTC reads the four units of a CMC-TC, each sensor by its type.
func TestRittalTC(t *testing.T) {
	const root = "1.3.6.1.4.1.2606.4"
	rows, _ := rittalTCCodec().rows(root, fixtureTree(t, "rittal-cmctc", root, rittalTCCodec()))
	for part, want := range map[string][]string{
		"sensor=1.4": nil, // nothing is plugged in
		"sensor=2.2": {"sensor_info sensor=2.2", "sensor_connected sensor=2.2", "sensor_fan_speed_hertz sensor=2.2"},
		"sensor=4.1": {"sensor_info sensor=4.1", "sensor_connected sensor=4.1", "sensor_active kind=smoke sensor=4.1"},
	} {
		if got := rowsAbout(rows, part); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", part, got, want)
		}
	}
}
