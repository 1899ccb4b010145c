package store

import (
	"encoding/binary"
	"math"
	"math/bits"
	"time"

	"github.com/argus-power/argus/power"
)

// wattsSource is the source of most meters, kept as one bit.
const wattsSource = "power_watts"

// What a meter has beyond what all have.
const (
	meterBorn = 1 << iota
	meterBattery
	meterFirst
	meterAway
	meterLow
	meterStatus
	meterOfWatts
	meterToday // other than nothing
)

// encodeMeter makes the payload of a meter: 10,000 of them are written at each flush. Times are
// milliseconds, the others relative to that of the last value; what is added up is kept exactly.
func encodeMeter(m *power.Meter) []byte {
	base := m.At.UnixMilli()
	b := append(make([]byte, 0, 128), meterFlags(m))
	b = binary.AppendVarint(b, base)
	b = appendTotals(b, m.Sum)
	b = binary.AppendUvarint(b, uint64(m.Day))
	if m.Today != (power.Totals{}) {
		b = appendTotals(b, m.Today)
	}
	if m.Source != wattsSource {
		b = appendString(b, m.Source)
	}
	b = appendString(b, m.Serial)
	for _, v := range []float64{m.Value, m.Watts, m.Rated} {
		b = appendShort(b, v)
	}
	b = appendPace(appendPace(b, m.Pace), m.StatusPace)
	b = append(b, m.Lows)
	for _, t := range []time.Time{m.Born, m.Away, m.StatusAt, m.First.At, m.Low.At} {
		if !t.IsZero() {
			b = binary.AppendVarint(b, t.UnixMilli()-base)
		}
	}
	for _, s := range []power.Sample{m.First, m.Low} {
		if !s.At.IsZero() {
			b = appendShort(b, s.Value)
		}
	}
	return b
}

func meterFlags(m *power.Meter) (flags byte) {
	for bit, has := range []bool{
		!m.Born.IsZero(), m.Battery, !m.First.At.IsZero(), !m.Away.IsZero(), !m.Low.At.IsZero(), !m.StatusAt.IsZero(),
		m.Source == wattsSource, m.Today != power.Totals{},
	} {
		if has {
			flags |= 1 << bit
		}
	}
	return flags
}

func decodeMeter(payload []byte) (*power.Meter, bool) {
	d := decoder{rest: payload}
	flags, base := d.byte(), d.varint()
	m := &power.Meter{Source: wattsSource, Battery: flags&meterBattery != 0, At: time.UnixMilli(base).UTC()}
	m.Sum = d.totals()
	m.Day = power.Day(d.int())
	if flags&meterToday != 0 {
		m.Today = d.totals()
	}
	if flags&meterOfWatts == 0 {
		m.Source = d.string()
	}
	m.Serial = d.string()
	m.Value, m.Watts, m.Rated = d.short(), d.short(), d.short()
	m.Pace, m.StatusPace, m.Lows = d.pace(), d.pace(), d.byte()
	for _, t := range []struct {
		flag byte
		to   *time.Time
	}{
		{meterBorn, &m.Born},
		{meterAway, &m.Away},
		{meterStatus, &m.StatusAt},
		{meterFirst, &m.First.At},
		{meterLow, &m.Low.At},
	} {
		if flags&t.flag != 0 {
			*t.to = d.time(base)
		}
	}
	if flags&meterFirst != 0 {
		m.First.Value = d.short()
	}
	if flags&meterLow != 0 {
		m.Low.Value = d.short()
	}
	return m, d.done()
}

// appendShort writes a number that has few digits, mostly, in few bytes: its bits from the other end.
func appendShort(b []byte, v float64) []byte {
	return binary.AppendUvarint(b, bits.ReverseBytes64(math.Float64bits(v)))
}

func (d *decoder) short() float64 { return math.Float64frombits(bits.ReverseBytes64(d.uvarint())) }

func appendPace(b []byte, p power.Pace) []byte {
	b = binary.AppendVarint(b, int64(p.Regular/time.Millisecond))
	b = binary.AppendVarint(b, int64(p.Candidate/time.Millisecond))
	return append(b, p.Lives)
}

func (d *decoder) pace() power.Pace {
	return power.Pace{Regular: d.duration(), Candidate: d.duration(), Lives: d.byte()}
}
