package store

import (
	"encoding/binary"
	"time"

	"github.com/argus-power/argus/power"
)

// Totals are kept exactly: what is served after a restart must not be lower by a rounding.
func appendTotals(b []byte, t power.Totals) []byte {
	b = appendFloat(b, t.Joules)
	b = binary.AppendVarint(b, int64(t.Gap))
	return binary.AppendVarint(b, int64(t.OnBattery))
}

func (d *decoder) totals() power.Totals {
	return power.Totals{
		Joules: d.float(), Gap: time.Duration(d.varint()), OnBattery: time.Duration(d.varint()),
	}
}

// A dayRecord is what is kept of a day or month of a device. A day may be closed more than once:
// clocks are set back, and meters are merged. Last is what was added last, so that a batch that comes
// again because nobody knew whether it had been kept is not added twice.
type dayRecord struct {
	sum, last power.Totals
}

func (r *dayRecord) encode() []byte {
	b := appendTotals(make([]byte, 0, 64), r.sum)
	if r.last != r.sum {
		b = appendTotals(b, r.last)
	}
	return b
}

func decodeDay(payload []byte) (r dayRecord, ok bool) {
	d := decoder{rest: payload}
	r.sum = d.totals()
	r.last = r.sum
	if len(d.rest) > 0 {
		r.last = d.totals()
	}
	return r, d.done()
}

// add adds the totals of a device's day, unless they are what was added last.
func (r *dayRecord) add(t power.Totals) (added bool) {
	if t == r.last {
		return false
	}
	r.sum = plus(r.sum, t)
	r.last = t
	return true
}

func plus(a, b power.Totals) power.Totals {
	return power.Totals{
		Joules: a.Joules + b.Joules, Gap: a.Gap + b.Gap, OnBattery: a.OnBattery + b.OnBattery,
	}
}

func dayKey(day power.Day, id uint32) []byte {
	b := binary.BigEndian.AppendUint32(make([]byte, 0, 8), uint32(day))
	return binary.BigEndian.AppendUint32(b, id)
}

func splitDayKey(key []byte) (power.Day, uint32) {
	return power.Day(binary.BigEndian.Uint32(key)), binary.BigEndian.Uint32(key[4:])
}

// month is the month of a day, as the day yyyymm00.
func month(d power.Day) power.Day { return d / 100 * 100 }
