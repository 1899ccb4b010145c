package snmptest

import (
	"strings"
	"testing"
	"time"
)

const rows = "1.1=11 1.2=12 1.3=13"

// TestAnswerFaults looks at how each fault changes one answer that is decodable.
func TestAnswerFaults(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		faults Faults
		ask    func(c *rawClient) reply
		brief  string
	}{
		{"none", Faults{}, bulk3, rows},
		{"TooBigAbove", Faults{TooBigAbove: 2}, bulk3, "error 1 0"},
		{"TooBigAbove not reached", Faults{TooBigAbove: 3}, bulk3, rows},
		{"TooBigBytes", Faults{TooBigBytes: 40}, bulk3, "error 1 0"},
		{"TooBigEcho", Faults{TooBigAbove: 2, TooBigEcho: true}, bulk3, "error 1 0 9.1="},
		{"GenErrBulk", Faults{GenErrBulk: true}, bulk3, "error 5 1 9.1="},
		{"GenErrBulk and GETNEXT", Faults{GenErrBulk: true}, next(col1), "1.1=11"},
		{"GenErrAt", Faults{GenErrAt: col1 + ".3"}, bulk3, "error 5 1 9.1="},
		{"GenErrAt before it", Faults{GenErrAt: col1 + ".4"}, bulk3, rows},
		{"GenErrAt and GET", Faults{GenErrAt: col1 + ".3"}, get(col1+".2", col1+".3"), "error 5 2 1.2= 1.3="},
		{"OneVarbind", Faults{OneVarbind: true}, bulk3, "1.1=11"},
		{"NoVarbinds", Faults{NoVarbinds: true}, bulk3, ""},
		{"Swapped", Faults{Swapped: true}, get(col1+".1", col1+".2"), "1.2=12 1.1=11"},
		{"Reversed", Faults{Reversed: true}, bulk3, "1.3=13 1.2=12 1.1=11"},
		{"BulkOne", Faults{BulkOne: true}, bulk3, "1.1=11"},
		{"BulkRows", Faults{BulkRows: 4}, bulk3, rows + " 1.4=14"},
		{"SameOID begins", Faults{SameOID: true}, bulk3, "1.1=11 1.1=11 1.1=11"},
		{"SameOID goes on", Faults{SameOID: true}, next(col1 + ".1"), "1.1=11"},
		{"StartsOver before", Faults{StartsOver: col1 + ".3"}, bulk3, rows},
		{"StartsOver behind", Faults{StartsOver: col1 + ".3"}, next(col1 + ".3"), "1.1=11"},
		{"Endless", Faults{Endless: col1}, next(col1 + ".5"), "1.6=1"},
		{"Endless goes on", Faults{Endless: col1}, next(col1 + ".700"), "1.701=1"},
		{"Endless and empty", Faults{Endless: "1.3.6.1.4.1.9.7"}, next("1.3.6.1.4.1.9.7"), "7.1=1"},
		{"SingleGet", Faults{SingleGet: true}, get(col1 + ".1"), "1.1=11"},
		{"NoBulk", Faults{NoBulk: true}, next(col1), "1.1=11"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a := Start(t, table())
			c := dial(t, a.Addr())
			a.Faults(tt.faults)
			r := tt.ask(c)
			want(t, tt.name, r, tt.brief)
			if r.pdu.id != c.id || r.community != "public" || r.version != wireV2c {
				t.Errorf("id %d, community %s, version %d", r.pdu.id, r.community, r.version)
			}
			a.Faults(Faults{})
			want(t, "healed", bulk3(c), rows)
		})
	}
}

func bulk3(c *rawClient) reply { return c.bulk(3, col1) }

func next(oid string) func(c *rawClient) reply {
	return func(c *rawClient) reply { return c.ask(c.request(GetNext, oid)) }
}

func get(oids ...string) func(c *rawClient) reply {
	return func(c *rawClient) reply { return c.ask(c.request(Get, oids...)) }
}

