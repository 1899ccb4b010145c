package snmp

import (
	"context"
	"testing"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/snmp/ber"
)

// Every answer is checked. A wrong one that bears our id ends the wait at once; one
// that does not is passed over.
func TestAnswersAreChecked(t *testing.T) {
	one := table(root, 1)
	other := table(root+".2", 1)
	honest := func(q query) []byte { return q.reply(one...)[0] }
	for name, test := range map[string]struct {
		answers func(q query) [][]byte
		ok      bool
		refused int
	}{
		"right":        {answers: func(q query) [][]byte { return [][]byte{honest(q)} }, ok: true},
		"twice":        {answers: func(q query) [][]byte { return [][]byte{honest(q), honest(q)} }, ok: true},
		"another name": {answers: func(q query) [][]byte { return q.reply(other...) }, refused: 1},
		"a name that is a prefix": {answers: func(q query) [][]byte {
			return q.reply(object{root, one[0].value})
		}, refused: 1},
		"more than asked": {answers: func(q query) [][]byte { return q.reply(one[0], other[0]) }, refused: 1},
		"nothing in it":   {answers: func(q query) [][]byte { return q.reply() }, refused: 1},
		"another community": {answers: func(q query) [][]byte {
			q.community = "private"
			return q.reply(one...)
		}, refused: 1},
		"another version": {answers: func(q query) [][]byte {
			q.version = 0
			return q.reply(one...)
		}, refused: 1},
		"a version nobody knows": {answers: func(q query) [][]byte {
			q.version = 77
			return q.reply(one...)
		}, refused: 1},
		"the request echoed": {answers: func(q query) [][]byte { return [][]byte{q.raw} }, refused: 1},
		"a trap with our id": {answers: func(q query) [][]byte {
			return [][]byte{q.message(pdu(0xa7, q.id, 0, 0, one...))}
		}, refused: 1},
		"a report": {answers: func(q query) [][]byte {
			return [][]byte{q.message(pdu(pduReport, q.id, 0, 0, one...))}
		}, refused: 1},
		"request id 0": {answers: func(q query) [][]byte {
			q.id = 0
			return q.reply(one...)
		}, refused: 2},
		"another id first": {answers: func(q query) [][]byte {
			p := q
			p.id++
			return [][]byte{p.reply(other...)[0], honest(q)}
		}, ok: true, refused: 1},
		"garbage first": {answers: func(q query) [][]byte {
			return [][]byte{nil, {0}, {0x30, 0x84}, {0x30, 0x80, 1}, []byte("<html>"), honest(q)[:20], honest(q)}
		}, ok: true, refused: 6},
		"garbage only": {answers: func(query) [][]byte { return [][]byte{{1, 2, 3}} }, refused: 2},
		"a flood": {answers: func(query) [][]byte {
			flood := make([][]byte, 80)
			for i := range flood {
				flood[i] = []byte{1}
			}
			return flood
		}, refused: maxForeign + 1},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAgent(t, one, func(_ *fakeAgent, q query) [][]byte { return test.answers(q) })
			c := connect(t, a, quick(), nil)
			values, err := c.Get(context.Background(), names(one))
			wantEqual(t, test.refused, c.Stats().Refused)
			if test.ok {
				wantNoError(t, err)
				wantEqual(t, []Value{Number(Integer, 1)}, values)
				return
			}
			wantErrorIs(t, err, ErrBadAnswer)
			wantEqual(t, power.BadAnswer, reasonOf(err))
			wantEqual(t, []Value{{}}, values)
			wantEqual(t, test.refused == 2, c.Stats().Retries == 1, "what bears our id needs no second try")
		})
	}
}

func TestNextIsChecked(t *testing.T) {
	objects := table(root, 3)
	for name, test := range map[string]struct {
		script func(*fakeAgent, query) [][]byte
		want   error
	}{
		"right": {},
		"the same name": {
			func(_ *fakeAgent, q query) [][]byte { return q.reply(table(root, 2)...) },
			ErrNotIncreasing,
		},
		"going back": {func(_ *fakeAgent, q query) [][]byte {
			return q.reply([]object{{"1.3.6.1", []byte{5, 0}}, objects[1]}[:len(q.oids)]...)
		}, ErrNotIncreasing},
		"too few": {func(a *fakeAgent, q query) [][]byte {
			if len(q.oids) > 1 {
				return q.reply(objects[1])
			}
			return a.serve(q)
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAgent(t, objects, test.script)
			list, err := connect(t, a, quick(), nil).Next(context.Background(), []string{root + ".1", root + ".2"})
			wantLen(t, 2, list)
			if test.want != nil {
				wantErrorIs(t, err, test.want)
				wantEqual(t, Varbind{}, list[0])
				return
			}
			wantNoError(t, err)
			wantEqual(t, []Varbind{
				{OID: root + ".2", Value: Number(Integer, 2)},
				{OID: root + ".3", Value: Number(Integer, 3)},
			}, list)
		})
	}
}

func TestNextAtTheEndOfTheTree(t *testing.T) {
	objects := table(root, 3)
	asked := []string{root + ".2", root + ".3", root + ".9", root + ".1", root + ".5"}
	check := func(t *testing.T, o Options, script func(*fakeAgent, query) [][]byte, requests int) {
		a := newAgent(t, objects, script)
		list, err := connect(t, a, o, nil).Next(context.Background(), asked)
		wantNoError(t, err)
		end := Varbind{Value: Value{Type: Gone}}
		wantEqual(t, []Varbind{
			{OID: root + ".3", Value: Number(Integer, 3)},
			end, end,
			{OID: root + ".2", Value: Number(Integer, 2)},
			end,
		}, list)
		wantLen(t, requests, a.queries())
	}
	t.Run("v2c", func(t *testing.T) { check(t, quick(), nil, 1) })
	t.Run("noSuchInstance of the same name", func(t *testing.T) {
		check(t, quick(), func(a *fakeAgent, q query) [][]byte {
			list := a.follow(q.oids, 1)
			for i, o := range list {
				if o.value[0] == ber.TagEndOfMibView {
					list[i].value = []byte{ber.TagNoSuchInstance, 0}
				}
			}
			return q.reply(list...)
		}, 1)
	})
	t.Run("v1", func(t *testing.T) { // what sorts after the first refused one is not asked for
		o := quick()
		o.Version = V1
		check(t, o, (*fakeAgent).serve1, 2)
	})
}
