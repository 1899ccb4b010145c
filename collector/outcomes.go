package collector

import (
	"context"
	"log/slog"
	"sync"

	"github.com/argus-power/argus/config"
	"github.com/argus-power/argus/power"
)

// outcomes remembers how the last probe of each target ended, so that only news
// are logged. When it holds too many it forgets them all: that costs log lines,
// nothing else.
type outcomes struct {
	mu   sync.Mutex
	last map[string]power.Reason
}

// changed records an outcome and says whether it is news. A first success is not.
func (o *outcomes) changed(key string, reason power.Reason) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	before, known := o.last[key]
	if known && before == reason {
		return false
	}
	if o.last == nil || !known && len(o.last) >= MaxTargets {
		o.last = map[string]power.Reason{}
	}
	o.last[key] = reason
	return known || reason != ""
}

// logOutcome logs a probe where its outcome is news, and quietly otherwise: a
// device that is dead for a week is one line, not forty thousand.
func (p *Prober) logOutcome(ctx context.Context, probe *config.Probe, r Result) {
	reason := r.Reason()
	level := slog.LevelDebug
	if reason != power.Canceled && p.outcomes.changed(probe.Key+" "+probe.Only, reason) {
		level = slog.LevelWarn
		if reason == "" {
			level = slog.LevelInfo
		}
	}
	attrs := []slog.Attr{
		slog.String("target", probe.Target.String()), slog.String("module", probe.Module.Name),
		slog.Duration("duration", r.Duration), slog.Int("devices", len(r.Snapshots)),
	}
	if reason == "" {
		p.log.LogAttrs(ctx, level, "probe succeeded", attrs...)
		return
	}
	attrs = append(attrs, slog.String("reason", string(reason)))
	if cause := r.cause(); cause != nil {
		attrs = append(attrs, slog.String("err", cause.Error()))
	}
	p.log.LogAttrs(ctx, level, "probe failed", attrs...)
}
