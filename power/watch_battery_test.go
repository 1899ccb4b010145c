package power_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
)

func TestWatchBattery(t *testing.T) {
	const mains, battery = "online", "on_battery"
	for name, looks := range map[string][]look{
		"lowest values": {
			{at: 0, on: mains, off: battery, says: "battery_charge_ratio 0.3", want: "first_seen (online)"},
			{at: 15, on: battery, off: mains, says: "battery_charge_ratio 0.9; battery_voltage_volts 26", want: "on_battery"},
			{at: 30, on: battery, off: mains, says: "battery_charge_ratio 0.5; battery_voltage_volts{2} 1"},
			{at: 45, on: battery, off: mains, says: "battery_charge_ratio 0.6; battery_voltage_volts 24.5"},
			{at: 60, on: mains, off: battery, says: "battery_charge_ratio 0.55", want: "on_battery_ended for 45s 0.5 24.5V"},
			{at: 75, on: battery, off: mains, want: "on_battery"},
			{at: 90, on: mains, off: battery, want: "on_battery_ended for 15s"},
		},
		"a test": {
			{at: 0, on: mains, off: "on_battery testing", want: "first_seen (online)"},
			{at: 15, on: "on_battery testing", off: mains, want: "on_battery (testing); testing"},
			{
				at: 30, on: mains, off: "on_battery testing", says: "test_result{passed}",
				want: "on_battery_ended (testing) for 15s; testing_ended (passed) for 15s; test_finished (passed) R",
			},
		},
		"a calibration found late": {
			{at: 0, on: mains, off: "on_battery calibrating", want: "first_seen (online)"},
			{at: 15, on: battery, off: "online calibrating", want: "on_battery"},
			{at: 30, on: "on_battery calibrating", off: mains, want: "calibrating"},
			{at: 45, on: battery, off: "online calibrating", want: "calibrating_ended for 15s"},
			{at: 60, on: mains, off: "on_battery calibrating", want: "on_battery_ended (calibrating) for 45s"},
			{at: 75, on: battery, off: "online calibrating", want: "on_battery"},
		},
		"the device knows when": {
			{at: 0, on: mains, off: battery, want: "first_seen (online)"},
			{at: 60, on: battery, off: mains, says: "battery_time_on_battery_seconds 40", want: "on_battery -40s"},
			{at: 90, on: mains, off: battery, says: "battery_time_on_battery_seconds 0", want: "on_battery_ended for 1m10s"},
			{at: 120, on: battery, off: mains, says: "battery_time_on_battery_seconds 400", want: "on_battery -30s"},
		},
		"back unseen": {
			{at: 0, on: mains, off: battery, want: "first_seen (online)"},
			{at: 60, on: battery, off: mains, says: "battery_time_on_battery_seconds 30; battery_charge_ratio 0.7", want: "on_battery -30s"},
			{
				at: 120, on: battery, off: mains, says: "battery_time_on_battery_seconds 20; battery_charge_ratio 0.8",
				want: "on_battery_ended R -20s for 30s 0.7; on_battery R -20s",
			},
			{at: 180, on: battery, off: mains, says: "battery_time_on_battery_seconds 80; battery_charge_ratio 0.8"},
			{at: 240, on: mains, off: battery, want: "on_battery_ended for 2m20s 0.8"},
		},
		"another module has another clock": {
			{at: 0, on: mains, off: battery, want: "first_seen (online)"},
			{at: 60, on: battery, off: mains, says: "battery_time_on_battery_seconds 30", want: "on_battery -30s"},
			{at: 120, on: battery, off: mains, says: "battery_time_on_battery_seconds 20", view: "other"},
		},
		"a clock that stands still": {
			{at: 0, on: mains, off: battery, want: "first_seen (online)"},
			{at: 60, on: battery, says: "battery_time_on_battery_seconds 1", want: "on_battery -1s"},
			{at: 120, on: battery, says: "battery_time_on_battery_seconds 1"},
			{at: 180, on: battery, says: "battery_time_on_battery_seconds 0"},
			{at: 240, on: battery, says: "battery_time_on_battery_seconds 0"},
		},
		"a clock of minutes": {
			{at: 0, on: mains, off: battery, want: "first_seen (online)"},
			{at: 100, on: battery, says: "battery_time_on_battery_seconds 0", want: "on_battery"},
			{at: 190, on: battery, says: "battery_time_on_battery_seconds 60"},
			{at: 280, on: battery, says: "battery_time_on_battery_seconds 180"},
		},
		"a late answer": {
			{at: 0, on: mains, off: battery, want: "first_seen (online)"},
			{at: 15, on: battery, says: "battery_time_on_battery_seconds 0", want: "on_battery"},
			{at: 30, on: battery, says: "battery_time_on_battery_seconds 7"},
		},
	} {
		t.Run(name, func(t *testing.T) { follow(t, looks) })
	}
}

