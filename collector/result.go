package collector

import (
	"cmp"
	"slices"
	"time"

	"github.com/argus-power/argus/config"
	"github.com/argus-power/argus/power"
)

// Result is what a probe found.
type Result struct {
	Snapshots []power.Snapshot
	Err       error // nothing was learnt: why
	Duration  time.Duration
	Shared    bool // another scrape's read served this one too
	Traffic   config.Traffic
}

// OK says whether at least one device answered with data.
func (r Result) OK() bool {
	return r.Err == nil && slices.ContainsFunc(r.Snapshots, func(s power.Snapshot) bool {
		return s.Err == nil || len(s.Readings) > 0
	})
}

// Reason returns why the probe failed, or "" if it did not. If the target
// answered and none of its devices did, it is the reason of the first.
func (r Result) Reason() power.Reason {
	switch {
	case r.OK():
		return ""
	case r.Err != nil:
		return power.ReasonOf(r.Err)
	case len(r.Snapshots) == 0:
		return power.NoDevices
	}
	return power.ReasonOf(r.Snapshots[0].Err)
}

// outcome is how the probe ended in one word: success, or the reason why not.
func (r Result) outcome() string { return cmp.Or(string(r.Reason()), success) }

// cause returns the error to log of a failed probe.
func (r Result) cause() error {
	if r.Err != nil || len(r.Snapshots) == 0 {
		return r.Err
	}
	return r.Snapshots[0].Err
}

// drops counts the values that could not be used, by reason.
func (r Result) drops() map[power.DropReason]int {
	counts := map[power.DropReason]int{}
	for i := range r.Snapshots {
		for _, d := range r.Snapshots[i].Drops {
			counts[d.Reason]++
		}
	}
	return counts
}
