package store

import (
	"cmp"
	"slices"
	"sync"

	"github.com/argus-power/argus/power"
)

// maxPending bounds the events that wait for being committed.
const maxPending = 10_000

// A ledger holds the events that wait for being committed, in the order in which they were
// noticed. Beyond its limit the oldest is dropped: its count is kept elsewhere.
type ledger struct {
	mu      sync.Mutex
	limit   int
	waiting []*item // that no batch holds
	taken   []*item // that the batch holds which is being committed
	order   uint64
	given   uint64 // the greatest sequence number that a record has
	dropped uint64
}

type item struct {
	rec   Record // its Seq stays once it has one: what was written twice is the same record
	of    *entry
	order uint64
}

// add lets an event of a device wait. It returns its order: that of later events is greater.
func (l *ledger) add(of *entry, rec Record) uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.order++
	l.waiting = append(l.waiting, &item{rec: rec, of: of, order: l.order})
	l.bound()
	return l.order
}

// bound drops the oldest beyond the limit.
func (l *ledger) bound() {
	for len(l.waiting) > 0 && len(l.waiting)+len(l.taken) > l.limit {
		l.waiting[0] = nil
		l.waiting = l.waiting[1:]
		l.dropped++
	}
}

// number lets sequence numbers go on after one.
func (l *ledger) number(after uint64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.given = max(l.given, after)
}

// crowded says whether to commit before the next flush, lest something is dropped.
func (l *ledger) crowded() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.waiting) > l.limit/10
}

// take hands over the events of devices up to an order each, and numbers those that have no
// sequence number yet. They are in the order of their numbers.
func (l *ledger) take(upTo map[*entry]uint64) []Record {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waiting = slices.DeleteFunc(l.waiting, func(i *item) bool {
		mark, ours := upTo[i.of]
		if !ours || i.order > mark {
			return false
		}
		l.taken = append(l.taken, i)
		return true
	})
	records := make([]Record, 0, len(l.taken))
	for _, i := range l.taken {
		if i.rec.Seq == 0 {
			l.given++
			i.rec.Seq = l.given
		}
		records = append(records, i.rec)
	}
	slices.SortFunc(records, func(a, b Record) int { return cmp.Compare(a.Seq, b.Seq) })
	return records
}

// settle ends the batch: what it holds is committed, or waits again.
func (l *ledger) settle(committed bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !committed {
		l.waiting = append(l.waiting, l.taken...)
		slices.SortFunc(l.waiting, func(a, b *item) int { return cmp.Compare(a.order, b.order) })
	}
	l.taken = nil
	l.bound()
}

// forget takes back the events of a kind of a device, and says how many there were.
func (l *ledger) forget(of *entry, kind power.EventKind) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	before := len(l.waiting)
	l.waiting = slices.DeleteFunc(l.waiting, func(i *item) bool { return i.of == of && i.rec.Kind == kind })
	return before - len(l.waiting)
}

// count returns how many wait, and how many were dropped.
func (l *ledger) count() (pending int, dropped uint64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.waiting) + len(l.taken), l.dropped
}
