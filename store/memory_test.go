package store

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
)

func filled(t *testing.T, n int) *memory {
	t.Helper()
	m := newMemory(Retention{MaxEvents: 10})
	for i := 1; i <= n; i++ {
		rec := Record{Seq: uint64(i), Key: key(i % 2), Noticed: epoch.Add(time.Duration(i) * time.Hour)}
		rec.Kind, rec.Time = power.BatteryBegan, rec.Noticed
		if i%3 == 0 {
			rec.Kind = power.BatteryEnded
		}
		if err := m.commit(&batch{events: []Record{rec}}); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

func TestMemoryIsBounded(t *testing.T) {
	m := filled(t, 1000)
	if len(m.recs) != 10 || cap(m.recs) > 100 || m.recs[0].Seq != 991 || m.lastSeq() != 1000 {
		t.Errorf("%d events from %d on, in room for %d, last %d", len(m.recs), m.recs[0].Seq, cap(m.recs), m.lastSeq())
	}
	if !m.oldest().Equal(epoch.Add(991 * time.Hour)) {
		t.Errorf("oldest %v", m.oldest())
	}
	if m := newMemory(Retention{MaxEvents: 1e9}); m.limit != memoryEvents {
		t.Errorf("room for %d events", m.limit)
	}
}

func TestMemorySelects(t *testing.T) {
	m := filled(t, 10)
	at := func(i int) time.Time { return epoch.Add(time.Duration(i) * time.Hour) }
	for name, c := range map[string]struct {
		f    Filter
		want []uint64
	}{
		"all":      {Filter{}, []uint64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}},
		"newest":   {Filter{Newest: true, Limit: 3}, []uint64{10, 9, 8}},
		"between":  {Filter{After: 3, Before: 6}, []uint64{4, 5}},
		"before":   {Filter{Newest: true, Before: 3}, []uint64{2, 1}},
		"limit":    {Filter{After: 3, Limit: 2}, []uint64{4, 5}},
		"kinds":    {Filter{Kinds: []power.EventKind{power.BatteryEnded}}, []uint64{3, 6, 9}},
		"time":     {Filter{From: at(4), To: at(6)}, []uint64{4, 5}},
		"match":    {Filter{Match: func(k Key) bool { return k == key(1) }, Limit: 2}, []uint64{1, 3}},
		"no match": {Filter{After: 10}, nil},
	} {
		var got []uint64
		if err := m.events(t.Context(), c.f, func(r Record) bool { got = append(got, r.Seq); return true }); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	n := 0
	m.events(t.Context(), Filter{}, func(Record) bool { n++; return n < 2 })
	if n != 2 {
		t.Errorf("went on to %d", n)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := m.events(ctx, Filter{}, func(Record) bool { return true }); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
}

func TestMemoryForgets(t *testing.T) {
	m := filled(t, 10)
	day := power.Totals{Joules: 1}
	for _, d := range []power.Day{20260301, 20260930, 20261001, 20261119, 20261120} {
		m.commit(&batch{days: []closed{{1, d, day}, {2, d, day}}})
	}
	count := func(months bool) (n int) {
		m.periods(t.Context(), months, 0, 99991231, func(uint32, power.Day, power.Totals) bool { n++; return true })
		return n
	}
	if d, mo := count(false), count(true); d != 10 || mo != 8 {
		t.Errorf("%d days, %d months", d, mo)
	}
	if more, err := m.retain(epoch.Add(5*time.Hour), Retention{Age: 48 * time.Hour, Months: 2}); more || err != nil {
		t.Errorf("more %v, %v", more, err)
	}
	if d, mo := count(false), count(true); d != 4 || mo != 6 || len(m.recs) != 10 {
		t.Errorf("%d days, %d months, %d events", d, mo, len(m.recs))
	}
	m.retain(epoch.Add(5*time.Hour+48*time.Hour), Retention{Age: 48 * time.Hour, Months: 2})
	if len(m.recs) != 6 {
		t.Errorf("%d events, want those of the last 48 hours", len(m.recs))
	}
	m.commit(&batch{dropped: []uint32{1}})
	if d, mo := count(false), count(true); d != 0 || mo != 3 {
		t.Errorf("%d days, %d months of the one that is left", d, mo)
	}
}
