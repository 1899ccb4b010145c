package main

func overview() board {
	return board{
		uid: "argus-overview", title: "Argus / Overview", from: "now-6h", refresh: "30s",
		description: "All power devices at a glance: what is wrong now, what happened, where to look next.",
		variables:   choices("argus_device_up", ""),
		annotations: marks(),
		sections: []section{
			{"Now", append(overviewTiles(), sites(), firing())},
			{"Devices", []*panel{fleet()}},
			{"The time shown", overviewHistory()},
		},
	}
}

func overviewTiles() []*panel {
	return []*panel{
		tile("Devices", "How many devices are known to Prometheus. Fewer than you own? Look at Argus / Health for "+
			"targets that are not read, then at the targets of your jobs.", 3,
			now("count("+of("argus_device_up")+")", ""), none("No devices: is Argus scraped?"), unit("short"),
			steps(blue)),
		tile("No answer", "Devices that did not answer the last time they were asked. Argus / Health has the "+
			"reason of each.", 3,
			now("sum(1 - "+of("argus_device_up")+")", ""), none("No devices"), unit("short"),
			steps(green, step{1, red}), link("Reasons", "/d/argus-health?${__url_time_range}&${datasource:queryparam}")),
		tile("On battery", "Devices that run on battery now. Find out what happened to the mains, and how long the "+
			"batteries last: the table below.", 3,
			now("sum("+of("argus_status", `state="on_battery"`)+")", ""), none("No device can tell"), unit("short"),
			steps(green, step{1, orange}), solid()),
		tile("Low battery", "Devices whose battery is low or that shut down. What hangs on them goes off within "+
			"minutes.", 3,
			now("sum(max without (state) ("+of("argus_status", `state=~"low_battery|forced_shutdown"`)+"))", ""),
			none("No device can tell"), unit("short"), steps(green, step{1, red}), solid()),
		tile("Lost on battery", "Devices that do not answer and were on battery when they last did, within a day. "+
			"Take them, and what hangs on them, for off until somebody has looked.", 3,
			now(zero("sum("+of("argus_device_up")+" == bool 0 and on (job, instance, device) last_over_time("+
				of("argus_status", `state="on_battery"`)+"[1d]) == 1)"), ""),
			none("No devices"), unit("short"), steps(green, step{1, red})),
		tile("Power", "What all chosen devices deliver, or draw where only that is known. A PDU behind a UPS is "+
			"counted at both: choose one kind of devices for the true sum.", 3,
			over("sum("+units("argus_power_watts")+")", ""), none("No device tells its power"), unit("watt"),
			steps(blue), history()),
		tile("Highest load", "The load of the fullest device or phase, of its rating. Above 80 % there is no room "+
			"for the start of a server, or for the load of a second feed.", 3,
			now("max("+of("argus_output_load_ratio")+" or "+of("argus_input_load_ratio")+")", ""),
			none("No device tells its load"), unit("percentunit"), decimals(0),
			steps(green, step{0.8, orange}, step{0.95, red})),
		tile("Shortest runtime", "What the weakest battery lasts at its present load, as its device estimates it. "+
			"Compare it with the time that your servers need to shut down.", 3,
			now("min("+of("argus_battery_runtime_seconds")+")", ""), none("No device tells its runtime"),
			unit("s"), steps(red, step{300, orange}, step{900, green})),
	}
}

func sites() *panel {
	return grid("Sites", "One line per site, by the label of that name that your targets may have. The state is the "+
		"worst of all its devices: click the site to see only them.", 14, 7, "State", true,
		rows("max by (site) ("+severity()+")"),
		rows("count by (site) ("+of("argus_device_up")+")"),
		rows("sum by (site) (1 - "+of("argus_device_up")+")"),
		rows("sum by (site) ("+of("argus_status", `state="on_battery"`)+")"),
		rows("sum by (site) ("+units("argus_power_watts")+")"),
		rows("min by (site) ("+of("argus_battery_runtime_seconds")+")"),
		none("No devices: is Argus scraped?"), unit("short"),
		columns(
			col("site", "Site", 0, nameless("no site"), cellLink("Only this site",
				"/d/argus-overview?var-site=${__value.raw}&var-datasource=${datasource}&${__url_time_range}")),
			col("Value #A", "State", 130, cellWords(severities()), cellColored()),
			col("Value #B", "Devices", 90),
			col("Value #C", "No answer", 100, cellSteps(green, step{1, red}), cellText()),
			col("Value #D", "On battery", 100, cellSteps(green, step{1, orange}), cellText()),
			col("Value #E", "Power", 110, cellUnit("watt")),
			col("Value #F", "Runtime", 100, cellUnit("s"), cellDecimals(1),
				cellSteps(red, step{300, orange}, step{900, green}), cellText()),
		))
}

func firing() *panel {
	return grid("Alerts that fire", "What Prometheus' rules report now, the gravest first. Each alert's runbook, "+
		"linked in its notification, says what to do.", 10, 7, "Severity", false,
		rows("count by (severity, alertname, site, instance, device) (ALERTS{alertstate=\"firing\","+
			"alertname!=\"ArgusWatchdog\","+anyAlert+"})"),
		none("No alert fires, or no rules are loaded"), unit("short"),
		columns(
			col("severity", "Severity", 90, property("mappings", mappings([]mapped{
				{"critical", "critical", red}, {"warning", "warning", orange}, {"info", "info", blue},
			})), cellColored()),
			col("alertname", "Alert", 0), col("site", "Site", 90),
			col("instance", "Target", 130), col("device", "Device", 100),
		))
}

