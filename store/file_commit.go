package store

import (
	"bytes"
	"encoding/binary"

	"github.com/argus-power/argus/power"
	bolt "go.etcd.io/bbolt"
)

// commit keeps a batch. It may come again after a failure: events and what is known of devices
// replace what is there, and a day is not added twice.
func (f *file) commit(b *batch) error {
	if err := f.here(); err != nil {
		return err
	}
	last, added := f.lastSeq(), 0
	err := f.update(func(tx *bolt.Tx) (err error) {
		if err = f.forget(tx, b.dropped); err != nil {
			return err
		}
		for i := range b.put {
			if err = f.put(tx, &b.put[i]); err != nil {
				return err
			}
		}
		if err = addDays(tx, b.days); err != nil {
			return err
		}
		added, last, err = addEvents(tx, b.events, last)
		return err
	})
	if err == nil {
		f.committed(b, added, last)
	}
	return err
}

func (f *file) committed(b *batch, added int, last uint64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.stored += added
	f.seq = last
	for i := range b.put {
		if b.put[i].cold != nil {
			delete(f.orphans, b.put[i].id)
		}
	}
}

// lastSeq is the greatest sequence number that was ever used. The file tells it also
// when that event is gone.
func (f *file) lastSeq() uint64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.seq
}

// put writes what is known of a device.
func (f *file) put(tx *bolt.Tx, w *write) error {
	key := idKey(w.id)
	if w.cold != nil {
		f.mu.Lock()
		orphaned := f.orphans[w.id]
		f.mu.Unlock()
		if orphaned { // the days are those of a device whose name is lost
			if err := f.forget(tx, []uint32{w.id}); err != nil {
				return err
			}
		}
		payload, err := encodeCold(w.cold)
		if err != nil {
			return err
		}
		if err := in(tx, deviceTable).Put(key, seal(deviceTable, key, payload)); err != nil {
			return err
		}
	}
	if w.meter == nil {
		return nil
	}
	return in(tx, energyTable).Put(key, seal(energyTable, key, encodeMeter(w.meter)))
}

// addEvents returns how many are new, and the greatest sequence number.
func addEvents(tx *bolt.Tx, events []Record, last uint64) (added int, _ uint64, err error) {
	if len(events) == 0 {
		return 0, last, nil
	}
	b := in(tx, eventTable)
	for i := range events {
		r := &events[i]
		key := seqKey(r.Seq)
		if r.Seq > last || b.Get(key) == nil {
			added++
		}
		last = max(last, r.Seq)
		if err := b.Put(key, seal(eventTable, key, encodeEvent(r))); err != nil {
			return 0, 0, err
		}
	}
	return added, last, putMeta(tx, metaSeq, seqKey(last))
}

// addDays adds days that are over, to their months as well.
func addDays(tx *bolt.Tx, days []closed) error {
	for i := range days {
		d := &days[i]
		added, err := addTotals(in(tx, dayTable), dayTable, dayKey(d.day, d.id), d.sum)
		if err == nil && added {
			_, err = addTotals(in(tx, monthTable), monthTable, dayKey(month(d.day), d.id), d.sum)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// addTotals adds to a record, or begins one. A damaged one begins anew.
func addTotals(b *bolt.Bucket, t table, key []byte, sum power.Totals) (added bool, err error) {
	r, known := dayRecord{}, false
	if payload, ok := unseal(t, key, b.Get(key)); ok {
		r, known = decodeDay(payload)
	}
	switch {
	case !known:
		r = dayRecord{sum: sum, last: sum}
	case t == monthTable: // days of the same sum follow one another
		r.sum = plus(r.sum, sum)
		r.last = r.sum
	case !r.add(sum):
		return false, nil
	}
	return true, b.Put(key, seal(t, key, r.encode()))
}

// forget removes all that there is of devices, but for their events.
func (f *file) forget(tx *bolt.Tx, ids []uint32) error {
	for _, id := range ids {
		for _, t := range []table{deviceTable, energyTable} {
			if err := in(tx, t).Delete(idKey(id)); err != nil {
				return err
			}
		}
		for _, t := range []table{dayTable, monthTable} {
			if err := forgetDays(in(tx, t), id); err != nil {
				return err
			}
		}
	}
	return nil
}

// forgetDays removes the days of a device: one look-up for each day.
func forgetDays(b *bolt.Bucket, id uint32) error {
	var gone [][]byte
	c := b.Cursor()
	for key, _ := c.First(); key != nil; {
		if len(key) != 8 {
			key, _ = c.Next()
			continue
		}
		day, found := splitDayKey(key)
		switch {
		case found == id:
			gone = append(gone, bytes.Clone(key))
			fallthrough
		case found > id:
			key, _ = c.Seek(binary.BigEndian.AppendUint32(nil, uint32(day)+1))
		default:
			key, _ = c.Seek(dayKey(day, id))
		}
	}
	for _, key := range gone {
		if err := b.Delete(key); err != nil {
			return err
		}
	}
	return nil
}
