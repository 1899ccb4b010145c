package store

import (
	"context"
	"errors"
	"time"

	"github.com/argus-power/argus/power"
)

// errSpent is what a backend fails with from the moment on that it cannot be used any more, as it is open now.
var errSpent = errors.New("its file is not used any more until it is opened anew")

// renewTime is how long opening anew may take: meanwhile nothing is committed, and while Argus stops it waits.
const renewTime = 20 * time.Second

// A renewal is when to open a spent backend anew.
type renewal struct {
	due  bool
	at   time.Time
	wait time.Duration
}

// failed has a backend that is spent opened anew.
func (r *renewal) failed(err error) {
	if errors.Is(err, errSpent) && !r.due {
		*r = renewal{due: true, wait: firstRetry}
	}
}

// renew opens a spent backend anew, whatever the file holds now. What is in memory is what counts: all
// of it is committed again, so that nothing that was served is ever lower.
func (s *Store) renew() {
	r, now := &s.writer.renewal, s.o.Now()
	if !r.due || now.Before(r.at) {
		return
	}
	s.closeBackend()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(s.alive), renewTime)
	defer cancel()
	o, err := s.parts.open(ctx, s.o)
	var list map[Key]stored
	if err == nil {
		if list, err = load(o.backend); err != nil {
			_ = o.backend.close()
		}
	}
	if err != nil {
		r.at, r.wait = now.Add(r.wait), min(2*r.wait, lastRetry)
		s.trouble("open anew", err)
		return
	}
	r.due = false
	s.shelf.renumber(list, now)
	s.seq.Store(max(s.seq.Load(), o.backend.lastSeq()))
	s.ledger.number(s.seq.Load())
	s.reading.Lock()
	s.backend = o.backend
	s.reading.Unlock()
	s.health.opened(o)
	for _, e := range s.shelf.list() {
		e.rewrite(&s.writer)
	}
	s.o.Log.Info("store is open anew", "path", s.o.Path)
}

// renumber gives each device the number that it has in a file that was opened anew: it may be another file, in
// which that number is another device's. Devices that are only in the file are known from now on.
func (h *shelf) renumber(list map[Key]stored, now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.dropped = nil // numbers of the file before; who is in this one is dropped again when it is time
	owners := make(map[uint32]Key, len(list))
	for key, d := range list {
		owners[d.id] = key
		h.nextID = max(h.nextID, d.id+1)
	}
	for key, e := range h.all {
		d, known := list[key]
		e.mu.Lock()
		if known {
			e.id = d.id
		} else if _, taken := owners[e.id]; taken {
			e.id = h.number()
		}
		e.mu.Unlock()
	}
	for key, d := range list {
		if h.all[key] == nil {
			h.put(d.loaded(now))
		}
	}
}

// rewrite has all of a device committed with the next flush.
func (e *entry) rewrite(w *writer) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.coldDirty, e.meterDirty = true, e.meterDirty || *e.meter != (power.Meter{})
	if !e.listed {
		e.listed = true
		w.list(e)
	}
}
