package snmp

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
)

func column(t *testing.T, a *fakeAgent, o Options, m *Memory) (Column, *Client) {
	t.Helper()
	c := connect(t, a, o, m)
	columns := c.Columns(context.Background(), []string{root}, 100)
	wantLen(t, 1, columns)
	wantEqual(t, root, columns[0].Root)
	return columns[0], c
}

// The failure modes of facts/snmp.md, table 1.3: an agent with one column of 30 rows.
func TestColumnsOfWeakAgents(t *testing.T) {
	rows := table(root, 30)
	behind := append(table(root, 30), table(root[:len(root)-1]+"2", 3)...)
	with := func(row int, value ...byte) []object {
		list := slices.Clone(behind)
		list[row-1].value = value
		return list
	}
	bulk := func(q query) bool { return q.kind == 0xa5 }
	for name, test := range map[string]struct {
		objects  []object
		script   func(*fakeAgent, query) [][]byte
		without  []int // rows that are absent
		rows     int   // 30 if 0
		err      error
		null     bool // the absent row is Null
		requests int  // at most
	}{
		"honest":                      {requests: 2},
		"honest, the tree ends there": {objects: rows, requests: 2},
		"tooBig above 10 repetitions": {script: func(a *fakeAgent, q query) [][]byte {
			if bulk(q) && q.b > 10 {
				return q.refuse(statusTooBig, 0)
			}
			return a.serve(q)
		}, requests: 8},
		"GETBULK answered with genErr": {script: func(a *fakeAgent, q query) [][]byte {
			if bulk(q) {
				return q.refuse(5, 1)
			}
			return a.serve(q)
		}, requests: 32},
		"GETBULK ignored": {script: func(a *fakeAgent, q query) [][]byte {
			if bulk(q) {
				return nil
			}
			return a.serve(q)
		}, requests: 33},
		"GETBULK answered with garbage": {script: func(a *fakeAgent, q query) [][]byte {
			if bulk(q) {
				return [][]byte{q.message(tlv(pduResponse, integer(q.id)))}
			}
			return a.serve(q)
		}, requests: 32},
		"GETBULK answered with nothing in it": {script: func(a *fakeAgent, q query) [][]byte {
			if bulk(q) {
				return q.reply()
			}
			return a.serve(q)
		}, requests: 32},
		"GETBULK repeats one value": {script: func(a *fakeAgent, q query) [][]byte {
			if bulk(q) {
				one := a.follow(q.oids, 1)[0]
				return q.reply(one, one, one, one)
			}
			return a.serve(q)
		}, requests: 33},
		"GETBULK cut off above 8": {script: func(a *fakeAgent, q query) [][]byte {
			answer := a.serve(q)
			if bulk(q) && q.b > 8 {
				answer[0] = answer[0][:200]
			}
			return answer
		}, requests: 8},
		"genErr at row 20": {script: func(a *fakeAgent, q query) [][]byte {
			for _, o := range a.follow(q.oids, max(q.b, 1)) {
				if o.oid == root+".20" {
					return q.refuse(5, 1)
				}
			}
			return a.serve(q)
		}, rows: 19, err: &AgentError{Status: 5, Index: 1}, requests: 32},
		"noSuchInstance in row 5": {objects: with(5, 0x81, 0), without: []int{5}, requests: 2},
		"NULL in row 5":           {objects: with(5, 5, 0), without: []int{5}, null: true, requests: 2},
		"no octets in row 5":      {objects: with(5, 0x42, 0), without: []int{5}, null: true, requests: 2},
		"INTEGER without octets":  {objects: with(5, 2, 0), without: []int{5}, null: true, requests: 2},
		"unknown tag in row 5":    {objects: with(5, 0x9a, 1, 1), without: []int{5}, null: true, requests: 2},
		"unreadable value in row 5": {
			objects: with(5, 0x40, 3, 1, 2, 3), without: []int{5}, err: ErrBadAnswer, requests: 2,
		},
		"nothing in it after row 10": {script: func(a *fakeAgent, q query) [][]byte {
			if compareOID(q.oids[0], root+".10") >= 0 {
				return q.reply()
			}
			return q.reply(a.follow(q.oids, min(max(q.b, 1), 10))...)
		}, rows: 10, err: ErrBadAnswer, requests: 5},
		"the same name for ever": {script: func(_ *fakeAgent, q query) [][]byte {
			return q.reply(rows[0])
		}, rows: 1, err: ErrNotIncreasing, requests: 4},
		"back to the start": {script: func(a *fakeAgent, q query) [][]byte {
			if compareOID(q.oids[0], root+".12") >= 0 {
				q.oids[0] = root
			}
			return q.reply(a.follow(q.oids, min(max(q.b, 1), 12))...)
		}, rows: 12, err: ErrNotIncreasing, requests: 4},
		"names that go back inside an answer": {script: func(a *fakeAgent, q query) [][]byte {
			list := a.follow(q.oids, max(q.b, 1))
			if len(list) > 3 {
				list[2], list[3] = list[3], list[2]
			}
			return q.reply(list...)
		}, requests: 33},
		"one variable whatever was asked": {script: func(a *fakeAgent, q query) [][]byte {
			return q.reply(a.follow(q.oids, 1)...)
		}, requests: 31},
		"more than asked": {script: func(a *fakeAgent, q query) [][]byte {
			if bulk(q) {
				return q.reply(a.follow(q.oids, q.b+1)...)
			}
			return a.serve(q)
		}, requests: 32},
		"endless": {objects: table(root, 150), rows: 100, err: ErrTooManyRows, requests: 6},
	} {
		t.Run(name, func(t *testing.T) {
			objects := test.objects
			if objects == nil {
				objects = behind
			}
			if test.rows == 0 {
				test.rows = 30
			}
			a := newAgent(t, slices.Clone(objects), test.script)
			col, _ := column(t, a, quick(), new(Memory))
			switch refusal, ok := errors.AsType[*AgentError](test.err); {
			case test.err == nil:
				wantNoError(t, col.Err)
			case ok:
				wantErrorText(t, col.Err, refusal.Error())
			default:
				wantErrorIs(t, col.Err, test.err)
			}
			if test.null {
				wantEqual(t, Cell{"5", Value{Type: Null}}, col.Cells[4])
				col.Cells = slices.Delete(col.Cells, 4, 5)
			}
			wantRows(t, col, test.rows, test.without...)
			wantAtMost(t, test.requests, len(a.queries()))
		})
	}
}

