package store

import (
	"context"

	"github.com/argus-power/argus/power"
)

// Report records events that no snapshot showed and that a device told of by itself. It returns those that are
// recorded, and waits for them to be committed until patience ends. Of a device that is not known nothing is.
func (s *Store) Report(patience context.Context, k Key, events []power.Event) []power.Event {
	e := s.find(k, false)
	if e == nil || len(events) == 0 {
		return nil
	}
	told, committed := s.tell(e, events)
	if committed != nil {
		s.await(patience, committed)
	}
	return told
}

// tell records events of a device. What it returns is closed when the batch with them has ended; nil if there
// is nothing to wait for.
func (s *Store) tell(e *entry, events []power.Event) (told []power.Event, committed <-chan struct{}) {
	now := s.o.Now()
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.gone {
		return nil, nil
	}
	for i := range events {
		if s.record(e, &events[i], now) {
			told = append(told, events[i])
		}
	}
	if !e.listed {
		e.listed = true
		s.writer.list(e)
	}
	if len(told) > 0 && e.id != 0 {
		committed = s.writer.urge(e)
	}
	return told, committed
}

// confirm marks the events that the device told of by itself, too.
func confirm(events []power.Event, told func(*power.Event) bool) {
	if told == nil {
		return
	}
	for i := range events {
		events[i].Reported = events[i].Reported || told(&events[i])
	}
}
