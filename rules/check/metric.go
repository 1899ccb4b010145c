package check

import (
	"maps"
	"slices"
)

// A label is what is known of a label of a set of series.
type label struct {
	always bool   // no series lacks it
	value  string // the only value it has; "" if it may have several
}

// labels are those that a set of series may have.
type labels map[string]label

// with returns a copy that has these labels, too.
func (l labels) with(always bool, names ...string) labels {
	more := labels{}
	maps.Copy(more, l)
	for _, name := range names {
		more[name] = label{always: always}
	}
	return more
}

// keep returns a copy that has only these labels.
func (l labels) keep(names ...string) labels {
	kept := labels{}
	for name, known := range l {
		if slices.Contains(names, name) {
			kept[name] = known
		}
	}
	return kept
}

// drop returns a copy that lacks these labels.
func (l labels) drop(names ...string) labels {
	kept := labels{}
	for name, known := range l {
		if !slices.Contains(names, name) {
			kept[name] = known
		}
	}
	return kept
}

// A metric is what the catalogue knows of a name.
type metric struct {
	labels labels
	words  map[string][]string // the closed lists of values
	open   bool                // it may have any label
}

// ownerLabels are those that the owner gives to the series of a device, by relabelling or
// in the configuration of Argus; docs/rules.md says what for.
func ownerLabels() []string { return []string{"site", "role", "rack", "feed"} }

// scraped are the labels that every series has that Prometheus scraped.
func scraped() labels {
	return labels{}.with(true, "job", "instance").with(false, ownerLabels()...)
}
