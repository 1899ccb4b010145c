package main

func pduOutlets() []*panel {
	const measured = "No outlets are measured here"
	return []*panel{
		gauges("Power by outlet, now", "The thirty outlets that draw most. A server that draws far less than its "+
			"neighbours may hang.", 8, 14,
			now("topk(30, "+outletNamed(of("argus_outlet_power_watts", `outlet!="0"`))+")",
				"{{name}} {{outlet}} · {{device}}"),
			unit("watt"), decimals(0), fromZero(), steps(blue, step{250, green}, step{600, yellow}, step{1200, orange}),
			none(measured)),
		outletTable(),
		series("Top consumers", "The ten outlets that drew most on average.", 12, 8,
			over(outletNamed("("+largest(of("argus_outlet_power_watts", `outlet!="0"`))+")"),
				"{{name}} {{outlet}} · {{device}}"),
			stacked(), unit("watt"), fromZero(), none(measured)),
		timeline("Outlets that were off", "Outlets that were off at any moment shown. Who switched them? The event log of "+
			"the device knows.", 12, 8,
			over(outletNamed("("+of("argus_outlet_on", `outlet!="0"`)+" and min_over_time("+
				of("argus_outlet_on", `outlet!="0"`)+
				"[$__range]) == 0)"), "{{name}} {{outlet}} · {{device}}"),
			words([]mapped{{"1", "on", green}, {"0", "off", darkRed}}), unit("short"), every("1m"),
			none("All outlets were on, or none of them tells")),
	}
}

func outletTable() *panel {
	const by = identity + ", outlet"
	of := func(metric string) option { return rows("max by (" + by + ") (" + of(metric, `outlet!="0"`) + ")") }
	return grid("Outlets", "Every outlet by its name. The load is that of its own rating; the energy is what the device "+
		"counted since it was reset.", 16, 14, "Power", true,
		anchor(by, deviceOf("argus_outlet_on"), deviceOf("argus_outlet_info"), deviceOf("argus_outlet_power_watts"),
			deviceOf("argus_outlet_current_amperes"), deviceOf("argus_outlet_energy_joules_total")),
		rows("max by ("+by+", name) ("+deviceOf("argus_outlet_info")+")"),
		of("argus_outlet_power_watts"), of("argus_outlet_current_amperes"), of("argus_outlet_power_factor_ratio"),
		rows("max by ("+by+") ("+deviceOf("argus_outlet_load_ratio")+" or "+deviceOf("argus_outlet_current_amperes")+" / ("+
			deviceOf("argus_outlet_current_rating_amperes")+" > 0) or "+deviceOf("argus_outlet_power_watts")+" / ("+
			deviceOf("argus_outlet_power_rating_watts")+" > 0))"),
		rows("max by ("+by+") ("+deviceOf("argus_outlet_energy_joules_total")+") / 3.6e6"),
		of("argus_outlet_on"),
		none("No outlets are measured here"), unit("short"),
		columns(
			col("outlet", "Outlet", 55), col("name", "Name", 0), col("device", "Device", 85), col("instance", "Instance", 120),
			col("Value #H", "State", 55, cellWords([]mapped{{"1", "on", green}, {"0", "off", darkRed}}), cellColored()),
			col("Value #C", "Power", 130, props(cellGauge(800), cellUnit("watt"), cellDecimals(0),
				cellSteps(blue, step{250, green}, step{600, yellow}, step{1200, orange}))...),
			col("Value #D", "Current", 75, cellUnit("amp")), col("Value #E", "Factor", 60, cellDecimals(2)),
			col("Value #F", "Load", 60, cellUnit("percentunit"), cellDecimals(0),
				cellSteps(green, step{0.8, orange}, step{1, red}), cellText()),
			col("Value #G", "Energy", 80, cellUnit("kwatth"), cellDecimals(0)), col("Value #A", "Known", 0, cellHidden()),
		))
}

// deviceOf is of for a metric of outlets, without the main outlet.
func deviceOf(metric string) string { return of(metric, `outlet!="0"`) }
