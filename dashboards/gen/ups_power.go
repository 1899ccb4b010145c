package main

// upsPower is what one looks at first of mains and load.
func upsPower() []*panel {
	return []*panel{
		series("Input voltage", "Voltage of each line of the mains. Dashed: where the device goes to battery, below and "+
			"above. Sags that come close call for an electrician, or for wider transfer points.", 12, 8,
			over(of("argus_input_voltage_volts", `input=""`), "{{line}} "+byDevice),
			over(of("argus_input_transfer_low_volts"), "low · {{device}}"),
			over(of("argus_input_transfer_high_volts"), "high · {{device}}"),
			limits("B", orange), limits("C", red), unit("volt"), none("This device does not measure its input")),
		series("Load by phase", "Load of each line, of its rating. Dashed: where the device itself reports an overload. "+
			"Phases that differ by more than 20 % want a load moved.", 12, 8,
			over(of("argus_output_load_ratio"), "{{line}} "+byDevice),
			over(of("argus_output_load_high_ratio"), "overload · {{device}}"), limits("B", red),
			unit("percentunit"), upTo(1.1), none("This device does not tell its load")),
		series("Power by phase", "Real power of each line, as the device measures it.", 12, 8,
			over(of("argus_output_power_watts", `line=~"L.*"`)+" or on (job, instance, device) "+of("argus_power_watts"),
				"{{line}} "+byDevice), stacked(), unit("watt"), fromZero(), none("Power is not known")),
		gauges("Load by phase now", "The same at a glance. One bar for a device with one phase.", 6, 8,
			now(of("argus_output_load_ratio"), "{{line}} {{device}}"), unit("percentunit"), decimals(0), upTo(1),
			steps(green, step{0.8, orange}, step{0.95, red}), none("This device does not tell its load")),
		series("Imbalance of the phases", "How far the fullest line is from the mean of all: 0 is perfect. Above 20 % move "+
			"a load to the emptiest line.", 6, 8,
			over(imbalance(of("argus_output_current_amperes", `line=~"L[123]"`)), byDevice),
			unit("percentunit"), decimals(0), fromZero(), steps(green, step{0.2, orange}), dashedSteps(),
			none("No device with several phases is chosen")),
	}
}

func upsInput() []*panel {
	return []*panel{
		series("Input current", "Current that each line draws. Dashed: the rating, where the device gives it.", 12, 7,
			over(of("argus_input_current_amperes", `input=""`), "{{line}} "+byDevice),
			over(of("argus_input_current_nominal_amperes", `input=""`), "rated · {{device}}"), limits("B", red),
			unit("amp"), fromZero(), none("Not measured")),
		series("Input frequency", "Frequency of the mains; 0 without mains. On a generator it tells how it copes.", 12, 7,
			over("max by ("+identity+") ("+of("argus_input_frequency_hertz", `input=""`)+")", byDevice), unit("hertz"),
			none("Not measured")),
		series("Bypass voltage", "Voltage of the bypass, which feeds the load if the inverter cannot. Without it an "+
			"overload is a black-out.", 12, 7,
			over(of("argus_input_voltage_volts", `input=~"bypass|service_bypass"`), "{{input}} {{line}} "+byDevice),
			unit("volt"),
			none("This device measures no bypass")),
		grid("Why it last left the mains", "The reason in the device's own words, and how often its input was bad.", 12, 7,
			"", false,
			anchor(identity, of("argus_input_transfer_reason_info"), of("argus_input_line_bads_total")),
			rows("max by ("+identity+", reason) ("+of("argus_input_transfer_reason_info")+")"),
			rows("max by ("+identity+") ("+of("argus_input_line_bads_total")+")"),
			none("This device gives no reason"), unit("short"),
			columns(col("device", "Device", 130), col("instance", "Instance", 150), col("reason", "Reason", 0),
				col("Value #C", "Times bad", 100), col("Value #A", "Known", 0, cellHidden()))),
	}
}
