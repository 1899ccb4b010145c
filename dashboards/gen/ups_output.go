package main

func upsOutput() []*panel {
	return []*panel{
		series("Output current", "Current of each line. Dashed: the rating.", 12, 7,
			over(of("argus_output_current_amperes"), "{{line}} "+byDevice),
			over(of("argus_output_current_nominal_amperes"), "rated · {{device}}"), limits("B", red), unit("amp"),
			fromZero(), none("Not measured")),
		series("Output voltage", "Voltage of each line. Dashed: the rating. It should not move at all on an online UPS.",
			12, 7, over(of("argus_output_voltage_volts"), "{{line}} "+byDevice),
			over("max by ("+identity+") ("+of("argus_output_voltage_nominal_volts")+")", "rated · {{device}}"),
			limits("B", grey),
			unit("volt"), none("Not measured")),
		series("Power factor", "Real over apparent power. Below 0.8 the rating in volt-amperes is reached before that "+
			"in watts.", 12, 7, over(of("argus_output_power_factor_ratio"), "{{line}} "+byDevice), unit("percentunit"),
			upTo(1), none("Not measured")),
		series("Efficiency", "Output over input power: what the device states, else what it measures. Below a third of "+
			"its load a UPS wastes most.", 12, 7,
			over(of("argus_efficiency_ratio")+" or on (job, instance, device) sum by ("+identity+") ("+
				of("argus_output_power_watts", `line=""`)+
				") / (sum by ("+identity+") ("+of("argus_input_power_watts", `line="",input=""`)+") > 0)", byDevice),
			unit("percentunit"), upTo(1), none("Neither stated nor measured")),
	}
}

// imbalance is how far the highest line is above the mean, of the mean.
func imbalance(lines string) string {
	by := func(f string) string { return f + " by (" + identity + ") (" + lines + ")" }
	return by("max") + " / (" + by("avg") + " > 0) - 1"
}

func upsCare() []*panel {
	return []*panel{
		grid("Self-tests", "The last test of each device. No result for months: start one, with little load and a full "+
			"battery.", 6, 7, "", false,
			anchor(identity, of("argus_test_result")+" == 1", of("argus_test_timestamp_seconds")),
			rows("max by ("+identity+", result) ("+of("argus_test_result")+") == 1"),
			rows("max by ("+identity+") ("+of("argus_test_timestamp_seconds")+") * 1000"),
			none("This device tells of no tests"), unit("short"),
			columns(col("device", "Device", 130),
				col("result", "Result", 0, property("mappings", mappings([]mapped{
					{"passed", "passed", green},
					{"failed", "failed", red},
					{"warning", "warning", orange},
					{"aborted", "aborted", orange},
					{"in_progress", "in progress", blue},
					{"none", "none yet", grey},
				})), cellText()),
				col("Value #C", "When", 150, cellUnit("dateTimeAsLocal")), col("Value #A", "Known", 0, cellHidden()),
				col("Value #B", "Ran", 0, cellHidden()))),
		grid("Alarms that it raises", "In the device's own words: its manual says what each means.", 6, 7, "", false,
			rows("max by ("+identity+", alarm) ("+of("argus_alarm_info")+")"),
			none("No alarm is raised"), unit("short"),
			columns(col("device", "Device", 130), col("alarm", "Alarm", 0))),
		grid("Devices", "Model, serial number and firmware, for a call to the maker.", 12, 7, "", false,
			rows("max by ("+identity+", manufacturer, model, serial, firmware, location) ("+of("argus_device_info")+")"),
			none("The device does not say what it is"), unit("short"),
			columns(col("device", "Device", 130), col("manufacturer", "Maker", 110), col("model", "Model", 0),
				col("serial", "Serial", 110), col("firmware", "Firmware", 90), col("location", "Location", 100))),
		series("Events", "How often each kind of event happened, bar by bar.", 24, 6,
			over("sum by (event) ("+of("argus_events_total")+" - ("+of("argus_events_total")+
				" offset $__interval)) > 0", "{{event}}"), barsBefore(),
			every("5m"), unit("short"), decimals(0), fromZero(), none("Nothing happened in the time shown")),
	}
}
