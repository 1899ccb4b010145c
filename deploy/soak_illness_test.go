//go:build linux

package deploy

import (
	"context"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"time"
)

// borrow takes a target that nobody else does anything to.
func (s *soak) borrow(wanted func(*target) bool) *target {
	for range 100 {
		t := s.targets[rand.IntN(len(s.targets))]
		t.mu.Lock()
		free := !t.busy && wanted(t)
		t.busy = t.busy || free
		t.mu.Unlock()
		if free {
			return t
		}
	}
	return nil
}

func (t *target) give() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.busy = false
}

// illness has targets of a kind show one fault after the other.
func (s *soak) illness(ctx context.Context, kind string, next *atomic.Int64) {
	for ctx.Err() == nil {
		t := s.borrow(func(t *target) bool { return t.kind == kind })
		if t == nil {
			wait(ctx, 100*time.Millisecond)
			continue
		}
		mode := t.modes[int(next.Add(1))%len(t.modes)]
		t.set(mode)
		wait(ctx, 2*time.Second+rand.N(4*time.Second))
		t.set("")
		t.recovered(ctx)
		t.give()
		s.tally.fault(kind, mode)
	}
}

// recovered waits until a target was read since now; that it is not, others complain of.
func (t *target) recovered(ctx context.Context) bool {
	healed := time.Now()
	for time.Since(healed) < soakPatience && wait(ctx, 50*time.Millisecond) {
		t.mu.Lock()
		done := t.at.After(healed)
		t.mu.Unlock()
		if done {
			return true
		}
	}
	return false
}

// outages have the mains of a target fail and come back. If Argus lived meanwhile, and could write, it has counted one.
func (s *soak) outages(ctx context.Context) {
	const counter = `event="on_battery"}`
	for ctx.Err() == nil {
		t := s.borrow(func(t *target) bool { return t.mains != nil && t.mode == "" && t.settled })
		if t == nil {
			wait(ctx, 100*time.Millisecond)
			continue
		}
		life, storing := s.life.Load(), s.storing.Load()
		whole := t.recovered(ctx) // and so it is known what was counted until now
		from := t.count(counter)
		t.played++
		for _, on := range []bool{false, true} {
			if err := t.mains(on); err != nil {
				s.complain("the simulator of %s: %v", t.address, err)
			}
			whole = t.recovered(ctx) && whole
		}
		whole = t.recovered(ctx) && whole // a commit that was late is in the next one
		to := t.count(counter)
		undisturbed := whole && storing && s.storing.Load() && life != 0 && life == s.life.Load()
		if to > t.played || undisturbed && to != from+1 {
			s.complain("%s %s: %g outages were counted, and %g after one more, the %g. (undisturbed: %v)", t.kind, t.address, from, to,
				t.played, undisturbed)
		}
		s.tally.outage(undisturbed)
		t.give()
	}
}

func (t *target) count(end string) (sum float64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for series, value := range t.highest {
		if strings.HasPrefix(series, "argus_events_total{") && strings.HasSuffix(series, end) {
			sum += value
		}
	}
	return sum
}
