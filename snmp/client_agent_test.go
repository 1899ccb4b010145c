package snmp

import (
	"context"
	"encoding/binary"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/argus-power/argus/snmp/ber"
)

// A scripted agent answers over UDP what its script says.
type fakeAgent struct {
	t       testing.TB
	conn    *net.UDPConn
	objects []object
	script  func(a *fakeAgent, q query) [][]byte // nil is silence

	mu  sync.Mutex
	got []query
}

// An object is an instance with its encoded value.
type object struct {
	oid   string
	value []byte
}

// A query is a request that the agent got.
type query struct {
	version, kind byte
	community     string
	id            int64
	a, b          int // error status and index, or non-repeaters and repetitions
	oids          []string
	raw           []byte
	from          *net.UDPAddr
}

func tlv(tag byte, parts ...[]byte) []byte {
	contents := slices.Concat(parts...)
	head := []byte{tag, byte(len(contents))}
	if len(contents) > 127 {
		head = binary.BigEndian.AppendUint16([]byte{tag, 0x82}, uint16(len(contents)))
	}
	return append(head, contents...)
}

func integer(n int64) []byte {
	return tlv(ber.TagInteger, binary.BigEndian.AppendUint64(nil, uint64(n)))
}

func text(s string) []byte { return tlv(ber.TagOctets, []byte(s)) }

func encodeOID(oid string) []byte {
	var out []byte
	first, rest := firstNumber(oid)
	second, rest := firstNumber(rest)
	for n := first*40 + second; ; {
		var sub []byte
		for sub = []byte{byte(n & 0x7f)}; n > 0x7f; {
			n >>= 7
			sub = append([]byte{byte(n&0x7f) | 0x80}, sub...)
		}
		out = append(out, sub...)
		if rest == "" {
			return out
		}
		n, rest = firstNumber(rest)
	}
}

func (o object) bind() []byte {
	return tlv(ber.TagSequence, tlv(ber.TagOID, encodeOID(o.oid)), o.value)
}

func gone(oid string, tag byte) object { return object{oid, []byte{tag, 0}} }

// pdu and message build what an agent sends.
func pdu(kind byte, id int64, status, index int, objects ...object) []byte {
	var binds [][]byte
	for _, o := range objects {
		binds = append(binds, o.bind())
	}
	return tlv(kind, integer(id), integer(int64(status)), integer(int64(index)), tlv(ber.TagSequence, binds...))
}

func (q query) message(pdu []byte) []byte {
	return tlv(ber.TagSequence, integer(int64(q.version)), text(q.community), pdu)
}

func (q query) reply(objects ...object) [][]byte {
	return [][]byte{q.message(pdu(pduResponse, q.id, 0, 0, objects...))}
}

// refuse echoes the variables, as agents do.
func (q query) refuse(status, index int) [][]byte {
	var echo []object
	for _, oid := range q.oids {
		echo = append(echo, gone(oid, ber.TagNull))
	}
	return [][]byte{q.message(pdu(pduResponse, q.id, status, index, echo...))}
}

func parseQuery(raw []byte) (q query, ok bool) {
	b := elements{rest: raw}
	if !b.enter(ber.TagSequence) {
		return q, false
	}
	version, _ := b.integer()
	community, ok := b.take(ber.TagOctets)
	if !ok || len(b.rest) == 0 {
		return q, false
	}
	q = query{version: byte(version), community: string(community), kind: b.rest[0], raw: slices.Clone(raw)}
	b.enter(q.kind)
	q.id, _ = b.integer()
	x, _ := b.integer()
	y, _ := b.integer()
	q.a, q.b = int(x), int(y)
	b.enter(ber.TagSequence)
	for len(b.rest) > 0 {
		bind, _ := b.take(ber.TagSequence)
		name, _ := (&elements{rest: bind}).take(ber.TagOID)
		oid, _ := ber.AppendOID(nil, name)
		q.oids = append(q.oids, string(oid))
	}
	return q, true
}

