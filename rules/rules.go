// Package rules holds the rules for Prometheus that come with Argus: recording rules and
// alerts, each with its tests. Prometheus reads the files as they lie here.
package rules

import "embed"

// Files are the rules, *.yml.
//
//go:embed *.yml
var Files embed.FS
