package main

func health() board {
	variables := choices("", `__name__=~"argus_(device_up|probe_error_info)"`)
	for i := range variables { // all jobs are those of Argus: other probers have a probe_success too
		if all := ".+"; variables[i].Name == "instance" || variables[i].Name == "device" {
			variables[i].AllValue = &all
		} else if variables[i].Name == "job" {
			variables[i].AllValue = nil
		}
	}
	self := choice("argus", "Argus", "The Argus that tells of itself, where several share the work.",
		"argus_exporter_probes_in_flight", ".+")
	query := "label_values(argus_exporter_probes_in_flight, instance)"
	self.Definition = &query
	self.Query.Map["query"] = query
	return board{
		uid: "argus-health", title: "Argus / Health", from: "now-3h", refresh: "30s",
		description: "Whether Argus itself works: is everything read, how fast, what fails and why, are events kept.",
		variables:   append(variables, self),
		annotations: alerts(),
		sections: []section{
			{title: "Now", panels: healthTiles()},
			{title: "Targets and devices", panels: healthTargets()},
			{title: "Probes", panels: healthProbes()},
			{title: "Memory of events and energy", panels: healthStore()},
			{title: "The process", panels: healthProcess(), folded: true},
		},
	}
}

// itself is a metric of Argus itself; only its instance is chosen, for its job is another one.
func itself(metric string) string { return metric + `{instance=~"$argus"}` }

// gained is what a counter gained in the time shown.
func gained(metric string) string { return "sum(" + increase(itself(metric), "$__range") + ")" }

func healthTiles() []*panel {
	const absent = "Argus' own /metrics is not scraped"
	count := func(title, description, expr, color string) *panel {
		return tile(title, description, 3, now(expr, ""), unit("short"), decimals(0), steps(green, step{1, color}),
			none(absent))
	}
	return []*panel{
		tile("Argus", "How many instances of Argus run and are scraped. If none does, nobody watches your power.", 3,
			now("count("+itself("argus_exporter_probes_in_flight")+")", ""), unit("short"), steps(red, step{1, green}),
			none(absent)),
		tile("Targets that fail", "Targets of which no device answered. The reasons are below.", 3,
			now("sum(1 - probe_success{"+target+"})", ""), unit("short"), steps(green, step{1, red}),
			none("No probes are scraped")),
		tile("Devices without answer", "Devices that did not answer, also where others of their target did, and those "+
			"of which nothing is heard any more, for a day.", 3,
			now("sum(1 - "+answers(units, tables1d)+")", ""), unit("short"), steps(green, step{1, red}), none("No devices")),
		tile("Slowest probe", "How long the slowest target took. Keep the timeout of the scrape well above it.", 3,
			now("max(probe_duration_seconds{"+target+"})", ""), unit("s"), steps(green, step{5, orange}, step{9, red}),
			none("No probes are scraped")),
		tile("Store", "Whether events and energy can be kept. If not they wait in memory; the log says why: a full disk, "+
			"or rights.", 3, now("min("+itself("argus_store_up")+")", ""),
			words([]mapped{{"1", "Works", green}, {"0", "Fails", red}}), unit("short"), solid(), none(absent)),
		count("Events lost", "Events that were dropped in the time shown, for the store failed too long.",
			gained("argus_store_events_dropped_total"), red),
		count("Readings dropped", "Values that devices gave in the time shown and that cannot be: debug=true on the probe "+
			"names each.", gained("argus_exporter_readings_dropped_total"), yellow),
		tile("Configuration", "Whether the last attempt to load it succeeded. If not the old one is still in use; the log "+
			"has the line.", 3, now("min("+itself("argus_exporter_config_last_reload_successful")+")", ""),
			words([]mapped{{"1", "Loaded", green}, {"0", "Rejected", red}}), unit("short"), solid(), none(absent)),
	}
}

