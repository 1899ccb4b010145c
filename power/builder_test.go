package power

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func newBuilder() *Builder { return NewBuilder("ups", noon, 0) }

// shown prints readings for comparison: name{places}=value.
func shown(readings []Reading) []string {
	list := make([]string, 0, len(readings))
	for _, r := range readings {
		place := strings.TrimRight(strings.Join(r.Place[:], ","), ",")
		list = append(list, fmt.Sprintf("%s{%s}=%g", r.Quantity.Name(), place, r.Value))
	}
	return list
}

func wantReadings(t *testing.T, b *Builder, want ...string) {
	t.Helper()
	if got := shown(b.Snapshot().Readings); !slices.Equal(got, want) {
		t.Errorf("readings %q\n    want %q", got, want)
	}
}

func TestBuilderAdd(t *testing.T) {
	for _, test := range []struct {
		name     string
		quantity Quantity
		value    float64
		want     DropReason
	}{
		{"value", BatteryCharge, 0.5, ""},
		{"zero is a value", BatteryCharge, 0, ""},
		{"lower end", BatteryCurrent, -5000, ""},
		{"upper end", BatteryCharge, 1, ""},
		{"below", BatteryCharge, -0.01, OutOfRange},
		{"above", BatteryCharge, 2.55, OutOfRange},
		{"NaN", BatteryCharge, math.NaN(), OutOfRange},
		{"Inf", BatteryCharge, math.Inf(1), OutOfRange},
		{"-Inf", BatteryCurrent, math.Inf(-1), OutOfRange},
		{"zero rating", OutputPowerNominal, 0, Sentinel},
		{"negative zero rating", OutputPowerNominal, math.Copysign(0, -1), Sentinel},
		{"zero degrees inside a device", DeviceTemperature, 0, Sentinel},
		{"zero power factor", OutputPowerFactor, 0, Sentinel},
		{"negative rating", OutputPowerNominal, -1, OutOfRange},
		{"NaN rating", OutputPowerNominal, math.NaN(), OutOfRange},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := newBuilder()
			if why := b.Add(test.quantity, Place{}, test.value); why != test.want {
				t.Fatalf("dropped for %q, want %q", why, test.want)
			}
			got, ok := b.Find(test.quantity)
			if ok != (test.want == "") || ok && got != test.value {
				t.Errorf("found %v, %t", got, ok)
			}
			if n := len(b.Snapshot().Readings); (n == 1) != ok {
				t.Errorf("%d readings", n)
			}
		})
	}
}

func TestBuilderFirstWins(t *testing.T) {
	b := newBuilder()
	steps := []struct {
		line  string
		value float64
		want  DropReason
	}{
		{"L1", 0.4, ""},
		{"L1", 0.7, Duplicate},
		{"L1", 0.4, Duplicate},
		{" L1\n", 0.4, Duplicate}, // the same once it is cleaned
		{"L2", 9, OutOfRange},     // leaves the place free
		{"L2", 0.5, ""},
		{"", 0.6, ""},
	}
	for i, s := range steps {
		if why := b.Add(OutputLoad, Place{s.line}, s.value); why != s.want {
			t.Errorf("step %d: dropped for %q, want %q", i, why, s.want)
		}
	}
	if why := b.Add(InputLoad, Place{"L1"}, 0.1); why != "" { // another quantity
		t.Errorf("dropped for %q", why)
	}
	wantReadings(t, b, "output_load_ratio{L1}=0.4", "output_load_ratio{L2}=0.5",
		"output_load_ratio{}=0.6", "input_load_ratio{L1}=0.1")
}

func TestBuilderFind(t *testing.T) {
	b := newBuilder()
	b.Add(InputVoltage, Place{"L1", "bypass"}, 231)
	for _, test := range []struct {
		place []string
		ok    bool
	}{
		{[]string{"L1", "bypass"}, true},
		{[]string{"L1", "bypass", ""}, true},
		{[]string{"L1"}, false},
		{nil, false},
		{[]string{"bypass", "L1"}, false},
	} {
		s := b.Snapshot()
		v, ok := b.Find(InputVoltage, test.place...)
		v2, ok2 := s.Find(InputVoltage, test.place...)
		if ok != test.ok || ok && v != 231 || v != v2 || ok != ok2 {
			t.Errorf("%q: Builder %v, %t, Snapshot %v, %t", test.place, v, ok, v2, ok2)
		}
	}
}

func TestBuilderCleansLabels(t *testing.T) {
	b := NewBuilder(" ups\x00 ", noon, 0)
	b.Add(SensorActive, Place{"1", "door\n", strings.Repeat("x", 300)}, 1)
	s := b.Snapshot()
	want := Place{"1", "door", strings.Repeat("x", MaxLabel)}
	if s.Device != "ups" || !s.Taken.Equal(noon) || s.Readings[0].Place != want {
		t.Errorf("device %q at %v, place %q", s.Device, s.Taken, s.Readings[0].Place)
	}
}

func TestBuilderAddText(t *testing.T) {
	b := newBuilder()
	for i, step := range []struct {
		quantity Quantity
		place    Place
		text     string
		want     DropReason
	}{
		{InputTransferReason, Place{}, " input voltage\nout of range", ""},
		{InputTransferReason, Place{}, "input voltage out of range", Duplicate},
		{InputTransferReason, Place{}, "self test", Duplicate}, // the device has one text
		{AlarmInfo, Place{}, "Fan failed!", ""},
		{AlarmInfo, Place{}, "Replace battery!", ""}, // alarms are many
		{AlarmInfo, Place{}, "Fan failed!", Duplicate},
		{BatteryInfo, Place{}, "", Sentinel},
		{BatteryInfo, Place{}, " \x00 ", Sentinel},
		{OutletInfo, Place{"1"}, "Router", ""},
		{OutletInfo, Place{"2"}, "Router", ""},
		{OutletInfo, Place{"1"}, "Switch", Duplicate},      // a thing has one text
		{OutletInfo, Place{" 1\x00"}, "Switch", Duplicate}, // however it is written
	} {
		if why := b.AddText(step.quantity, step.place, step.text); why != step.want {
			t.Errorf("step %d: dropped for %q, want %q", i, why, step.want)
		}
	}
	wantReadings(t, b, "input_transfer_reason_info{input voltage out of range}=1",
		"alarm_info{Fan failed!}=1", "alarm_info{Replace battery!}=1",
		"outlet_info{1,Router}=1", "outlet_info{2,Router}=1")
}

