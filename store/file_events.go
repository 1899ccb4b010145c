package store

import (
	"context"
	"encoding/binary"
	"math"
	"slices"
	"time"

	"github.com/argus-power/argus/power"
	bolt "go.etcd.io/bbolt"
)

// events hands over what a filter selects. The file is read in short transactions, between which the
// consumer may take its time.
func (f *file) events(ctx context.Context, filter Filter, each func(Record) bool) error {
	q := newQuery(&filter)
	for n := 0; !q.done; {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := f.view(q.read); err != nil {
			return err
		}
		for i := range q.found {
			if !each(q.found[i]) {
				return nil
			}
			if n++; n == filter.Limit {
				return nil
			}
		}
	}
	return nil
}

// A query is what goes on from one transaction to the next.
type query struct {
	*Filter
	from, to int64           // in milliseconds
	keys     map[string]*Key // those met, as they are encoded; nil where they are not wanted
	next     uint64          // where to go on, inclusive
	done     bool
	found    []Record
}

func newQuery(f *Filter) *query {
	q := &query{Filter: f, from: math.MinInt64, to: math.MaxInt64, keys: make(map[string]*Key)}
	if !f.From.IsZero() {
		q.from = ceilMilli(f.From)
	}
	if !f.To.IsZero() {
		q.to = ceilMilli(f.To)
	}
	switch {
	case f.Newest:
		q.next = f.Before - 1 // of 0 it is the greatest there can be
		q.done = q.next <= f.After
	default:
		q.next = f.After + 1
		q.done = q.next == 0
	}
	return q
}

// ceilMilli is the first whole millisecond that is not before t, as times are kept as whole ones.
func ceilMilli(t time.Time) int64 {
	ms := t.UnixMilli()
	if time.UnixMilli(ms).Before(t) {
		ms++
	}
	return ms
}

// read looks at the next records.
func (q *query) read(tx *bolt.Tx) error {
	q.found = q.found[:0]
	c := in(tx, eventTable).Cursor()
	key, value := c.Seek(seqKey(q.next))
	step := c.Next
	if q.Newest {
		step = c.Prev
		if key == nil {
			key, value = c.Last()
		} else if len(key) != 8 || binary.BigEndian.Uint64(key) > q.next {
			key, value = c.Prev()
		}
	}
	for range perRead {
		if key == nil {
			q.done = true
			return nil
		}
		if len(key) == 8 {
			seq := binary.BigEndian.Uint64(key)
			if q.Newest && seq <= q.After || !q.Newest && q.Before != 0 && seq >= q.Before {
				q.done = true
				return nil
			}
			q.take(seq, key, value)
			q.goOn(seq)
		}
		key, value = step()
	}
	return nil
}

// goOn remembers where the next transaction begins.
func (q *query) goOn(seq uint64) {
	if q.Newest {
		q.next, q.done = seq-1, seq == 0
	} else {
		q.next, q.done = seq+1, seq == math.MaxUint64
	}
}

// take takes a record if it is sound and selected.
func (q *query) take(seq uint64, key, value []byte) {
	payload, ok := unseal(eventTable, key, value)
	if !ok {
		return
	}
	h, ok := peekEvent(payload)
	if !ok || h.time < q.from || h.time >= q.to || !q.wants(h.kind) {
		return
	}
	device, met := q.keys[string(h.key)]
	if !met {
		device = q.match(h.key)
		q.keys[string(h.key)] = device
	}
	if device == nil {
		return
	}
	if r, ok := h.event(seq, *device); ok {
		q.found = append(q.found, r)
	}
}

// match asks once for each device whether it is wanted.
func (q *query) match(raw []byte) *Key {
	k, ok := decodeKey(raw)
	if !ok || q.Match != nil && !q.Match(k) {
		return nil
	}
	return &k
}

func (q *query) wants(kind []byte) bool {
	return len(q.Kinds) == 0 || slices.Contains(q.Kinds, power.EventKind(kind))
}

// oldest is when the oldest event was recorded.
func (f *file) oldest() (t time.Time) {
	_ = f.view(func(tx *bolt.Tx) error {
		c := in(tx, eventTable).Cursor()
		key, value := c.First()
		for n := 0; key != nil && n < perRead; n++ {
			if r, ok := openEvent(key, value); ok {
				t = r.Noticed
				return nil
			}
			key, value = c.Next()
		}
		return nil
	})
	return t
}

func openEvent(key, value []byte) (Record, bool) {
	payload, ok := unseal(eventTable, key, value)
	if !ok {
		return Record{}, false
	}
	return decodeEvent(binary.BigEndian.Uint64(key), payload)
}
