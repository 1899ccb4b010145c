package power_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/argus-power/argus/power"
)

func TestWatchReboot(t *testing.T) {
	up := func(v float64) string { return fmt.Sprintf("device_uptime_seconds %f", v) }
	const wrap = 42949672.96
	for name, looks := range map[string][]look{
		"anew": {
			{at: 0, says: up(1000), want: "first_seen"},
			{at: 60, says: up(1060)},
			{at: 120, says: up(20), want: "device_rebooted R -20s"},
			{at: 180, says: up(80)},
		},
		"before it was last seen": { // clocks differ
			{at: 0, says: up(1000), want: "first_seen"},
			{at: 60, says: up(70), want: "device_rebooted R -1m0s"},
		},
		"jitter": {
			{at: 0, says: up(1000), want: "first_seen"},
			{at: 1, says: up(996)},
			{at: 2, says: up(990)},
			{at: 3, says: up(985)},
		},
		"not told for a while": {
			{at: 0, says: up(1000), want: "first_seen"},
			{at: 15},
			{at: 100, says: up(50), want: "device_rebooted R -50s"},
		},
		"roll-over": {
			{at: 0, says: up(wrap - 30), want: "first_seen"},
			{at: 60, says: up(30)},
			{at: 120, says: up(90)},
		},
		"no roll-over": {
			{at: 0, says: up(wrap - 30), want: "first_seen"},
			{at: 600, says: up(30), want: "device_rebooted R -30s"},
		},
		"another module": {
			{at: 0, says: up(1000), want: "first_seen"},
			{at: 15, says: up(20), view: "other"},
			{at: 30, says: up(11), view: "other"},
			{at: 45, says: up(13), view: "other"},
			{at: 60, says: up(2), view: "other", want: "device_rebooted R -2s"},
		},
	} {
		t.Run(name, func(t *testing.T) { follow(t, looks) })
	}
}

func TestWatchIdentity(t *testing.T) {
	is := func(serial, firmware string) power.Info { return power.Info{Serial: serial, Firmware: firmware} }
	follow(t, []look{
		{at: 0, info: is("", "1.0"), want: "first_seen"},
		{at: 15, info: is("A", "")},
		{at: 30, info: is("", "1.1"), want: "firmware_changed (1.0 -> 1.1)"},
		{at: 45, info: is("B", "1.1"), want: "serial_changed (A -> B)"},
		{at: 60, info: is("C", "2"), want: "serial_changed (B -> C)"},
		{at: 75, info: is("C", "3"), want: "firmware_changed (2 -> 3)"},
		{at: 90, info: is("D", "4"), view: "other"},
		{at: 105, info: is("D", "5"), view: "other", want: "firmware_changed (4 -> 5)"},
	})
	w := new(power.Watch)
	w.Observe(look{info: is(strings.Repeat("ä", 200), "")}.snapshot(t), "")
	events := w.Observe(look{at: 15, info: is(strings.Repeat("ö", 200), "")}.snapshot(t), "")
	if len(events) != 1 || len(events[0].Detail) > power.MaxLabel || !utf8.ValidString(events[0].Detail) ||
		!strings.Contains(events[0].Detail, " -> ö") {
		t.Errorf("%+v", events)
	}
}

func TestWatchCounted(t *testing.T) {
	follow(t, []look{
		{at: 0, says: "input_line_bads_total 7; input_selected{1} 1; input_selected{2} 0", want: "first_seen"},
		{at: 15, says: "input_line_bads_total 9", want: "input_disturbance R x2"},
		{at: 30, says: "input_line_bads_total 1"},
		{at: 45, says: "input_line_bads_total 2; input_selected{1} 0; input_selected{2} 0", want: "input_disturbance R"},
		{at: 60, says: "input_selected{1} 0; input_selected{2} 1", want: "source_changed (1 -> 2)"},
		{at: 75, says: "input_line_bads_total 8; input_selected{A}", view: "other"},
		{at: 90, says: "input_line_bads_total 8; input_selected{A}", view: "other"},
	})
}

func TestWatchTests(t *testing.T) {
	when := func(at float64, result string) string {
		text := fmt.Sprintf("test_timestamp_seconds %f", float64(dawn.Unix())+at)
		if result != "" {
			text += "; test_result{" + result + "}"
		}
		return text
	}
	for name, looks := range map[string][]look{
		"by its result": {
			{at: 0, says: "test_result{passed}", want: "first_seen"},
			{at: 15, says: "test_result{failed}", want: "test_finished (failed) R"},
			{at: 30, says: "test_result{unknown}"},
			{at: 45, says: "test_result{failed}"},
			{at: 60, says: "test_result{in_progress}"},
			{at: 75},
			{at: 90, says: "test_result{failed}", want: "test_finished (failed) R"},
			{at: 105, says: "test_result{none}"},
			{at: 120, says: "test_result{warning}", want: "test_finished (warning) R"},
			{at: 135, says: "test_result{aborted}", want: "test_finished (aborted) R"},
			{at: 150, says: "test_result{passed} 0; test_result{failed} 0"},
		},
		"first unknown": {
			{at: 0, says: "test_result{unknown}", want: "first_seen"},
			{at: 15, says: "test_result{passed}", want: "test_finished (passed) R"},
		},
		"first none at all": {
			{at: 0, want: "first_seen"},
			{at: 15, says: "test_result{passed}"},
		},
		"by its date": {
			{at: 0, says: when(-500, "passed"), want: "first_seen"},
			{at: 15, says: when(-500, "passed")},
			{at: 30, says: when(22, "passed"), want: "test_finished (passed) R -8s"},
			{at: 45, says: when(-3600, "")},
			{at: 60, says: when(-1800, ""), want: "test_finished R"}, // later than it was, and not since it was last told
		},
		"while it runs": {
			{at: 0, off: "testing", says: when(-500, "passed"), want: "first_seen"},
			{at: 15, on: "testing", says: when(10, "passed"), want: "testing"},
			{at: 30, on: "testing", says: when(10, "in_progress")},
			{at: 45, off: "testing", says: when(10, "passed"), want: "testing_ended (passed) for 30s; test_finished (passed) R"},
		},
		"another module": {
			{at: 0, says: when(-500, "passed"), want: "first_seen"},
			{at: 15, says: when(-400, "failed"), view: "other"},
		},
	} {
		t.Run(name, func(t *testing.T) { follow(t, looks) })
	}
}
