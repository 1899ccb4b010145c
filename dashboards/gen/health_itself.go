package main

func healthStore() []*panel {
	const absent = "No store: Argus is not scraped, or keeps nothing"
	rate := func(metric string) string { return "rate(" + itself(metric) + "[$__rate_interval])" }
	return []*panel{
		series("Commits and failures", "Per second. A failure is a disk that is full, slow or read-only.", 8, 8,
			over(rate("argus_store_commits_total"), "commits · {{instance}}"),
			over(rate("argus_store_failures_total"), "failures · {{instance}}"), override("byFrameRefID", "B",
				property("color", map[string]any{"mode": "fixed", "fixedColor": red})), unit("cps"), fromZero(), none(absent)),
		series("Events that wait", "Not on disk yet. It should fall back to nothing within seconds.", 8, 8,
			over(itself("argus_store_pending_events"), "{{instance}}"), unit("short"), fromZero(), none(absent)),
		series("Size of the file", "It is bounded: old events go first.", 8, 8,
			over(itself("argus_store_size_bytes"), "{{instance}}"),
			unit("bytes"), fromZero(), none(absent)),
		tile("Devices kept", "How many devices have events and totals.", 4,
			now("sum("+itself("argus_store_devices")+")", ""),
			unit("short"), steps(blue), none(absent)),
		tile("Devices refused", "Reads of devices that are not kept, for there are too many: raise the bound.", 4,
			now(gained("argus_store_devices_refused_total"), ""), unit("short"), decimals(0), steps(green, step{1, red}),
			none(absent)),
		tile("Events held back", "Counted and not recorded one by one, for a device gave too many of a kind.", 4,
			now(gained("argus_store_events_suppressed_total"), ""), unit("short"), decimals(0), steps(green, step{1, yellow}),
			none(absent)),
		tile("Damage", "Bad records and damaged files that were set aside. Check the disk.", 4,
			now(gained("argus_store_bad_records_total")+" + "+gained("argus_store_corruptions_total"), ""), unit("short"),
			decimals(0),
			steps(green, step{1, red}), none(absent)),
		tile("Last commit", "How long ago something was last written. More than minutes: look at the failures.", 4,
			now("time() - min("+itself("argus_store_last_commit_timestamp_seconds")+")", ""),
			unit("s"), steps(green, step{300, orange}, step{3600, red}), none("Nothing was committed yet")),
		tile("Oldest event", "How far back the events reach.", 4,
			now("time() - min("+itself("argus_store_oldest_event_timestamp_seconds")+")", ""), unit("s"), steps(blue),
			none("No events yet")),
	}
}

func healthProcess() []*panel {
	const absent = "Argus' own /metrics is not scraped"
	return []*panel{
		series("Memory", "Resident memory of the process, and what Go's heap holds of it.", 8, 7,
			over("process_resident_memory_bytes{instance=~\"$argus\"} and on (instance, job) argus_exporter_probes_in_flight",
				"resident · {{instance}}"),
			over("go_memstats_heap_inuse_bytes{instance=~\"$argus\"} and on (instance, job) argus_exporter_probes_in_flight",
				"heap · {{instance}}"),
			unit("bytes"), fromZero(), none(absent)),
		series("CPU", "Seconds of CPU per second: 1 is a whole core.", 8, 7,
			over("rate(process_cpu_seconds_total{instance=~\"$argus\"}[$__rate_interval]) "+
				"and on (instance, job) argus_exporter_probes_in_flight", "{{instance}}"),
			unit("percentunit"), fromZero(), none(absent)),
		grid("Versions", "Which Argus runs where, and when it loaded its configuration.", 8, 7, "", false,
			rows("max by (instance, version, goversion) (argus_build_info{instance=~\"$argus\"})"),
			rows("max by (instance) ("+itself("argus_exporter_config_last_reload_success_timestamp_seconds")+") * 1000"),
			none(absent), unit("short"),
			columns(col("instance", "Argus", 0), col("version", "Version", 110), col("goversion", "Go", 90),
				col("Value #B", "Configuration of", 160, cellUnit("dateTimeAsLocal")),
				col("Value #A", "Known", 0, cellHidden()))),
	}
}
