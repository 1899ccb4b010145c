package main

func energyDevices() []*panel {
	by := func(labels, window string) option {
		return rows("sum by (" + labels + ") (" + kWh(units(joules), window) + ")")
	}
	site := func(window, factor string) option {
		return rows(named("sum by (site) (" + kWh(units(joules), window) + ")" + factor))
	}
	energyCell := []any{cellUnit("kwatth"), cellDecimals(1)}
	return []*panel{
		grid("Sites", "Energy, cost and carbon of each site: in the time shown, in the last day and in the last 30 days, "+
			"as far as Prometheus keeps them.",
			24, 5,
			"Time shown", true,
			site("$__range", ""), site("$__range", " * $price"), site("$__range", " * $carbon / 1000"),
			site("1d", ""), site("30d", ""), site("30d", " * $price"), rows(perSite(units("argus_power_watts"))),
			none(noEnergy), unit("short"),
			columns(col("site", "Site", 0), col("Value #A", "Time shown", 0, props(energyCell...)...),
				col("Value #B", "Cost", 0, cellUnit("locale"), cellDecimals(2)),
				col("Value #C", "Carbon", 0, cellUnit(kilograms), cellDecimals(1)),
				col("Value #D", "Last day", 0, props(energyCell...)...), col("Value #E", "Last 30 days", 0,
					props(energyCell...)...),
				col("Value #F", "Cost of 30 days", 0, cellUnit("locale"), cellDecimals(2)),
				col("Value #G", "Power now", 0, cellUnit("watt")))),
		grid("Devices", "The same for each device, and how it is known. Idle servers are the cheapest energy to save.", 24,
			9,
			"Time shown", true,
			by(identity, "$__range"),
			rows("sum by ("+identity+") ("+kWh(units(joules), "$__range")+") * $price"),
			rows("sum by ("+identity+") ("+kWh(units(joules), "$__range")+") * $carbon / 1000"),
			by(identity, "1d"), by(identity, "30d"), rows("max by ("+identity+") ("+units("argus_power_watts")+")"),
			rows("max by ("+identity+", method) ("+units("argus_power_info")+")"),
			none(noEnergy), unit("short"),
			columns(col("device", "Device", 140), col("instance", "Instance", 0), col("site", "Site", 100),
				col("Value #A", "Time shown", 150, props(cellGauge(0), cellUnit("kwatth"), cellDecimals(1), cellSteps(blue))...),
				col("Value #B", "Cost", 0, cellUnit("locale"), cellDecimals(2)),
				col("Value #C", "Carbon", 0, cellUnit(kilograms), cellDecimals(1)),
				col("Value #D", "Last day", 0, props(energyCell...)...), col("Value #E", "Last 30 days", 0,
					props(energyCell...)...),
				col("Value #F", "Power now", 0, cellUnit("watt")),
				col("method", "Power is", 120, methodWords(), cellText()), col("Value #G", "Known", 0, cellHidden()))),
		series("Power by site", "What the bars above are made of.", 12, 8,
			over(perSite(units("argus_power_watts")), "{{site}}"),
			stacked(), unit("watt"), fromZero(), none("No device tells its power")),
		series("Power of the largest devices", "The ten that deliver most on average.", 12, 8,
			over(largest(units("argus_power_watts")), byDevice), unit("watt"), fromZero(), toDevice(),
			none("No device tells its power")),
	}
}

func energyTrust() []*panel {
	method := " * on (job, instance, device) group_left (method) max by (job, instance, device, method) (" +
		units("argus_power_info") + ")"
	gap := "sum by (" + identity + ") (" + increase(units("argus_energy_gap_seconds_total"), "$__range") + ")"
	watts := "sum(" + units("argus_power_watts") + ")"
	return []*panel{
		tile("Measured", "Share of the present power that devices measure. The rest is estimated from the load and the "+
			"rating; an estimate may be 10 % off, more at little load.", 4,
			now("sum("+units("argus_power_watts")+" and on (job, instance, device) "+
				units("argus_power_info", `method="measured"`)+
				") / "+watts+" or 0 * "+watts, ""), unit("percentunit"), decimals(0),
			steps(orange, step{0.5, yellow}, step{0.9, green}),
			none("No device tells its power"), tall(8)),
		tile("Not measured", "Time within that shown of which nobody knows what the devices delivered, all devices "+
			"together: Argus or Prometheus did not run, or the device did not answer.", 4,
			now("sum("+gap+")", ""), unit("s"), steps(green, step{3600, yellow}, step{86400, orange}), none(noEnergy),
			tall(8)),
		series("Power by method", "measured: by the device. apparent: volt-amperes times power factor. load, load_va: "+
			"load times the rating. Give the rating or the power factor of a device in Argus' configuration to better an "+
			"estimate.", 16, 8, over("sum by (method) ("+units("argus_power_watts")+method+")", "{{method}}"), stacked(),
			unit("watt"),
			fromZero(), none("No device tells its power")),
		grid("Gaps", "Devices with time that is not in the figures above, the worst first. A device that is always here "+
			"is scraped too rarely, or not at all.", 12, 8, "Not measured", true,
			rows(gap+" > 0"), rows("1 - ("+gap+" > 0) / $__range_s"), none("No gaps: all of the time shown is measured"),
			unit("short"),
			columns(col("device", "Device", 150), col("instance", "Instance", 0), col("site", "Site", 100),
				col("Value #A", "Not measured", 140, cellUnit("s")),
				col("Value #B", "Coverage", 140, props(cellGauge(1), cellUnit("percentunit"), cellDecimals(1),
					cellSteps(red, step{0.9, orange}, step{0.99, green}))...))),
		note("How to read this", "What the figures mean.", 12, 8, energyNotes),
	}
}
