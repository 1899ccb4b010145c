package main

func upsBattery() []*panel {
	return []*panel{
		series("Charge", "State of charge. Dashed: the charge at which the device warns, and at which it calls the "+
			"battery low. On mains it should come back within a day: a battery that does not is not charging.", 12, 8,
			over(of("argus_battery_charge_ratio"), byDevice),
			over(of("argus_battery_charge_warning_ratio"), "warning · {{device}}"),
			over(of("argus_battery_charge_low_ratio"), "low · {{device}}"),
			limits("B", yellow), limits("C", red), unit("percentunit"), upTo(1),
			none("This device does not tell its charge")),
		series("Runtime", "Remaining time at the present load. Dashed: where the device calls the battery low. It must "+
			"stay above the time that your servers need to shut down.", 12, 8,
			over(of("argus_battery_runtime_seconds"), byDevice),
			over(of("argus_battery_runtime_low_seconds"), "low · {{device}}"), limits("B", red),
			unit("s"), fromZero(), none("This device does not tell its runtime")),
		series("Battery voltage", "Voltage of the string. Dashed: empty and full, where the device gives them, else its "+
			"rating. A voltage that drops at once on battery is an old battery.", 8, 8,
			over(of("argus_battery_voltage_volts"), byDevice+" {{battery}}"),
			over(of("argus_battery_voltage_low_volts"), "empty · {{device}}"),
			over(of("argus_battery_voltage_high_volts"), "full · {{device}}"),
			over(of("argus_battery_voltage_nominal_volts"), "rated · {{device}}"),
			limits("B", red), limits("C", green), limits("D", grey), unit("volt"), none("Not measured")),
		series("Battery current", "Most devices count charging positive. A current that never returns to about nothing "+
			"on mains is a battery that does not take its charge.", 8, 8,
			over(of("argus_battery_current_amperes"), byDevice+" {{battery}}"), unit("amp"), none("Not measured")),
		series("Temperatures", "Of the battery and inside the device. Dashed: the device's own limits. Clean filters "+
			"and free air come before a new battery.", 8, 8,
			over(of("argus_battery_temperature_celsius"), "battery · "+byDevice+" {{battery}}"),
			over(of("argus_device_temperature_celsius"), "inside · "+byDevice),
			over(of("argus_device_temperature_limit_celsius"), "{{limit}} · {{device}}"), limits("C", red),
			unit("celsius"), none("Not measured")),
		batteries(),
	}
}

func batteries() *panel {
	replaced, made := of("argus_battery_replace_timestamp_seconds"), of("argus_battery_manufacture_timestamp_seconds")
	health, packs := of("argus_battery_health_ratio"), of("argus_battery_packs")
	bad, rated := of("argus_battery_packs_bad"), of("argus_battery_voltage_nominal_volts")
	replace, info := of("argus_status", `state="replace_battery"`), of("argus_battery_info")
	by := func(expr string) option { return rows("max by (" + identity + ") (" + expr + ")") }
	return grid("Batteries", "What is known of each battery: plan its replacement by age, health and bad packs, before "+
		"the device asks for it.", 24, 5, "Replaced", false,
		anchor(identity, replaced, made, health, packs, bad, rated, replace, info),
		by(replaced+" * 1000"), by(made+" * 1000"), by(health), by(packs), by(bad), by(rated), by(replace),
		rows("max by ("+identity+", type) ("+info+")"),
		none("Nothing is known of the batteries"), unit("short"),
		columns(
			col("device", "Device", 0), col("Value #A", "Known", 0, cellHidden()),
			col("instance", "Instance", 0), col("type", "Type", 100),
			col("Value #B", "Replaced", 130, cellUnit("dateTimeAsLocal")),
			col("Value #C", "Made", 130, cellUnit("dateTimeAsLocal")),
			col("Value #D", "Health", 130, props(cellGauge(1), cellUnit("percentunit"),
				cellSteps(red, step{0.6, orange}, step{0.8, green}))...),
			col("Value #E", "Packs", 80), col("Value #F", "Bad packs", 100, cellSteps(green, step{1, red}), cellText()),
			col("Value #G", "Rated voltage", 120, cellUnit("volt")),
			col("Value #H", "Replace", 100, cellWords([]mapped{{"0", "no", green}, {"1", "yes", red}}), cellText()),
		))
}
