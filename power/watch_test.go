package power_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
)

func TestWatchFirstSight(t *testing.T) {
	follow(t, []look{
		{at: 0, err: power.Timeout},
		{at: 60, err: power.Timeout},
		{
			at: 120, on: "on_battery low_battery", off: "online", says: "outlet_on{1} 0; alarm_info{Fan}; alarms 1",
			want: "first_seen (on_battery low_battery)",
		},
		{at: 135, on: "on_battery low_battery", off: "online", says: "outlet_on{1} 0; alarm_info{Fan}; alarms 1"},
		{
			at: 150, on: "online", off: "on_battery low_battery", says: "outlet_on{1} 1; alarms 0",
			want: "on_battery_ended for 30s; low_battery_ended for 30s; outlet_on @outlet 1 for 30s; alarm_ended @Fan for 30s",
		},
	})
}

func TestWatchStates(t *testing.T) {
	for name, looks := range map[string][]look{
		"begin and end": {
			{at: 0, on: "online", off: "overload", want: "first_seen (online)"},
			{at: 15, on: "online overload", want: "overload"},
			{at: 30, on: "online overload"},
			{at: 45, on: "online", off: "overload", want: "overload_ended for 30s"},
			{at: 60, on: "online", off: "overload"},
		},
		"what is not told does not end": {
			{at: 0, on: "overload", exact: true, want: "first_seen (overload)"},
			{at: 15, exact: true},
			{at: 30, on: "online", exact: true},
			{at: 45, off: "overload", exact: true, want: "overload_ended for 45s"},
		},
		"an exact source is first told": {
			{at: 0, on: "online", exact: true, want: "first_seen (online)"},
			{at: 15, on: "online overload", exact: true},
			{at: 30, on: "online", off: "overload", exact: true, want: "overload_ended for 15s"},
		},
		"others say what holds": {
			{at: 0, on: "online", want: "first_seen (online)"},
			{at: 15, on: "online eco", want: "eco"},
			{at: 30, on: "online", want: "eco_ended for 15s"},
			{at: 45, on: "online eco", want: "eco"},
		},
		"but not before any status": {
			{at: 0, says: "input_voltage_volts 230", want: "first_seen"},
			{at: 15, on: "online eco"},
			{at: 30, on: "online", want: "eco_ended for 15s"},
		},
		"neither mains nor battery": {
			{at: 0, on: "online", off: "on_battery", want: "first_seen (online)"},
			{at: 15, on: "on_battery", off: "online", want: "on_battery"},
			{at: 30, on: "waiting", off: "online on_battery"},
			{at: 45, on: "online", off: "on_battery", want: "on_battery_ended for 30s"},
		},
		"battery alone": {
			{at: 0, off: "on_battery", want: "first_seen"},
			{at: 15, on: "on_battery", want: "on_battery"},
			{at: 30, off: "on_battery", want: "on_battery_ended for 15s"},
		},
		"no events": {
			{at: 0, on: "online charging", off: "discharging alarm waiting", want: "first_seen (online charging)"},
			{at: 15, on: "discharging waiting", off: "online charging"},
		},
		"a long blind time": {
			{at: 0, on: "overload", want: "first_seen (overload)"},
			{at: 60, on: "overload"},
			{at: 361, off: "overload", want: "overload_ended for 1m0s"},
		},
		"just not too long": {
			{at: 0, on: "overload", want: "first_seen (overload)"},
			{at: 60, on: "overload"},
			{at: 360, off: "overload", want: "overload_ended for 6m0s"},
		},
		"another module": {
			{at: 0, on: "online", off: "overload", want: "first_seen (online)"},
			{at: 15, on: "overload", view: "other", want: "overload"},
			{at: 30, off: "overload", want: "overload_ended for 15s"},
		},
		"unknown while partial": {
			{at: 0, on: "overload", says: "outlet_on{1} 0", exact: true, want: "first_seen (overload)"},
			{at: 15, says: "input_voltage_volts 230", err: power.Timeout, exact: true},
			{
				at: 30, off: "overload", says: "outlet_on{1} 1", exact: true,
				want: "overload_ended for 30s; outlet_on @outlet 1 for 30s",
			},
		},
	} {
		t.Run(name, func(t *testing.T) { follow(t, looks) })
	}
}

// TestWatchEveryState holds that each state that is an event begins and ends.
func TestWatchEveryState(t *testing.T) {
	for _, state := range power.AllStates() {
		var begin, end string
		if kind := power.StateBegan(state); kind != "" {
			begin, end = string(kind), string(power.StateEnded(state))+" for 15s"
		}
		if state == power.Alarm {
			begin, end = "alarm", "alarm_ended for 15s"
		}
		if got := string(power.StateBegan(state).End()); begin != "" && state != power.Alarm && got+" for 15s" != end {
			t.Errorf("%s ends with %s, and its end is %s", begin, got, end)
		}
		follow(t, []look{
			{at: 0, off: state.String(), want: "first_seen"},
			{at: 15, on: state.String(), want: begin},
			{at: 30, off: state.String(), want: end},
		})
	}
}