func TestWatchTransfers(t *testing.T) {
	count := func(n int) string { return fmt.Sprintf("battery_transfers_total %d", n) }
	const mains, battery = "online", "on_battery"
	for name, looks := range map[string][]look{
		"on mains": {
			{at: 0, on: mains, off: battery, says: count(5), want: "first_seen (online)"},
			{at: 15, on: mains, off: battery, says: count(5)},
			{at: 30, on: mains, off: battery, says: count(6), want: "on_battery R; on_battery_ended R for 0s"},
			{at: 45, on: mains, off: battery, says: count(9), want: "on_battery R x3; on_battery_ended R x3 for 0s"},
		},
		"one was seen": {
			{at: 0, on: mains, off: battery, says: count(5), want: "first_seen (online)"},
			{at: 15, on: battery, off: mains, says: count(6), want: "on_battery"},
			{at: 30, on: mains, off: battery, says: count(6), want: "on_battery_ended for 15s"},
			{at: 45, on: battery, off: mains, says: count(9), want: "on_battery R x2; on_battery_ended R x2 for 0s; on_battery"},
			{at: 60, on: mains, off: battery, says: count(10), want: "on_battery_ended for 15s; on_battery R; on_battery_ended R for 0s"},
		},
		"on battery": {
			{at: 0, on: mains, off: battery, says: count(5), want: "first_seen (online)"},
			{at: 15, on: battery, off: mains, says: count(6), want: "on_battery"},
			{at: 30, on: battery, off: mains, says: count(8), want: "on_battery_ended R x2 for 0s; on_battery R x2"},
			{
				at: 45, on: battery, off: mains, says: count(9) + "; battery_time_on_battery_seconds 4",
				want: "on_battery_ended R -4s for 0s; on_battery R -4s",
			},
		},
		"counted late": {
			{at: 0, on: mains, off: battery, says: count(5), want: "first_seen (online)"},
			{at: 15, on: battery, off: mains, says: count(5), want: "on_battery"},
			{at: 30, on: mains, off: battery, says: count(6), want: "on_battery_ended for 15s"},
			{at: 45, on: battery, off: mains, says: count(6), want: "on_battery"},
			{at: 60, on: mains, off: battery, says: count(6), want: "on_battery_ended for 15s"},
			{at: 75, on: mains, off: battery, says: count(7), want: "on_battery R; on_battery_ended R for 0s"},
		},
		"not told for a while": {
			{at: 0, on: mains, off: battery, says: count(5), want: "first_seen (online)"},
			{at: 15, on: battery, off: mains, want: "on_battery"},
			{at: 30, on: mains, off: battery, want: "on_battery_ended for 15s"},
			{at: 45, on: mains, off: battery, says: count(6)},
			{at: 60, on: mains, off: battery, says: count(7), want: "on_battery R; on_battery_ended R for 0s"},
		},
		"first seen on battery": {
			{at: 0, on: battery, off: mains, says: count(5), want: "first_seen (on_battery)"},
			{at: 15, on: battery, off: mains, says: count(6), want: "on_battery_ended R for 0s; on_battery R"},
		},
		"the state is first told later": {
			{at: 0, on: mains, says: count(5), exact: true, want: "first_seen (online)"},
			{at: 15, on: battery, off: mains, says: count(8), exact: true},
			{at: 30, on: mains, off: battery, says: count(8), exact: true, want: "on_battery_ended for 15s"},
		},
		"set back, and absurd": {
			{at: 0, on: mains, off: battery, says: count(5), want: "first_seen (online)"},
			{at: 15, on: mains, off: battery, says: count(0)},
			{at: 30, on: mains, off: battery, says: count(900000)},
			{at: 45, on: mains, off: battery, says: count(900001), want: "on_battery R; on_battery_ended R for 0s"},
		},
		"another device, or module": {
			{at: 0, on: mains, off: battery, says: count(5), info: power.Info{Serial: "a"}, want: "first_seen (online)"},
			{at: 15, on: mains, off: battery, says: count(6), info: power.Info{Serial: "b"}, want: "serial_changed (a -> b)"},
			{at: 30, on: mains, off: battery, says: count(7), view: "other"},
			{at: 45, on: mains, off: battery, says: count(8), view: "other", want: "on_battery R; on_battery_ended R for 0s"},
			{at: 60, on: mains, off: battery, view: "third"},
			{at: 75, on: mains, off: battery, says: count(20), view: "third"},
		},
	} {
		t.Run(name, func(t *testing.T) { follow(t, looks) })
	}
}

