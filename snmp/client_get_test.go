package snmp

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/argus-power/argus/snmp/ber"
)

const root = "1.3.6.1.4.1.9999.1"

func TestGetDecodesEveryType(t *testing.T) {
	float := func(kind byte, octets ...byte) []byte {
		return tlv(ber.TagOpaque, []byte{0x9f, kind, byte(len(octets))}, octets)
	}
	for name, test := range map[string]struct {
		value []byte
		want  Value
		bad   bool
	}{
		"integer":                  {value: []byte{2, 1, 0xff}, want: Number(Integer, -1)},
		"integer in five octets":   {value: []byte{2, 5, 0, 255, 255, 255, 255}, want: Number(Integer, 4294967295)},
		"integer in eight octets":  {value: []byte{2, 8, 128, 0, 0, 0, 0, 0, 0, 0}, want: Number(Integer, math.MinInt64)},
		"integer in nine octets":   {value: append([]byte{2, 9}, make([]byte, 9)...), bad: true},
		"integer without octets":   {value: []byte{2, 0}, want: Value{Type: Null}},
		"gauge without sign octet": {value: []byte{0x42, 4, 255, 255, 255, 255}, want: Number(Unsigned, 4294967295)},
		"gauge without octets":     {value: []byte{0x42, 0}, want: Value{Type: Null}},
		"gauge of zero":            {value: []byte{0x42, 1, 0}, want: Number(Unsigned, 0)},
		"counter without octets":   {value: []byte{0x46, 0}, want: Value{Type: Null}},
		"counter of 64 bits":       {value: []byte{0x46, 9, 0, 255, 255, 255, 255, 255, 255, 255, 255}, want: Number(Unsigned, math.MaxUint64)},
		"counter of too many bits": {value: []byte{0x46, 9, 1, 255, 255, 255, 255, 255, 255, 255, 255}, bad: true},
		"timeticks":                {value: []byte{0x43, 2, 1, 0}, want: Number(TimeTicks, 256)},
		"unsigned32":               {value: []byte{0x47, 1, 5}, want: Number(Unsigned, 5)},
		"octets":                   {value: text("APC\x00"), want: Text(Bytes, "APC\x00")},
		"no octets":                {value: text(""), want: Text(Bytes, "")},
		"null":                     {value: []byte{5, 0}, want: Value{Type: Null}},
		"unknown tag":              {value: []byte{0x99, 1, 7}, want: Value{Type: Null}},
		"object identifier":        {value: []byte{6, 3, 0x2b, 0x86, 0x1f}, want: Text(ObjectID, "1.3.799")},
		"unfinished identifier":    {value: []byte{6, 2, 0x2b, 0x86}, bad: true},
		"empty identifier":         {value: []byte{6, 0}, bad: true},
		"address":                  {value: []byte{0x40, 4, 10, 0, 0, 1}, want: Text(IPAddress, "10.0.0.1")},
		"address of 3 octets":      {value: []byte{0x40, 3, 10, 0, 0}, bad: true},
		"address without octets":   {value: []byte{0x40, 0}, want: Value{Type: Null}},
		"float":                    {value: float(0x78, 0x42, 0xf6, 0, 0), want: Number(Float, 123)},
		"double":                   {value: float(0x79, 0x40, 0x5e, 0xc0, 0, 0, 0, 0, 0), want: Number(Float, 123)},
		"float that is none":       {value: float(0x78, 0x7f, 0xc0, 0, 0), want: Value{Type: Null}},
		"opaque integer":           {value: float(0x7a, 0xfe), want: Number(Integer, -2)},
		"opaque of something else": {value: tlv(ber.TagOpaque, []byte{1, 2, 3}), want: Value{Type: Null}},
		"no such object":           {value: []byte{0x80, 0}, want: Value{Type: Gone}},
		"no such instance":         {value: []byte{0x81, 0}, want: Value{Type: Gone}},
		"end of the view":          {value: []byte{0x82, 0}, want: Value{Type: Gone}},
		"longer than its variable": {value: []byte{4, 9, 'a'}, bad: true},
		"no value at all":          {value: nil, bad: true},
	} {
		t.Run(name, func(t *testing.T) {
			objects := append(table(root, 30), object{root + ".31", test.value})
			a := newAgent(t, objects, nil)
			values, err := connect(t, a, quick(), new(Memory)).Get(context.Background(), names(objects))
			wantLen(t, 31, values)
			for i := range 30 { // one bad value costs itself only, and no request
				wantEqual(t, Number(Integer, float64(i+1)), values[i])
			}
			wantEqual(t, test.want, values[30])
			wantLen(t, 1, a.queries())
			if test.bad {
				wantErrorIs(t, err, ErrBadAnswer)
				return
			}
			wantNoError(t, err)
		})
	}
}

// refuseAbove refuses requests with more than n variables in some way.
func refuseAbove(n int, how func(query) [][]byte) func(*fakeAgent, query) [][]byte {
	return func(a *fakeAgent, q query) [][]byte {
		if len(q.oids) > n {
			return how(q)
		}
		return a.serve(q)
	}
}

