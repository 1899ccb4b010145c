package api

import (
	"context"
	"sort"
	"time"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/store"
)

// tally is what is added up of the outages of a device in a period.
type tally struct {
	count   int
	timed   int           // those of them of which the length is known
	within  time.Duration // on battery, within the period
	whole   time.Duration // of the outages that began in it, until their ends
	longest time.Duration
}

type tallyKey struct {
	key store.Key
	at  int // the period's
}

// gather adds up the outages.
func (p *report) gather(ctx context.Context, tests bool) error {
	if len(p.periods) == 0 {
		return nil
	}
	for i := range p.devices {
		if s := present(&p.devices[i], p.now, tests); s != nil {
			p.add(p.devices[i].Key, s)
		}
	}
	on := map[store.Key]time.Time{}
	for i := range p.devices {
		on[p.devices[i].Key] = p.devices[i].OnBattery
	}
	f := store.Filter{
		From: p.periods[0].start, Kinds: []power.EventKind{power.BatteryEnded},
		Match: func(k store.Key) bool { _, wanted := p.since[k]; return wanted },
	}
	return p.Store.Events(ctx, f, func(r store.Record) bool {
		if !sameOutage(&r, on[r.Key]) && (tests || !onPurpose(r.Detail)) {
			p.add(r.Key, &spell{start: r.Began, length: r.Duration, count: max(r.Count, 1), told: r.Reported})
		}
		return true
	})
}

// sameOutage says whether a record is the end of what began at a time: what ended since the devices were read was
// counted with those that go on. Records are kept to the millisecond. What a device only counted began and ended at
// once, and is another one, even if the device went to battery at that moment too.
func sameOutage(r *store.Record, began time.Time) bool {
	return !began.IsZero() && r.Began.UnixMilli() == began.UnixMilli() && r.Time.After(r.Began)
}

// add adds an outage to the periods that it has a part in. It counts where it began, or where the device was
// first seen in it.
func (p *report) add(key store.Key, s *spell) {
	since := p.since[key]
	start, end := s.start, s.start.Add(s.length)
	if start.Before(since) {
		start = since
	}
	at := sort.Search(len(p.periods), func(i int) bool { return p.periods[i].end.After(start) })
	for ; at < len(p.periods); at++ {
		within := p.periods[at]
		begins := !start.Before(within.start) && start.Before(within.end)
		part := overlap(start, end, within.start, within.end)
		if !begins && part <= 0 {
			return
		}
		t := p.tallies[tallyKey{key, at}]
		if t == nil {
			t = &tally{}
			p.tallies[tallyKey{key, at}] = t
		}
		t.within += max(part, 0)
		if begins {
			t.count += s.count
			if s.length == 0 && s.told {
				continue // as good as unknown: it would only make the average less
			}
			t.timed += s.count
			t.whole += s.length
			t.longest = max(t.longest, s.length/time.Duration(s.count))
		}
	}
}

func overlap(start, end, from, to time.Time) time.Duration {
	if start.Before(from) {
		start = from
	}
	if end.After(to) {
		end = to
	}
	return end.Sub(start)
}
