package collector

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"

	"github.com/argus-power/argus/power"
)

// flights lets scrapes that want the same at the same time share one read.
type flights struct {
	mu      sync.Mutex
	waiting map[string]*flight
}

// flight is a read under way.
type flight struct {
	done    chan struct{}
	cancel  context.CancelFunc
	waiters int // guarded by flights.mu

	snapshots []power.Snapshot // valid once done is closed
	err       error
}

// do runs read, or waits for the run that is under way for the key. The read is
// not bound to the caller that started it: it is cancelled when the last
// caller has gone. Shared tells whether an earlier caller started it.
func (f *flights) do(ctx context.Context, key string,
	read func(context.Context) ([]power.Snapshot, error),
) (snapshots []power.Snapshot, err error, shared bool) {
	f.mu.Lock()
	run, shared := f.waiting[key]
	if !shared {
		run = f.start(ctx, key, read)
	}
	run.waiters++
	f.mu.Unlock()

	select {
	case <-run.done:
		return run.snapshots, run.err, shared
	case <-ctx.Done():
	}
	f.leave(key, run)
	return nil, gone(ctx), shared
}

// start begins a read; the caller holds the lock.
func (f *flights) start(ctx context.Context, key string,
	read func(context.Context) ([]power.Snapshot, error),
) *flight {
	reading, cancel := context.WithCancel(context.WithoutCancel(ctx))
	run := &flight{done: make(chan struct{}), cancel: cancel}
	if f.waiting == nil {
		f.waiting = map[string]*flight{}
	}
	f.waiting[key] = run
	go func() {
		defer cancel()
		run.snapshots, run.err = guarded(reading, read)
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
func (f *flights) leave(key string, run *flight) {
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

// guarded keeps a fault in the reading of one device from ending the process.
func guarded(ctx context.Context, read func(context.Context) ([]power.Snapshot, error)) (
	snapshots []power.Snapshot, err error,
) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("internal error, please report it: %v\n%s", r, debug.Stack())
		}
	}()
	return read(ctx)
}

func gone(ctx context.Context) error {
	reason := power.Timeout
	if errors.Is(ctx.Err(), context.Canceled) {
		reason = power.Canceled
	}
	return &power.Failure{Reason: reason, Err: fmt.Errorf("wait for the device: %w", ctx.Err())}
}
