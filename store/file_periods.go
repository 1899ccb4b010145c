package store

import (
	"bytes"
	"context"

	"github.com/argus-power/argus/power"
	bolt "go.etcd.io/bbolt"
)

// periods hands over the days, or months, of devices from one to another, ordered by day and id.
func (f *file) periods(ctx context.Context, months bool, from, to power.Day,
	each func(id uint32, day power.Day, t power.Totals) bool,
) error {
	p := periodRead{table: dayTable, next: dayKey(from, 0), to: to}
	if months {
		p.table, p.next, p.to = monthTable, dayKey(month(from), 0), month(to)
	}
	for !p.done {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := f.view(p.read); err != nil {
			return err
		}
		for i := range p.found {
			if c := &p.found[i]; !each(c.id, c.day, c.sum) {
				return nil
			}
		}
	}
	return nil
}

// A periodRead is what goes on from one transaction to the next.
type periodRead struct {
	table table
	to    power.Day
	next  []byte // where to go on, inclusive
	done  bool
	found []closed
}

func (p *periodRead) read(tx *bolt.Tx) error {
	p.found = p.found[:0]
	c := in(tx, p.table).Cursor()
	key, value := c.Seek(p.next)
	for range perRead {
		if key == nil {
			p.done = true
			return nil
		}
		if len(key) == 8 {
			day, id := splitDayKey(key)
			if day > p.to {
				p.done = true
				return nil
			}
			if r, ok := openDay(p.table, key, value); ok {
				p.found = append(p.found, closed{id, day, r.sum})
			}
		}
		key, value = c.Next()
	}
	p.next = bytes.Clone(key)
	p.done = key == nil
	return nil
}

func openDay(t table, key, value []byte) (dayRecord, bool) {
	payload, ok := unseal(t, key, value)
	if !ok {
		return dayRecord{}, false
	}
	return decodeDay(payload)
}
