package check

// own are the metrics that are not of a device: those of a probe, of Argus itself, and those
// that Prometheus adds.
func own() map[string]metric {
	all := map[string]metric{
		"up":                      {labels: scraped()},
		"scrape_duration_seconds": {labels: scraped()},
		"scrape_samples_scraped":  {labels: scraped()},
		"probe_success":           {labels: scraped()},
		"probe_duration_seconds":  {labels: scraped()},
		"argus_probe_error_info": {
			labels: scraped().with(true, "reason"), words: map[string][]string{"reason": reasons()},
		},
		"ALERTS":           {open: true},
		"ALERTS_FOR_STATE": {open: true},
	}
	all["argus_limit"] = metric{ // the owner's own rules record it: see docs/rules.md
		labels: labels{}.with(true, "limit").with(false, "instance", "device"),
		words:  map[string][]string{"limit": ownLimits()},
	}
	for name, extra := range exporter() {
		all[name] = metric{labels: scraped().with(true, extra...)}
	}
	add := func(name, label string, words ...string) {
		m := all[name]
		m.words = map[string][]string{label: words}
		all[name] = m
	}
	add("argus_exporter_probes_total", "result", append(reasons(), "success")...)
	add("argus_exporter_readings_dropped_total", "reason", drops()...)
	add("argus_exporter_requests_refused_total", "code", "400", "403")
	add("argus_store_info", "memory", "true", "false")
	return all
}

// ownLimits are the limits that an owner can state for a device.
func ownLimits() []string {
	return []string{
		"load", "battery_charge", "battery_runtime", "battery_temperature", "battery_age", "test_age",
		"temperature_high", "temperature_critical", "temperature_low", "humidity_high", "humidity_low",
	}
}

// exporter is what /metrics has, and the labels of each. A test holds it to what the
// collector serves.
func exporter() map[string][]string {
	return map[string][]string{
		"argus_build_info": {"branch", "goarch", "goos", "goversion", "revision", "tags", "version"},

		"argus_exporter_probes_total":                                 {"module", "result"},
		"argus_exporter_probe_duration_seconds_bucket":                {"module", "le"},
		"argus_exporter_probe_duration_seconds_sum":                   {"module"},
		"argus_exporter_probe_duration_seconds_count":                 {"module"},
		"argus_exporter_probes_in_flight":                             nil,
		"argus_exporter_probes_shared_total":                          nil,
		"argus_exporter_readings_dropped_total":                       {"reason"},
		"argus_exporter_requests_refused_total":                       {"code"},
		"argus_exporter_snmp_requests_total":                          nil,
		"argus_exporter_snmp_retries_total":                           nil,
		"argus_exporter_snmp_refused_answers_total":                   nil,
		"argus_exporter_config_last_reload_successful":                nil,
		"argus_exporter_config_last_reload_success_timestamp_seconds": nil,

		"argus_store_info":                           {"id", "memory"},
		"argus_store_up":                             nil,
		"argus_store_commits_total":                  nil,
		"argus_store_failures_total":                 nil,
		"argus_store_pending_events":                 nil,
		"argus_store_events_dropped_total":           nil,
		"argus_store_events_suppressed_total":        nil,
		"argus_store_devices":                        nil,
		"argus_store_devices_refused_total":          nil,
		"argus_store_bad_records_total":              nil,
		"argus_store_corruptions_total":              nil,
		"argus_store_size_bytes":                     nil,
		"argus_store_oldest_event_timestamp_seconds": nil,
		"argus_store_last_commit_timestamp_seconds":  nil,

		"go_goroutines":                 nil,
		"go_memstats_heap_inuse_bytes":  nil,
		"process_cpu_seconds_total":     nil,
		"process_resident_memory_bytes": nil,
		"process_open_fds":              nil,
		"process_max_fds":               nil,
		"process_start_time_seconds":    nil,
	}
}
