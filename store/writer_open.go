package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/argus-power/argus/power"
)

// ErrOpening is why nothing can be committed or read yet: the file is still looked through.
var ErrOpening = errors.New("store is being opened")

// errUnopened is what closing tells then.
var errUnopened = errors.New("closed before it could be opened: what was gathered since the start is lost")

// openOnce opens the file and takes over what it holds.
func (s *Store) openOnce() (err error) {
	o, err := s.parts.open(s.alive, s.o)
	if err != nil {
		return err
	}
	list, err := load(o.backend)
	if err != nil {
		_ = o.backend.close()
		return fmt.Errorf("read store %q: %w", s.o.Path, err)
	}
	s.takeOver(list)
	s.seq.Store(o.backend.lastSeq())
	s.ledger.number(s.seq.Load())
	s.reading.Lock()
	s.backend = o.backend
	s.reading.Unlock()
	s.health.opened(o)
	s.commit(true, false) // what was gathered meanwhile
	if !s.volatile {
		s.o.Log.Info("store is open", "path", s.o.Path, "id", o.id, "devices", len(list))
	}
	return nil
}

// load reads all devices. Of two with the same key, which only a crash can leave, the later one is right.
func load(b backend) (list map[Key]stored, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", errPanic, r)
		}
	}()
	list = map[Key]stored{}
	err = b.load(func(id uint32, c *cold, m *power.Meter) {
		if c == nil {
			return
		}
		if other, twice := list[c.Key]; !twice || other.id < id {
			list[c.Key] = stored{id: id, cold: c, meter: m}
		}
	})
	return list, err
}

// takeOver puts the devices of the file on the shelf, together with those that were found before.
func (s *Store) takeOver(list map[Key]stored) {
	h := &s.shelf
	h.mu.Lock()
	defer h.mu.Unlock()
	now := s.o.Now()
	for _, d := range list {
		h.nextID = max(h.nextID, d.id+1)
	}
	for key, d := range list {
		if e := h.all[key]; e != nil {
			s.merge(e, &d, now)
		} else {
			h.put(d.loaded(now))
		}
	}
	for key, e := range h.all {
		if _, known := list[key]; !known {
			e.adopt(h.number())
		}
	}
	h.attached = true
}

// openMemory makes a backend that keeps nothing.
func openMemory(_ context.Context, o Options) (*opened, error) {
	return &opened{backend: newMemory(o.Retention)}, nil
}
