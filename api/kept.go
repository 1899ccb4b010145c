package api

import (
	"context"
	"time"

	"github.com/argus-power/argus/store"
)

// keptSince is since when all events are kept that there were; the zero time if none was ever dropped. What is dropped
// is too old, or one of too many, which the store does not tell: a store that is nearly full drops the latter.
func (a *api) keptSince(ctx context.Context) (since time.Time, err error) {
	last := a.Store.LastSeq()
	oldest := store.Record{Seq: last + 1, Noticed: a.Now()}
	err = a.Store.Events(ctx, store.Filter{Limit: 1}, func(r store.Record) bool {
		oldest = r
		return false
	})
	if err != nil || oldest.Seq <= 1 {
		return time.Time{}, err
	}
	count, most := last+1-oldest.Seq, uint64(max(a.Kept.MaxEvents, 0))
	old := a.Now().Add(-a.Kept.Age)
	if full := count+most/10 >= most; full && oldest.Noticed.After(old) || a.Kept.Age <= 0 || a.Store.Stats().InMemory {
		return oldest.Noticed, nil
	}
	return old, nil
}

// firstDayKept is when the first day begins of which the energy is kept, as a day; the zero time if that is unknown.
func (a *api) firstDayKept(now time.Time) time.Time {
	if a.Kept.Age <= 0 {
		return time.Time{}
	}
	return instant(dateOf(now.Add(-a.Kept.Age)), now.Location())
}