// fleet is the table of all devices. A click on one opens the dashboard for its kind.
func fleet() *panel {
	info := "max by (" + identity + ", type, model, name) (last_over_time(" + of("argus_device_info") + "[1d]))"
	info = "(" + info + " or on (job, instance, device) " + of("argus_device_up") + ")"
	page := `label_replace(` + info + `, "page", "argus-ups", "", "")`
	page = `label_replace(` + page + `, "page", "argus-pdu", "type", "pdu|ats|meter")`
	page = `label_replace(` + page + `, "page", "argus-environment", "type", "sensor|cooling")`
	by := func(f, expr string) option { return rows(f + " by (" + identity + ") (" + expr + ")") }
	return grid("All devices", "Every device with what matters most of it, the worst state first. Click a device for "+
		"its own dashboard. A cell is empty where the device does not tell; one that does not answer tells nothing.",
		24, 11, "State", true,
		by("max", severity()), rows(page),
		by("max", of("argus_output_load_ratio")+" or "+of("argus_input_load_ratio")),
		by("min", of("argus_battery_charge_ratio")),
		by("min", of("argus_battery_runtime_seconds")),
		by("max", of("argus_power_watts")),
		by("count", "ALERTS{alertstate=\"firing\","+device+"}"),
		by("min", "time() - "+of("argus_event_last_timestamp_seconds")),
		none("No devices: is Argus scraped?"), unit("short"),
		columns(
			col("Value #A", "State", 110, cellWords(severities()), cellColored()),
			col("device", "Device", 120, cellLink("Open this device", deviceURL("${__data.fields.page}", "__data.fields"))),
			col("name", "Name", 0), col("type", "Type", 60), col("model", "Model", 110),
			col("site", "Site", 80), col("instance", "Target", 140),
			col("Value #C", "Load", 130, props(cellGauge(1), cellUnit("percentunit"), cellDecimals(0),
				cellSteps(green, step{0.8, orange}, step{0.95, red}))...),
			col("Value #D", "Charge", 130, props(cellGauge(1), cellUnit("percentunit"), cellDecimals(0),
				cellSteps(red, step{0.2, orange}, step{0.5, yellow}, step{0.8, green}))...),
			col("Value #E", "Runtime", 85, cellUnit("s"), cellDecimals(1),
				cellSteps(red, step{300, orange}, step{900, green}), cellText()),
			col("Value #F", "Power", 80, cellUnit("watt")),
			col("Value #G", "Alerts", 60, cellSteps(green, step{1, red}), cellText()),
			col("Value #H", "Last event", 90, cellUnit("s"), cellDecimals(1)),
			col("Value #B", "Known", 0, cellHidden()),
			col("page", "page", 0, cellHidden()), col("job", "job", 0, cellHidden()),
		))
}

func overviewHistory() []*panel {
	return []*panel{
		timeline("State of every device", severityWords+" Of more than fifty devices, those that were worst. Click "+
			"a bar for the dashboard of a UPS.", 24, 10, over(worst(50), byDevice), words(severities()), unit("short"),
			none("No devices: is Argus scraped?"),
			every("1m"), toDevice()),
		series("Power by site", "What the devices of each site deliver. A step down that no one planned is a load that "+
			"went off.", 12, 8, over(perSite(units("argus_power_watts")), "{{site}}"), stacked(), unit("watt"),
			fromZero(), none("No device tells its power")),
		series("Load of the fullest devices", "Load of the rating, of the ten fullest outputs and phases. Move something "+
			"before one stays above 80 %.", 12, 8,
			over(largest(of("argus_output_load_ratio")), "{{line}} "+byDevice),
			unit("percentunit"), upTo(1), steps(green, step{0.8, orange}, step{0.95, red}), dashedSteps(),
			none("No device tells its load"), toDevice()),
		series("Charge of the emptiest batteries", "State of charge of the ten lowest. It falls in a power failure and "+
			"takes hours to come back: a second failure in between hits a battery that is not full.", 12, 8,
			over(lowest(of("argus_battery_charge_ratio")), byDevice), unit("percentunit"), upTo(1),
			none("No device has a battery that it tells of"), toDevice()),
		lastEvents(12),
	}
}

// lastEvents lists what happened, the latest first.
func lastEvents(w uint32) *panel {
	return grid("Latest events", "When each kind of event last happened at a device, and how often within the time "+
		"shown. Argus keeps them all, with details: /api/v1/events.", w, 8, "When", true,
		rows("max by ("+identity+", event) ("+of("argus_event_last_timestamp_seconds")+") * 1000"),
		rows("sum by ("+identity+", event) (round("+increase(of("argus_events_total"), "$__range")+
			") and on (job, instance, device, event) "+of("argus_event_last_timestamp_seconds")+")"),
		none("Nothing has happened since Argus knows the devices"), unit("short"),
		columns(
			col("Value #A", "When", 130, cellUnit("dateTimeAsLocalNoDateIfToday")), col("event", "Event", 0),
			col("device", "Device", 100), col("instance", "Target", 130), col("Value #B", "Times", 60),
		))
}
