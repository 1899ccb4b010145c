package snmp

import (
	"context"
	"testing"

	"github.com/argus-power/argus/snmp/ber"
)

func BenchmarkGet60(b *testing.B) {
	objects := table("1.3.6.1.2.1.33.1.4.4.1.2", 60)
	oids := names(objects)
	binds := make(map[string][]byte)
	for _, o := range objects {
		binds[o.oid] = o.bind()
	}
	a := newAgent(b, nil, func(a *fakeAgent, q query) [][]byte {
		a.mu.Lock()
		a.got = a.got[:0]
		a.mu.Unlock()
		var list []byte
		for _, oid := range q.oids {
			list = append(list, binds[oid]...)
		}
		return [][]byte{q.message(tlv(pduResponse, integer(q.id), integer(0), integer(0), tlv(ber.TagSequence, list)))}
	})
	c := connect(b, a, Options{}, nil)
	b.ReportAllocs()
	defer func() { b.ReportMetric(float64(c.Stats().Requests)/float64(b.N), "requests/op") }()
	for b.Loop() {
		if _, err := c.Get(context.Background(), oids); err != nil {
			b.Fatal(err)
		}
	}
}

// Without the agent's share: what a scrape costs the exporter.
func BenchmarkEncodeParse60(b *testing.B) {
	oids := names(table("1.3.6.1.2.1.33.1.4.4.1.2", 60))
	c := &Client{options: seal(Options{}.withDefaults()), memory: new(Memory), id: 7}
	answer := query{version: 1, community: DefaultCommunity, id: 7}.reply(table("1.3.6.1.2.1.33.1.4.4.1.2", 60)...)[0]
	b.Run("encode", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = c.encode(request{kind: 0xa0, oids: oids})
		}
	})
	b.Run("parse", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := c.parse(answer); err != nil {
				b.Fatal(err)
			}
			for i := range c.answer.binds {
				if v, err := c.answer.binds[i].value(); err != nil || !c.named(&c.answer.binds[i], oids[i]) {
					b.Fatal(v)
				}
			}
		}
	})
}
