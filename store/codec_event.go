package store

import (
	"encoding/binary"
	"time"

	"github.com/argus-power/argus/power"
)

// What an event has beyond what all have.
const (
	hasReported = 1 << iota
	hasAfter
	hasBegan
	hasDuration
	hasCharge
	hasVoltage
	hasSuppressed
	hasCount // other than 1
)

// encodeEvent makes the payload of a record. What queries select by comes first: flags, time, kind, key.
// Times are milliseconds, and all but the first relative to it.
func encodeEvent(r *Record) []byte {
	base := r.Time.UnixMilli()
	b := make([]byte, 0, 128)
	b = append(b, eventFlags(&r.Event))
	b = binary.AppendVarint(b, base)
	b = appendString(b, string(r.Kind))
	key := appendKey(make([]byte, 0, 64), r.Key)
	b = append(binary.AppendUvarint(b, uint64(len(key))), key...)
	b = binary.AppendVarint(b, r.Noticed.UnixMilli()-base)
	b = appendString(b, r.Place)
	b = appendString(b, r.Detail)
	return appendOptional(b, base, &r.Event)
}

func appendOptional(b []byte, base int64, e *power.Event) []byte {
	if !e.After.IsZero() {
		b = binary.AppendVarint(b, e.After.UnixMilli()-base)
	}
	if e.Ends() {
		b = binary.AppendVarint(b, e.Began.UnixMilli()-base)
	}
	if e.Duration != 0 {
		b = binary.AppendVarint(b, int64(e.Duration/time.Millisecond))
	}
	for _, lowest := range []*float64{e.LowestCharge, e.LowestVoltage} {
		if lowest != nil {
			b = appendFloat(b, *lowest)
		}
	}
	for _, n := range []int{e.Suppressed, e.Count - 1} {
		if n != 0 {
			b = binary.AppendUvarint(b, uint64(min(max(n, 0), 1<<31-2)))
		}
	}
	return b
}

func eventFlags(e *power.Event) (flags byte) {
	for bit, has := range []bool{
		e.Reported, !e.After.IsZero(), e.Ends(), e.Duration != 0,
		e.LowestCharge != nil, e.LowestVoltage != nil, e.Suppressed != 0, e.Count != 1,
	} {
		if has {
			flags |= 1 << bit
		}
	}
	return flags
}

func appendKey(b []byte, k Key) []byte {
	return appendString(appendString(appendString(b, k.Protocol), k.Address), k.Device)
}

func decodeKey(raw []byte) (Key, bool) {
	d := decoder{rest: raw}
	k := Key{d.string(), d.string(), d.string()}
	return k, d.done()
}

// An eventHead is what queries select by, as parts of the payload.
type eventHead struct {
	flags byte
	time  int64 // in milliseconds
	kind  []byte
	key   []byte
	rest  decoder
}

// peekEvent reads the head of a record without making anything of the rest.
func peekEvent(payload []byte) (h eventHead, ok bool) {
	d := decoder{rest: payload}
	h.flags, h.time, h.kind, h.key = d.byte(), d.varint(), d.bytes(), d.bytes()
	h.rest = d
	return h, !d.bad
}

// event reads the rest of a record, of which key and kind are known.
func (h *eventHead) event(seq uint64, key Key) (Record, bool) {
	d := h.rest
	r := Record{Seq: seq, Key: key}
	r.Kind, r.Time, r.Count = power.EventKind(h.kind), time.UnixMilli(h.time).UTC(), 1
	r.Reported = h.flags&hasReported != 0
	r.Noticed = d.time(h.time)
	r.Place, r.Detail = d.string(), d.string()
	if h.flags&hasAfter != 0 {
		r.After = d.time(h.time)
	}
	if h.flags&hasBegan != 0 {
		r.Began = d.time(h.time)
	}
	if h.flags&hasDuration != 0 {
		r.Duration = d.duration()
	}
	r.LowestCharge = d.optional(h.flags & hasCharge)
	r.LowestVoltage = d.optional(h.flags & hasVoltage)
	if h.flags&hasSuppressed != 0 {
		r.Suppressed = d.int()
	}
	if h.flags&hasCount != 0 {
		r.Count = d.int() + 1
	}
	return r, d.done()
}

func (d *decoder) optional(flag byte) *float64 {
	if flag == 0 {
		return nil
	}
	v := d.float()
	return &v
}

// duration is a number of milliseconds; what is none is told as bad.
func (d *decoder) duration() time.Duration {
	const most = int64(1<<63-1) / int64(time.Millisecond)
	ms := d.varint()
	if ms > most || ms < -most {
		d.bad = true
		return 0
	}
	return time.Duration(ms) * time.Millisecond
}

// decodeEvent reads a whole record.
func decodeEvent(seq uint64, payload []byte) (Record, bool) {
	h, ok := peekEvent(payload)
	if !ok {
		return Record{}, false
	}
	key, ok := decodeKey(h.key)
	if !ok {
		return Record{}, false
	}
	return h.event(seq, key)
}