func TestBuilderAddState(t *testing.T) {
	beeper := func(enabled, disabled, muted int) []string {
		return []string{
			fmt.Sprintf("beeper{enabled}=%d", enabled), fmt.Sprintf("beeper{disabled}=%d", disabled),
			fmt.Sprintf("beeper{muted}=%d", muted),
		}
	}
	for _, test := range []struct {
		name     string
		quantity Quantity
		states   []string
		why      DropReason // of the last
		want     []string
	}{
		{"first", Beeper, []string{"enabled"}, "", beeper(1, 0, 0)},
		{"last", Beeper, []string{"muted"}, "", beeper(0, 0, 1)},
		{"first wins", Beeper, []string{"disabled", "enabled"}, Duplicate, beeper(0, 1, 0)},
		{"the same again", Beeper, []string{"disabled", "disabled"}, Duplicate, beeper(0, 1, 0)},
		{"unknown is none of a set", Beeper, []string{"loud"}, UnknownState, nil},
		{"empty", Beeper, []string{""}, UnknownState, nil},
		{"the word unknown", Beeper, []string{"unknown"}, UnknownState, nil},
		{"unknown leaves room", Beeper, []string{"loud", "muted"}, "", beeper(0, 0, 1)},
		{"a set that is open", StatusSet, []string{"online"}, UnknownState, nil},
		{"no set", BatteryCharge, []string{"0.5"}, UnknownState, nil},
		{"unknown is one of a set", TestResult, []string{"meltdown"}, "", []string{
			"test_result{passed}=0", "test_result{warning}=0", "test_result{failed}=0",
			"test_result{in_progress}=0", "test_result{aborted}=0", "test_result{none}=0",
			"test_result{unknown}=1",
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := newBuilder()
			var why DropReason
			for _, s := range test.states {
				why = b.AddState(test.quantity, s)
			}
			if why != test.why {
				t.Errorf("dropped for %q, want %q", why, test.why)
			}
			wantReadings(t, b, test.want...)
		})
	}
}

// full returns a builder with room for some more readings.
func full(t *testing.T, room int) *Builder {
	t.Helper()
	b := newBuilder()
	for i := range MaxReadings - room {
		if why := b.Add(OutletCurrent, Place{strconv.Itoa(i)}, 1); why != "" {
			t.Fatalf("reading %d: dropped for %q", i, why)
		}
	}
	return b
}

func TestBuilderIsBounded(t *testing.T) {
	b := full(t, 1)
	if why := b.Add(BatteryCharge, Place{}, 1); why != "" {
		t.Fatalf("the last one: dropped for %q", why)
	}
	for name, why := range map[string]DropReason{
		"value": b.Add(BatteryVoltage, Place{}, 12),
		"text":  b.AddText(InputTransferReason, Place{}, "self test"),
		"state": b.AddState(Beeper, "muted"),
	} {
		if why != TooMany {
			t.Errorf("%s: dropped for %q, want %q", name, why, TooMany)
		}
	}
	if n := len(b.Snapshot().Readings); n != MaxReadings {
		t.Errorf("%d readings", n)
	}
}

// TestStatesWholeOrNotAtAll holds that a set without its active state, which
// would say that nothing holds, does not come about.
func TestStatesWholeOrNotAtAll(t *testing.T) {
	b := full(t, len(Beeper.States())-1)
	if why := b.AddState(Beeper, "muted"); why != TooMany {
		t.Errorf("dropped for %q, want %q", why, TooMany)
	}
	if _, ok := b.Find(Beeper, "enabled"); ok {
		t.Error("a part of the set was recorded")
	}
	b = full(t, len(Beeper.States()))
	if why := b.AddState(Beeper, "muted"); why != "" {
		t.Errorf("dropped for %q, with room for all", why)
	}
}

func TestBuilderDrops(t *testing.T) {
	b := newBuilder()
	for _, why := range append([]DropReason{"", Duplicate}, DropReasons()...) {
		b.Drop("battery.charge", "255", why)
	}
	b.Unmapped("ups.x")
	b.Raw(Variable{Name: "ups.x", Text: "1", Number: 1, Numeric: true})
	b.Raw(Variable{Name: " ups.x\n", Text: "2"}) // the same name when cleaned
	b.Raw(Variable{Name: "\x00", Text: "2"})
	b.Info().Model = "X"
	b.Status().Set(Online)
	s := b.Snapshot()
	if len(s.Drops) != len(DropReasons()) {
		t.Errorf("drops %v: want all but duplicates", s.Drops)
	}
	for _, d := range s.Drops {
		if d.Reason == Duplicate || d.Reason == "" || d.Input != "battery.charge" || d.Value != "255" {
			t.Errorf("drop %+v", d)
		}
	}
	if !slices.Equal(s.Unmapped, []string{"ups.x"}) || len(s.Raw) != 1 || s.Info.Model != "X" ||
		!s.Status.Active.Has(Online) || s.Err != nil {
		t.Errorf("snapshot %+v", s)
	}
}
