package main

func ups() board {
	return board{
		uid: "argus-ups", title: "Argus / UPS", from: "now-6h", refresh: "30s",
		description: "One UPS in depth, or a few side by side: battery, input, output and its phases, tests and events.",
		variables:   choices("", `__name__=~"argus_battery_(charge_ratio|runtime_seconds|voltage_volts)"`),
		annotations: marks(),
		sections: []section{
			{"Now", upsTiles()},
			{"What happened", []*panel{
				timeline("State", severityWords, 24, 6, over(severity(), byDevice), words(severities()),
					unit("short"), none("No UPS is chosen"), every("30s")),
				timeline("All states that it reports", "Each state while it holds. Trim and boost for days mean that the "+
					"mains is out of tolerance; overload and bypass need somebody today.", 14, 8,
					over(of("argus_status")+" == 1", "{{state}} · {{device}}"), words([]mapped{{"1", "holds", blue}}),
					unit("short"), none("This device reports no states"), every("30s")),
				lastEvents(10),
			}},
			{"Battery", upsBattery()},
			{"Input", upsInput()},
			{"Output and phases", upsOutput()},
			{"Tests, alarms and the device itself", upsCare()},
		},
	}
}

func upsTiles() []*panel {
	charge := []step{{0.2, orange}, {0.5, yellow}, {0.8, green}}
	ups := []*panel{
		tile("State now", severityWords, 6, now(severity(), byDevice), words(severities()), unit("short"), solid(),
			none("No UPS is chosen"), steps(green)),
		gauges("Charge now", "How full the battery is. Below the charge that the device calls low it shuts its load down.",
			6, 4, now(of("argus_battery_charge_ratio"), byDevice), unit("percentunit"), decimals(0), upTo(1),
			steps(red, charge...), none("This device does not tell its charge")),
		gauges("Load now", "Load of the rated power, of the whole device or its fullest phase. Keep it "+
			"below 80 %, and below "+
			"40 % where two feeds share a load.", 6, 4,
			now("max by ("+identity+") ("+of("argus_output_load_ratio")+")", byDevice), unit("percentunit"),
			decimals(0), upTo(1), steps(green, step{0.8, orange}, step{0.95, red}),
			none("This device does not tell its load")),
		tile("Runtime now", "What the battery lasts at the present load, as the device estimates it. The estimate is only "+
			"as good as its last calibration.", 6, over(of("argus_battery_runtime_seconds"), byDevice),
			unit("s"), steps(red, step{300, orange}, step{900, green}), history(),
			none("This device does not tell its runtime")),
	}
	return append(ups, upsSmallTiles()...)
}

func upsSmallTiles() []*panel {
	return []*panel{
		tile("Power now", "Real power that it delivers; the panel of methods in Argus / Energy says whether that is "+
			"measured or estimated.", 3, over(of("argus_power_watts"), byDevice), unit("watt"), steps(blue), history(),
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
			now(`label_replace(`+of("argus_test_result")+` == 1, "result", "not run", "result", "none")`, "{{result}}"),
			unit("short"), steps(blue), resultNames(), none("It tells of no tests")),
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

func upsInput() []*panel {
	return []*panel{
		series("Input voltage", "Voltage of each line of the mains. Dashed: where the device goes to battery, below and "+
			"above. Sags that come close call for an electrician, or for wider transfer points.", 12, 8,
			over(of("argus_input_voltage_volts", `input=""`), "{{line}} "+byDevice),
			over(of("argus_input_transfer_low_volts"), "low · {{device}}"),
			over(of("argus_input_transfer_high_volts"), "high · {{device}}"),
			limits("B", orange), limits("C", red), unit("volt"), none("This device does not measure its input")),
		series("Input current", "Current that each line draws. Dashed: the rating, where the device gives it.", 6, 8,
			over(of("argus_input_current_amperes", `input=""`), "{{line}} "+byDevice),
			over(of("argus_input_current_nominal_amperes", `input=""`), "rated · {{device}}"), limits("B", red),
			unit("amp"), fromZero(), none("Not measured")),
		series("Input frequency", "Frequency of the mains; 0 without mains. On a generator it tells how it copes.", 6, 8,
			over("max by ("+identity+") ("+of("argus_input_frequency_hertz", `input=""`)+")", byDevice), unit("hertz"),
			none("Not measured")),
		series("Bypass voltage", "Voltage of the bypass, which feeds the load if the inverter cannot. Without it an "+
			"overload is a black-out.", 12, 6,
			over(of("argus_input_voltage_volts", `input=~"bypass|service_bypass"`), "{{input}} {{line}} "+byDevice),
			unit("volt"),
			none("This device measures no bypass")),
		grid("Why it last left the mains", "The reason in the device's own words, and how often its input was bad.", 12, 6,
			"", false,
			rows("max by ("+identity+", reason) ("+of("argus_input_transfer_reason_info")+")"),
			rows("max by ("+identity+") ("+of("argus_input_line_bads_total")+")"),
			none("This device gives no reason"), unit("short"),
			columns(col("device", "Device", 130), col("instance", "Target", 150), col("reason", "Reason", 0),
				col("Value #B", "Times bad", 100), col("Value #A", "Known", 0, cellHidden()))),
	}
}
