// Package api serves what the store remembers: devices, events, outages and energy as JSON, CSV and
// an event stream, a copy of the store's file, and the devices as targets for Prometheus.
//
// Everything is read-only, and everything is bounded: answers come in pages. What a request asks
// for wrongly is told with status 400 and a sentence on what to do.
package api
