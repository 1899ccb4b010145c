package snmp

import (
	"context"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
)

// Datagrams that are no answer make silence a bad answer, but not those that answer what
// was asked before, nor where there was no time to wait for more.
func TestLateDoublesAreNoBadAnswers(t *testing.T) {
	objects := table(root, 3)
	var first [][]byte
	w := wireTo(objects, func(a *fakeAgent, q query) [][]byte {
		if first == nil {
			first = a.serve(q)
			return first
		}
		return first
	})
	c := wired(t, w, Options{}, nil)
	_, err := c.Get(context.Background(), []string{root + ".1"})
	wantNoError(t, err)
	_, err = c.Get(context.Background(), []string{root + ".2"})
	wantErrorIs(t, err, ErrNoAnswer)
	wantEqual(t, power.Timeout, reasonOf(err))
	wantEqual(t, 3, c.Stats().Refused, "they are counted all the same")
}

func TestForeignDatagramsAtADeadline(t *testing.T) {
	a := newAgent(t, nil, func(*fakeAgent, query) [][]byte { return [][]byte{[]byte("<html>")} })
	c := connect(t, a, Options{}, nil)
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	_, err := c.Get(ctx, []string{root + ".1"})
	wantErrorIs(t, err, context.DeadlineExceeded)
	wantErrorText(t, err, "it is not SNMP")
	wantEqual(t, power.Timeout, reasonOf(err))
}

// What ends a call is told rather than what was wrong with an object before.
func TestTheEndOfACallIsTold(t *testing.T) {
	objects := table(root, 3)
	left := 1 // answers
	w := wireTo(objects, func(a *fakeAgent, q query) [][]byte {
		switch q.oids[0] {
		case root + ".1":
			return q.refuse(5, 1)
		case root + ".2":
			if left--; left >= 0 {
				return a.serve(q)
			}
		}
		return nil
	})
	c := wired(t, w, Options{MaxVarbinds: 1}, nil)
	oids := append(names(objects), root+".4", root+".5")
	_, err := c.Get(context.Background(), oids)
	wantErrorIs(t, err, ErrNoAnswer)
	wantEqual(t, false, local(err))
	left = 1
	c = wired(t, w, Options{MaxVarbinds: 1}, nil)
	_, err = c.Next(context.Background(), oids)
	wantErrorIs(t, err, ErrNoAnswer)
	wantEqual(t, false, local(err))
}
