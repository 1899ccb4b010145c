package collector

import (
	"context"
	"log/slog"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/argus-power/argus/config"
	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/store"
)

// A Memory keeps what snapshots show, over restarts: a [store.Store].
type Memory interface {
	// Observe returns what happened, and what is kept of the device as readings. It may wait for
	// a commit as long as patience lasts.
	Observe(patience context.Context, k store.Key, from store.Source, s *power.Snapshot) ([]power.Event, []power.Reading)
	// Report records what a device told of by itself, and returns what of it is recorded.
	Report(patience context.Context, k store.Key, events []power.Event) []power.Event
	// DevicesAt returns the devices that are known behind an address.
	DevicesAt(protocol, address string) []store.Device
}

// What a scrape waits at most until an event that it reveals is on disk: so long, and so much
// of the time it has left.
const (
	maxPatience   = time.Second
	patienceShare = 4
)

// forgetful is how long before the rest of its target a device may have been seen last to count as
// one of its devices: what was taken off a server long ago is not silent.
const forgetful = 24 * time.Hour

// keep has the snapshots of a read remembered, adds what is kept of their devices, and logs what
// happened to them. All wait for the same commit.
func (t *Tracker) keep(ctx context.Context, p *config.Probe, list []power.Snapshot) {
	if t.kept == nil || len(list) == 0 {
		return
	}
	patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), patienceOf(ctx))
	defer cancel()
	from, shared := t.hear(p, list)
	seen := make([][]power.Event, len(list))
	var others sync.WaitGroup
	for i := range list[1:] {
		others.Go(func() { seen[i+1] = t.keepOne(patience, p, &list[i+1]) })
	}
	seen[0] = t.keepOne(patience, p, &list[0])
	others.Wait()
	if from.IsValid() {
		t.settle(patience, p, from, shared, list, seen)
	}
}

// keepOne has one snapshot remembered. A fault in that must take neither the reading along nor, as it
// may have a goroutine of its own, the process.
func (t *Tracker) keepOne(patience context.Context, p *config.Probe, s *power.Snapshot) (seen []power.Event) {
	defer t.forgive(p, s.Device)
	events, readings := t.kept.Observe(patience, keyOf(p, s), sourceOf(p), s)
	s.Kept = readings
	for i := range events {
		t.logEvent(patience, p, s, &events[i])
	}
	return events
}

// forgive keeps a fault in remembering a device where it is. It is to be deferred.
func (t *Tracker) forgive(p *config.Probe, device string) {
	if r := recover(); r != nil {
		t.log.Error("memory failed with an internal error, please report it", "target", p.Target,
			"device", device, "err", r, "stack", string(debug.Stack()))
	}
}

func keyOf(p *config.Probe, s *power.Snapshot) store.Key {
	return store.Key{Protocol: p.Module.Protocol, Address: p.Target.Address(), Device: s.Device}
}

func sourceOf(p *config.Probe) store.Source {
	return store.Source{Target: p.Target.Whole().String(), Module: p.Module.Name}
}

func patienceOf(ctx context.Context) time.Duration {
	if deadline, limited := ctx.Deadline(); limited {
		return min(time.Until(deadline)/patienceShare, maxPatience)
	}
	return maxPatience
}

// stored names the devices of a target that are known from before this process.
func (t *Tracker) stored(p *config.Probe) (known []power.Snapshot) {
	if t.kept == nil {
		return nil
	}
	list := t.kept.DevicesAt(p.Module.Protocol, p.Target.Address())
	var newest time.Time
	for _, d := range list {
		if d.LastSeen.After(newest) {
			newest = d.LastSeen
		}
	}
	for _, d := range list {
		if newest.Sub(d.LastSeen) < forgetful && concerns(p, d.Device) {
			known = append(known, power.Snapshot{Device: d.Device, Info: d.Info})
		}
	}
	return known
}

// concerns says whether a probe reads a device: over NUT, the one it names and the
// units behind it.
func concerns(p *config.Probe, device string) bool {
	asked := p.Target.Device
	if asked == "" || p.Module.Protocol == config.SNMP {
		return true
	}
	name, _, _ := strings.Cut(device, "/")
	return strings.EqualFold(name, asked)
}

// logEvent makes an event one line of the log.
func (t *Tracker) logEvent(ctx context.Context, p *config.Probe, s *power.Snapshot, e *power.Event) {
	attrs := append(make([]slog.Attr, 0, 16),
		slog.String("event", string(e.Kind)), slog.String("target", sourceOf(p).Target),
		slog.String("device", s.Device), slog.Time("happened", e.Time.Round(0)))
	for _, text := range [...]struct{ key, value string }{
		{"place", e.Place},
		{"detail", e.Detail},
		{"name", s.Info.Name},
		{"model", s.Info.Model},
		{"location", s.Info.Location},
	} {
		if text.value != "" {
			attrs = append(attrs, slog.String(text.key, text.value))
		}
	}
	if labels := p.Config.Labels(p.Module.Protocol, p.Target.Address(), s.Device); len(labels) > 0 {
		attrs = append(attrs, labelGroup(labels))
	}
	t.log.LogAttrs(ctx, levelOf(e), "power event", append(attrs, figures(e)...)...)
}
