// Package store remembers devices over restarts: the events that their snapshots show, the
// energy that they delivered, and what is needed to go on with both.
//
// Durable before visible: what a scrape shows was committed before, so that no counter is ever
// lower after a crash than it was served before it. One bbolt file holds everything; without a
// path everything is kept in memory.
package store
