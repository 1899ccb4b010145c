package trap

import (
	"crypto/sha256"
	"time"
)

// timeWindow is how far the clock in a message may be off, in seconds (RFC 3414, section 2.2.3).
const timeWindow = 150

// drift is how slowly the clock of a card may go: a thousandth. A card that sends a trap a year would be
// refused for good otherwise.
const drift = 1000

// bootEpoch is from when boots count.
const bootEpoch = 1767225600 // 2026-01-01, in seconds of Unix

// An engine is our own: the authoritative one of informs. Its boots are the second in which it was started, so
// that they grow with each start even if nothing is stored: a device that knew us before
// accepts the new clock, and no message from before the start can be replayed.
type engine struct {
	id      []byte
	boots   int64
	started time.Time
}

// newEngine makes the engine of whoever is called so. The same name has the same engine id: another one would
// be another receiver to all devices. Its boots are more than they were before, even if the clock was set back.
func newEngine(name string, before int64, now time.Time) engine {
	sum := sha256.Sum256([]byte("argus trap engine " + name))
	// Octets as their administrator assigns them, under no enterprise (RFC 3411, section 5).
	id := append([]byte{0x80, 0, 0, 0, 5}, sum[:8]...)
	boots := min(max(now.Unix()-bootEpoch, before+1, 1), maxWholeClock-1)
	return engine{id: id, boots: boots, started: now}
}

// clock is snmpEngineTime: seconds since the start.
func (e *engine) clock(now time.Time) int64 {
	return min(max(int64(now.Sub(e.started)/time.Second), 0), maxWholeClock)
}

// timely says whether an inform is from now.
func (e *engine) timely(h *header, now time.Time) bool {
	off := h.clock - e.clock(now)
	return h.boots == e.boots && off <= timeWindow && off >= -timeWindow
}

// maxEngines bounds the engines whose clocks are remembered. Only who knows a password gets there.
const maxEngines = 4096

// clocks are those of the engines that send traps: a trap from long before the newest one is a replay
// (RFC 3414, section 3.2, step 7b).
type clocks map[string]heard

type heard struct {
	boots, clock int64 // of the newest message
	at           time.Time
}

// least is what the clock has come to by now, at least.
func (h heard) least(now time.Time) int64 {
	elapsed := max(int64(now.Sub(h.at)/time.Second), 0)
	return min(h.clock+elapsed-elapsed/drift, maxWholeClock)
}

// timely says whether a message that has proven its origin is from now, and remembers its clock.
func (c clocks) timely(h *header, now time.Time) bool {
	last, known := c[string(h.engineID)]
	if known {
		if h.boots < last.boots || h.boots == last.boots && h.clock < last.least(now)-timeWindow {
			return false
		}
	}
	if !known && len(c) >= maxEngines {
		c.forgetOldest()
	}
	if h.boots > last.boots || h.clock > last.clock || !known {
		c[string(h.engineID)] = heard{h.boots, h.clock, now}
	}
	return true
}

func (c clocks) forgetOldest() {
	oldest, found := "", false
	for id, one := range c {
		if !found || one.at.Before(c[oldest].at) {
			oldest, found = id, true
		}
	}
	delete(c, oldest)
}
