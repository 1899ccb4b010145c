package power

import (
	"math"
	"strings"
	"testing"
)

// values is what a device tells, in words: "output_power_watts L1" is of a place.
type values map[string]float64

func deviceWith(t *testing.T, told values) *Builder {
	t.Helper()
	b := newBuilder()
	for key, v := range told {
		name, place, _ := strings.Cut(key, " ")
		q, ok := Lookup(name)
		if !ok {
			t.Fatalf("no quantity %q", name)
		}
		if why := b.Add(q, Place{place}, v); why != "" {
			t.Fatalf("%s %g: %s", key, v, why)
		}
	}
	return b
}

type derivation struct {
	name   string
	told   values
	stated Ratings
	method string // "" means that there is no power
	want   float64
}

func checkDerived(t *testing.T, tests []derivation) {
	t.Helper()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := deviceWith(t, test.told)
			DerivePower(b, test.stated)
			var added []Reading
			for _, r := range b.Snapshot().Readings {
				if r.Quantity == Power || r.Quantity == PowerInfo {
					added = append(added, r)
				}
			}
			if test.method == "" {
				if len(added) > 0 {
					t.Fatalf("got %q, want nothing", shown(added))
				}
				return
			}
			got, _ := b.Find(Power)
			if _, ok := b.Find(PowerInfo, test.method); !ok || len(added) != 2 ||
				math.Abs(got-test.want) > 1e-9 {
				t.Errorf("got %q, want %g by %s", shown(added), test.want, test.method)
			}
		})
	}
}

func TestDeriveNothing(t *testing.T) {
	all := Ratings{Watts: 600, VoltAmperes: 1000, PowerFactor: 0.6}
	checkDerived(t, []derivation{
		{"nothing told", nil, Ratings{}, "", 0},
		{"ratings alone", nil, all, "", 0},
		{"load alone", values{"output_load_ratio": 0.5}, Ratings{}, "", 0},
		{"load and a power factor", values{"output_load_ratio": 0.5}, Ratings{PowerFactor: 0.6}, "", 0},
		{
			"load and rated VA: the power factor is anybody's guess",
			values{"output_load_ratio": 0.5, "output_apparent_power_nominal_voltamperes": 1000},
			Ratings{},
			"", 0,
		},
		{"VA alone", values{"output_apparent_power_voltamperes": 500}, Ratings{}, "", 0},
		{
			"VA and rated watts",
			values{"output_apparent_power_voltamperes": 500},
			Ratings{Watts: 600},
			"", 0,
		},
		{
			"volts and amperes: nothing tells their angle",
			values{"output_voltage_volts": 230, "output_current_amperes": 2},
			all, "", 0,
		},
		{
			"rated power alone",
			values{"output_power_nominal_watts": 600, "output_apparent_power_nominal_voltamperes": 1000},
			Ratings{PowerFactor: 0.6},
			"", 0,
		},
		{
			"two of three phases",
			values{"output_power_watts L1": 100, "output_power_watts L2": 100},
			all, "", 0,
		},
		{
			"one phase of nobody knows how many", values{"output_power_watts L1": 100}, all, "", 0,
		},
		{
			"one phase of three", values{"output_power_watts L1": 100, "output_phases": 3}, all, "", 0,
		},
		{
			"load of two phases",
			values{"output_load_ratio L1": 0.5, "output_load_ratio L2": 0.5},
			all, "", 0,
		},
	})
}

func TestDeriveMeasured(t *testing.T) {
	stated := Ratings{Watts: 9000, VoltAmperes: 9000, PowerFactor: 1}
	checkDerived(t, []derivation{
		{"output", values{"output_power_watts": 321}, Ratings{}, MethodMeasured, 321},
		{"ratings do not matter", values{"output_power_watts": 321}, stated, MethodMeasured, 321},
		{
			"better than all others",
			values{
				"output_power_watts": 321, "output_apparent_power_voltamperes": 500,
				"output_power_factor_ratio": 0.9, "output_load_ratio": 0.5, "output_power_nominal_watts": 600,
			},
			stated, MethodMeasured, 321,
		},
		{
			"output before outlets and input",
			values{"output_power_watts": 321, "outlet_power_watts 0": 300, "input_power_watts": 340},
			Ratings{},
			MethodMeasured, 321,
		},
		{
			"main outlet before input",
			values{"outlet_power_watts 0": 300, "input_power_watts": 340},
			Ratings{},
			MethodMeasured, 300,
		},
		{
			"input before branches",
			values{"input_power_watts": 340, "branch_power_watts 1": 100},
			Ratings{},
			MethodMeasured, 340,
		},
		{
			"branches before outlets",
			values{"branch_power_watts 1": 100, "branch_power_watts 2": 50, "outlet_power_watts 1": 140},
			Ratings{},
			MethodMeasured, 150,
		},
		{
			"sum of outlets",
			values{"outlet_power_watts 1": 10, "outlet_power_watts 2": 20},
			Ratings{},
			MethodMeasured, 30,
		},
		{
			"the main outlet is no part of the sum",
			values{"outlet_power_watts 0": 33, "outlet_power_watts 1": 10, "outlet_power_watts 2": 20},
			Ratings{},
			MethodMeasured, 33,
		},
		{
			"three phases",
			values{"output_power_watts L1": 100, "output_power_watts L2": 200, "output_power_watts L3": 300},
			Ratings{},
			MethodMeasured, 600,
		},
		{
			"the whole before its phases",
			values{
				"output_power_watts": 610, "output_power_watts L1": 100, "output_power_watts L2": 200,
				"output_power_watts L3": 300,
			},
			Ratings{},
			MethodMeasured, 610,
		},
		{
			"three phases of the input",
			values{"input_power_watts L1": 100, "input_power_watts L2": 200, "input_power_watts L3": 300},
			Ratings{},
			MethodMeasured, 600,
		},
		{
			"single phase",
			values{"output_power_watts L1": 100, "output_phases": 1},
			Ratings{},
			MethodMeasured, 100,
		},
		{
			"single phase of the input",
			values{"input_power_watts L1": 100, "input_phases": 1},
			Ratings{},
			MethodMeasured, 100,
		},
		{
			"the phases of the output say nothing of the input",
			values{"input_power_watts L1": 100, "input_phases": 3, "output_phases": 1},
			Ratings{},
			"", 0,
		},
		{"zero without any load", values{"output_power_watts": 0}, Ratings{}, MethodMeasured, 0},
		{
			"zero at load zero",
			values{"output_power_watts": 0, "output_load_ratio": 0},
			stated,
			MethodMeasured, 0,
		},
	})
}

