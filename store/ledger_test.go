package store

import (
	"fmt"
	"slices"
	"testing"

	"github.com/argus-power/argus/power"
)

func record(place string) Record {
	return Record{Event: power.Event{Kind: power.AlarmRaised, Place: place}}
}

func places(records []Record) (list []string) {
	for _, r := range records {
		list = append(list, fmt.Sprint(r.Seq, r.Place))
	}
	return list
}

func TestLedgerKeepsTheOrder(t *testing.T) {
	l := ledger{limit: 4}
	l.number(10)
	one, other := &entry{}, &entry{}
	mark := l.add(one, record("a"))
	l.add(other, record("b"))
	mark = max(mark, l.add(one, record("c")))
	l.add(one, record("d")) // after the batch was made

	got := places(l.take(map[*entry]uint64{one: mark}))
	if !slices.Equal(got, []string{"11a", "12c"}) {
		t.Errorf("took %v", got)
	}
	if n, _ := l.count(); n != 4 {
		t.Errorf("%d pending during the commit", n)
	}
	l.add(other, record("e")) // one too many: the oldest that is not under way
	l.settle(false)
	l.add(other, record("f")) // again: now it is that which failed
	if _, dropped := l.count(); dropped != 2 {
		t.Errorf("%d dropped", dropped)
	}
	got = places(l.take(map[*entry]uint64{one: 100, other: 100}))
	if !slices.Equal(got, []string{"12c", "13d", "14e", "15f"}) {
		t.Errorf("took %v: what has a number keeps it", got)
	}
	l.settle(true)
	if n, _ := l.count(); n != 0 {
		t.Errorf("%d pending", n)
	}
}

// What failed goes back to its place: it is the oldest that is dropped.
func TestLedgerDropsTheOldest(t *testing.T) {
	l := ledger{limit: 3}
	one, other := &entry{}, &entry{}
	l.add(one, record("a"))
	l.add(other, record("b"))
	l.add(other, record("c"))
	l.take(map[*entry]uint64{one: 100})
	l.settle(false)
	l.add(one, record("d"))
	got := places(l.take(map[*entry]uint64{one: 100, other: 100}))
	if !slices.Equal(got, []string{"2b", "3c", "4d"}) {
		t.Errorf("took %v", got)
	}
}
