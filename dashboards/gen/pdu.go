package main

func pdu() board {
	return board{
		uid: "argus-pdu", title: "Argus / PDU and transfer switch", from: "now-6h", refresh: "30s",
		description: "Rack PDUs and transfer switches: inlets, banks, outlets by name, balance, who draws most.",
		variables:   choices("argus_device_info", `type!~"ups|sensor|cooling|dc|generator"`),
		annotations: marks(),
		sections: []section{
			{title: "Now", panels: pduTiles()},
			{title: "Inlets", panels: pduInlets()},
			{title: "Banks and breakers", panels: pduBranches()},
			{title: "Outlets", panels: pduOutlets()},
			{title: "Transfer switch", panels: pduSources()},
			{title: "Events", panels: []*panel{
				timeline("State", severityWords, 14, 8, over(severity(lines6h), byDevice), words(severities()),
					unit("short"), none("No device is chosen"), every("30s")),
				lastEvents(10),
			}},
		},
	}
}

// inletLoad is the current of an inlet of its rating, as the device states it or by its rating.
func inletLoad() string {
	const on = "job, site, instance, device, input, line"
	amperes := "max by (" + on + ") (" + of("argus_input_current_amperes") + ")"
	rating := "max by (" + identity + ") (" + of("argus_input_current_nominal_amperes") + ")"
	return of("argus_input_load_ratio") + " or on (" + on + ") " + amperes +
		" / on (" + identity + ") group_left () (" + rating + " > 0)"
}

// branchLoad is the current of a branch of its rating, likewise.
func branchLoad() string {
	const on = "job, site, instance, device, branch"
	return "(" + of("argus_branch_load_ratio") + " or on (" + on + ") max by (" + on + ") (" +
		of("argus_branch_current_amperes") + ") / (max by (" + on + ") (" +
		of("argus_branch_current_rating_amperes") + " or " + of("argus_branch_current_limit_amperes",
		`limit=~"high|high_critical"`) + ") > 0))"
}

func pduTiles() []*panel {
	full := []step{{0.7, orange}, {0.8, red}}
	return []*panel{
		tile("Power", "What all chosen devices draw.", 4, over(total(units("argus_power_watts")), ""), unit("watt"),
			steps(blue), history(), none("No device tells its power")),
		tile("Fullest inlet", "Current of its rating. A breaker holds 80 % for long; a rack with two feeds must stay "+
			"below 40 % on each, or one cannot carry both.", 4, now("max("+inletLoad()+")", ""), unit("percentunit"),
			decimals(0),
			steps(green, full...), none("No inlet with a rating")),
		tile("Fullest bank", "Current of the rating of its breaker. Move a plug to another bank above 80 %.", 4,
			now("max("+branchLoad()+")", ""), unit("percentunit"), decimals(0), steps(green, full...),
			none("No bank with a rating")),
		tile("Outlets on", "How many outlets are on.", 3, now("sum("+of("argus_outlet_on", `outlet!="0"`)+")", ""),
			unit("short"), steps(green), none("No outlet tells")),
		tile("Outlets off", "How many outlets are off. One that went off by itself is in the events below.", 3,
			now("sum(1 - "+of("argus_outlet_on", `outlet!="0"`)+")", ""), unit("short"), steps(green, step{1, blue}),
			none("No outlet tells")),
		tile("Breakers open", "An open breaker has dropped everything on its bank. Find the fault before you close it.", 3,
			now("sum(1 - "+of("argus_branch_closed")+")", ""), unit("short"), steps(green, step{1, red}),
			none("No breaker tells")),
		tile("Alarms", "How many alarms the devices raise themselves.", 3, now("sum("+of("argus_alarms")+")", ""),
			unit("short"), steps(green, step{1, red}), none("None counted")),
	}
}

