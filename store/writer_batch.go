package store

import (
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"time"
)

// commit makes a batch of what is urgent, or of everything, and commits it. All that a watch saw is
// part of it when the store closes.
func (s *Store) commit(flush, last bool) {
	urgent, rest, ended := s.writer.queued(flush)
	defer close(ended)
	if s.health.isBroken() {
		return
	}
	if last {
		rest = s.shelf.list()
	}
	j := s.gather(urgent, rest, last)
	if j.empty() {
		return
	}
	if len(j.batch.days) > 0 {
		s.midnight.Lock()
		defer s.midnight.Unlock()
	}
	err := s.write(func(b backend) error { return b.commit(&j.batch) })
	if errors.Is(err, errPanic) {
		s.health.breaks(err)
	}
	s.writer.renewal.failed(err)
	s.settle(j, err)
}

// A job is a batch, and what it was made of.
type job struct {
	batch batch
	taken []taken
}

func (j *job) empty() bool {
	b := &j.batch
	return len(b.put) == 0 && len(b.events) == 0 && len(b.days) == 0 && len(b.dropped) == 0
}

// gather makes a batch. What is evicted from here on is part of the next one, so that nobody is put
// into the file after being dropped.
func (s *Store) gather(urgent, rest []*entry, last bool) *job {
	now := s.o.Now()
	j := &job{batch: batch{dropped: s.shelf.takeDropped()}}
	marks := make(map[*entry]uint64, len(urgent))
	for i, e := range slices.Concat(urgent, rest) {
		if _, twice := marks[e]; twice {
			continue
		}
		t, mark, err := e.take(now, last)
		if err != nil {
			if s.health.stumbled(err) {
				s.o.Log.Error("store cannot keep a device", "path", s.o.Path, "err", err)
			}
			continue
		}
		marks[e] = mark
		t.urgent = i < len(urgent)
		j.taken = append(j.taken, t)
		if t.write.cold != nil || t.write.meter != nil {
			j.batch.put = append(j.batch.put, t.write)
		}
		j.batch.days = append(j.batch.days, t.days...)
	}
	j.batch.events = s.ledger.take(marks)
	return j
}

// settle ends a batch: what it holds may be served now, or is to be committed again.
func (s *Store) settle(j *job, err error) {
	s.ledger.settle(err == nil)
	if err != nil {
		s.writer.failed = s.o.Now()
		s.shelf.giveBack(j.batch.dropped)
		for i := range j.taken {
			j.taken[i].giveBack(&s.writer)
		}
		s.trouble("commit", err)
		return
	}
	s.writer.failed = time.Time{}
	for i := range j.taken {
		j.taken[i].publish()
	}
	if n := len(j.batch.events); n > 0 {
		s.seq.Store(max(s.seq.Load(), j.batch.events[n-1].Seq))
	}
	if s.health.committed(s.o.Now(), len(j.batch.events) > 0) {
		s.o.Log.Info("store works again", "path", s.o.Path)
	}
}

// errPanic is what befell a backend that panicked.
var errPanic = errors.New("internal error, please report it with what the log says")

// ask calls the backend, if there is one.
func (s *Store) ask(do func(backend) error) (err error) {
	s.reading.RLock()
	defer s.reading.RUnlock()
	b := s.backend
	switch {
	case s.health.isBroken():
		return s.health.last()
	case b == nil:
		return s.absent()
	}
	return s.protected(b, do)
}

// protected calls the backend. A file that is damaged under us can make it panic, or fault: scraping
// goes on. One that panicked in a commit is not touched again, and what was committed is served as it was.
func (s *Store) protected(b backend, do func(backend) error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", errPanic, r)
			s.o.Log.Error("store failed with an internal error, please report it", "path", s.o.Path,
				"err", r, "stack", string(debug.Stack()))
		}
	}()
	return do(b)
}

// absent says why there is no backend.
func (s *Store) absent() error {
	if err := s.health.last(); err != nil {
		return err
	}
	if s.alive.Err() != nil {
		return errClosed
	}
	return ErrOpening
}

// closeBackend closes the file, which nobody reads any more then.
func (s *Store) closeBackend() {
	if s.health.isBroken() {
		return // it may hold locks; the end of the process frees the file
	}
	s.reading.Lock()
	defer s.reading.Unlock()
	if s.backend == nil {
		return // it could not be opened anew
	}
	if err := s.protected(s.backend, backend.close); err != nil {
		s.trouble("close", err)
	}
	s.backend = nil
}
