package store

import (
	"slices"
	"time"

	"github.com/argus-power/argus/power"
)

// A Key says which device is meant: the same however it is read, and over restarts.
type Key struct {
	Protocol string // nut, snmp
	Address  string // host:port, as the target named them
	Device   string // the value of the "device" label
}

// A Device is what is known of a device.
type Device struct {
	Key
	Target    string // as it is probed, without a device
	Module    string // that it was last read with
	Info      power.Info
	FirstSeen time.Time
	LastSeen  time.Time                 // when it last gave data
	Err       power.Reason              // why it gives none now; "" if it does
	Active    power.States              // how it was when it last gave data
	OnBattery time.Time                 // since when it is on battery; zero if it is not
	Sum       power.Totals              // committed
	Metered   bool                      // whether its energy is known at all
	Counts    map[power.EventKind]Count // committed
}

// A Count is how often events of a kind happened, and when the last one did.
type Count struct {
	N    uint64
	Last time.Time
}

// A Record is an event as it is kept.
type Record struct {
	Seq uint64 // ascending, never used again
	Key
	Noticed time.Time // when it was recorded
	power.Event
}

// A Period is what was metered of a device in a day or a month.
type Period struct {
	Key
	Day power.Day // of a month: yyyymm00
	Sum power.Totals
}

// A Filter selects records. Zero fields select all.
type Filter struct {
	After, Before uint64    // sequence numbers, both exclusive; Before 0 is no bound
	From, To      time.Time // of Event.Time: From inclusive, To exclusive
	Kinds         []power.EventKind
	Match         func(Key) bool
	Newest        bool // newest first
	Limit         int  // at most so many; 0 is no bound
}

// selects says whether a record is selected, whatever the limit.
func (f *Filter) selects(r *Record) bool {
	switch {
	case r.Seq <= f.After, f.Before != 0 && r.Seq >= f.Before:
		return false
	case !f.From.IsZero() && r.Time.Before(f.From), !f.To.IsZero() && !r.Time.Before(f.To):
		return false
	case len(f.Kinds) > 0 && !slices.Contains(f.Kinds, r.Kind):
		return false
	}
	return f.Match == nil || f.Match(r.Key)
}