func healthTargets() []*panel {
	return []*panel{
		grid("Targets", "Every target with its last probe, failing ones first. refused: nothing listens there; timeout: "+
			"firewall, or a wrong community; stale: the driver lost its device.", 14, 9, "Answers", false,
			rows("max by (job, site, instance) (probe_success{"+target+"})"),
			rows("max by (job, site, instance) (probe_duration_seconds{"+target+"})"),
			rows("max by (job, site, instance, reason) (argus_probe_error_info{"+target+"})"),
			rows("count by (job, site, instance) ("+of("argus_device_up")+")"),
			rows("avg by (job, site, instance) (avg_over_time(probe_success{"+target+"}[$__range]))"),
			none("No probes are scraped"), unit("short"),
			columns(
				col("Value #A", "Answers", 90, cellWords([]mapped{{"1", "yes", green}, {"0", "no", red}}), cellColored()),
				col("instance", "Instance", 0), col("job", "Job", 90), col("site", "Site", 90), col("reason", "Reason", 120),
				col("Value #B", "Took", 90, cellUnit("s"), cellDecimals(3)), col("Value #D", "Devices", 80),
				col("Value #E", "Answered", 130, props(cellGauge(1), cellUnit("percentunit"), cellDecimals(1),
					cellSteps(red, step{0.9, orange}, step{0.99, green}))...),
				col("Value #C", "Known", 0, cellHidden()),
			)),
		grid("Why devices do not answer", "The reason that Argus has. driver_not_connected, stale: look at the "+
			"driver on the NUT server. A device "+
			"that was on battery before is gone until somebody has looked.", 10, 9, "", false,
			rows("max by ("+identity+", reason) ("+of("argus_device_error_info")+")"),
			rows("max by ("+identity+") (time() - "+of("argus_event_last_timestamp_seconds", `event="communication_lost"`)+
				" and on (job, instance, device) "+of("argus_device_error_info")+")"),
			none("All devices answer"), unit("short"),
			columns(col("device", "Device", 100), col("instance", "Instance", 0), col("site", "Site", 70),
				col("reason", "Reason", 110),
				col("Value #B", "Since", 85, cellUnit("s"), cellDecimals(1)), col("Value #A", "Known", 0, cellHidden()))),
		timeline("Devices that answer", "Which device answered when; of more than fifty, those that answered least. "+
			"Gaps at all devices at once are Argus or the network.",
			14, 9, over(answers(of, lines6h)+" and bottomk(50, avg_over_time("+of("argus_device_up")+
				"[$__range] @ end()))", byDevice), words([]mapped{{"1", "answers", green}, {"0", "no answer", red}}),
			unit("short"), every("30s"), none("No devices")),
		series("Failures by reason", "Devices that do not answer, by reason.", 10, 9,
			over("count by (reason) ("+of("argus_device_error_info")+")", "{{reason}}"), stacked(), unit("short"), decimals(0),
			fromZero(), none("All devices answered in the time shown")),
	}
}

func healthProbes() []*panel {
	rate := func(metric, by string) string {
		return "sum by (" + by + ") (rate(" + itself(metric) + "[$__rate_interval]))"
	}
	return []*panel{
		series("Probes by result", "Per second, by module and result: success, or the reason of the failure.", 8, 8,
			over(rate("argus_exporter_probes_total", "module, result"), "{{module}} {{result}}"), stacked(), unit("reqps"),
			fromZero(),
			none("Argus' own /metrics is not scraped")),
		series("Duration of probes", "The 95th percentile by module. It grows with devices that are slow or gone.", 8, 8,
			over("histogram_quantile(0.95, "+rate("argus_exporter_probe_duration_seconds_bucket", "le, module")+")",
				"{{module}}"), unit("s"),
			fromZero(), none("Argus' own /metrics is not scraped")),
		series("Slowest targets", "The ten that took longest on average.", 8, 8,
			over(largest("probe_duration_seconds{"+target+"}"), "{{instance}}"), unit("s"), fromZero(),
			none("No probes are scraped")),
		series("Readings dropped by reason", "Values that cannot be, by reason. A few are "+
			"normal: devices say -1, 65535 or 255 for "+
			"\"I do not know\".", 8, 8, over(rate("argus_exporter_readings_dropped_total", "reason")+" > 0", "{{reason}}"),
			stacked(),
			unit("cps"), fromZero(), none("No value was dropped")),
		series("SNMP", "Requests, those asked once more, and answers that were none. Many repeated ones: a slow agent, or "+
			"packets that get lost.", 8, 8,
			over(rate("argus_exporter_snmp_requests_total", "instance"), "requests · {{instance}}"),
			over(rate("argus_exporter_snmp_retries_total", "instance"), "repeated · {{instance}}"),
			over(rate("argus_exporter_snmp_refused_answers_total", "instance"), "bad answers · {{instance}}"),
			unit("reqps"), fromZero(), none("Argus' own /metrics is not scraped")),
		series("Requests refused", "403: the target is not allowed by the configuration. 400: the request makes no sense.",
			8, 8,
			over(rate("argus_exporter_requests_refused_total", "code"), "{{code}}"), unit("reqps"), fromZero(),
			none("Argus' own /metrics is not scraped")),
		series("Under way and shared", "Probes at this moment, and probes per second that were "+
			"served by the read of another "+
			"for the same target.", 8, 7, over("sum("+itself("argus_exporter_probes_in_flight")+")", "under way"),
			over("sum(rate("+itself("argus_exporter_probes_shared_total")+"[$__rate_interval]))", "shared per second"),
			unit("short"),
			fromZero(), none("Argus' own /metrics is not scraped")),
		series("Scrapes that failed", "Targets that Prometheus itself could not scrape: Argus is down, or was too slow.",
			8, 7,
			over("count(up{"+target+"} == 0) or 0 * count(up{"+target+"})", "failed"), unit("short"), fromZero(),
			none("Nothing is scraped")),
		series("Samples per scrape", "How many series each target gives, of the ten that give most. A sudden fall is a "+
			"device that lost a part.", 8, 7,
			over(largest("scrape_samples_scraped{"+target+"}"), "{{instance}}"), unit("short"), fromZero(),
			none("Nothing is scraped")),
	}
}