func TestGetAdaptsToTheAgent(t *testing.T) {
	tooBig := func(q query) [][]byte { return q.refuse(statusTooBig, 0) }
	silent := func(query) [][]byte { return nil }
	cut := func(q query) [][]byte {
		return [][]byte{q.message(pdu(pduResponse, q.id, 0, 0, table(root, 40)...))[:300]}
	}
	for name, script := range map[string]func(*fakeAgent, query) [][]byte{
		"tooBig above 10":  refuseAbove(10, tooBig),
		"tooBig above 1":   refuseAbove(1, tooBig),
		"silent above 20":  refuseAbove(20, silent),
		"silent above 1":   refuseAbove(1, silent),
		"cut off above 7":  refuseAbove(7, cut),
		"genErr above 5":   refuseAbove(5, func(q query) [][]byte { return q.refuse(5, 0) }),
		"answers only one": func(a *fakeAgent, q query) [][]byte { q.oids = q.oids[:1]; return a.serve(q) },
		"garbage above 3":  refuseAbove(3, func(q query) [][]byte { return [][]byte{q.message(tlv(pduResponse, integer(q.id), text("x")))} }),
	} {
		t.Run(name, func(t *testing.T) {
			objects := table(root, 40)
			a := newAgent(t, objects, script)
			m := new(Memory)
			for round := range 3 {
				before := len(a.queries())
				values, err := connect(t, a, quick(), m).Get(context.Background(), names(objects))
				wantNoError(t, err)
				for i, v := range values {
					wantEqual(t, Number(Integer, float64(i+1)), v)
				}
				if round == 2 && m.traits.varbinds > 0 { // learned: nothing is refused any more
					n := m.traits.varbinds
					wantLen(t, (len(objects)+n-1)/n, a.queries()[before:])
				}
			}
		})
	}
}

func TestGetDropsWhatTheAgentRefuses(t *testing.T) {
	bad := map[string]bool{root + ".5": true, root + ".17": true, root + ".30": true}
	refuse := func(status int, indexed bool) func(*fakeAgent, query) [][]byte {
		return func(a *fakeAgent, q query) [][]byte {
			for i, oid := range q.oids {
				if !bad[oid] {
					continue
				}
				if indexed {
					return q.refuse(status, i+1)
				}
				return q.refuse(status, 0)
			}
			return a.serve(q)
		}
	}
	for name, test := range map[string]struct {
		status   int
		indexed  bool
		want     Type
		requests int
	}{
		"genErr with index":         {5, true, Unread, 4},
		"genErr without index":      {5, false, Unread, 40},
		"noSuchName with index":     {2, true, Gone, 4},
		"noSuchName without index":  {2, false, Gone, 40},
		"a status nobody knows":     {77, true, Unread, 4},
		"a status beyond one octet": {256, true, Unread, 4},
	} {
		t.Run(name, func(t *testing.T) {
			objects := table(root, 30)
			a := newAgent(t, objects, refuse(test.status, test.indexed))
			values, err := connect(t, a, quick(), new(Memory)).Get(context.Background(), names(objects))
			if test.want == Unread {
				refusal, _ := errors.AsType[*AgentError](err)
				wantEqual(t, test.status, refusal.Status)
			} else {
				wantNoError(t, err)
			}
			for i, v := range values {
				want := Number(Integer, float64(i+1))
				if bad[objects[i].oid] {
					want = Value{Type: test.want}
				}
				wantEqual(t, want, v, objects[i].oid)
			}
			wantAtMost(t, test.requests, len(a.queries()))
		})
	}
}

func TestGetStopsWhereNobodyMayAsk(t *testing.T) {
	a := newAgent(t, nil, func(_ *fakeAgent, q query) [][]byte { return q.refuse(statusAuthorizationError, 0) })
	values, err := connect(t, a, quick(), nil).Get(context.Background(), names(table(root, 200)))
	wantErrorText(t, err, "get 200 objects: agent answered authorizationError")
	wantLen(t, 200, values)
	wantLen(t, 1, a.queries())
}

// One object that the agent does not answer for costs its tries and not the others.
func TestGetPassesOverASilentObject(t *testing.T) {
	for _, silent := range [][]int{{6}, {6, 7}, {3, 4, 5}} {
		objects := table(root, 8)
		a := newAgent(t, objects, func(a *fakeAgent, q query) [][]byte {
			for _, n := range silent {
				if slices.Contains(q.oids, fmt.Sprint(root, ".", n)) {
					return nil
				}
			}
			return a.serve(q)
		})
		values, err := connect(t, a, quick(), new(Memory)).Get(context.Background(), names(objects))
		wantErrorIs(t, err, ErrNoAnswer)
		wantErrorText(t, err, "to this object")
		for i, v := range values {
			wantEqual(t, !slices.Contains(silent, i+1), v.Exists(), i)
		}
	}
}

func TestGetKeepsAnswersSmall(t *testing.T) {
	objects := table(root+".1000000.1000000.1000000.1000000.1000000", 300)
	a := newAgent(t, objects, nil)
	c := connect(t, a, quick(), nil)
	values, err := c.Get(context.Background(), names(objects))
	wantNoError(t, err)
	wantLen(t, 300, values)
	for _, q := range a.queries() {
		wantAtMost(t, maxAnswer, len(a.serve(q)[0]))
		wantAtMost(t, DefaultMaxVarbinds, len(q.oids))
	}
	wantEqual(t, 300, c.Stats().Varbinds)
}

func TestGetRefusesWhatIsNoObjectIdentifier(t *testing.T) {
	c := connect(t, newAgent(t, nil, nil), quick(), nil)
	for _, oid := range []string{"", "1", ".1.3.6", "1.3.", "1.3.x", "3.1.2", "1.40.1", "1.3.4294967296"} {
		_, err := c.Get(context.Background(), []string{oid})
		wantErrorText(t, err, fmt.Sprintf("%q is no object identifier", oid))
	}
	values, err := c.Get(context.Background(), nil)
	wantNoError(t, err)
	wantLen(t, 0, values)
}
