package snmptest

import (
	"testing"
	"time"

	"github.com/argus-power/argus/snmp"
)

const (
	col1 = "1.3.6.1.4.1.9.1"
	col2 = "1.3.6.1.4.1.9.2"
)

func want(t *testing.T, what string, got reply, brief string) {
	t.Helper()
	if got.brief() != brief {
		t.Errorf("%s\n got %s\nwant %s", what, got.brief(), brief)
	}
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	a := Start(t, table())
	c := dial(t, a.Addr())
	want(t, "get", c.ask(c.request(Get, col1+".1", col2+".5", col1+".6", col1, "1.3.6.2.1")),
		"1.1=11 2.5=row 5 1.6=noSuchInstance 9.1=noSuchInstance 2.1=noSuchObject")
	want(t, "next", c.ask(c.request(GetNext, "1.3", col1+".5", "1.3.6.1.4.1.9.3.0")),
		"1.1=11 2.1=row 1 3.0=endOfMibView")
	want(t, "bulk", c.bulk(2, col1, col2+".4"),
		"1.1=11 2.5=row 5 1.2=12 3.0=1099511627776")
	p := c.request(GetBulk, col1, "1.3.6.1.4.1.9.2.5")
	p.status, p.index = 1, 4
	want(t, "bulk with a non-repeater", c.ask(p), "1.1=11 3.0=1099511627776 3.0=endOfMibView")
	want(t, "set", c.ask(c.request(SetRequest, col1+".1")), "error 6 1 1.1=")

	stats := a.Stats()
	if stats.All() != 5 || stats.Datagrams != 5 || stats.Requests[GetBulk] != 2 || stats.Asked != 13 || stats.BytesOut == 0 {
		t.Errorf("stats: %+v", stats)
	}
	log := a.Log()
	if len(log) != 5 || log[3].Kind != GetBulk || log[3].NonRepeaters != 1 ||
		log[3].MaxRepetitions != 4 || log[0].OIDs[1] != col2+".5" || log[0].Version != snmp.V2c {
		t.Errorf("log: %+v", log)
	}
}

func TestVersion1(t *testing.T) {
	t.Parallel()
	a := Start(t, table())
	c := dial(t, a.Addr())
	ask := func(p pdu) reply {
		c.send(wireV1, p)
		return c.receive(10 * time.Second)
	}
	want(t, "get", ask(c.request(Get, col1+".1", col1+".2")), "1.1=11 1.2=12")
	want(t, "absent", ask(c.request(Get, col1+".1", col1+".7")), "error 2 2 1.1= 1.7=")
	want(t, "Counter64", ask(c.request(Get, "1.3.6.1.4.1.9.3.0")), "error 2 1 3.0=")
	want(t, "end", ask(c.request(GetNext, col2+".5")), "error 2 1 2.5=")
	want(t, "set", ask(c.request(SetRequest, col1+".1")), "error 2 1 1.1=")
	c.send(wireV1, c.request(GetBulk, col1))
	if r := c.receive(50 * time.Millisecond); r.octets != nil {
		t.Error("GETBULK of v1 is answered")
	}
}

func TestSizes(t *testing.T) {
	t.Parallel()
	a := Start(t, table())
	c := dial(t, a.Addr())
	a.MaxSize(130)
	want(t, "bulk", c.bulk(5, col1), "1.1=11 1.2=12 1.3=13 1.4=14 1.5=15")
	want(t, "too long bulk", c.bulk(9, col1), "1.1=11 1.2=12 1.3=13 1.4=14 1.5=15")
	want(t, "too big", c.ask(c.request(Get, col1+".1", col1+".2", col1+".3", col1+".4", col1+".5",
		col1+".6")), "error 1 0")
	a.MaxSize(45)
	want(t, "no row fits", c.bulk(2, col1), "error 1 0")
}

func TestLiveChanges(t *testing.T) {
	t.Parallel()
	tree := table()
	tree.Set(sysUpTime, Unsigned(TagTimeTicks, 700))
	a := Start(t, tree)
	now := time.Unix(1000, 0)
	a.Clock(func() time.Time { return now })
	c := dial(t, a.Addr())
	up := c.request(Get, sysUpTime)
	want(t, "uptime", c.ask(up), "3.0=700")
	a.Clock(func() time.Time { return now })
	a.Vary(col1+".1", func(at time.Time) Value { return Int(at.Unix()) })
	a.Set(col1+".2", Null())
	a.Delete(col2)
	want(t, "varied", c.ask(c.request(Get, col1+".1", col1+".2", col2+".1")),
		"1.1=1000 1.2= 2.1=noSuchObject")
	a.Set(col1+".1", Text("fixed"))
	want(t, "set", c.ask(c.request(Get, col1+".1")), "1.1=fixed")
	a.Reboot()
	want(t, "rebooted", c.ask(up), "3.0=0")
	later := now.Add(3 * time.Second)
	a.mu.Lock()
	a.now = func() time.Time { return later }
	a.mu.Unlock()
	want(t, "later", c.ask(up), "3.0=300")
	if tree.Len() != table().Len()+1 {
		t.Error("the caller's tree has changed")
	}
	a.Communities("other")
	c.silent(up)
}

func TestCloseAndListenAgain(t *testing.T) {
	a := NewAgent(table())
	t.Cleanup(func() { _ = a.Close() })
	if err := a.Listen("127.0.0.77:0"); err != nil { // where nobody else takes the port meanwhile
		t.Skipf("this test needs an address of its own: %v", err)
	}
	addr := a.Addr()
	if a.Listen("127.0.0.1:0") == nil {
		t.Error("it listens twice")
	}
	a.Faults(Faults{Delay: time.Minute})
	c := dial(t, addr)
	c.send(wireV2c, c.request(Get, col1+".1"))
	time.Sleep(10 * time.Millisecond)
	if err := a.Close(); err != nil { // does not wait for the minute
		t.Error(err)
	}
	a.Faults(Faults{})
	if err := a.Listen(addr); err != nil {
		t.Fatal(err)
	}
	want(t, "again", c.ask(c.request(Get, col1+".1")), "1.1=11")
}

func FuzzHandle(f *testing.F) {
	f.Add(encodeCommunity(wireV2c, "public", pdu{kind: Get, id: 1, binds: []row{{mustOID(col1), Null()}}}))
	f.Add(secured{flags: flagReportable}.encode(user{}, scoped{}.encode()))
	f.Fuzz(func(_ *testing.T, datagram []byte) {
		NewAgent(table()).handle(datagram)
	})
}
