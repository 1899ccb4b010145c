package store

import (
	"encoding/binary"
	"math"
	"strings"
	"time"
	"unicode/utf8"
)

// A decoder takes values from a payload. After the first that is not there all are zero, and bad is set:
// callers look once, at the end.
type decoder struct {
	rest []byte
	bad  bool
}

func (d *decoder) take(n int) []byte {
	if d.bad || n < 0 || n > len(d.rest) {
		d.bad = true
		return nil
	}
	taken := d.rest[:n]
	d.rest = d.rest[n:]
	return taken
}

func (d *decoder) byte() byte {
	if b := d.take(1); b != nil {
		return b[0]
	}
	return 0
}

func (d *decoder) uvarint() uint64 {
	v, n := binary.Uvarint(d.rest)
	if d.bad || n <= 0 {
		d.bad = true
		return 0
	}
	d.rest = d.rest[n:]
	return v
}

func (d *decoder) varint() int64 {
	v, n := binary.Varint(d.rest)
	if d.bad || n <= 0 {
		d.bad = true
		return 0
	}
	d.rest = d.rest[n:]
	return v
}

// int is a number that is never negative.
func (d *decoder) int() int {
	v := d.uvarint()
	if v > math.MaxInt32 {
		d.bad = true
		return 0
	}
	return int(v)
}

func (d *decoder) float() float64 {
	if b := d.take(8); b != nil {
		return math.Float64frombits(binary.BigEndian.Uint64(b))
	}
	return 0
}

// bytes is what a length precedes. It is part of the payload, not a copy.
func (d *decoder) bytes() []byte { return d.take(d.int()) }

func (d *decoder) string() string { return string(d.bytes()) }

// time is a moment that is told as milliseconds after another one.
func (d *decoder) time(after int64) time.Time { return time.UnixMilli(after + d.varint()).UTC() }

// done says whether everything was there, and nothing else.
func (d *decoder) done() bool { return !d.bad && len(d.rest) == 0 }

func appendFloat(b []byte, v float64) []byte {
	return binary.BigEndian.AppendUint64(b, math.Float64bits(v))
}

// maxText is the most bytes kept of one text of an event. What comes from a device is shorter already.
const maxText = 512

func appendString(b []byte, s string) []byte {
	s = clip(s)
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

func clip(s string) string {
	if len(s) <= maxText {
		return s
	}
	cut := maxText
	for cut > maxText-utf8.UTFMax && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return strings.Clone(s[:cut])
}
