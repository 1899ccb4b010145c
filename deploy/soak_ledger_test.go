//go:build linux

package deploy

import (
	"net/url"
	"sync"
)

// An entry is an event as Argus told of it.
type entry struct {
	Seq      uint64 `json:"seq"`
	Address  string `json:"address"`
	Device   string `json:"device"`
	Event    string `json:"event"`
	Time     string `json:"time"`
	Place    string `json:"place"`
	Detail   string `json:"detail"`
	Count    int    `json:"count"`
	Began    string `json:"began"`
	Duration any    `json:"duration_seconds"`
}

// A ledger is every event that anybody was told of, by its number. None of them may ever be another one, or gone.
type ledger struct {
	s    *soak
	mu   sync.Mutex
	told map[uint64]entry
	last uint64
}

func (l *ledger) init(s *soak) { l.s, l.told = s, map[uint64]entry{} }

func (l *ledger) note(e entry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if old, known := l.told[e.Seq]; known && old != e {
		l.s.complain("event %d was %+v, and is %+v", e.Seq, old, e)
	}
	l.told[e.Seq], l.last = e, max(l.last, e.Seq)
}

// all asks for every event there is.
func (l *ledger) all() ([]entry, error) {
	var list []entry
	for page := "/api/v1/events?order=asc&limit=2000"; page != ""; {
		var answer struct {
			Events []entry
			Next   *string
		}
		if err := get("http://"+l.s.address+page, &answer); err != nil {
			return nil, err
		}
		list, page = append(list, answer.Events...), ""
		if answer.Next != nil {
			page = "/api/v1/events?order=asc&limit=2000&cursor=" + url.QueryEscape(*answer.Next)
		}
	}
	return list, nil
}

func (e *entry) key() string { return e.Address + " " + e.Device + " " + e.Event }
