package store

import (
	"sync"
	"sync/atomic"
	"time"
)

// Stats is how a store is, for metrics and readiness.
type Stats struct {
	ID          string // of the file, a UUID; changes when a fresh one is started
	InMemory    bool   // nothing is kept on purpose
	Err         error  // why nothing can be committed now; nil if all is well
	Commits     uint64
	Failures    uint64 // of commits and of opening
	Dropped     uint64 // events lost because too many were pending
	Suppressed  uint64 // events that were counted and not recorded, because there were too many
	Pending     int    // events that wait for being committed
	Devices     int
	Refused     uint64    // devices that were not remembered because there are too many
	BadRecords  uint64    // records that were left out because their checksum was wrong
	Quarantined uint64    // files set aside since the start
	Size        int64     // of the file, in bytes
	Oldest      time.Time // when the oldest event was recorded
	LastCommit  time.Time
}

// health is what is known of how the store is. It never asks the backend, which may hang.
type health struct {
	suppressed atomic.Uint64

	mu      sync.Mutex
	stats   Stats
	open    bool          // the file was opened, once at least
	broken  bool          // the backend panicked; it is not touched any more
	minor   string        // what did not work last, beside committing
	changed chan struct{} // closed when events are committed
}

func (h *health) init() { h.changed = make(chan struct{}) }

// Stats returns how the store is.
func (s *Store) Stats() Stats {
	s.health.mu.Lock()
	st := s.health.stats
	if !s.health.open && st.Err == nil {
		st.Err = ErrOpening
	}
	s.health.mu.Unlock()
	st.InMemory = s.volatile
	st.Suppressed = s.health.suppressed.Load()
	st.Pending, st.Dropped = s.ledger.count()
	st.Devices, st.Refused = s.shelf.count()
	return st
}

// failed remembers why something did not work, and says whether that is news.
func (h *health) failed(err error) (news bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.stats.Failures++
	if h.broken {
		return false
	}
	news = h.stats.Err == nil || h.stats.Err.Error() != err.Error()
	h.stats.Err = err
	return news
}

// committed remembers a success, and says whether it ends a failure.
func (h *health) committed(now time.Time, events bool) (again bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	again = h.stats.Err != nil
	h.stats.Err = nil
	h.stats.Commits++
	h.stats.LastCommit = now
	if events {
		close(h.changed)
		h.changed = make(chan struct{})
	}
	return again
}

// opened remembers what opening the file yielded.
func (h *health) opened(o *opened) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.open, h.stats.Err = true, nil
	h.stats.ID = o.id
	h.stats.BadRecords += o.badRecords
	if o.quarantined != "" {
		h.stats.Quarantined++
	}
}

// measured remembers how large the file is.
func (h *health) measured(size int64, oldest time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.stats.Size, h.stats.Oldest = size, oldest
}

// breaks remembers that the backend is not to be touched any more.
func (h *health) breaks(err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.broken = true
	h.stats.Err = err
}

// stumbled counts what did not work and keeps nothing from being committed. It says whether that is news.
func (h *health) stumbled(err error) (news bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.stats.Failures++
	news = h.minor != err.Error()
	h.minor = err.Error()
	return news
}

func (h *health) isBroken() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.broken
}

// last returns why nothing can be committed, nil if all is well.
func (h *health) last() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.stats.Err
}

// Changed returns a channel that is closed when the next events are committed.
func (s *Store) Changed() <-chan struct{} {
	s.health.mu.Lock()
	defer s.health.mu.Unlock()
	return s.health.changed
}
