package snmp_test

import (
	"context"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/argus-power/argus/snmp"
	"github.com/argus-power/argus/snmp/snmptest"
)

// TestPackets holds what a read costs an agent once it is known: one packet for a UPS,
// a few for a large PDU.
func TestPackets(t *testing.T) {
	c := builtin(t)
	for _, test := range []struct {
		fixture, module string
		first, later    int
		alarms          bool // raised ones are a table of their own
	}{
		{"ups-mib", "ups-mib", 12, 1, false},
		{"ups-mib", "ups-mib", 12, 2, true},
		{"ups-mib-battery", "ups-mib", 12, 1, false},
		{"ups-mib", "snmp", 20, 1, false},
		{"apc-ups", "snmp", 20, 2, false},
		{"apc-rpdu2", "snmp", 40, 3, false},
		{"raritan-pdu2", "snmp", 60, 6, false},
	} {
		a := startAgent(t, test.fixture)
		if !test.alarms {
			a.Set("1.3.6.1.2.1.33.1.6.1.0", snmptest.Int(0))
			a.Delete("1.3.6.1.2.1.33.1.6.2")
		}
		card := newCard(a, setOf(t, c, test.module))
		card.Options = patient()
		card.whole(t, 0)
		if n := a.Stats().Datagrams; n > test.first {
			t.Errorf("%s with %s: the first read took %d packets", test.fixture, test.module, n)
		}
		for range 5 {
			a.ResetLog()
			card.whole(t, time.Minute)
			if n := a.Stats().Datagrams; n > test.later || test.later == 1 && n != 1 {
				t.Errorf("%s with %s: a read took %d packets, want %d", test.fixture, test.module, n, test.later)
			}
		}
	}
}

// TestEngineIsDiscoveredOnce holds that version 3 costs no more than its discovery, once.
func TestEngineIsDiscoveredOnce(t *testing.T) {
	user := snmp.Security{
		User: "argus", AuthProtocol: "SHA256", AuthPassword: "auth-password",
		PrivProtocol: "AES", PrivPassword: "priv-password",
	}
	a := startAgent(t, "ups-mib-battery")
	if err := a.AddUser(user); err != nil {
		t.Fatal(err)
	}
	card := newCard(a, setOf(t, builtin(t), "ups-mib"))
	card.Options = patient()
	card.Options.Version, card.Options.Security = snmp.V3, &user
	discovered := func(reports, requests int) {
		t.Helper()
		s := a.Stats()
		if s.Reports != reports || requests > 0 && s.All() != requests || s.Datagrams != s.All()+reports {
			t.Errorf("%d reports, %d requests, %d packets; want %d reports and %d requests",
				s.Reports, s.All(), s.Datagrams, reports, requests)
		}
	}
	card.whole(t, 0)
	discovered(1, 0)
	a.ResetLog()
	for range 4 {
		card.whole(t, time.Minute)
	}
	discovered(0, 4)
	a.ResetLog()
	a.Reboot() // its boots are one more: one report tells
	card.whole(t, time.Minute)
	card.whole(t, time.Minute)
	discovered(1, 0)
}

// TestOneRequestAtATime has several sources read one agent at once, as the same target
// with several modules is: the agent never has two requests to work on.
func TestOneRequestAtATime(t *testing.T) {
	c := builtin(t)
	a := startAgent(t, "ups-mib")
	a.Faults(snmptest.Faults{Delay: time.Millisecond})
	var gates snmp.Gates
	var line crowd
	var reading sync.WaitGroup
	for i := range 12 {
		card := newCard(a, setOf(t, c, []string{"snmp", "ups-mib"}[i%2]))
		card.Gates = &gates
		card.Options = patient()
		card.Options.DialContext = line.dial
		reading.Go(func() {
			for range 3 {
				if _, err := card.Read(t.Context()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	reading.Wait()
	if line.most.Load() != 1 {
		t.Errorf("%d requests at a time", line.most.Load())
	}
}

// A crowd counts the requests under way on all its connections.
type crowd struct{ under, most atomic.Int32 }

func (c *crowd) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
	return crowded{conn, c}, err
}

type crowded struct {
	net.Conn
	*crowd
}

func (c crowded) Write(b []byte) (int, error) {
	if n := c.under.Add(1); n > c.most.Load() {
		c.most.Store(n)
	}
	return c.Conn.Write(b)
}

func (c crowded) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if err == nil {
		c.under.Add(-1)
	}
	return n, err
}
