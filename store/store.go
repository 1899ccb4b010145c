package store

import (
	"cmp"
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/argus-power/argus/power"
)

// What holds where Options leave it open.
const (
	defaultFlush   = 15 * time.Second
	defaultAge     = 400 * 24 * time.Hour
	defaultEvents  = 200_000
	defaultMonths  = 120
	defaultDevices = 20_000
	defaultWait    = 5 * time.Second
)

// Options say where and how long to keep things.
type Options struct {
	Path       string         // of the file; "" keeps everything in memory
	FlushEvery time.Duration  // how often energy is committed; 0 is every 15 s
	Retention  Retention      // zero fields: 400 days, 200,000 events, 120 months
	MaxDevices int            // 0 is 20,000
	Zone       *time.Location // of days and months; nil is UTC
	Now        func() time.Time
	Log        *slog.Logger // of what befalls the file; never of events
	// Inspect checks a file that Argus did not close, in a process of its own: a damaged one can end the
	// process that reads it. nil checks it here.
	Inspect func(ctx context.Context, path string) error
	// OpenWait is how long Open waits for the file before it goes on without it; 0 is 5 s.
	OpenWait time.Duration
}

func (o Options) withDefaults() Options {
	o.FlushEvery = cmp.Or(o.FlushEvery, defaultFlush)
	o.Retention.Age = cmp.Or(o.Retention.Age, defaultAge)
	o.Retention.MaxEvents = cmp.Or(o.Retention.MaxEvents, defaultEvents)
	o.Retention.Months = cmp.Or(o.Retention.Months, defaultMonths)
	o.MaxDevices = cmp.Or(o.MaxDevices, defaultDevices)
	o.OpenWait = cmp.Or(o.OpenWait, defaultWait)
	o.Zone = cmp.Or(o.Zone, time.UTC)
	o.Log = cmp.Or(o.Log, slog.New(slog.DiscardHandler))
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// parts are what a store is made of; tests put in others.
type parts struct {
	open  func(context.Context, Options) (*opened, error)
	after func(time.Duration) <-chan time.Time
	tick  func(time.Duration) (ticks <-chan time.Time, stop func())
	watch func(*power.Watch, *power.Snapshot, string) []power.Event
	meter func(*power.Meter, *power.Snapshot, *time.Location) ([]power.DayTotal, []power.Event)
}

func realParts(o Options) parts {
	p := parts{
		open: openFile, after: time.After,
		watch: (*power.Watch).Observe, meter: (*power.Meter).Observe,
		tick: func(d time.Duration) (<-chan time.Time, func()) {
			t := time.NewTicker(d)
			return t.C, t.Stop
		},
	}
	if o.Path == "" {
		p.open = openMemory
	}
	return p
}

// A Store remembers devices. Its methods may be called concurrently.
type Store struct {
	o        Options
	parts    parts
	volatile bool // in memory on purpose: what is committed is no safer than what is not
	shelf    shelf
	ledger   ledger
	writer   writer
	health   health
	seq      atomic.Uint64 // of the newest committed record

	// reading is held by those who read the backend, so that it is not closed under them;
	// midnight by those who need days and the meters to agree.
	reading, midnight sync.RWMutex
	backend           backend // nil while there is none; changed with reading held

	alive  context.Context // until Close
	cancel context.CancelFunc
	tried  chan struct{} // closed when opening was tried once
	done   chan struct{} // closed when the writer has ended
}

// Open opens the file, or starts anew where it is damaged; it never fails: as long as there is no
// file to write to, everything is kept in memory, as far as its bounds go, and tried again.
// Close ends it; the end of ctx only ends the waiting for the file.
func Open(ctx context.Context, o Options) *Store {
	o = o.withDefaults()
	return open(ctx, o, realParts(o))
}

func open(ctx context.Context, o Options, p parts) *Store {
	s := &Store{
		o: o, parts: p, volatile: o.Path == "",
		tried: make(chan struct{}), done: make(chan struct{}),
	}
	s.alive, s.cancel = context.WithCancel(context.WithoutCancel(ctx))
	s.shelf.init(o.MaxDevices)
	s.ledger.limit = maxPending
	s.writer.init()
	s.health.init()
	go s.run() //nolint:contextcheck // it goes on until Close
	if s.volatile {
		<-s.tried
		return s
	}
	select {
	case <-s.tried:
	case <-ctx.Done():
	case <-p.after(o.OpenWait):
		o.Log.Warn("store takes long to open, scraping goes on without it meanwhile", "path", o.Path)
	}
	return s
}

// Close commits what is left and closes the file. It returns why not all could be kept; when it is
// called again, the same.
func (s *Store) Close() error {
	s.cancel()
	<-s.done
	return s.health.last()
}

// Zone is the time zone of days and months.
func (s *Store) Zone() *time.Location { return s.o.Zone }
