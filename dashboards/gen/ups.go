package main

import (
	"fmt"
	"strings"
)

func ups() board {
	return board{
		uid: "argus-ups", title: "Argus / UPS", from: "now-6h", refresh: "30s",
		description: "One UPS in depth, or a few side by side: battery, input, output and its phases, tests and events.",
		variables: choices("",
			`__name__=~"argus_(battery_charge_ratio|battery_runtime_seconds|battery_voltage_volts|on_battery_seconds_total)"`),
		annotations: marks(),
		sections: []section{
			{title: "Now", panels: upsTiles()},
			{title: "What happened", panels: upsHistory()},
			{title: "Battery", panels: upsBattery()},
			{title: "Mains and load", panels: upsPower()},
			{title: "Tests, alarms and the device itself", panels: upsCare()},
			{title: "Input and bypass in detail", panels: upsInput(), folded: true},
			{title: "Output and phases in detail", panels: upsOutput(), folded: true},
		},
	}
}

func upsHistory() []*panel {
	return []*panel{
		timeline("State", severityWords+" Of more than twenty devices, those that were worst.", 24, 5,
			over(worst(20), byDevice), words(severities()), unit("short"), none("No UPS is chosen"), every("30s")),
		unlabelled(timeline("All states that it reports", "Each state while it holds. Trim and boost for days mean that the "+
			"mains is out of tolerance; overload and bypass need somebody today.", 14, 8,
			over(of("argus_status")+" == 1", "{{state}} · {{device}}"), words([]mapped{{"1", "holds", blue}}),
			unit("short"), none("This device reports no states"), every("30s"))),
		lastEvents(10),
	}
}

func upsTiles() []*panel {
	charge := []step{{0.2, orange}, {0.5, yellow}, {0.8, green}}
	ups := []*panel{
		tile("State now", severityWords+" Of many, the twelve that are worst.", 6,
			now(worstNow(12), byDevice), words(severities()), unit("short"), solid(),
			none("No UPS is chosen"), steps(green)),
		gauges("Charge now", "How full the battery is. Below the charge that the device calls low it shuts its load down.",
			6, 4, now("bottomk(12, "+of("argus_battery_charge_ratio")+")", byDevice), unit("percentunit"), decimals(0), upTo(1),
			steps(red, charge...), none("This device does not tell its charge")),
		gauges("Load now", "Load of the rated power, of the whole device or its fullest phase. Keep it "+
			"below 80 %, and below "+
			"40 % where two feeds share a load.", 6, 4,
			now("topk(12, max by ("+identity+") ("+of("argus_output_load_ratio")+"))", byDevice), unit("percentunit"),
			decimals(0), upTo(1), steps(green, step{0.8, orange}, step{0.95, red}),
			none("This device does not tell its load")),
		tile("Runtime now", "What the battery lasts at the present load, as the device estimates it. The estimate is only "+
			"as good as its last calibration.", 6, now("bottomk(12, "+of("argus_battery_runtime_seconds")+")", byDevice),
			unit("s"), decimals(0), steps(red, step{300, orange}, step{900, green}),
			none("This device does not tell its runtime")),
	}
	return append(ups, upsSmallTiles()...)
}

func upsSmallTiles() []*panel {
	return []*panel{
		tile("Power now", "Real power that it delivers; the panel of methods in Argus / Energy says whether that is "+
			"measured or estimated.", 3, now(of("argus_power_watts"), byDevice), unit("watt"), steps(blue),
			none("Power is not known")),
		tile("Input", "Voltage of the mains, the lowest line. 0 V is a power failure.", 3,
			now("min by ("+identity+") ("+of("argus_input_voltage_volts", `input=""`)+")", byDevice),
			unit("volt"), decimals(0), steps(red, step{20, green}), none("Not measured")),
		tile("Output", "Voltage of the output, the lowest line. 0 V with a UPS that is on is an output switched off.", 3,
			now("min by ("+identity+") ("+of("argus_output_voltage_volts")+")", byDevice), unit("volt"), decimals(0),
			steps(red, step{20, green}), none("Not measured")),
		tile("Battery temperature", "Every 8 °C above 25 °C halve the life of a lead battery. Above 40 °C find out why.", 3,
			now("max by ("+identity+") ("+of("argus_battery_temperature_celsius")+")", byDevice), unit("celsius"),
			decimals(0), steps(green, step{30, yellow}, step{40, red}), none("Not measured")),
		tile("Battery age", "Time since the battery was replaced, or made where only that is known. Lead batteries last "+
			"three to five years.", 3,
			now("time() - max by ("+identity+") ("+of("argus_battery_replace_timestamp_seconds")+" or "+
				of("argus_battery_manufacture_timestamp_seconds")+")", byDevice), unit("s"),
			steps(green, step{3 * year, yellow}, step{5 * year, red}), none("The date is not known")),
		tile("Last self-test", "Its result. Run one each month; a failed one means: replace the battery now.", 3,
			now(testResult(), byDevice), words([]mapped{
				{"1", "passed", green},
				{"2", "not run", grey},
				{"3", "unknown", grey},
				{"4", "in progress", blue},
				{"5", "aborted", orange},
				{"6", "warning", orange},
				{"7", "failed", red},
			}), unit("short"), none("It tells of no tests")),
		tile("On battery", "Time on battery within the time shown, counted by Argus.", 3,
			now(increase(of("argus_on_battery_seconds_total"), "$__range"), byDevice), unit("s"),
			steps(green, step{1, orange}), none("Not counted yet")),
		tile("Power failures", "How often it went to battery within the time shown. Short ones count too, also those "+
			"between two scrapes where the device counts them.", 3,
			now(zero("round(sum("+increase(of("argus_events_total", `event="on_battery"`), "$__range")+"))"), ""),
			unit("short"), decimals(0), steps(green, step{1, orange}), none("Not counted yet")),
	}
}

const year = 365 * 24 * 3600

// testResult is the result of the last test as a number, for words and colours; the higher the worse.
func testResult() string {
	var parts []string
	for i, result := range []string{"passed", "none", "unknown", "in_progress", "aborted", "warning", "failed"} {
		parts = append(parts, fmt.Sprintf("%d * (%s == 1)", i+1, of("argus_test_result", fmt.Sprintf("result=%q", result))))
	}
	return "max without (result) (" + strings.Join(parts, " or ") + ")"
}