func pduInlets() []*panel {
	return []*panel{
		series("Inlet current", "Current of each inlet and line. Dashed: the device's own limits and rating.", 12, 8,
			over(of("argus_input_current_amperes"), "{{input}} {{line}} "+byDevice),
			over(of("argus_input_current_limit_amperes", `limit=~"high_warning"`), "warning {{line}} · {{device}}"),
			over(of("argus_input_current_limit_amperes", `limit=~"high|high_critical"`)+" or "+
				of("argus_input_current_nominal_amperes"), "limit {{line}} · {{device}}"),
			limits("B", yellow), limits("C", red), unit("amp"), fromZero(), none("No inlet measures its current")),
		gauges("Inlet load, now", "Current of the rating: the whole inlet and, of a three-phase one, each line.", 6, 8,
			now(inletLoad(), "{{input}} {{line}} {{device}} · {{instance}}"), unit("percentunit"), decimals(0), upTo(1),
			steps(green, step{0.7, orange}, step{0.8, red}), none("No inlet with a rating")),
		series("Imbalance of the phases", "How far the fullest line is above the mean of all. Above 20 % move a plug to "+
			"the emptiest line.", 6, 8,
			over(imbalance(of("argus_input_current_amperes", `line=~"L[123]",input!~"bypass|service_bypass"`)), byDevice),
			unit("percentunit"), decimals(0), fromZero(), steps(green, step{0.2, orange}), dashedSteps(),
			none("No inlet with several phases")),
		series("Inlet power", "Real power of each inlet and line. Dashed: the device's own limits.", 12, 7,
			over(of("argus_input_power_watts"), "{{input}} {{line}} "+byDevice),
			over(of("argus_input_power_limit_watts", `limit=~"high|high_critical"`), "limit · {{device}}"), limits("B", red),
			unit("watt"), fromZero(), none("No inlet measures its power")),
		series("Inlet voltage", "Voltage of each inlet and line. Dashed: the device's own limits.", 12, 7,
			over(of("argus_input_voltage_volts"), "{{input}} {{line}} "+byDevice),
			over(of("argus_input_voltage_limit_volts"), "{{limit}} · {{device}}"), limits("B", orange), unit("volt"),
			none("No inlet measures its voltage")),
	}
}

func pduBranches() []*panel {
	return []*panel{
		series("Current of banks", "Current of each bank, breaker or group. Dashed: the device's own warning, and the "+
			"limit or the rating of the breaker.", 12, 8,
			over(branchNamed(of("argus_branch_current_amperes")), "{{branch}} {{name}} "+byDevice),
			over(of("argus_branch_current_limit_amperes", `limit="high_warning"`), "warning {{branch}} · {{device}}"),
			over(of("argus_branch_current_limit_amperes", `limit=~"high|high_critical"`)+" or "+
				of("argus_branch_current_rating_amperes"), "limit {{branch}} · {{device}}"),
			limits("B", yellow), limits("C", red), unit("amp"), fromZero(), none("No bank measures its current")),
		gauges("Load of banks, now", "Current of the rating. Above 80 % the breaker may open in the next power-up.", 6, 8,
			now(branchNamed(branchLoad()), "{{branch}} {{name}} {{device}} · {{instance}}"), unit("percentunit"), decimals(0),
			upTo(1), steps(green, step{0.7, orange}, step{0.8, red}), none("No bank with a rating")),
		timeline("Breakers", "Closed or open, over time.", 6, 8,
			over(branchNamed(of("argus_branch_closed")), "{{branch}} {{name}} {{device}}"),
			words([]mapped{{"1", "closed", green}, {"0", "open", red}}), unit("short"), every("30s"),
			none("No breaker tells whether it is closed")),
	}
}

func pduSources() []*panel {
	return []*panel{
		timeline("Source in use", "Which input feeds the output. A switch that sits on its second source for long has "+
			"lost its first: look at it before the second one goes too.", 12, 7,
			over(of("argus_input_selected")+" == 1", "input {{input}} · "+byDevice),
			words([]mapped{{"1", "in use", green}}), unit("short"), every("30s"), none("No transfer switch is chosen")),
		timeline("Redundancy", "Whether it could go to the other source now.", 6, 7,
			over(of("argus_inputs_redundant"), byDevice),
			words([]mapped{{"1", "both sources are good", green}, {"0", "redundancy lost", red}}), unit("short"), every("30s"),
			none("No transfer switch tells")),
		series("Voltage of the sources", "Of each input. Dashed: where the switch leaves its source.", 6, 7,
			over(of("argus_input_voltage_volts", `input=~"[0-9]+"`), "input {{input}} {{line}} · {{device}}"),
			over(of("argus_input_transfer_low_volts"), "low · {{device}}"), limits("B", orange), unit("volt"),
			none("No device with several inputs")),
	}
}
