package trap

import (
	"net/netip"
	"time"
)

// maxSenders bounds the senders whose rates are kept apart. All beyond share one.
const maxSenders = 4096

// A rate lets each sender send so much at once, and so much per second, whatever the others do: a card
// that has gone mad fills neither the queue nor the memory.
type rate struct {
	burst, perSecond float64
	senders          map[netip.Addr]bucket
	others           bucket
	swept            time.Time
}

type bucket struct {
	left float64
	at   time.Time // of left; zero before the first
}

func newRate(burst, perSecond int) *rate {
	return &rate{burst: float64(burst), perSecond: float64(perSecond), senders: map[netip.Addr]bucket{}}
}

// allow says whether one more datagram of a sender is within its rate.
func (r *rate) allow(from netip.Addr, now time.Time) bool {
	b, known := r.senders[from]
	if !known && len(r.senders) >= maxSenders {
		r.sweep(now)
		if len(r.senders) >= maxSenders {
			return r.take(&r.others, now)
		}
	}
	ok := r.take(&b, now)
	r.senders[from] = b
	return ok
}

func (r *rate) take(b *bucket, now time.Time) bool {
	if b.at.IsZero() {
		b.left = r.burst
	} else if elapsed := now.Sub(b.at).Seconds(); elapsed > 0 {
		b.left = min(b.left+elapsed*r.perSecond, r.burst)
	}
	b.at = now
	if b.left < 1 {
		return false
	}
	b.left--
	return true
}

// sweep forgets senders that could send all again, at most once a second.
func (r *rate) sweep(now time.Time) {
	if now.Sub(r.swept) < time.Second {
		return
	}
	r.swept = now
	for from, b := range r.senders {
		if b.left+now.Sub(b.at).Seconds()*r.perSecond >= r.burst {
			delete(r.senders, from)
		}
	}
}
