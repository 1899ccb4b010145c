package store

import (
	"bytes"
	"encoding/binary"
	"time"

	"github.com/argus-power/argus/power"
	bolt "go.etcd.io/bbolt"
)

// perDrop is how many records are dropped within one transaction. Dropping needs new pages before
// it frees any, so that a full disk lets only little be dropped at once.
const perDrop = 1000

// retain drops what is oldest of what is beyond the bounds, and says whether there is more. A bound that is not
// positive is none.
func (f *file) retain(now time.Time, r Retention) (more bool, err error) {
	f.mu.Lock()
	excess := f.stored - r.MaxEvents
	f.mu.Unlock()
	if r.MaxEvents <= 0 {
		excess = 0
	}
	for _, find := range []func(*bolt.Tx) (table, [][]byte){
		func(tx *bolt.Tx) (table, [][]byte) { return eventTable, oldEvents(tx, now, r.Age, excess) },
		func(tx *bolt.Tx) (table, [][]byte) { return dayTable, before(tx, dayTable, f.firstDay(now, r)) },
		func(tx *bolt.Tx) (table, [][]byte) { return monthTable, before(tx, monthTable, f.firstMonth(now, r)) },
	} {
		if n, err := f.drop(find); n > 0 || err != nil {
			return err == nil, err
		}
	}
	return false, nil
}

// drop looks before it writes, for mostly there is nothing to drop.
func (f *file) drop(find func(*bolt.Tx) (table, [][]byte)) (n int, err error) {
	var t table
	var keys [][]byte
	if err = f.view(func(tx *bolt.Tx) error {
		t, keys = find(tx)
		return nil
	}); err != nil || len(keys) == 0 {
		return 0, err
	}
	err = f.update(func(tx *bolt.Tx) error {
		b := in(tx, t)
		for _, key := range keys {
			if err := b.Delete(key); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && t == eventTable {
		f.mu.Lock()
		f.stored -= len(keys)
		f.mu.Unlock()
	}
	return len(keys), err
}

// oldEvents finds the first events as long as there are too many or they are too old. What is damaged is as old as
// what follows it.
func oldEvents(tx *bolt.Tx, now time.Time, age time.Duration, excess int) (keys [][]byte) {
	drop := 0
	c := in(tx, eventTable).Cursor()
	key, value := c.First()
	for ; key != nil && len(keys) < perDrop; key, value = c.Next() {
		r, sound := openEvent(key, value)
		old := age > 0 && sound && now.Sub(r.Noticed) > age
		if len(keys) >= excess && sound && !old {
			break
		}
		keys = append(keys, bytes.Clone(key))
		if old || len(keys) <= excess {
			drop = len(keys)
		}
	}
	return keys[:drop]
}

// firstDay is the first day that is kept, 0 if all are.
func (f *file) firstDay(now time.Time, r Retention) power.Day {
	if r.Age <= 0 {
		return 0
	}
	return power.DayOf(f.in(now).Add(-r.Age))
}

func (f *file) firstMonth(now time.Time, r Retention) power.Day {
	if r.Months <= 0 {
		return 0
	}
	year, m, _ := f.in(now).Date()
	return month(power.DayOf(time.Date(year, m, 1, 12, 0, 0, 0, time.UTC).AddDate(0, -r.Months, 0)))
}

func (f *file) in(t time.Time) time.Time {
	if f.zone == nil {
		return t.UTC()
	}
	return t.In(f.zone)
}

// before finds the first keys of days before one.
func before(tx *bolt.Tx, t table, first power.Day) (keys [][]byte) {
	c := in(tx, t).Cursor()
	for key, _ := c.First(); key != nil && len(keys) < perDrop; key, _ = c.Next() {
		if len(key) != 8 || power.Day(binary.BigEndian.Uint32(key)) >= first {
			break
		}
		keys = append(keys, bytes.Clone(key))
	}
	return keys
}
