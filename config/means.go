package config

import (
	"crypto/tls"
	"fmt"
	"io"
	"reflect"
	"slices"
	"time"

	"github.com/argus-power/argus/nut"
	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/snmp"
)

// Means are what the source of a probe is made of, and nothing else of the
// configuration, so that a source can outlive it.
type Means struct {
	nut       *nut.Module
	set       *snmp.Set
	gates     *snmp.Gates
	slots     *slots
	tls       *tls.Config
	recording snmp.Recording
	terms     terms
	peer      peer // of an SNMP agent
}

// terms are those of the means that tell by themselves whether they are the same.
type terms struct {
	detect bool // the set finds out which of its modules apply
	only   []string
	reach  reach
	stated stated
	nut    nut.Options
	snmp   snmp.Options
}

// Means returns what the probe's source is made of.
func (p *Probe) Means() *Means {
	c, m := p.Config, p.Module
	auth := c.authFor(p.Target)
	out := &Means{nut: m.nut, set: m.set, slots: c.slots, recording: p.recording}
	out.terms = terms{reach: c.reach(p.Target, m), stated: c.stated(p.Target)}
	if m.Protocol == SNMP {
		out.gates = c.gates
		out.terms.detect = m.isSet()
		out.terms.snmp = auth.snmpOptions(m.tuning)
		return out
	}
	if p.Target.Device != "" {
		out.terms.only = []string{p.Target.Device}
	}
	if auth != nil {
		out.terms.nut, out.tls = auth.options(), auth.tls
	}
	return out
}

// Same says whether a source of the one is as good as one of the other. With TLS it
// never is after a reload: files that are named as before may hold something else.
func (m *Means) Same(o *Means) bool {
	return m.nut == o.nut && sameModules(m.set, o.set) && m.gates == o.gates && m.tls == o.tls &&
		reflect.DeepEqual(m.terms, o.terms)
}

func sameModules(a, b *snmp.Set) bool {
	return a == b || a != nil && b != nil && slices.Equal(a.Modules(), b.Modules())
}

// Source makes the source. It is worth keeping: it learns what makes the next read cheaper.
func (m *Means) Source(now func() time.Time) power.Source {
	t, dial := &m.terms, m.slots.dial(m.terms.reach)
	if m.set != nil {
		options := t.snmp
		options.DialContext = m.peer.noting(dial)
		return &snmp.Source{
			Address: t.reach.address, Options: options, Set: m.set, Now: now, Rating: t.stated.of,
			Gates: m.gates, Recording: m.recording,
		}
	}
	options := t.nut
	options.DialContext, options.TLS = dial, m.tls
	return &nut.Source{
		Reader: nut.NewReader(t.reach.address, options), Module: m.nut,
		Only: t.only, Now: now, Rating: t.stated.of,
	}
}

// String tells nothing: there are secrets among the means.
func (m *Means) String() string { return "config.Means" }

// Format prints String for every verb of package fmt.
func (m *Means) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, m.String()) }

// Traffic is what reading took.
type Traffic struct {
	Requests int // that were sent, the repeated ones among them
	Repeated int
	Refused  int // datagrams that were no answer, and answers that were wrong
	Values   int // that came
}

// TrafficOf returns what all reads of a source took. Only SNMP is counted.
func TrafficOf(s power.Source) Traffic {
	counted, ok := s.(interface{ Stats() snmp.Stats })
	if !ok {
		return Traffic{}
	}
	stats := counted.Stats()
	return Traffic{Requests: stats.Requests, Repeated: stats.Retries, Refused: stats.Refused, Values: stats.Varbinds}
}

// Since returns what was added.
func (t Traffic) Since(before Traffic) Traffic {
	return Traffic{
		t.Requests - before.Requests, t.Repeated - before.Repeated, t.Refused - before.Refused, t.Values - before.Values,
	}
}
