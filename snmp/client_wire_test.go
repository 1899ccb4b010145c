package snmp

import (
	"context"
	"net"
	"os"
	"testing"
	"time"
)

// A wire is a connection to an agent in memory. What is not answered has timed out at
// once, so that lost packets cost no time.
type wire struct {
	net.Conn // nil: nobody calls the rest of it
	answers  func(datagram []byte) [][]byte
	in       [][]byte
	sent     int
}

func (w *wire) Write(b []byte) (int, error) {
	w.sent++
	w.in = append(w.in, w.answers(b)...)
	return len(b), nil
}

func (w *wire) Read(b []byte) (int, error) {
	if len(w.in) == 0 {
		return 0, os.ErrDeadlineExceeded
	}
	n := copy(b, w.in[0])
	w.in = w.in[1:]
	return n, nil
}

func (w *wire) SetDeadline(time.Time) error { return nil }
func (w *wire) Close() error                { return nil }

// wired opens a conversation over a wire.
func wired(t testing.TB, w *wire, o Options, m *Memory) *Client {
	t.Helper()
	o.DialContext = func(context.Context, string, string) (net.Conn, error) { return w, nil }
	c, err := Dial(context.Background(), "ups:161", o, m)
	wantNoError(t, err)
	return c
}

// wireTo is a wire to a scripted agent.
func wireTo(objects []object, script func(a *fakeAgent, q query) [][]byte) *wire {
	a := &fakeAgent{objects: objects}
	return &wire{answers: func(datagram []byte) [][]byte {
		q, _ := parseQuery(datagram)
		if script != nil {
			return script(a, q)
		}
		return a.serve(q)
	}}
}