func TestWatchOrder(t *testing.T) {
	follow(t, []look{
		{at: 0, off: "overload", on: "off", says: "input_selected{1}", want: "first_seen (off)"},
		{at: 15, err: power.Timeout},
		{at: 30, err: power.Refused, want: "communication_lost (refused) -15s"},
		{
			at: 45, on: "overload", off: "off", says: "input_selected{2}",
			want: "communication_restored (refused) for 45s; off_ended for 45s; overload; source_changed (1 -> 2)",
		},
	})
}

func TestWatchCommunication(t *testing.T) {
	const up = "input_voltage_volts 230"
	for name, looks := range map[string][]look{
		"twice": {
			{at: 0, says: up, want: "first_seen"},
			{at: 10, err: power.Stale},
			{at: 20, err: power.Stale, want: "communication_lost (stale) -10s"},
			{at: 30, err: power.Timeout},
			{at: 40, err: power.Timeout},
			{at: 50, says: up, want: "communication_restored (stale) for 50s"},
			{at: 60, err: power.Stale},
			{at: 70, says: up},
			{at: 80, err: power.Stale},
			{at: 90, says: up},
		},
		"long": {
			{at: 0, says: up, want: "first_seen"},
			{at: 44, err: power.Stale},
			{at: 44.5, says: up},
			{at: 100, err: power.Stale, want: "communication_lost (stale)"},
			{at: 110, says: up, want: "communication_restored (stale) for 1m5.5s"},
		},
		"canceled": {
			{at: 0, says: up, want: "first_seen"},
			{at: 10, err: power.Canceled},
			{at: 20, err: power.Canceled},
			{at: 100, err: power.Canceled},
		},
		"the agent has lost it": {
			{at: 0, on: "online", off: "on_battery", says: up, exact: true, want: "first_seen (online)"},
			{at: 10, says: "sensor_temperature_celsius{1} 20", err: power.Stale},
			{at: 20, says: "sensor_temperature_celsius{1} 20", err: power.Stale, want: "communication_lost (stale) -10s"},
		},
		"nothing but an answer": {
			{at: 0, want: "first_seen"},
			{at: 10, err: power.Timeout},
			{at: 20, want: ""},
			{at: 60, want: ""},
		},
		"the state before counts": {
			{at: 0, on: "online", off: "on_battery", want: "first_seen (online)"},
			{at: 60, err: power.Timeout, want: "communication_lost (timeout)"},
			{at: 3600, on: "on_battery", off: "online", want: "communication_restored (timeout) for 1h0m0s; on_battery"},
			{at: 3660, err: power.Timeout, want: "communication_lost (timeout)"},
			{
				at: 7200, on: "online", off: "on_battery",
				want: "communication_restored (timeout) for 1h0m0s; on_battery_ended for 0s",
			},
		},
	} {
		t.Run(name, func(t *testing.T) { follow(t, looks) })
	}
}

func TestWatchPlaces(t *testing.T) {
	for _, test := range []struct{ quantity, begins, ends, begin, end string }{
		{"outlet_on{3}", "0", "1", "outlet_off @outlet 3", "outlet_on @outlet 3"},
		{"branch_closed{B1}", "0", "1", "branch_open @branch B1", "branch_closed @branch B1"},
		{"sensor_active{1,door}", "1", "0", "sensor_active @sensor 1 door", "sensor_active_ended @sensor 1 door"},
		{"sensor_active{1,contact,2}", "1", "0", "sensor_active @sensor 1 contact 2", "sensor_active_ended @sensor 1 contact 2"},
		{"sensor_connected{1}", "0", "1", "sensor_lost @sensor 1", "sensor_restored @sensor 1"},
		{"input_good{2}", "0", "1", "input_bad @input 2", "input_good @input 2"},
		{"input_good", "0", "1", "input_bad @input", "input_good @input"},
		{"inputs_redundant", "0", "1", "redundancy_lost", "redundancy_restored"},
		{"module_ok{charger}", "0", "1", "module_failed @module charger", "module_restored @module charger"},
		{"battery_connected", "0", "1", "battery_disconnected @battery", "battery_connected @battery"},
		{"battery_connected{2}", "0", "1", "battery_disconnected @battery 2", "battery_connected @battery 2"},
		{"input_alarm{L2,1,voltage}", "1", "0", "alarm @input 1 L2 voltage", "alarm_ended @input 1 L2 voltage"},
		{"output_alarm{L1,current}", "1", "0", "alarm @output L1 current", "alarm_ended @output L1 current"},
		{"outlet_alarm{3,current}", "1", "0", "alarm @outlet 3 current", "alarm_ended @outlet 3 current"},
		{"branch_alarm{3,current}", "1", "0", "alarm @branch 3 current", "alarm_ended @branch 3 current"},
		{"sensor_alarm{4,humidity}", "1", "0", "alarm @sensor 4 humidity", "alarm_ended @sensor 4 humidity"},
	} {
		t.Run(test.quantity, func(t *testing.T) {
			follow(t, []look{
				{at: 0, says: "input_voltage_volts 230", want: "first_seen"},
				{at: 15, says: test.quantity + " " + test.ends},
				{at: 30, says: test.quantity + " " + test.begins, want: test.begin},
				{at: 45, says: "input_voltage_volts 230"}, // a part is missing: it goes on
				{at: 60, says: test.quantity + " " + test.begins},
				{at: 75, says: test.quantity + " " + test.ends, want: test.end + " for 45s"},
			})
		})
	}
}

