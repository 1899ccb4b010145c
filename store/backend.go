package store

import (
	"context"
	"io"
	"time"

	"github.com/argus-power/argus/power"
)

// A backend keeps what is committed: a file, or memory.
type backend interface {
	// load hands over every device there is.
	load(each func(id uint32, c *cold, m *power.Meter)) error
	// commit keeps a batch wholly or not at all. Sequence numbers of its events are set by the
	// caller, ascending.
	commit(b *batch) error
	// lastSeq is the greatest sequence number that was ever used.
	lastSeq() uint64
	// events hands over records by a filter until each returns false. Match is applied, Limit too.
	events(ctx context.Context, f Filter, each func(Record) bool) error
	// periods hands over the closed days (or months, of which the days may be gone) of devices
	// from one day to another, both inclusive.
	periods(ctx context.Context, months bool, from, to power.Day,
		each func(id uint32, day power.Day, t power.Totals) bool) error
	// retain drops a bounded part of what is older than the bounds, and says whether there is more.
	retain(now time.Time, r Retention) (more bool, err error)
	// backup makes a consistent copy, which lives on its own until it is closed.
	backup(ctx context.Context) (io.ReadCloser, error)
	// size is the bytes on disk, 0 in memory; oldest when the oldest event was recorded.
	size() int64
	oldest() time.Time
	close() error
}

// Retention bounds what is kept.
type Retention struct {
	Age       time.Duration // of events, days, and of devices that are not seen any more
	MaxEvents int
	Months    int // how many months of monthly totals
}

// cold is what is stored of a device and changes seldom: JSON.
type cold struct {
	Key       Key
	Target    string
	Module    string
	Info      power.Info
	FirstSeen time.Time
	LastSeen  time.Time // as of the writing
	Watch     *power.Watch
	Counts    map[power.EventKind]Count
}

// batch is what is committed together.
type batch struct {
	put     []write
	events  []Record
	days    []closed
	dropped []uint32 // devices to forget, with their days and months
}

// write is what is to be stored of a device; nil is not written.
type write struct {
	id    uint32
	cold  *cold
	meter *power.Meter
}

// closed is a day of a device that is over; it is added to its month as well.
type closed struct {
	id  uint32
	day power.Day
	sum power.Totals
}
