package power

import (
	"math"
	"strings"
	"testing"
)

func TestWindowsAreRanges(t *testing.T) {
	eachQuantity(t, func(t *testing.T, q Quantity) {
		in := catalogue[q].in
		if !(in.min < in.max) {
			t.Fatalf("the range is %g to %g", in.min, in.max)
		}
		if in.noZero && (in.min > 0 || in.max < 0) {
			t.Errorf("zero is excluded twice in %g to %g", in.min, in.max)
		}
		for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), 4.6e254, -4.6e254} {
			if q.Plausible(v) {
				t.Errorf("%g counts as plausible", v)
			}
		}
		if !q.Plausible(in.max) || q.Plausible(math.Nextafter(in.max, math.Inf(1))) {
			t.Errorf("the range does not end at %g", in.max)
		}
	})
}

// TestWindowsOfUnits holds what devices mean and what they say instead of
// "unknown", by the unit: a quantity that is given the wrong range fails.
func TestWindowsOfUnits(t *testing.T) {
	for _, test := range []struct {
		suffix    string
		real, not []float64
	}{
		{"_volts", []float64{0.5, 12, 48, 230, 400, 690}, []float64{-1, 4095, 41216, -159357104, 1e7}},
		{"_amperes", []float64{0.1, 16, 800}, []float64{65535, 835406.4}},
		{"_watts", []float64{1, 600, 250000}, []float64{-1, 2147483647}},
		{"_voltamperes", []float64{1, 1500, 500000}, []float64{-1, 2147483647}},
		{"_hertz", []float64{49.97, 60, 400}, []float64{-1, 655.35, 2000, 5990}},
		{"_celsius", []float64{-20, 25.5, 60}, []float64{-272, 255, 302, 3.02e18}},
		{"_timestamp_seconds", []float64{1e9, 1.75e9}, []float64{0, 1, -62135596800, 6.9e10}},
		{"_delay_seconds", []float64{0, 20, 86400}, []float64{-1, 2147483647}},
		{"_timer_seconds", []float64{0, 20, 86400}, []float64{-1, 2147483647}},
		{"battery_runtime_seconds", []float64{0, 1260, 86400}, []float64{-1, 3932100, 2147483647}},
		{"_power_factor_ratio", []float64{-0.9, 0.6, 1}, []float64{0, 94, -2}},
		{"_charge_ratio", []float64{0, 0.5, 1}, []float64{-0.01, 1.2, 2.55}},
		{"_load_ratio", []float64{0, 0.42, 1.3}, []float64{-0.01, 2.55, 5620.2}},
		{"_humidity_ratio", []float64{0.45, 1}, []float64{0, -0.01, 2.55}},
		{"_joules_total", []float64{0, 3.6e6, 1e12}, []float64{-1, 1e18}},
		{"_nominal_watts", []float64{600}, []float64{0}},
		{"_nominal_volts", []float64{230}, []float64{0, -1}},
		{"_nominal_hertz", []float64{50}, []float64{0}},
		{"_rating_amperes", []float64{16}, []float64{0, -1}},
		{"_phases", []float64{1, 3}, []float64{0}},
		{"_packs", []float64{0, 1}, []float64{-1}},
		{"device_up", []float64{0, 1}, []float64{-1, 2}},
	} {
		t.Run(test.suffix, func(t *testing.T) {
			found := false
			for _, q := range Quantities() {
				if !strings.HasSuffix("_"+q.Name(), "_"+strings.TrimPrefix(test.suffix, "_")) {
					continue
				}
				found = true
				for _, v := range test.real {
					if !q.Plausible(v) {
						t.Errorf("%s cannot be %g", q.Name(), v)
					}
				}
				for _, v := range test.not {
					if q.Plausible(v) {
						t.Errorf("%s can be %g", q.Name(), v)
					}
				}
			}
			if !found {
				t.Error("no quantity has this suffix")
			}
		})
	}
}

// TestZeroIsAValue holds that zero stays possible where it has a meaning.
func TestZeroIsAValue(t *testing.T) {
	for _, q := range []Quantity{
		BatteryCharge, BatteryRuntime, InputVoltage, InputFrequency, OutputVoltage, OutputPower,
		OutputLoad, OutletCurrent, SensorTemperature, SensorDewPoint, Power, BatteryCurrent,
	} {
		if !q.Plausible(0) {
			t.Errorf("%s cannot be 0", q.Name())
		}
	}
}
