package collector

import (
	"context"
	"net/netip"

	"github.com/argus-power/argus/config"
	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/snmp/trap"
)

// Settle has each read of an SNMP agent compared with what the agent told of by itself. It is to be called before
// the first probe.
func (p *Prober) Settle(told *trap.Pending) { p.tracker.told = told }

// hear finds out where the agent of a read is, and what it has told of; the address is not valid if nothing is
// listened to. Shared says that others are at the same address.
func (t *Tracker) hear(p *config.Probe, list []power.Snapshot) (from netip.Addr, shared bool) {
	if t.told == nil || p.Module.Protocol != config.SNMP {
		return from, false
	}
	if from, shared = t.peer(p.Key); from.IsValid() {
		told := t.told.Told(from)
		for i := range list {
			list[i].Told = told
		}
	}
	return from, shared
}

// settle compares what an agent told of with what a read of it shows, and records what only it told of.
func (t *Tracker) settle(
	patience context.Context, p *config.Probe, from netip.Addr, shared bool, list []power.Snapshot, seen [][]power.Event,
) {
	defer t.forgive(p, "")
	partial := t.alternates(p.Target.Address())
	reads := make([]trap.Read, len(list))
	for i := range list {
		reads[i] = trap.Read{Snapshot: &list[i], Events: seen[i], Partial: partial}
	}
	for i, events := range t.told.Settle(from, shared, reads) {
		s := &list[i]
		for _, e := range t.kept.Report(patience, keyOf(p, s), events) {
			t.logEvent(patience, p, s, &e)
		}
	}
}
