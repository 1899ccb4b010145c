package snmp

import (
	"slices"
	"strings"

	"github.com/argus-power/argus/snmp/ber"
)

// A message under construction, from its end to its beginning: so the length of each part is known when it
// is written.
type backward struct {
	buffer []byte
	at     int // where the message begins so far
}

// message makes a request of version 1 or 2c (RFC 1157, section 4; RFC 3416, section 3). The community has
// been checked to be short. The result is valid until the next one.
func (w *backward) message(version int64, community string, id int32, r request) []byte {
	w.at = len(w.buffer)
	for _, oid := range slices.Backward(r.oids) {
		before := w.size()
		w.octets("\x05\x00") // NULL
		w.oid(oid)
		w.header(ber.TagSequence, before)
	}
	w.header(ber.TagSequence, 0)
	w.integer(int64(r.repetitions)) // the error index of others than GETBULK, which have none
	w.integer(0)
	w.integer(int64(id))
	w.header(byte(r.kind), 0)
	before := w.size()
	w.octets(community)
	w.header(ber.TagOctets, before)
	w.integer(version)
	w.header(ber.TagSequence, 0)
	return w.buffer[w.at:]
}

// reserve makes room for so many octets in front.
func (w *backward) reserve(n int) {
	if w.at >= n {
		return
	}
	more := max(len(w.buffer), n, 1<<10)
	w.buffer = append(make([]byte, more), w.buffer...)
	w.at += more
}

func (w *backward) octets(s string) {
	w.reserve(len(s))
	w.at -= len(s)
	copy(w.buffer[w.at:], s)
}

func (w *backward) octet(b byte) {
	w.reserve(1)
	w.at--
	w.buffer[w.at] = b
}

// size is how many octets there are so far.
func (w *backward) size() int { return len(w.buffer) - w.at }

// header puts tag and length in front of what was written since there were so many octets.
func (w *backward) header(tag byte, before int) {
	switch n := w.size() - before; {
	case n < 0x80:
		w.octet(byte(n))
	case n < 0x100:
		w.octet(byte(n))
		w.octet(0x81)
	default:
		w.octet(byte(n))
		w.octet(byte(n >> 8))
		w.octet(0x82)
	}
	w.octet(tag)
}

// integer writes a number that is not negative.
func (w *backward) integer(n int64) {
	length := byte(0)
	for {
		w.octet(byte(n))
		length++
		last := byte(n)
		if n >>= 8; n == 0 {
			if last >= 0x80 { // or it would be negative
				w.octet(0)
				length++
			}
			break
		}
	}
	w.octet(length)
	w.octet(ber.TagInteger)
}

// oid writes an object identifier, its last number first.
func (w *backward) oid(text string) {
	before := w.size()
	for {
		i := strings.LastIndexByte(text, '.')
		n, _ := firstNumber(text[i+1:])
		text = text[:max(i, 0)]
		if first := strings.IndexByte(text, '.') < 0; first { // the first two numbers are encoded as one
			arc, _ := firstNumber(text)
			w.base128(40*arc + n)
			break
		}
		w.base128(n)
	}
	w.header(ber.TagOID, before)
}

// base128 writes a number of an object identifier.
func (w *backward) base128(n uint64) {
	w.octet(byte(n & 0x7f))
	for n >>= 7; n > 0; n >>= 7 {
		w.octet(byte(n&0x7f) | 0x80)
	}
}