func TestColumnsRememberThatGetBulkDoesNotWork(t *testing.T) {
	a := newAgent(t, table(root, 5), func(a *fakeAgent, q query) [][]byte {
		if q.kind == 0xa5 {
			return nil
		}
		return a.serve(q)
	})
	m := new(Memory)
	_, _ = column(t, a, quick(), m)
	before := len(a.queries())
	col, _ := column(t, a, quick(), m)
	wantRows(t, col, 5)
	for _, q := range a.queries()[before:] {
		wantEqual(t, byte(0xa1), q.kind)
	}
	m.traits.since = m.traits.since.Add(-2 * forgetAfter)
	before = len(a.queries())
	_, _ = column(t, a, quick(), m)
	wantEqual(t, byte(0xa5), a.queries()[before].kind, "weaknesses are forgotten")
}

func TestColumnsOfVersion1(t *testing.T) {
	a := newAgent(t, table(root, 7), (*fakeAgent).serve1)
	o := quick()
	o.Version = V1
	col, c := column(t, a, o, nil)
	wantNoError(t, col.Err)
	wantRows(t, col, 7)
	wantEqual(t, Stats{Requests: 8, Varbinds: 7}, c.Stats())
}

// One column that fails does no harm to the others.
func TestColumnsFailOneByOne(t *testing.T) {
	var objects []object
	var roots []string
	for i := range 6 {
		roots = append(roots, fmt.Sprintf("%s.%d", root, i+1))
		objects = append(objects, table(roots[i], 10)...)
	}
	bad := roots[2] + ".4"
	a := newAgent(t, objects, func(a *fakeAgent, q query) [][]byte {
		for i, o := range a.follow(q.oids, max(q.b, 1)) {
			if o.oid == bad {
				return q.refuse(5, i%len(q.oids)+1)
			}
		}
		return a.serve(q)
	})
	columns := connect(t, a, quick(), new(Memory)).Columns(context.Background(), append(roots, "1.x", root+".77"), 0)
	for i, col := range columns[:6] {
		if i == 2 {
			wantErrorText(t, col.Err, "genErr")
			wantRows(t, col, 3)
			continue
		}
		wantNoError(t, col.Err)
		wantRows(t, col, 10)
	}
	wantErrorText(t, columns[6].Err, "no object identifier")
	wantEqual(t, Column{Root: root + ".77"}, columns[7])
}

// Columns of very different length cost little more than their variables.
func TestColumnsOfDifferentLength(t *testing.T) {
	var objects []object
	var roots []string
	for i := range 30 {
		roots = append(roots, fmt.Sprintf("%s.%d", root, i+1))
		objects = append(objects, table(roots[i], []int{1, 1, 36}[i%3])...)
	}
	a := newAgent(t, objects, nil)
	for i, col := range connect(t, a, quick(), nil).Columns(context.Background(), roots, 0) {
		wantNoError(t, col.Err)
		wantRows(t, col, []int{1, 1, 36}[i%3])
	}
	t.Logf("%d requests for 380 variables", len(a.queries()))
	wantAtMost(t, 12, len(a.queries()))
	for _, q := range a.queries() {
		wantAtMost(t, maxAnswer+100, len(a.serve(q)[0]))
	}
}

// Indices are kept whole, whatever their length.
func TestColumnsKeepTheIndex(t *testing.T) {
	a := newAgent(t, []object{{root + ".0", []byte{2, 1, 0}}, {root + ".3.0.65", []byte{2, 1, 1}}}, nil)
	col, _ := column(t, a, quick(), nil)
	wantNoError(t, col.Err)
	wantEqual(t, []Cell{{"0", Number(Integer, 0)}, {"3.0.65", Number(Integer, 1)}}, col.Cells)
}
