package collector

import (
	"container/list"
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/argus-power/argus/config"
	"github.com/argus-power/argus/power"
)

// MaxTargets bounds the targets that a Tracker remembers.
const MaxTargets = 20_000

// grace is what a scrape waits for beyond the deadline of its read, so that a
// read that ends at its deadline still delivers what it has.
const grace = 100 * time.Millisecond

// A Tracker reads targets and remembers the devices behind them, so that a
// device that has gone silent can still be named. Only targets that answered
// are remembered: nobody can fill the memory by asking for hosts that are not.
type Tracker struct {
	now     func() time.Time
	flights flights

	mu      sync.Mutex
	targets map[string]*list.Element // of *target
	recent  *list.List               // most recently used first
	max     int
}

// target is what is remembered of one target.
type target struct {
	key    string
	config *config.Config // the source belongs to it
	source power.Source
	known  []power.Snapshot // the last good state of each device, without readings
}

// NewTracker makes an empty Tracker that takes the time from now.
func NewTracker(now func() time.Time) *Tracker {
	return &Tracker{
		now: now, targets: map[string]*list.Element{}, recent: list.New(), max: MaxTargets,
	}
}

// Observe reads the target of a probe, or shares the read that is under way.
// The read ends at the deadline of ctx at the latest.
func (t *Tracker) Observe(ctx context.Context, p *config.Probe) Result {
	start := t.now()
	deadline, limited := ctx.Deadline()
	waiting := ctx
	if limited {
		patient, cancel := context.WithDeadline(context.WithoutCancel(ctx), deadline.Add(grace))
		defer cancel()
		stop := context.AfterFunc(ctx, func() {
			if errors.Is(ctx.Err(), context.Canceled) { // the caller has gone
				cancel()
			}
		})
		defer stop()
		waiting = patient
	}
	read := func(ctx context.Context) ([]power.Snapshot, error) {
		if limited {
			var cancel context.CancelFunc
			ctx, cancel = context.WithDeadline(ctx, deadline)
			defer cancel()
		}
		return t.read(ctx, p)
	}
	way := route{p.Key, p.Config}
	snapshots, err, shared := t.flights.do(waiting, way, deadline, read)
	timeLeft := ctx.Err() == nil && (!limited || time.Until(deadline) > minBudget)
	if shared && timeLeft && ranOut(snapshots, err) {
		// It was the other scrape's time that ran out, not this one's.
		snapshots, err, shared = t.flights.do(waiting, way, deadline, read)
	}
	if err != nil {
		snapshots = t.silent(p, err)
	}
	return Result{Snapshots: snapshots, Err: err, Duration: t.now().Sub(start), Shared: shared}
}

// ranOut says whether a read ended for want of time, wholly or in part.
func ranOut(list []power.Snapshot, err error) bool {
	return power.ReasonOf(err) == power.Timeout || slices.ContainsFunc(list,
		func(s power.Snapshot) bool { return power.ReasonOf(s.Err) == power.Timeout })
}

// read reads the target once and remembers what it is.
func (t *Tracker) read(ctx context.Context, p *config.Probe) ([]power.Snapshot, error) {
	source, known := t.recall(p)
	snapshots, err := source.Read(ctx)
	if err != nil {
		return nil, err
	}
	snapshots, next := complete(distinct(snapshots), known)
	if !strange(snapshots) {
		t.remember(p, source, next)
	}
	return snapshots, nil
}

// recall returns the source of a target and the devices known behind it.
func (t *Tracker) recall(p *config.Probe) (power.Source, []power.Snapshot) {
	t.mu.Lock()
	defer t.mu.Unlock()
	e, ok := t.targets[p.Key]
	if !ok {
		return p.Source(t.now), nil
	}
	t.recent.MoveToFront(e)
	known := e.Value.(*target)
	if known.config != p.Config {
		known.config, known.source = p.Config, p.Source(t.now)
	}
	return known.source, known.known
}

func (t *Tracker) remember(p *config.Probe, source power.Source, known []power.Snapshot) {
	t.mu.Lock()
	defer t.mu.Unlock()
	e, ok := t.targets[p.Key]
	if !ok {
		e = t.recent.PushFront(&target{key: p.Key, config: p.Config, source: source})
		t.targets[p.Key] = e
	}
	e.Value.(*target).known = known
	for t.recent.Len() > t.max {
		oldest := t.recent.Remove(t.recent.Back()).(*target)
		delete(t.targets, oldest.key)
	}
}

// silent names the devices of a target that did not answer: those known from
// before, or the one that was asked for.
func (t *Tracker) silent(p *config.Probe, err error) []power.Snapshot {
	t.mu.Lock()
	defer t.mu.Unlock()
	var list []power.Snapshot
	if e, ok := t.targets[p.Key]; ok {
		for _, k := range e.Value.(*target).known {
			list = append(list, power.Snapshot{
				Taken: t.now(), Device: k.Device, Info: k.Info, Err: err,
			})
		}
	} else if name := p.Target.Device; name != "" {
		list = append(list, power.Snapshot{Taken: t.now(), Device: name, Err: err})
	}
	return list
}