func TestWatchTransferReason(t *testing.T) {
	why := func(text string) string { return "input_transfer_reason_info{" + text + "}" }
	const mains, battery = "online", "on_battery"
	for name, looks := range map[string][]look{
		"on mains": {
			{at: 0, on: mains, off: battery, says: why("noTransfer"), want: "first_seen (online)"},
			{
				at: 15, on: mains, off: battery, says: why("blackout"),
				want: "on_battery (blackout) R; on_battery_ended (blackout) R for 0s",
			},
			{at: 30, on: mains, off: battery, says: why("blackout")},
			{at: 45, on: mains, off: battery, says: why("none")},
			{
				at: 60, on: mains, off: battery, says: why("self test"),
				want: "on_battery (testing) R; on_battery_ended (testing) R for 0s",
			},
			{at: 75, on: mains, off: battery},
			{at: 90, on: mains, off: battery, says: why("selfTest")},
			{at: 105, on: mains, off: battery, says: why("O")},
		},
		"of an outage that was seen": {
			{at: 0, on: mains, off: battery, says: why("none"), want: "first_seen (online)"},
			{at: 15, on: battery, off: mains, says: why("none"), want: "on_battery"},
			{at: 30, on: mains, off: battery, says: why("none"), want: "on_battery_ended for 15s"},
			{at: 45, on: mains, off: battery, says: why("blackout")},
			{
				at: 60, on: mains, off: battery, says: why("brownout"),
				want: "on_battery (brownout) R; on_battery_ended (brownout) R for 0s",
			},
		},
		"where transfers are counted": {
			{at: 0, on: mains, off: battery, says: why("none") + "; battery_transfers_total 5", want: "first_seen (online)"},
			{at: 15, on: mains, off: battery, says: why("blackout") + "; battery_transfers_total 5"},
			{
				at: 30, on: mains, off: battery, says: why("brownout") + "; battery_transfers_total 6",
				want: "on_battery (brownout) R; on_battery_ended (brownout) R for 0s",
			},
		},
		"of a transfer switch": {
			{at: 0, off: "overload", says: why("none"), want: "first_seen"},
			{at: 15, off: "overload", says: why("blackout")},
		},
		"read otherwise": {
			{at: 0, on: mains, off: battery, says: why("blackout"), want: "first_seen (online)"},
			{at: 15, on: mains, off: battery, says: why("T"), view: "other"},
		},
	} {
		t.Run(name, func(t *testing.T) { follow(t, looks) })
	}
}

// TestWatchAfter holds that an event knows when the contrary was last seen.
func TestWatchAfter(t *testing.T) {
	w := new(power.Watch)
	for _, test := range []struct {
		look
		after float64
	}{
		{look{at: 0, on: "online", off: "on_battery", says: "outlet_on{1} 1", want: "first_seen (online)"}, -1},
		{look{at: 15, on: "online", off: "on_battery"}, 0},
		{look{at: 30, says: "outlet_on{1} 0", exact: true, want: "outlet_off @outlet 1"}, 0},
		{look{at: 45, on: "on_battery", off: "online", want: "on_battery"}, 15},
		{look{at: 60, on: "on_battery", says: "outlet_on{1} 1", want: "outlet_on @outlet 1 for 30s"}, 30},
		{look{at: 75, on: "online", off: "on_battery", want: "on_battery_ended for 30s"}, 60},
		{look{at: 90, says: "outlet_on{1} 1"}, 0},
		{look{at: 105, on: "online eco", want: "eco"}, 75}, // the last status without it
	} {
		s := test.snapshot(t)
		events := w.Observe(s, "")
		if got := tellAll(events, s.Taken); got != test.want {
			t.Errorf("at %g: %s, want %s", test.at, got, test.want)
		}
		for _, ev := range events {
			if want := dawn.Add(time.Duration(test.after) * time.Second); test.after >= 0 && !ev.After.Equal(want) {
				t.Errorf("%s after %v, want %v", ev.Kind, ev.After, want)
			} else if test.after < 0 && !ev.After.IsZero() {
				t.Errorf("%s after %v, want never", ev.Kind, ev.After)
			}
		}
	}
}
