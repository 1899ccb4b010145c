//go:build linux

package deploy

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// scraped waits until every target is read once more.
func (s *soak) scraped(when string) {
	from := time.Now()
	missing := slices.Clone(s.targets)
	for time.Since(from) < 5*time.Minute && len(missing) > 0 { // scrapes that fail meanwhile are told of by themselves
		time.Sleep(50 * time.Millisecond)
		missing = slices.DeleteFunc(missing, func(t *target) bool {
			t.mu.Lock()
			defer t.mu.Unlock()
			return t.at.After(from)
		})
	}
	for _, t := range missing {
		s.complain("%s %s is not read any more, %s", t.kind, t.address, when)
	}
}

// calm waits until all is well, and compares what is there with what was told.
func (s *soak) calm(when string) {
	s.scraped(when)
	until(s.t, "the store is well "+when, func() (bool, any) {
		m := s.metrics()
		return m["argus_store_up"] == 1 && m["argus_store_pending_events"] == 0 &&
			m["argus_exporter_config_last_reload_successful"] == 1, m
	})
	s.compareAll()
}

// compareAll holds that every event that was ever told is there, once, and that there are as many as are counted.
func (s *soak) compareAll() {
	before := s.counted()
	s.ledger.mu.Lock()
	told := maps.Clone(s.ledger.told)
	s.ledger.mu.Unlock()
	list, err := s.ledger.all()
	if err != nil {
		s.complain("the events cannot be read: %v", err)
		return
	}
	s.scraped("after its events were read")
	after := s.counted()
	have, sums := map[uint64]bool{}, map[string]float64{}
	for _, e := range list {
		if have[e.Seq] {
			s.complain("event %d is there twice", e.Seq)
		}
		have[e.Seq] = true
		s.ledger.note(e)
		sums[e.key()] += float64(e.Count)
	}
	for seq, e := range told {
		if !have[seq] {
			s.complain("event %d was told and is gone: %+v", seq, e)
		}
	}
	left := s.metrics()["argus_store_events_suppressed_total"] > 0 || s.tally.suppressed // counted and not recorded
	s.tally.suppressed = left
	for key, most := range after {
		if sum := sums[key]; sum > most || sum < before[key] && !left {
			s.complain("%s: %g events, and %g to %g were counted", key, sum, before[key], most)
		}
	}
	s.tally.checked(len(list))
}

// counted is what the last scrapes have counted.
func (s *soak) counted() map[string]float64 {
	counts := map[string]float64{}
	for _, target := range s.targets {
		target.mu.Lock()
		for series, value := range target.highest {
			if strings.HasPrefix(series, "argus_events_total{") {
				counts[target.address+" "+label(series, "device")+" "+label(series, "event")] = value
			}
		}
		target.mu.Unlock()
	}
	return counts
}
