package main

import (
	"context"
	"log/slog"
	"net/netip"
	"sync"
	"time"

	"github.com/argus-power/argus/snmp/trap"
)

// How much is said of traps, whatever is sent: of each outcome a line in this time, and of those received
// so many.
const (
	trapLogEvery = time.Minute
	trapLogMost  = 60
)

// A trapLog tells of traps, and not of each one.
type trapLog struct {
	log *slog.Logger
	now func() time.Time

	mu     sync.Mutex
	since  time.Time
	lines  int // of traps received, since then
	muted  map[trap.Outcome]time.Time
	unsaid map[trap.Outcome]int
}

// received tells of a trap that was taken.
func (l *trapLog) received(ctx context.Context, n *trap.Notice, known bool) {
	level := slog.LevelDebug
	if n.Kind != "" && l.spend() {
		level = slog.LevelInfo
	}
	if !l.log.Enabled(ctx, level) {
		return
	}
	attrs := []slog.Attr{
		slog.String("device", n.Source.String()), slog.String("sender", n.Sender.String()), slog.String("oid", n.OID),
		slog.String("name", n.Name), slog.String("event", string(n.Event())), slog.String("detail", n.Detail),
		slog.Bool("probed", known),
	}
	l.log.LogAttrs(ctx, level, "trap received", attrs...)
}

// spend takes one of the lines of this minute.
func (l *trapLog) spend() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now := l.now(); now.Sub(l.since) >= trapLogEvery {
		l.since, l.lines = now, 0
	}
	l.lines++
	return l.lines <= trapLogMost
}

// refused tells of one that was not, and how many more there were since it last did.
func (l *trapLog) refused(from netip.Addr, o trap.Outcome) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if now.Before(l.muted[o]) {
		l.unsaid[o]++
		return
	}
	if l.muted == nil {
		l.muted, l.unsaid = map[trap.Outcome]time.Time{}, map[trap.Outcome]int{}
	}
	l.log.Warn("trap refused", "sender", from, "outcome", o.String(), "why", whyRefused(o), "more_before", l.unsaid[o])
	l.muted[o], l.unsaid[o] = now.Add(trapLogEvery), 0
}

// whyRefused says what is wrong, and what to do.
func whyRefused(o trap.Outcome) string {
	switch o {
	case trap.Refused:
		return "it is not in from: of any entry of traps: in the configuration"
	case trap.BadCommunity:
		return "its community is not that of an auth of its entry of traps:"
	case trap.BadAuth:
		return "its user, security level or password is not that of an auth of its entry of traps:"
	case trap.Undecrypted:
		return "its user and authentication password are right; its privacy password or protocol is not that of an auth " +
			"of its entry of traps:"
	case trap.NotInTime:
		return "it was sent before what was received already, or its sender counts its boots anew; see docs/traps.md"
	case trap.Limited:
		return "its sender sends too much"
	case trap.Dropped:
		return "too many wait"
	}
	return "it is no notification of SNMP, or too large"
}
