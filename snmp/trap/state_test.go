package trap

import (
	"encoding/json"
	"net/netip"
	"testing"
	"time"
)

// restart makes the desk of the next start, with what was stored as JSON before.
func restart(t *testing.T, d *desk, after time.Duration) *desk {
	t.Helper()
	text, err := json.Marshal((&Listener{desk: *d}).State())
	if err != nil {
		t.Fatal(err)
	}
	var s State
	if err := json.Unmarshal(text, &s); err != nil {
		t.Fatal(err)
	}
	now := start.Add(after)
	return &desk{engine: newEngine("test", s.Boots, now), clocks: s.clocks(now), now: func() time.Time { return now }}
}

// TestRestart lets Argus restart under a card that sends informs and traps: the card learns of the new clock with its
// next inform, and nothing that was sent before is taken again.
func TestRestart(t *testing.T) {
	for _, after := range []time.Duration{time.Hour, 0, -time.Hour} { // the clock may be set back meanwhile
		d := newDesk()
		card := card{user: users()[3], engine: cardEngine, boots: 7, clock: 1000, flags: flagReportable}
		trap := card.send(t, onBattery)
		card.engine, card.boots, card.clock = d.engine.id, d.engine.boots, 5
		pdu := notification(pduInform, "1.3.6.1.2.1.33.2.1")
		sent := card.send(t, pdu)
		for _, octets := range [][]byte{trap, sent} {
			if v := d.take(octets, access(), 5*time.Second); v.outcome != Mapped {
				t.Fatal(v.outcome)
			}
		}
		next := restart(t, d, after)
		v := next.take(sent, access(), after+time.Second)
		if v.outcome != NotInTime || v.notice != nil {
			t.Errorf("a replayed inform is %v", v.outcome)
		}
		h, kind := open(t, next, v.answer, card.user)
		if kind != pduReport || h.flags != flagAuth || h.boots <= card.boots {
			t.Fatalf("its sender learns of boots %d by %x", h.boots, kind)
		}
		card.boots, card.clock = h.boots, h.clock
		if v := next.take(card.send(t, pdu), access(), after+time.Second); v.outcome != Mapped || v.answer == nil {
			t.Errorf("the inform that follows is %v", v.outcome)
		}
		if v := next.take(trap, access(), after+5*time.Minute); v.outcome != NotInTime {
			t.Errorf("a replayed trap is %v", v.outcome)
		}
		card.engine, card.boots, card.clock, card.flags = cardEngine, 7, 1200, 0
		if v := next.take(card.send(t, onBattery), access(), after+5*time.Minute); v.outcome != Mapped {
			t.Errorf("the next trap is %v", v.outcome)
		}
	}
}

// TestRestartLater stores the clock of a card that has told nothing for a day: its last trap cannot be replayed after a
// restart, and its next one is taken although the card's clock is a minute slow.
func TestRestartLater(t *testing.T) {
	const day = 24 * time.Hour
	d := newDesk()
	card := card{user: users()[3], engine: cardEngine, boots: 7, clock: 1000}
	trap := card.send(t, onBattery)
	if v := d.take(trap, access(), 0); v.outcome != Mapped {
		t.Fatal(v.outcome)
	}
	d.now = func() time.Time { return start.Add(day) }
	next := restart(t, d, day)
	if v := next.take(trap, access(), day); v.outcome != NotInTime {
		t.Errorf("the trap of yesterday is %v", v.outcome)
	}
	card.clock += int64((day - time.Minute).Seconds())
	if v := next.take(card.send(t, onBattery), access(), day); v.outcome != Mapped {
		t.Errorf("the next trap is %v", v.outcome)
	}
}

func TestBadState(t *testing.T) {
	s := State{Engines: map[string]EngineClock{
		"zz": {1, 1}, "80": {1, 1}, "8000000501": {-1, 1}, "8000000502": {1, 1 << 40}, "8000000503": {1, 1},
	}}
	if c := s.clocks(start); len(c) != 1 {
		t.Errorf("%d clocks were taken up", len(c))
	}
}

// TestNotTaken refuses notices for want of room: an inform is not answered, and comes again.
func TestNotTaken(t *testing.T) {
	got, refused := make(chan Notice, 100), make(chan Outcome, 100)
	l, err := Listen(t.Context(), Options{
		Address: "127.0.0.1:0", Refused: func(_ netip.Addr, o Outcome) { refused <- o },
		Sender: func(netip.Addr) (Access, bool) { return access(), true },
		Handle: func(n Notice) bool { got <- n; return len(got) > 2 },
	})
	if err != nil {
		t.Fatal(err)
	}
	ask(t, dial(t, l, "127.0.0.1"), inform)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if n := l.Stats.Count(1, Dropped); n != 2 || l.Stats.Informs.Load() == 0 || <-refused != Dropped {
		t.Errorf("%d were not taken, %d answered", n, l.Stats.Informs.Load())
	}
}
