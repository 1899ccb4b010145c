package snmp

import (
	"context"
	"fmt"
	"testing"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/snmp/ber"
)

// A call that came to its bounds does not end the conversation: behind an endless column
// there are others.
func TestBoundsAreThoseOfACall(t *testing.T) {
	other := table("1.3.6.1.4.1.9999.2", 3)
	rows := 0
	w := wireTo(other, func(a *fakeAgent, q query) [][]byte {
		if q.kind == 0xa1 && (q.oids[0] == root || isBelow(q.oids[0], root)) {
			rows++
			return q.reply(object{fmt.Sprintf("%s.%d", root, rows), []byte{2, 1, 1}})
		}
		return a.serve1(q)
	})
	c := wired(t, w, Options{Version: V1}, nil)
	col := c.Columns(context.Background(), []string{root}, 1<<20)[0]
	wantErrorIs(t, col.Err, ErrTooMuchData)
	wantLen(t, maxRequests, col.Cells)
	values, err := c.Get(context.Background(), names(other))
	wantNoError(t, err)
	wantEqual(t, Number(Integer, 3), values[2])
	wantRows(t, c.Columns(context.Background(), []string{"1.3.6.1.4.1.9999.2"}, 0)[0], 3)
}

// Nor does it go on for ever, least of all when a Source has it.
func TestConversationIsBounded(t *testing.T) {
	for most, o := range map[int]Options{maxConversation: {}, maxRead: {most: maxRead}} {
		big := object{root + ".1", tlv(ber.TagOctets, make([]byte, 16000))}
		w := wireTo([]object{big}, nil)
		c := wired(t, w, o, nil)
		var err error
		for calls := 0; err == nil; calls++ {
			_, err = c.Get(context.Background(), []string{big.oid})
			wantAtMost(t, most/16000, calls)
		}
		wantErrorIs(t, err, ErrTooMuchData)
		sent := w.sent
		_, err = c.Get(context.Background(), []string{big.oid})
		wantErrorIs(t, err, ErrTooMuchData)
		wantEqual(t, sent, w.sent)
	}
}

// reports is an agent of version 3 that says nothing but one report.
func reports(engineID, counter string) *wire {
	return &wire{answers: func(datagram []byte) [][]byte {
		b := elements{rest: datagram}
		b.enter(ber.TagSequence)
		_, _ = b.integer()
		var h v3Header
		if h.parse(&b) != nil {
			return nil
		}
		name := counter
		if len(h.engineID) == 0 {
			name = "1.3.6.1.6.3.15.1.1.4.0" // the discovery
		}
		header := tlv(ber.TagSequence, integer(h.id), integer(1500), tlv(ber.TagOctets, []byte{0}), integer(3))
		usm := tlv(ber.TagSequence, text(engineID), integer(1), integer(9), text(""), text(""), text(""))
		scoped := tlv(ber.TagSequence, text(engineID), text(""),
			pdu(pduReport, 0, 0, 0, object{name, []byte{ber.TagCounter32, 1, 1}}))
		return [][]byte{tlv(ber.TagSequence, integer(3), header, tlv(ber.TagOctets, usm), scoped)}
	}}
}

// A report that there is no remedy for is about the message and not about an object in
// it: nothing is asked again.
func TestReportsEndTheConversation(t *testing.T) {
	for name, test := range map[string]struct {
		engineID, counter string
		requests          int
	}{
		"unknown PDU handler":     {"engine", "1.3.6.1.6.3.11.2.1.3.0", 2},
		"one that nobody knows":   {"engine", "1.3.6.1.4.1.9999.1.0", 2},
		"an engine id of 2 bytes": {"en", "1.3.6.1.6.3.15.1.1.4.0", 1},
	} {
		t.Run(name, func(t *testing.T) {
			w := reports(test.engineID, test.counter)
			c := wired(t, w, Options{Version: V3, Security: &Security{User: "argus"}}, nil)
			for range 2 {
				_, err := c.Get(context.Background(), names(table(root, 30)))
				wantErrorIs(t, err, ErrBadAnswer)
				wantEqual(t, power.BadAnswer, reasonOf(err))
				wantEqual(t, false, local(err))
				wantErrorIs(t, c.Columns(context.Background(), []string{root}, 0)[0].Err, ErrBadAnswer)
			}
			wantEqual(t, test.requests, w.sent)
		})
	}
}

// What cannot be asked is told so, and the others are asked.
func TestWhatCannotBeAskedIsToldSo(t *testing.T) {
	c := wired(t, wireTo(table(root, 3), nil), Options{}, nil)
	oids := []string{root + ".1", "1.3.x", root + ".2"}
	list, err := c.Next(context.Background(), oids)
	wantErrorText(t, err, `"1.3.x" is no object identifier`)
	wantEqual(t, true, local(err))
	wantEqual(t, []Varbind{
		{OID: root + ".2", Value: Number(Integer, 2)}, {}, {OID: root + ".3", Value: Number(Integer, 3)},
	}, list)
	values, err := c.Get(context.Background(), oids)
	wantErrorText(t, err, `"1.3.x" is no object identifier`)
	wantEqual(t, []Value{Number(Integer, 1), {}, Number(Integer, 2)}, values)
	wantEqual(t, true, local(c.Columns(context.Background(), []string{"1.3.x"}, 0)[0].Err))
}

// An agent that lets nobody ask for something is there for everything else.
func TestAuthorizationErrorEndsTheCallOnly(t *testing.T) {
	w := wireTo(table(root, 9), func(a *fakeAgent, q query) [][]byte {
		if q.oids[0] == root+".1" {
			return q.refuse(statusAuthorizationError, 0)
		}
		return a.serve(q)
	})
	c := wired(t, w, Options{MaxVarbinds: 3}, nil)
	_, err := c.Get(context.Background(), names(table(root, 9)))
	wantEqual(t, power.AccessDenied, reasonOf(err))
	wantEqual(t, 1, w.sent)
	_, err = c.Get(context.Background(), []string{root + ".9"})
	wantNoError(t, err)
}