func TestSilence(t *testing.T) {
	t.Parallel()
	a := Start(t, table())
	c := dial(t, a.Addr())
	one, two := c.request(Get, col1+".1"), c.request(Get, col1+".1", col1+".2")
	bulk := c.request(GetBulk, col1)
	bulk.index = 2
	for name, tt := range map[string]struct {
		faults   Faults
		ask      pdu
		answered pdu
	}{
		"DropAll":   {Faults{DropAll: true}, one, pdu{}},
		"DropAbove": {Faults{DropAbove: 1}, two, one},
		"V1Only":    {Faults{V1Only: true}, one, pdu{}},
		"NoBulk":    {Faults{NoBulk: true}, bulk, two},
		"SingleGet": {Faults{SingleGet: true}, two, bulk},
	} {
		a.Faults(tt.faults)
		dropped := a.Stats().Dropped
		c.silent(tt.ask)
		if a.Stats().Dropped != dropped+1 {
			t.Errorf("%s is not counted", name)
		}
		if tt.answered.kind != 0 {
			c.ask(tt.answered)
		}
	}
	c.send(wireV1, one)
	a.Faults(Faults{V1Only: true})
	if r := c.receive(10 * time.Second); r.version != wireV1 || r.brief() != "1.1=11" {
		t.Errorf("v1: %s", r.brief())
	}
	a.Faults(Faults{DropEvery: 3})
	answered := 0
	for range 9 {
		c.send(wireV2c, one)
		if c.receive(50*time.Millisecond).octets != nil {
			answered++
		}
	}
	if answered != 6 {
		t.Errorf("%d of 9 are answered", answered)
	}
}

func TestDatagramFaults(t *testing.T) {
	t.Parallel()
	a := Start(t, table())
	c := dial(t, a.Addr())
	ask := func(f Faults) reply {
		a.Faults(f)
		return c.ask(c.request(Get, col1+".1"))
	}
	good := ask(Faults{})
	if r := ask(Faults{WrongID: true}); r.pdu.id != c.id+1 {
		t.Errorf("WrongID: %d for %d", r.pdu.id, c.id)
	}
	if r := ask(Faults{WrongCommunity: true}); r.community == "public" {
		t.Error("WrongCommunity: it is public")
	}
	if r := ask(Faults{WrongVersion: true}); r.version != wireV1 || r.brief() != good.brief() {
		t.Errorf("WrongVersion: %d", r.version)
	}
	if r := ask(Faults{Garbage: true}); r.err == nil || len(r.octets) != 120 {
		t.Errorf("Garbage: %x", r.octets)
	}
	if r := ask(Faults{Truncate: true}); r.err == nil || len(r.octets) != len(good.octets)/2 {
		t.Errorf("Truncate: %x", r.octets)
	}
	if r := ask(Faults{OtherPort: true}); r.from == a.Addr() || !strings.HasPrefix(r.from, "127.0.0.1:") {
		t.Errorf("OtherPort: %s", r.from)
	}
	first := ask(Faults{Duplicate: true})
	if second := c.receive(10 * time.Second); string(second.octets) != string(first.octets) {
		t.Errorf("Duplicate: %x and %x", first.octets, second.octets)
	}
	begun := time.Now()
	a.Faults(Faults{Delay: 30 * time.Millisecond})
	for range 3 {
		c.send(wireV2c, c.request(Get, col1+".1"))
	}
	for range 3 {
		c.receive(10 * time.Second)
	}
	if took := time.Since(begun); took < 90*time.Millisecond {
		t.Errorf("Delay: three requests took %v", took)
	}
}

// TestBulkRows has an answer that is larger than any frame.
func TestBulkRows(t *testing.T) {
	t.Parallel()
	a := Start(t, table())
	a.Faults(Faults{BulkRows: 1000, Endless: col1})
	c := dial(t, a.Addr())
	if r := c.bulk(10, col1); len(r.pdu.binds) != 1000 || len(r.octets) < 10000 {
		t.Errorf("%d rows, %d bytes", len(r.pdu.binds), len(r.octets))
	}
}
