package store

import (
	"errors"
	"time"
)

// errStalled is what is told of a disk that takes a write and does not end it.
var errStalled = errors.New("the disk has not ended a write for " + stall.String())

// write has the backend write. If it hangs, that is told while it does: nothing else would tell, for the one who
// hangs is the writer.
func (s *Store) write(do func(backend) error) error {
	defer s.attend()()
	return s.ask(do)
}

// attend tells of what takes too long, until what it returns is called.
func (s *Store) attend() (stop func()) {
	over, ended := make(chan struct{}), make(chan struct{})
	slow := s.parts.after(stall)
	go func() {
		defer close(ended)
		select {
		case <-slow:
			s.trouble("commit", errStalled)
		case <-over:
		}
	}()
	return func() {
		close(over)
		<-ended // so that what is told of the outcome comes after it
	}
}

// bounds are what retention goes by. A clock may be wrong when a machine starts, by years where its battery is
// empty, until the network sets it: what is old by such a clock is not dropped. The time since the file was opened
// is that of the clock that no one sets.
func (s *Store) bounds(now time.Time) Retention {
	r := s.o.Retention
	if since := now.Sub(s.writer.opened); since >= 0 && since < trust {
		r.Age, r.Months = 0, 0
	}
	return r
}
