package store

import (
	"sync"
	"time"
)

const (
	// stall is how long a commit may take before that is told.
	stall = 15 * time.Second
	// calm is the least time between attempts to commit, after one failed.
	calm = time.Second
	// How long to wait until opening is tried again.
	firstRetry = 10 * time.Second
	lastRetry  = time.Minute
	// chunks bounds what retention does after one flush.
	chunks = 50
	// expireEvery is how often devices are looked for that are not seen any more.
	expireEvery = time.Hour
	// trust is how long nothing is dropped for its age after the file was opened.
	trust = time.Hour
)

// A writer is the one goroutine that commits. Whatever becomes urgent during a commit is in the
// next one, together.
type writer struct {
	kick  chan struct{} // somebody waits for a commit
	hurry chan struct{} // so much is pending that the next flush comes late

	mu     sync.Mutex
	urgent []*entry      // with events
	dirty  []*entry      // to be flushed
	next   chan struct{} // closed when the next batch has ended

	// Of the goroutine alone:
	failed  time.Time // when the last commit failed; zero if it did not
	opened  time.Time // when the file was opened first
	expired time.Time // when devices were looked for that are not seen any more
	renewal renewal
}

func (w *writer) init() {
	w.kick, w.hurry = make(chan struct{}, 1), make(chan struct{}, 1)
	w.next = make(chan struct{})
}

// urge asks for a commit of a device at once. What it returns is closed when the batch has ended,
// well or not.
func (w *writer) urge(e *entry) <-chan struct{} {
	w.mu.Lock()
	w.urgent = append(w.urgent, e)
	next := w.next
	w.mu.Unlock()
	signal(w.kick)
	return next
}

// signal wakes the writer, which may be awake.
func signal(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// again lets a device be in the next batch, whenever that is.
func (w *writer) again(e *entry) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.urgent = append(w.urgent, e)
}

// list adds a device to those to be flushed.
func (w *writer) list(e *entry) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.dirty = append(w.dirty, e)
}

// queued hands over what is to be committed, each device once, and the channel of those who wait.
func (w *writer) queued(flush bool) (urgent, rest []*entry, ended chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	urgent, ended = w.urgent, w.next
	w.urgent, w.next = nil, make(chan struct{})
	if flush {
		rest, w.dirty = w.dirty, nil
	}
	return urgent, rest, ended
}

// release lets go those who wait for a commit that will not be tried now.
func (w *writer) release() {
	w.mu.Lock()
	defer w.mu.Unlock()
	close(w.next)
	w.next = make(chan struct{})
}

// run opens the file, and then commits until the store is closed.
func (s *Store) run() {
	defer close(s.done)
	if !s.attach() {
		if s.health.last() == nil {
			s.health.failed(errUnopened)
		}
		return
	}
	ticks, stop := s.parts.tick(s.o.FlushEvery)
	defer stop()
	for {
		select {
		case <-s.writer.kick:
			s.commitUrgent(false)
		case <-s.writer.hurry:
			s.commitUrgent(true)
		case <-ticks:
			s.flush()
		case <-s.alive.Done():
			s.renew()
			s.commit(true, true)
			s.closeBackend()
			return
		}
	}
}

// commitUrgent commits what somebody waits for, or everything, unless that failed a moment ago.
func (s *Store) commitUrgent(all bool) {
	w := &s.writer
	if since := s.o.Now().Sub(w.failed); !w.failed.IsZero() && since >= 0 && since < calm {
		w.release()
		return
	}
	s.commit(all, false)
}

// flush commits everything, and then drops what is too old.
func (s *Store) flush() {
	s.renew()
	s.commit(true, false)
	now := s.o.Now()
	if w := &s.writer; now.Sub(w.expired) >= expireEvery || now.Before(w.expired) {
		w.expired = now
		s.shelf.expire(now.Add(-s.o.Retention.Age))
	}
	s.retain(now)
	s.measure()
}

// retain drops what is too old. Who waits for a commit meanwhile waits for a small part of it; nor can those who
// come all the time keep it from getting on.
func (s *Store) retain(now time.Time) {
	bounds := s.bounds(now)
	now = now.In(s.o.Zone)
	for range chunks {
		more := false
		err := s.write(func(b backend) (err error) {
			more, err = b.retain(now, bounds)
			return err
		})
		if err != nil && s.health.stumbled(err) {
			s.o.Log.Warn("store cannot drop what is too old", "path", s.o.Path, "err", err)
		}
		if err != nil || !more || s.alive.Err() != nil {
			return
		}
		select {
		case <-s.writer.kick:
			s.commitUrgent(false)
		default:
		}
	}
}

func (s *Store) measure() {
	_ = s.ask(func(b backend) error {
		s.health.measured(b.size(), b.oldest())
		return nil
	})
}

// attach opens the file, as often as it takes. It returns false when the store was closed before.
func (s *Store) attach() bool {
	wait := firstRetry
	for first := true; ; first = false {
		err := s.openOnce()
		if err == nil {
			s.measure()
			s.writer.opened = s.o.Now()
			s.writer.expired = s.writer.opened // all that are there have an hour to be seen
		} else if s.alive.Err() == nil {
			s.trouble("open", err)
		}
		if first {
			close(s.tried)
		}
		if err == nil {
			return true
		}
		select {
		case <-s.parts.after(wait):
		case <-s.alive.Done():
			return false
		}
		wait = min(2*wait, lastRetry)
	}
}

// trouble tells of what keeps everything from being committed, once as long as it stays the same.
func (s *Store) trouble(doing string, err error) {
	if s.health.failed(err) {
		s.o.Log.Error("store keeps nothing now, scraping goes on", "cannot", doing, "path", s.o.Path, "err", err)
	}
}