// TestWatchTwice holds that of a flag that is told twice the first counts, as everywhere.
func TestWatchTwice(t *testing.T) {
	follow(t, []look{
		{at: 0, says: "outlet_on{1} 1", want: "first_seen"},
		{at: 15, says: "outlet_on{1} 0; outlet_on{1} 1", want: "outlet_off @outlet 1"},
	})
}

// TestWatchFlagsBounded holds that flags under ever new names do not fill the memory, nor keep out those that are told.
func TestWatchFlagsBounded(t *testing.T) {
	w := new(power.Watch)
	for i := range 5 {
		s := look{at: float64(i * 15)}.snapshot(t)
		for n := range 1000 {
			place := power.Place{strings.Repeat("x", i+1) + time.Duration(n).String()}
			s.Readings = append(s.Readings, power.Reading{Quantity: power.OutletOn, Place: place, Value: 1})
		}
		w.Observe(s, "")
		if i < 4 {
			continue
		}
		for n := range s.Readings {
			s.Readings[n].Value = 0
		}
		s.Taken = s.Taken.Add(15 * time.Second)
		if got := len(w.Observe(s, "")); got != 1000 {
			t.Errorf("%d of 1000 outlets went off", got)
		}
	}
	text, err := w.MarshalJSON()
	if err != nil || len(text) > 400_000 {
		t.Errorf("%d bytes, %v", len(text), err)
	}
}

func TestWatchDisorder(t *testing.T) {
	follow(t, []look{
		{at: 1000, on: "online", off: "on_battery", want: "first_seen (online)"},
		{at: 1000, on: "on_battery"},
		{at: 990, on: "on_battery"},
		{at: 880, on: "on_battery", err: power.Timeout},
		{at: 1015, on: "on_battery", want: "on_battery"},
		{at: 1030, err: power.Timeout},
		{at: 1020, on: "online"}, // older than the silence
		{at: 1045, on: "online", want: "on_battery_ended for 30s"},
	})
}

// TestWatchClockSetBack holds that a clock that was far ahead when the watch was stored does not stop it for ever.
func TestWatchClockSetBack(t *testing.T) {
	follow(t, []look{
		{at: 100000, on: "online", off: "on_battery overload", want: "first_seen (online)"},
		{at: 100015, on: "on_battery", off: "overload", want: "on_battery"},
		{at: 60, on: "online overload", off: "on_battery", want: "on_battery_ended for 0s; overload"},
		{at: 75, on: "online", off: "on_battery overload", want: "overload_ended for 15s"},
	})
	var w power.Watch
	for _, at := range []float64{1000, 0, 15} {
		s := look{at: at, on: "online", says: "outlet_on{1} 1"}.snapshot(t)
		if at == 0 {
			s.Readings[0].Value = 0
		}
		for _, ev := range w.Observe(s, "") {
			if ev.After.After(ev.Time) || ev.Began.After(ev.Time) || ev.Duration < 0 {
				t.Errorf("%+v", ev)
			}
		}
	}
	if events := w.Observe(&power.Snapshot{}, ""); events != nil {
		t.Errorf("a snapshot without a time gives %v", events)
	}
}

func TestWatchKinds(t *testing.T) {
	w := new(power.Watch)
	if kinds := w.Kinds(); kinds != nil {
		t.Errorf("kinds of nothing: %v", kinds)
	}
	w.Observe(look{
		on: "online", off: "on_battery charging", says: "outlet_on{1} 1; outlet_on{2} 1; outlet_alarm{1,current} 0; " +
			"device_uptime_seconds 5; alarms 0; input_selected{1}; input_line_bads_total 4; test_result{none}",
	}.snapshot(t), "")
	want := []power.EventKind{
		"alarm", "communication_lost", "device_rebooted", "input_disturbance", "on_battery", "outlet_off", "source_changed",
		"test_finished",
	}
	if got := reload(t, w).Kinds(); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	for _, kind := range w.Kinds() {
		if kind.Begin() != "" {
			t.Errorf("%s ends something", kind)
		}
	}
}

func TestWatchSince(t *testing.T) {
	w := new(power.Watch)
	w.Observe(look{at: 0, on: "online", off: "on_battery"}.snapshot(t), "")
	w.Observe(look{at: 60, on: "on_battery", off: "online", says: "battery_time_on_battery_seconds 20"}.snapshot(t), "")
	w = reload(t, w)
	if got := w.Since(power.OnBattery); !got.Equal(dawn.Add(40 * time.Second)) {
		t.Errorf("on battery since %v", got)
	}
	if got := w.Since(power.Online); !got.IsZero() {
		t.Errorf("online since %v", got)
	}
	if got := w.Since(99); !got.IsZero() {
		t.Errorf("a state that is none since %v", got)
	}
}
