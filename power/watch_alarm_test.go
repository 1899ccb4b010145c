package power_test

import (
	"fmt"
	"testing"

	"github.com/argus-power/argus/power"
)

func TestWatchAlarms(t *testing.T) {
	for name, looks := range map[string][]look{
		"texts": {
			{at: 0, off: "alarm", says: "alarms 0", want: "first_seen"},
			{at: 15, on: "alarm", says: "alarms 2; alarm_info{Fan}; alarm_info{Hot}", want: "alarm @Fan; alarm @Hot"},
			{at: 30, on: "alarm", says: "alarms 2; alarm_info{Hot}; alarm_info{Fan}"},
			{at: 45, on: "alarm", says: "alarms 1; alarm_info{Hot}", want: "alarm_ended @Fan for 30s"},
			{at: 60, on: "alarm", says: "alarms 1"},
			{at: 75, off: "alarm", says: "alarms 0", want: "alarm_ended @Hot for 1m0s"},
		},
		"the state alone": {
			{at: 0, off: "alarm", exact: true, want: "first_seen"},
			{at: 15, on: "alarm", exact: true, want: "alarm"},
			{at: 30, exact: true},
			{at: 45, off: "alarm", exact: true, want: "alarm_ended for 30s"},
		},
		"the number alone": {
			{at: 0, says: "alarms 0", want: "first_seen"},
			{at: 15, says: "alarms 3", want: "alarm"},
			{at: 30},
			{at: 45, says: "alarms 0", want: "alarm_ended for 30s"},
		},
		"a name later": {
			{at: 0, says: "alarms 0", want: "first_seen"},
			{at: 15, says: "alarms 1", want: "alarm"},
			{at: 30, says: "alarms 1; alarm_info{Fan}", want: "alarm_ended for 15s; alarm @Fan"},
			{at: 45, says: "alarms 1"},
			{at: 60, says: "alarms 0", want: "alarm_ended @Fan for 30s"},
		},
		"only texts": {
			{at: 0, says: "input_voltage_volts 230", want: "first_seen"},
			{at: 15, says: "alarm_info{Fan}", want: "alarm @Fan"},
			{at: 30, says: "input_voltage_volts 230", err: power.Timeout},
			{at: 45, says: "alarm_info{Fan}"},
			{at: 60, says: "input_voltage_volts 230", want: "alarm_ended @Fan for 45s"},
		},
		"a part is missing": {
			{at: 0, says: "alarms 2; alarm_info{A}; alarm_info{B}", want: "first_seen"},
			{at: 15, says: "alarms 2; alarm_info{A}", err: power.Timeout},
			{at: 30, says: "alarm_info{A}", err: power.Timeout},
			{at: 45, says: "alarms 1; alarm_info{A}", err: power.Timeout, want: "alarm_ended @B for 45s"},
			{at: 60, off: "alarm", says: "outlet_on{1}", err: power.Timeout},
			{at: 75, says: "alarms 0", err: power.Timeout, want: "alarm_ended @A for 1m15s"},
		},
		"numbers in texts": {
			{at: 0, says: "alarms 0", want: "first_seen"},
			{at: 15, says: "alarm_info{Battery 12.5 days old!}", want: "alarm @Battery 12.5 days old!"},
			{at: 30, says: "alarm_info{Battery 13 days old!}"},
			{at: 45, says: "alarm_info{Battery 14 days old!}"},
			{at: 60, says: "alarm_info{Battery 14 days old!}; alarm_info{Battery 1 days old!}", want: "alarm @Battery 1 days old!"},
			{at: 75, says: "alarm_info{Battery 1 days old!}", want: "alarm_ended @Battery 12.5 days old! for 1m0s"},
			{at: 90, says: "alarm_info{Battery missing}", want: "alarm_ended @Battery 1 days old! for 30s; alarm @Battery missing"},
		},
		"the old numbers again": {
			{at: 0, says: "alarms 0", want: "first_seen"},
			{at: 15, says: "alarm_info{B 12}", want: "alarm @B 12"},
			{at: 30, says: "alarm_info{B 13}"},
			{at: 45, says: "alarm_info{B 13}; alarm_info{B 12}"},
			{at: 60, says: "alarms 0", want: "alarm_ended @B 12 for 45s"},
		},
		"a module without alarms": {
			{at: 0, says: "input_voltage_volts 230", want: "first_seen"},
			{at: 15, says: "alarm_info{Fan}", want: "alarm @Fan"},
			{at: 30, view: "b"},
			{at: 45, says: "alarm_info{Fan}"},
		},
		"another module": {
			{at: 0, says: "alarms 0", want: "first_seen"},
			{at: 15, says: "alarms 1; alarm_info{Fan}", view: "a", want: "alarm @Fan"},
			{at: 30, says: "alarms 1; alarm_info{fan failure}", view: "b"},
			{at: 45, says: "alarms 1; alarm_info{Fan}", view: "a"},
			{at: 60, view: "b"},
			{at: 75, says: "alarms 0", view: "a", want: "alarm_ended @Fan for 1m0s"},
			{at: 90, view: "b"},
			{at: 105, says: "alarms 1; alarm_info{Hot}", view: "a", want: "alarm @Hot"},
		},
		"first known in part": {
			{at: 0, says: "outlet_on{1}", err: power.Timeout, want: "first_seen"},
			{at: 15, says: "alarm_info{Fan}"},
			{at: 30, says: "outlet_on{1}", want: "alarm_ended @Fan for 15s"},
		},
	} {
		t.Run(name, func(t *testing.T) { follow(t, looks) })
	}
}

// TestWatchAlarmsBounded holds that no number of alarms fills the memory, and that what is beyond the bound
// neither begins nor ends.
func TestWatchAlarmsBounded(t *testing.T) {
	raised := func(at float64, from, to int) *power.Snapshot {
		s := look{at: at, says: "alarms 200"}.snapshot(t)
		for i := from; i < to; i++ {
			s.Readings = append(s.Readings, power.Reading{
				Quantity: power.AlarmInfo, Place: power.Place{fmt.Sprintf("%c%c", 'a'+i%26, 'a'+i/26)}, Value: 1,
			})
		}
		return s
	}
	w := new(power.Watch)
	w.Observe(raised(0, 0, 1), "")
	if got := len(w.Observe(raised(15, 0, 200), "")); got != 63 {
		t.Errorf("%d alarms raised beside the first", got)
	}
	if got := w.Observe(raised(30, 0, 200), ""); got != nil {
		t.Errorf("then %v", got)
	}
	if got := len(w.Observe(look{at: 45, says: "alarms 0"}.snapshot(t), "")); got != 64 {
		t.Errorf("%d alarms ended", got)
	}
}
