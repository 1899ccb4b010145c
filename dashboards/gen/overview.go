package main

func overview() board {
	return board{
		uid: "argus-overview", title: "Argus / Overview", from: "now-6h", refresh: "30s",
		description: "All power devices at a glance: what is wrong now, what happened, where to look next.",
		variables:   choices("argus_device_up", ""),
		annotations: marks(),
		sections: []section{
			{title: "Now", panels: append(overviewTiles(), sites(), firing())},
			{title: "Devices", panels: []*panel{fleet()}},
			{title: "The time shown", panels: overviewHistory()},
		},
	}
}

func overviewTiles() []*panel {
	return []*panel{
		tile("Devices", "How many devices Prometheus has heard of within a day. Fewer than you own? Look at Argus / "+
			"Health for targets that are not read, then at the targets of your jobs.", 3,
			now("count("+answers(units, tables1d)+")", ""), none("No devices: is Argus scraped?"), unit("short"),
			steps(blue)),
		tile("No answer", "Devices that did not answer the last time they were asked, or of which nothing has "+
			"been heard since, for a day. Argus / Health has the reason of each.", 3,
			now("sum(1 - "+answers(units, tables1d)+")", ""), none("No devices"), unit("short"),
			steps(green, step{1, red}), link("Reasons", "/d/argus-health?${__url_time_range}&${__all_variables}")),
		tile("On battery", "Devices that run on battery now. Find out what happened to the mains, and how long the "+
			"batteries last: the table below.", 3,
			now("sum("+units("argus_status", `state="on_battery"`)+")", ""), none("No device can tell"), unit("short"),
			steps(green, step{1, orange}), solid()),
		tile("Low battery", "Devices whose battery is low or that shut down. What hangs on them goes off within "+
			"minutes.", 3,
			now("sum(max without (state) ("+of("argus_status", `state=~"low_battery|forced_shutdown"`)+"))", ""),
			none("No device can tell"), unit("short"), steps(green, step{1, red}), solid()),
		tile("Lost on battery", "Devices that are silent and were on battery when they were last heard, within a "+
			"day. Take them, and what hangs on them, for off until somebody has looked.", 3,
			now(zero("count(last_over_time("+units("argus_status", `state="on_battery"`)+
				"[1d]) == 1 unless on (job, instance, device) "+of("argus_device_up")+" == 1)"), ""),
			none("No devices"), unit("short"), steps(green, step{1, red})),
		tile("Power", "What all chosen devices deliver, or draw where only that is known. A PDU behind a UPS is "+
			"counted at both: choose one kind of devices for the true sum.", 3,
			over(total(units("argus_power_watts")), ""), none("No device tells its power"), unit("watt"),
			steps(blue), history()),
		tile("Highest load", "The load of the fullest device or phase, of its rating. Above 80 % there is no room "+
			"for the start of a server, or for the load of a second feed.", 3,
			now("max("+of("argus_output_load_ratio")+" or "+inletLoad()+")", ""),
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
		"worst of all its devices: click the site to see only them.", 11, 7, "State", true,
		rows("max by (site) ("+severity(tables1d)+")"),
		rows("count by (site) ("+answers(units, tables1d)+")"),
		rows("sum by (site) (1 - "+answers(units, tables1d)+")"),
		rows("sum by (site) ("+units("argus_status", `state="on_battery"`)+")"),
		rows("sum by (site) ("+units("argus_power_watts")+")"),
		rows("min by (site) ("+of("argus_battery_runtime_seconds")+")"),
		none("No devices: is Argus scraped?"), unit("short"),
		columns(
			col("site", "Site", 0, nameless("no site"), cellLink("Only this site",
				"/d/argus-overview?var-site=${__value.raw}&var-datasource=${datasource}&${__url_time_range}")),
			col("Value #A", "State", 110, cellWords(severities()), cellColored()),
			col("Value #B", "Devices", 70),
			col("Value #C", "No answer", 80, cellSteps(green, step{1, red}), cellText()),
			col("Value #D", "On battery", 85, cellSteps(green, step{1, orange}), cellText()),
			col("Value #E", "Power", 85, cellUnit("watt")),
			col("Value #F", "Runtime", 85, cellUnit("s"), cellDecimals(1),
				cellSteps(red, step{300, orange}, step{900, green}), cellText()),
		))
}

// firing ranks the alerts, for a table sorts by a number and not by what a word means.
func firing() *panel {
	const by = "severity, alertname, job, site, instance, device"
	rank := func(n, severity string) string {
		return n + " + 0 * count by (" + by + ") (ALERTS{alertstate=\"firing\",severity" + severity + "," + noWatchdog + "})"
	}
	all := rank("1", `="critical"`) + " or " + rank("2", `="warning"`) + " or " + rank("3", `="info"`) + " or " +
		rank("4", `!~"critical|warning|info"`)
	return grid("Alerts that fire", "What Prometheus' rules report now, the gravest first. docs/runbooks.md has a "+
		"section for each, linked in its notification, that says what to do.", 13, 7, "Severity", false,
		rows(all), rows("max by ("+by+") (time() - ALERTS_FOR_STATE{"+noWatchdog+"}) and on ("+by+") "+
			"ALERTS{alertstate=\"firing\","+noWatchdog+"}"),
		none("No alert fires, or no rules are loaded"), unit("short"),
		columns(
			col("Value #A", "Severity", 80, cellWords([]mapped{
				{"1", "critical", red}, {"2", "warning", orange}, {"3", "info", blue}, {"4", "other", grey},
			}), cellColored()),
			col("alertname", "Alert", 0), col("site", "Site", 75), col("instance", "Instance", 125),
			col("device", "Device", 100, cellLink("Only this device", deviceURL("argus-overview", "__data.fields"))),
			col("Value #B", "For", 75, cellUnit("s"), cellDecimals(0)), col("job", "job", 0, cellHidden()),
		))
}

const noWatchdog = `alertname!="ArgusWatchdog",` + anyAlert

// fleet is the table of all devices. A click on one opens the dashboard for its kind.
func fleet() *panel {
	last := "topk by (job, instance, device) (1, last_over_time(" + of("argus_device_info") + "[1d]))"
	info := "max by (" + identity + ", type, model, name) (" + of("argus_device_info") +
		" or on (job, instance, device) " + last + ")"
	info = "(" + info + " or on (job, instance, device) " + answers(of, tables1d) + ")"
	page := `label_replace(` + info + `, "page", "argus-ups", "", "")`
	page = `label_replace(` + page + `, "page", "argus-pdu", "type", "pdu|ats|meter")`
	page = `label_replace(` + page + `, "page", "argus-environment", "type", "sensor|cooling")`
	by := func(f, expr string) option { return rows(f + " by (" + identity + ") (" + expr + ")") }
	return grid("All devices", "Every device with what matters most of it, the worst state first. Click a device for "+
		"its own dashboard. A cell is empty where the device does not tell; one that does not answer tells nothing, and "+
		"stays for a day. Alerts are those of the device itself, less the mere news.",
		24, 11, "State", true,
		by("max", severity(tables1d)), rows(page),
		rows("max by ("+identity+") ("+of("argus_output_load_ratio")+") or max by ("+identity+") ("+inletLoad()+")"),
		by("min", of("argus_battery_charge_ratio")),
		by("min", of("argus_battery_runtime_seconds")),
		by("max", of("argus_power_watts")),
		by("count", "ALERTS{alertstate=\"firing\",severity!=\"info\","+device+"}"),
		by("min", "time() - "+of("argus_event_last_timestamp_seconds")),
		none("No devices: is Argus scraped?"), unit("short"),
		columns(
			col("Value #A", "State", 110, cellWords(severities()), cellColored()),
			col("device", "Device", 120, cellLink("Open this device", deviceURL("${__data.fields.page}", "__data.fields"))),
			col("name", "Name", 0), col("type", "Type", 60), col("model", "Model", 110),
			col("site", "Site", 80), col("instance", "Instance", 140),
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
			"a bar for the dashboard of the device.", 24, 10, over(worst(50), byDevice), words(severities()), unit("short"),
			none("No devices: is Argus scraped?"),
			every("1m"), toDevice(), link("Open this PDU or transfer switch", deviceURL("argus-pdu", "__field.labels")),
			link("Open its sensors", deviceURL("argus-environment", "__field.labels"))),
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
	latest := "topk(100, max by (" + identity + ", event) (" +
		of("argus_event_last_timestamp_seconds", `event!="first_seen"`) + "))"
	return grid("Latest events", "When each kind of event last happened at a device, and how often within the time "+
		"shown; the hundred latest. Argus keeps them all, with details: /api/v1/events.", w, 8, "When", true,
		rows(latest+" * 1000"),
		rows("sum by ("+identity+", event) (round("+increase(of("argus_events_total"), "$__range")+
			")) and on ("+identity+", event) "+latest),
		none("Nothing has happened since Argus knows the devices"), unit("short"),
		columns(
			col("Value #A", "When", 125, cellUnit("dateTimeAsLocalNoDateIfToday")), col("event", "Event", 0),
			col("device", "Device", 90), col("instance", "Instance", 110),
			col("Value #B", "Times", 55, cellDecimals(0)),
		))
}
