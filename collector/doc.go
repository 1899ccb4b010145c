// Package collector turns probes into expositions: the custom Collector that
// reads a target live while it is scraped, the /probe handler around it, and
// what Argus tells of itself.
//
// The way of a probe: the handler checks the query against the configuration;
// the Collector asks the [Tracker] for the target's devices; the tracker reads
// them once, however many scrapes wait for the same, within the deadline of the
// scrape. A target that does not answer is no HTTP error: the devices known
// from before are served with device_up 0 and the reason.
package collector