// TestDeriveContradicted is about devices that answer 0 W for "not measured".
func TestDeriveContradicted(t *testing.T) {
	checkDerived(t, []derivation{
		{
			"zero watts under load, and nothing else",
			values{"output_power_watts": 0, "output_load_ratio": 0.5},
			Ratings{},
			"", 0,
		},
		{
			"the input knows",
			values{"output_power_watts": 0, "output_load_ratio": 0.5, "input_power_watts": 340},
			Ratings{},
			MethodMeasured, 340,
		},
		{
			"nobody measures",
			values{
				"output_power_watts": 0, "outlet_power_watts 0": 0, "input_power_watts": 0,
				"branch_power_watts 1": 0, "outlet_power_watts 1": 0, "output_load_ratio": 0.5,
				"output_power_nominal_watts": 600,
			},
			Ratings{},
			MethodLoad, 300,
		},
		{
			"zero VA under load",
			values{
				"output_apparent_power_voltamperes": 0, "output_power_factor_ratio": 0.9,
				"output_load_ratio": 0.5,
			},
			Ratings{Watts: 600},
			MethodLoad, 300,
		},
		{
			"zero VA of the output, some of the input",
			values{
				"output_apparent_power_voltamperes": 0, "output_power_factor_ratio": 0.9,
				"output_load_ratio": 0.5, "input_apparent_power_voltamperes": 400,
				"input_power_factor_ratio": 0.5,
			},
			Ratings{},
			MethodApparent, 200,
		},
		{
			"zero watts in three phases under load",
			values{
				"output_power_watts L1": 0, "output_power_watts L2": 0, "output_power_watts L3": 0,
				"output_load_ratio L1": 0.1, "output_load_ratio L2": 0.2, "output_load_ratio L3": 0.3,
			},
			Ratings{Watts: 1000},
			MethodLoad, 200,
		},
		{
			"a little is not zero",
			values{"output_power_watts": 1, "output_load_ratio": 0.5},
			Ratings{Watts: 600},
			MethodMeasured, 1,
		},
	})
}

func TestDeriveApparent(t *testing.T) {
	checkDerived(t, []derivation{
		{
			"output",
			values{"output_apparent_power_voltamperes": 500, "output_power_factor_ratio": 0.9},
			Ratings{},
			MethodApparent, 450,
		},
		{
			"negative power factor",
			values{"output_apparent_power_voltamperes": 500, "output_power_factor_ratio": -0.9},
			Ratings{},
			MethodApparent, 450,
		},
		{
			"stated power factor",
			values{"output_apparent_power_voltamperes": 500},
			Ratings{PowerFactor: 0.6},
			MethodApparent, 300,
		},
		{
			"what is stated wins",
			values{"output_apparent_power_voltamperes": 500, "output_power_factor_ratio": 0.9},
			Ratings{PowerFactor: 0.6},
			MethodApparent, 300,
		},
		{
			"output before input",
			values{
				"output_apparent_power_voltamperes": 500, "output_power_factor_ratio": 0.9,
				"input_apparent_power_voltamperes": 600, "input_power_factor_ratio": 1,
			},
			Ratings{},
			MethodApparent, 450,
		},
		{
			"the sides do not mix",
			values{"output_apparent_power_voltamperes": 500, "input_power_factor_ratio": 0.9},
			Ratings{},
			"", 0,
		},
		{
			"the rated power factor is not the load's",
			values{"output_apparent_power_voltamperes": 500, "output_power_factor_nominal_ratio": 0.9},
			Ratings{},
			"", 0,
		},
		{
			"input where the output lacks a power factor",
			values{
				"output_apparent_power_voltamperes": 500, "input_apparent_power_voltamperes": 600,
				"input_power_factor_ratio": 0.5,
			},
			Ratings{},
			MethodApparent, 300,
		},
		{
			"three phases",
			values{
				"output_apparent_power_voltamperes L1": 100, "output_apparent_power_voltamperes L2": 200,
				"output_apparent_power_voltamperes L3": 300, "output_power_factor_ratio": 0.5,
			},
			Ratings{},
			MethodApparent, 300,
		},
		{
			"single phase of the input",
			values{
				"input_apparent_power_voltamperes L1": 100, "input_phases": 1,
				"input_power_factor_ratio": 0.5,
			},
			Ratings{},
			MethodApparent, 50,
		},
		{
			"before load",
			values{
				"output_apparent_power_voltamperes": 500, "output_power_factor_ratio": 0.9,
				"output_load_ratio": 0.5, "output_power_nominal_watts": 600,
			},
			Ratings{},
			MethodApparent, 450,
		},
	})
}

