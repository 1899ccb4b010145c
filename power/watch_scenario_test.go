package power_test

import "testing"

// TestWatchScenarios are what befalls devices in the field, told as an owner would tell it.
func TestWatchScenarios(t *testing.T) {
	const mains, battery = "online", "on_battery"
	for name, looks := range map[string][]look{
		"a card that tells zero while it starts": {
			{at: 0, on: mains, off: battery, says: "battery_transfers_total 5; input_line_bads_total 100", want: "first_seen (online)"},
			{at: 15, on: mains, off: battery, says: "battery_transfers_total 0; input_line_bads_total 0"},
			{at: 30, on: mains, off: battery, says: "battery_transfers_total 0; input_line_bads_total 0"},
			{
				at: 45, on: mains, off: battery, says: "battery_transfers_total 5; input_line_bads_total 101",
				want: "input_disturbance R",
			},
			{
				at: 60, on: mains, off: battery, says: "battery_transfers_total 6; input_line_bads_total 101",
				want: "on_battery R; on_battery_ended R for 0s",
			},
		},
		"silent when the clock is set back": {
			{at: 5000, on: mains, off: battery, want: "first_seen (online)"},
			{at: 5015, err: "timeout"},
			{at: 100, err: "timeout"},
			{at: 115, err: "timeout", want: "communication_lost (timeout)"},
			{at: 130, err: "timeout"},
		},
		"a counter that was set back for good": {
			{at: 0, on: mains, off: battery, says: "battery_transfers_total 2", want: "first_seen (online)"},
			{at: 15, on: mains, off: battery, says: "battery_transfers_total 0"},
			{at: 30, on: mains, off: battery, says: "battery_transfers_total 1", want: "on_battery R; on_battery_ended R for 0s"},
			{at: 45, on: mains, off: battery, says: "battery_transfers_total 2", want: "on_battery R; on_battery_ended R for 0s"},
			{at: 60, on: mains, off: battery, says: "battery_transfers_total 0"},
			{at: 2000, on: mains, off: battery, says: "battery_transfers_total 3", want: "on_battery R x3; on_battery_ended R x3 for 0s"},
		},
		"a test that never ends is not why": {
			{at: 0, on: "online testing", off: battery, want: "first_seen (online testing)"},
			{at: 86400, on: "online testing", off: battery},
			{at: 86415, on: "on_battery testing", off: mains, want: "on_battery"},
			{at: 86430, on: "online testing", off: battery, want: "on_battery_ended for 15s"},
		},
		"a test that begins late in an outage is not why": {
			{at: 0, on: mains, off: "on_battery testing", want: "first_seen (online)"},
			{at: 15, on: battery, off: "online testing", want: "on_battery"},
			{at: 1500, on: "on_battery testing", off: mains, want: "testing"},
			{at: 1515, on: mains, off: "on_battery testing", want: "on_battery_ended for 25m0s; testing_ended for 15s"},
		},
		"a driver that starts again during an outage": {
			{at: 0, on: "online replace_battery", off: battery, want: "first_seen (online replace_battery)"},
			{at: 15, on: "on_battery replace_battery low_battery", off: mains, want: "on_battery; low_battery"},
			{at: 30, err: "driver_not_connected"},
			{at: 45, on: "waiting", err: "waiting", want: "communication_lost (waiting) -15s"},
			{at: 60, on: "waiting", err: "waiting"},
			{at: 75, on: "on_battery replace_battery low_battery", off: mains, want: "communication_restored (waiting) for 1m0s"},
			{at: 90, on: "online replace_battery", off: "on_battery low_battery", want: "on_battery_ended for 1m15s; low_battery_ended for 1m15s"},
		},
		"one silence of two scrapers": {
			{at: 0, on: mains, off: battery, want: "first_seen (online)"},
			{at: 15, err: "timeout"},
			{at: 15.2, err: "timeout"},
			{at: 18, err: "timeout"},
			{at: 30, on: mains, off: battery},
			{at: 45, err: "timeout"},
			{at: 60, err: "timeout", want: "communication_lost (timeout) -15s"},
			{at: 75, on: mains, off: battery, want: "communication_restored (timeout) for 45s"},
		},
		"self tests between two scrapes, which the device counts": {
			{at: 0, on: mains, off: "on_battery testing", says: "battery_transfers_total 5", want: "first_seen (online)"},
			{
				at: 15, on: "online testing", off: battery, says: "battery_transfers_total 6",
				want: "on_battery (testing) R; on_battery_ended (testing) R for 0s; testing",
			},
			{at: 30, on: mains, off: "on_battery testing", says: "battery_transfers_total 6; test_timestamp_seconds 5", want: "testing_ended for 15s"},
			{
				at: 45, on: mains, off: "on_battery testing", says: "battery_transfers_total 7; test_timestamp_seconds 9",
				want: "on_battery (testing) R; on_battery_ended (testing) R for 0s; test_finished R",
			},
			{
				at: 60, on: mains, off: "on_battery testing", says: "battery_transfers_total 8; test_timestamp_seconds 9",
				want: "on_battery R; on_battery_ended R for 0s",
			},
		},
		"the same reason, written differently": {
			{at: 0, on: mains, off: battery, says: "input_transfer_reason_info{Input voltage out of range}", want: "first_seen (online)"},
			{at: 15, on: mains, off: battery, says: "input_transfer_reason_info{input voltage  out-of-range}"},
		},
		"the clock is set back during an outage": {
			{at: 7200, on: mains, off: battery, want: "first_seen (online)"},
			{at: 7215, on: battery, off: mains, want: "on_battery"},
			{at: 30, on: battery, off: mains},
			{at: 60, on: mains, off: battery, want: "on_battery_ended for 30s"},
		},
		"a forced shutdown, and power again": {
			{at: 0, on: mains, off: "on_battery low_battery forced_shutdown", want: "first_seen (online)"},
			{at: 15, on: battery, off: mains, says: "battery_charge_ratio 0.4", want: "on_battery"},
			{
				at: 30, on: "on_battery low_battery forced_shutdown", off: mains, says: "battery_charge_ratio 0.1",
				want: "low_battery; forced_shutdown",
			},
			{at: 45, err: "refused"},
			{at: 60, err: "refused", want: "communication_lost (refused) -15s"},
			{
				at: 3600, on: mains, off: "on_battery low_battery forced_shutdown", says: "battery_charge_ratio 0.3",
				want: "communication_restored (refused) for 59m30s; on_battery_ended for 15s 0.1; low_battery_ended for 0s; " +
					"forced_shutdown_ended for 0s",
			},
		},
	} {
		t.Run(name, func(t *testing.T) { follow(t, looks) })
	}
}
