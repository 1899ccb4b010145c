package collector

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/argus-power/argus/config"
	"github.com/argus-power/argus/power"
)

// flights lets scrapes that want the same at the same time share one read.
type flights struct {
	mu      sync.Mutex
	waiting map[route]*flight
}

// route is what reads must have in common to be shared: the probe, and the
// configuration that says how it is carried out.
type route struct {
	key    string
	config *config.Config
}

// flight is a read under way.
type flight struct {
	deadline time.Time // when it ends at the latest; zero is never
	done     chan struct{}
	cancel   context.CancelFunc
	waiters  int // guarded by flights.mu

	found haul // valid once done is closed
}

// haul is what a read brings in.
type haul struct {
	snapshots []power.Snapshot
	err       error
	traffic   config.Traffic
}

// ranOut says whether a read ended for want of time, wholly or in part.
func (h haul) ranOut() bool {
	return power.ReasonOf(h.err) == power.Timeout || slices.ContainsFunc(h.snapshots,
		func(s power.Snapshot) bool { return power.ReasonOf(s.Err) == power.Timeout })
}

// do runs read, or waits for the run that is under way on the route. The read is
// not bound to the caller that started it: it is cancelled when the last
// caller has gone. Shared tells whether an earlier caller started it.
//
// A run that may end later than the caller can wait is not joined: what it had
// read when the caller leaves would be lost. The caller then starts its own.
func (f *flights) do(ctx context.Context, key route, deadline time.Time,
	read func(context.Context) haul,
) (found haul, shared bool) {
	f.mu.Lock()
	run, shared := f.waiting[key]
	if shared = shared && !run.outlasts(deadline); !shared {
		run = f.start(ctx, key, deadline, read)
	}
	run.waiters++
	f.mu.Unlock()

	select {
	case <-run.done:
		return run.found, shared
	case <-ctx.Done():
	}
	f.leave(key, run)
	return haul{err: gone(ctx)}, shared
}

// outlasts says whether a run may end later than a caller with this deadline. Of
// scrapes that came at the same time, each may be a little earlier.
func (r *flight) outlasts(deadline time.Time) bool {
	if deadline.IsZero() {
		return false
	}
	return r.deadline.IsZero() || r.deadline.After(deadline.Add(grace/2))
}

// start begins a read; the caller holds the lock.
func (f *flights) start(ctx context.Context, key route, deadline time.Time,
	read func(context.Context) haul,
) *flight {
	reading, cancel := context.WithCancel(context.WithoutCancel(ctx))
	run := &flight{done: make(chan struct{}), cancel: cancel, deadline: deadline}
	if f.waiting == nil {
		f.waiting = map[route]*flight{}
	}
	f.waiting[key] = run
	go func() {
		defer cancel()
		run.found = read(reading)
		f.mu.Lock()
		if f.waiting[key] == run {
			delete(f.waiting, key)
		}
		f.mu.Unlock()
		close(run.done)
	}()
	return run
}

// leave gives up waiting. A read that nobody waits for is cancelled, and no
// later caller may join it.
func (f *flights) leave(key route, run *flight) {
	f.mu.Lock()
	defer f.mu.Unlock()
	run.waiters--
	if run.waiters > 0 {
		return
	}
	run.cancel()
	if f.waiting[key] == run {
		delete(f.waiting, key)
	}
}

func gone(ctx context.Context) error {
	reason := power.Timeout
	if errors.Is(ctx.Err(), context.Canceled) {
		reason = power.Canceled
	}
	return &power.Failure{Reason: reason, Err: fmt.Errorf("wait for the device: %w", ctx.Err())}
}