func TestDeriveFromLoad(t *testing.T) {
	va := "output_apparent_power_nominal_voltamperes"
	checkDerived(t, []derivation{
		{
			"rated watts",
			values{"output_load_ratio": 0.5, "output_power_nominal_watts": 600},
			Ratings{},
			MethodLoad, 300,
		},
		{"stated watts", values{"output_load_ratio": 0.5}, Ratings{Watts: 700}, MethodLoad, 350},
		{
			"stated watts win",
			values{"output_load_ratio": 0.5, "output_power_nominal_watts": 600},
			Ratings{Watts: 700},
			MethodLoad, 350,
		},
		{"no load", values{"output_load_ratio": 0}, Ratings{Watts: 700}, MethodLoad, 0},
		{"overload", values{"output_load_ratio": 1.2}, Ratings{Watts: 1000}, MethodLoad, 1200},
		{
			"mean of three phases",
			values{"output_load_ratio L1": 0.1, "output_load_ratio L2": 0.2, "output_load_ratio L3": 0.6},
			Ratings{Watts: 1000},
			MethodLoad, 300,
		},
		{
			"single phase",
			values{"output_load_ratio L1": 0.4, "output_phases": 1},
			Ratings{Watts: 1000},
			MethodLoad, 400,
		},
		{
			"the whole before its phases",
			values{
				"output_load_ratio": 0.5, "output_load_ratio L1": 0.1, "output_load_ratio L2": 0.2,
				"output_load_ratio L3": 0.6,
			},
			Ratings{Watts: 1000},
			MethodLoad, 500,
		},
		{
			"watts before VA",
			values{"output_load_ratio": 0.5, va: 1000},
			Ratings{Watts: 700, PowerFactor: 0.9},
			MethodLoad, 350,
		},
		{
			"rated VA, stated power factor",
			values{"output_load_ratio": 0.5, va: 1000},
			Ratings{PowerFactor: 0.6},
			MethodLoadVA, 300,
		},
		{
			"stated VA, stated power factor",
			values{"output_load_ratio": 0.5},
			Ratings{VoltAmperes: 2000, PowerFactor: 0.6},
			MethodLoadVA, 600,
		},
		{
			"stated VA win",
			values{"output_load_ratio": 0.5, va: 1000, "output_power_factor_ratio": 0.9},
			Ratings{VoltAmperes: 2000},
			MethodLoadVA, 900,
		},
		{
			"stated power factor wins",
			values{"output_load_ratio": 0.5, va: 1000, "output_power_factor_ratio": 0.9},
			Ratings{PowerFactor: 0.6},
			MethodLoadVA, 300,
		},
		{
			"measured power factor before the rated one",
			values{
				"output_load_ratio": 0.5, va: 1000, "output_power_factor_ratio": 0.7,
				"output_power_factor_nominal_ratio": 0.9,
			},
			Ratings{},
			MethodLoadVA, 350,
		},
		{
			"rated power factor",
			values{"output_load_ratio": 0.5, va: 1000, "output_power_factor_nominal_ratio": 0.9},
			Ratings{},
			MethodLoadVA, 450,
		},
		{
			"negative power factor",
			values{"output_load_ratio": 0.5, va: 1000, "output_power_factor_ratio": -0.7},
			Ratings{},
			MethodLoadVA, 350,
		},
	})
}

// TestDeriveAbsurd holds that a source that yields nonsense leaves it to the next.
func TestDeriveAbsurd(t *testing.T) {
	checkDerived(t, []derivation{
		{
			"stated watts beyond reason", values{"output_load_ratio": 1}, Ratings{Watts: 1e9}, "", 0,
		},
		{
			"and a way that works",
			values{"output_load_ratio": 1},
			Ratings{Watts: 1e9, VoltAmperes: 1000, PowerFactor: 0.5},
			MethodLoadVA, 500,
		},
	})
}

func TestDeriveOnce(t *testing.T) {
	b := deviceWith(t, values{"output_power_watts": 321})
	DerivePower(b, Ratings{})
	DerivePower(b, Ratings{})
	wantReadings(t, b, "output_power_watts{}=321", "power_watts{}=321", "power_info{measured}=1")
}
