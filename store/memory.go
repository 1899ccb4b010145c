package store

import (
	"context"
	"errors"
	"io"
	"slices"
	"sync"
	"time"

	"github.com/argus-power/argus/power"
)

// memoryEvents bounds the events that are kept without a file.
const memoryEvents = 20_000

// A memory is a backend that keeps events and closed days as long as the process lives. Devices and
// their totals it does not keep: the store has them.
type memory struct {
	mu     sync.RWMutex
	limit  int
	recs   []Record // oldest first
	days   map[slot]power.Totals
	months map[slot]power.Totals
	seq    uint64
	pruned time.Time
}

func newMemory(r Retention) *memory {
	return &memory{
		limit: min(r.MaxEvents, memoryEvents),
		days:  map[slot]power.Totals{}, months: map[slot]power.Totals{},
	}
}

func (m *memory) load(func(uint32, *cold, *power.Meter)) error { return nil }

func (m *memory) commit(b *batch) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.recs = append(m.recs, b.events...)
	if over := len(m.recs) - m.limit; over > 0 {
		clear(m.recs[:over]) // appending moves the rest, now and then
		m.recs = m.recs[over:]
	}
	if n := len(b.events); n > 0 {
		m.seq = b.events[n-1].Seq
	}
	for _, d := range b.days {
		m.days[slot{d.id, d.day}] = plus(m.days[slot{d.id, d.day}], d.sum)
		at := slot{d.id, month(d.day)}
		m.months[at] = plus(m.months[at], d.sum)
	}
	for _, list := range []map[slot]power.Totals{m.days, m.months} {
		for at := range list {
			if slices.Contains(b.dropped, at.id) {
				delete(list, at)
			}
		}
	}
	return nil
}

func (m *memory) lastSeq() uint64 {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.seq
}

// events copies what is selected first: who gets it may take its time.
func (m *memory) events(ctx context.Context, f Filter, each func(Record) bool) error {
	for _, r := range m.selected(f) {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if !each(r) {
			return nil
		}
	}
	return nil
}

func (m *memory) selected(f Filter) []Record {
	m.mu.RLock()
	defer m.mu.RUnlock()
	all := slices.All(m.recs)
	if f.Newest {
		all = slices.Backward(m.recs)
	}
	var list []Record
	for _, r := range all {
		if !f.selects(&r) {
			continue
		}
		list = append(list, r)
		if f.Limit > 0 && len(list) == f.Limit {
			break
		}
	}
	return list
}

func (m *memory) periods(
	ctx context.Context, months bool, from, to power.Day, each func(uint32, power.Day, power.Totals) bool,
) error {
	m.mu.RLock()
	defer m.mu.RUnlock()
	list := m.days
	if months {
		list = m.months
	}
	for at, sum := range list {
		if from <= at.day && at.day <= to && !each(at.id, at.day, sum) {
			break
		}
	}
	return ctx.Err()
}

// retain drops what is too old: events by when they were recorded, days and months by their date.
func (m *memory) retain(now time.Time, r Retention) (more bool, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if r.Age <= 0 || r.Months <= 0 { // no bound, as long as the clock may be wrong
		return false, nil
	}
	since := now.Add(-r.Age)
	if i := slices.IndexFunc(m.recs, func(rec Record) bool { return !rec.Noticed.Before(since) }); i != 0 {
		if i < 0 {
			i = len(m.recs)
		}
		m.recs = slices.Delete(m.recs, 0, i)
	}
	if passed := now.Sub(m.pruned); passed >= 0 && passed < time.Hour {
		return false, nil
	}
	m.pruned = now
	prune(m.days, power.DayOf(since))
	prune(m.months, month(power.DayOf(now.AddDate(0, -r.Months, 0))))
	return false, nil
}

func prune(list map[slot]power.Totals, first power.Day) {
	for at := range list {
		if at.day < first {
			delete(list, at)
		}
	}
}

// errNoFile is why there is no copy of a store in memory.
var errNoFile = errors.New("everything is kept in memory, there is no file to copy")

func (m *memory) backup(context.Context) (io.ReadCloser, error) { return nil, errNoFile }

func (m *memory) size() int64 { return 0 }

func (m *memory) oldest() time.Time {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if len(m.recs) == 0 {
		return time.Time{}
	}
	return m.recs[0].Noticed
}

func (m *memory) close() error { return nil }
