package collector

import (
	"context"
	"errors"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/argus-power/argus/config"
	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/snmp/trap"
)

// grace is what a scrape waits for beyond the deadline of its read, so that a
// read that ends at its deadline still delivers what it has.
const grace = 100 * time.Millisecond

// A Tracker reads targets and remembers the devices behind them, so that a
// device that has gone silent can still be named, and what is learnt of a slow one is
// not lost. Only targets that answered are remembered: nobody can fill the memory by asking for hosts that are not.
type Tracker struct {
	now     func() time.Time
	metrics *Metrics
	log     *slog.Logger
	kept    Memory        // over restarts; nil keeps nothing
	told    *trap.Pending // what agents told of by themselves; may be nil
	flights flights
	memory
}

// NewTracker makes an empty Tracker that takes the time from now. What reading
// takes is counted in the metrics; what happens to devices, and what must not happen here, is
// logged. What is to outlive the process goes to kept, which may be nil.
func NewTracker(now func() time.Time, m *Metrics, log *slog.Logger, kept Memory) *Tracker {
	return &Tracker{now: now, metrics: m, log: log, kept: kept, memory: newMemory()}
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
	read := func(ctx context.Context) haul {
		if limited {
			var cancel context.CancelFunc
			ctx, cancel = context.WithDeadline(ctx, deadline)
			defer cancel()
		}
		return t.guarded(ctx, p)
	}
	way := route{p.Key, p.Config}
	found, shared := t.flights.do(waiting, way, deadline, read)
	timeLeft := ctx.Err() == nil && (!limited || time.Until(deadline) > minBudget)
	if shared && timeLeft && found.ranOut() {
		// It was the other scrape's time that ran out, not this one's.
		found, shared = t.flights.do(waiting, way, deadline, read)
	}
	if found.err != nil && found.snapshots == nil { // the wait for it ended, not the read
		found.snapshots = t.silent(ctx, p, found.err)
	}
	return Result{
		Snapshots: pick(p.Only, found.snapshots, found.err, t.now()), Err: found.err,
		Duration: t.now().Sub(start), Shared: shared, Traffic: found.traffic,
	}
}

// errInternal is all that callers learn of a fault in Argus itself.
var errInternal = errors.New("internal error, please report it with what the log says")

// guarded keeps a fault in the reading of one device from ending the process.
func (t *Tracker) guarded(ctx context.Context, p *config.Probe) (found haul) {
	defer func() {
		if r := recover(); r != nil {
			t.log.Error("read failed with an internal error, please report it", "target", p.Target,
				"module", p.Module.Name, "err", r, "stack", string(debug.Stack()))
			found = haul{err: errInternal, snapshots: t.named(p, errInternal)}
		}
	}()
	return t.read(ctx, p)
}

// read reads the target once and remembers what it is.
func (t *Tracker) read(ctx context.Context, p *config.Probe) haul {
	r, known := t.recall(p, t.now)
	snapshots, err := r.source.Read(ctx)
	traffic := t.spent(r)
	t.metrics.count(traffic)
	if err != nil {
		if traffic.Values > 0 { // it is there, and too slow for one read: the next goes on
			t.remember(p, r, known)
		}
		return haul{err: err, traffic: traffic, snapshots: t.silent(ctx, p, err)}
	}
	if known == nil {
		known = t.stored(p)
	}
	snapshots, next := complete(bounded(distinct(snapshots)), known)
	if !strange(snapshots) {
		t.remember(p, r, detached(next, known))
	}
	t.keep(ctx, p, snapshots)
	return haul{snapshots: snapshots, traffic: traffic}
}

// silent names the devices of a target that did not answer, and has that remembered of them: not
// if nobody waited for the answer, or nobody may ask for it, which says nothing of the devices.
func (t *Tracker) silent(ctx context.Context, p *config.Probe, err error) []power.Snapshot {
	list := t.named(p, err)
	if why := power.ReasonOf(err); why != power.Canceled && why != power.Forbidden {
		t.keep(ctx, p, list)
	}
	return list
}

// named names the devices of a target that did not answer: those known from
// before, or the one that was asked for.
func (t *Tracker) named(p *config.Probe, err error) []power.Snapshot {
	known := t.devices(p)
	if len(known) == 0 {
		known = t.stored(p)
	}
	if name := p.Target.Device; len(known) == 0 && name != "" {
		known = []power.Snapshot{{Device: name}}
	}
	list := make([]power.Snapshot, 0, len(known))
	for _, k := range known {
		list = append(list, power.Snapshot{Taken: t.now(), Device: k.Device, Info: k.Info, Err: err})
	}
	return list
}
