package power

import (
	"fmt"
	"math"
	"testing"
)

// at is a reading at a place of several labels.
type at struct {
	quantity Quantity
	place    Place
	value    float64
}

// TestDerivePowerOfPlaces holds where the power comes from on devices with several
// inlets, lines or currents.
func TestDerivePowerOfPlaces(t *testing.T) {
	tests := []struct {
		name   string
		kind   string
		told   []at
		want   float64 // 0 means that there is no power
		method string
	}{
		{"inlets", "pdu", []at{
			{InputPower, Place{"", "1"}, 400}, {InputPower, Place{"", "2"}, 300},
		}, 700, MethodMeasured},
		{"lines of inlets", "pdu", []at{
			{InputPower, Place{"L1", "1"}, 100}, {InputPower, Place{"L2", "1"}, 50}, {InputPower, Place{"", "2"}, 20},
		}, 170, MethodMeasured},
		{"a total counts, not its inlets", "pdu", []at{
			{InputPower, Place{}, 690}, {InputPower, Place{"", "1"}, 400}, {InputPower, Place{"", "2"}, 300},
		}, 690, MethodMeasured},
		{"a bypass is no inlet", "ups", []at{{InputPower, Place{"", "bypass"}, 400}}, 0, ""},
		{"delta", "pdu", []at{
			{InputPower, Place{"L1-L2"}, 10}, {InputPower, Place{"L2-L3"}, 20}, {InputPower, Place{"L3-L1"}, 30},
		}, 60, MethodMeasured},
		{"two of three pairs", "pdu", []at{
			{InputPower, Place{"L1-L2"}, 10}, {InputPower, Place{"L2-L3"}, 20},
		}, 0, ""},
		{"direct current", "dc", []at{
			{OutputVoltage, Place{}, 54}, {OutputCurrent, Place{}, 10},
		}, 540, MethodMeasured},
		{"volts and amperes of a UPS are no watts", "ups", []at{
			{OutputVoltage, Place{}, 230}, {OutputCurrent, Place{}, 10},
		}, 0, ""},
		{"watts in another unit", "ups", []at{
			{OutputVoltage, Place{}, 230},
			{OutputCurrent, Place{}, 18},
			{OutputPower, Place{}, 34},
			{OutputLoad, Place{}, 0.4},
			{OutputPowerNominal, Place{}, 10000},
		}, 4000, MethodLoad},
		{"too many watts", "ups", []at{
			{OutputVoltage, Place{"L1"}, 230},
			{OutputCurrent, Place{"L1"}, 3},
			{OutputPower, Place{"L1"}, 5000},
			{OutputPhases, Place{}, 1},
		}, 0, ""},
		{"a low power factor is possible", "ups", []at{
			{OutputVoltage, Place{}, 230}, {OutputCurrent, Place{}, 10}, {OutputPower, Place{}, 400},
		}, 400, MethodMeasured},
		{"rounded currents prove nothing", "ups", []at{
			{OutputVoltage, Place{}, 230}, {OutputCurrent, Place{}, 1}, {OutputPower, Place{}, 20},
		}, 20, MethodMeasured},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBuilder()
			b.Info().Type = test.kind
			for _, r := range test.told {
				if why := b.Add(r.quantity, r.place, r.value); why != "" {
					t.Fatalf("%s: %s", r.quantity.Name(), why)
				}
			}
			DerivePower(b, Ratings{})
			got, ok := b.Find(Power)
			if ok != (test.want != 0) || math.Abs(got-test.want) > 1e-9 {
				t.Fatalf("got %g (%t), want %g", got, ok, test.want)
			}
			if _, named := b.Find(PowerInfo, test.method); ok && !named {
				t.Errorf("not by %s", test.method)
			}
		})
	}
}

// TestDeriveAlarm holds that the number of alarms tells the state, where nothing
// better does.
func TestDeriveAlarm(t *testing.T) {
	for _, test := range []struct {
		count        float64 // below 0: not told
		named        int     // alarms told by name
		told         bool    // the device denies the state itself
		active, able bool
		counted      bool
	}{
		{2, 0, false, true, true, true},
		{0, 0, false, false, true, true},
		{2, 0, true, true, true, true}, // of alarms that nobody has a name for
		{0, 0, true, false, true, true},
		{-1, 0, false, false, false, false},
		{2, 2, false, true, true, true},
		{0, 1, false, false, false, false}, // it counts something else
		{0, 1, true, false, true, false},
	} {
		b := newBuilder()
		if test.count >= 0 {
			b.Add(Alarms, Place{}, test.count)
		}
		for i := range test.named {
			b.AddText(AlarmInfo, Place{}, fmt.Sprint("alarm ", i))
		}
		if test.told {
			b.Status().Deny(Alarm)
		}
		DeriveAlarm(b)
		s := b.Snapshot()
		_, counted := s.Find(Alarms)
		if s.Status.Active.Has(Alarm) != test.active || s.Status.Reportable.Has(Alarm) != test.able || counted != test.counted {
			t.Errorf("%+v: got %v of %v, counted %t", test, s.Status.Active.List(), s.Status.Reportable.List(), counted)
		}
	}
}

// TestPhasesOfLines holds that a device is not said to have one phase beside the values
// of several.
func TestPhasesOfLines(t *testing.T) {
	for _, line := range []string{"", "L1", "L2"} {
		b := newBuilder()
		b.Add(OutputPhases, Place{}, 1)
		b.Add(InputPhases, Place{}, 1)
		b.Add(OutputVoltage, Place{line}, 230)
		DerivePower(b, Ratings{})
		s := b.Snapshot()
		_, output := s.Find(OutputPhases)
		_, input := s.Find(InputPhases)
		if output != (line != "L2") || !input {
			t.Errorf("line %q: output phases told %t, input phases %t", line, output, input)
		}
	}
}

// TestFrequencyOfVoltage holds that there is no 0 Hz with a voltage.
func TestFrequencyOfVoltage(t *testing.T) {
	for _, test := range []struct {
		volts, hertz float64
		told         bool
	}{{123, 0, false}, {0, 0, true}, {20, 0, true}, {123, 60, true}} {
		b := newBuilder()
		b.Add(OutputVoltage, Place{}, test.volts)
		b.Add(OutputFrequency, Place{}, test.hertz)
		DerivePower(b, Ratings{})
		s := b.Snapshot()
		if _, told := s.Find(OutputFrequency); told != test.told {
			t.Errorf("%v V, %v Hz: told %t", test.volts, test.hertz, told)
		}
	}
}

// TestPowerOfApparentLines holds that volt-amperes and power factors of lines are enough,
// if each has both, and that sums have no more digits than what they are of.
func TestPowerOfApparentLines(t *testing.T) {
	for _, test := range []struct {
		factor2, want float64 // 0: not told
		known         bool
	}{{0.5, 0.3, true}, {0, 0, false}} {
		b := newBuilder()
		b.Add(InputApparentPower, Place{}, 0.6) // does not make up for a line
		for _, line := range []string{"L1", "L2", "L3"} {
			b.Add(InputApparentPower, Place{line}, 0.2)
			if factor := 0.5; line != "L2" || test.factor2 != 0 {
				b.Add(InputPowerFactor, Place{line}, factor)
			}
		}
		DerivePower(b, Ratings{})
		s := b.Snapshot()
		if v, known := s.Find(Power); v != test.want || known != test.known {
			t.Errorf("%+v: got %v (%t)", test, v, known)
		}
	}
}