// serve answers as an agent should.
func (a *fakeAgent) serve(q query) [][]byte {
	switch q.kind {
	case 0xa0:
		return q.reply(a.get(q.oids)...)
	case 0xa1:
		return q.reply(a.follow(q.oids, 1)...)
	case 0xa5:
		return q.reply(a.follow(q.oids, q.b)...)
	}
	return nil
}

func (a *fakeAgent) get(oids []string) (list []object) {
	for _, oid := range oids {
		i := slices.IndexFunc(a.objects, func(o object) bool { return o.oid == oid })
		if i < 0 {
			list = append(list, gone(oid, ber.TagNoSuchInstance))
			continue
		}
		list = append(list, a.objects[i])
	}
	return list
}

func (a *fakeAgent) follow(oids []string, times int) (list []object) {
	at := slices.Clone(oids)
	for range times {
		for k, oid := range at {
			i := slices.IndexFunc(a.objects, func(o object) bool { return compareOID(o.oid, oid) > 0 })
			if i < 0 {
				list = append(list, gone(oid, ber.TagEndOfMibView))
				continue
			}
			list = append(list, a.objects[i])
			at[k] = a.objects[i].oid
		}
	}
	return list
}

// serve1 is serve of an agent that knows version 1 only.
func (a *fakeAgent) serve1(q query) [][]byte {
	objects := a.get(q.oids)
	if q.kind == 0xa1 {
		objects = a.follow(q.oids, 1)
	}
	for i, o := range objects {
		if o.value[0] >= ber.TagNoSuchObject {
			return q.refuse(statusNoSuchName, i+1)
		}
	}
	return q.reply(objects...)
}

func newAgent(t testing.TB, objects []object, script func(a *fakeAgent, q query) [][]byte) *fakeAgent {
	t.Helper()
	conn, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	wantNoError(t, err)
	a := &fakeAgent{t: t, conn: conn, objects: objects, script: script}
	slices.SortFunc(a.objects, func(x, y object) int { return compareOID(x.oid, y.oid) })
	done := make(chan struct{})
	go func() {
		defer close(done)
		a.loop()
	}()
	t.Cleanup(func() {
		_ = conn.Close()
		<-done
	})
	return a
}

func (a *fakeAgent) loop() {
	buffer := make([]byte, 1<<16)
	for {
		n, from, err := a.conn.ReadFromUDP(buffer)
		if err != nil {
			return
		}
		q, ok := parseQuery(buffer[:n])
		if !ok {
			continue
		}
		q.from = from
		a.mu.Lock()
		a.got = append(a.got, q)
		a.mu.Unlock()
		answers := a.serve
		if a.script != nil {
			answers = func(q query) [][]byte { return a.script(a, q) }
		}
		for _, answer := range answers(q) {
			_, _ = a.conn.WriteToUDP(answer, from)
		}
	}
}

// queries are what was asked so far.
func (a *fakeAgent) queries() []query {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.got)
}

func (a *fakeAgent) address() string { return a.conn.LocalAddr().String() }

// quick are options for a loopback agent that may be silent.
func quick() Options { return Options{RequestTimeout: 60 * time.Millisecond, Retries: 1} }

func connect(t testing.TB, a *fakeAgent, o Options, m *Memory) *Client {
	t.Helper()
	c, err := Dial(context.Background(), a.address(), o, m)
	wantNoError(t, err)
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// table is a column of n numbers below root, from 1.
func table(root string, n int) (list []object) {
	for i := 1; i <= n; i++ {
		list = append(list, object{fmt.Sprintf("%s.%d", root, i), tlv(ber.TagInteger, []byte{byte(i >> 8), byte(i)})})
	}
	return list
}

func names(objects []object) (list []string) {
	for _, o := range objects {
		list = append(list, o.oid)
	}
	return list
}

// wantRows checks that a column has the numbers of rows, without some.
func wantRows(t *testing.T, col Column, n int, without ...int) {
	t.Helper()
	var want, got []string
	for i := 1; i <= n; i++ {
		if !slices.Contains(without, i) {
			want = append(want, fmt.Sprintf("%d=%d", i, i))
		}
	}
	for _, cell := range col.Cells {
		got = append(got, cell.Index+"="+cell.Value.Text())
	}
	wantEqual(t, strings.Join(want, " "), strings.Join(got, " "))
}
