package snmp

import (
	"context"
	"errors"
	"net"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/snmp/ber"
)

// An agent that is not there costs all tries of one request, once.
func TestSilenceIsPaidOnce(t *testing.T) {
	a := newAgent(t, nil, func(*fakeAgent, query) [][]byte { return nil })
	o := Options{RequestTimeout: 50 * time.Millisecond, Retries: 2}
	c := connect(t, a, o, nil)
	start := time.Now()
	values, err := c.Get(context.Background(), names(table(root, 200)))
	wantErrorIs(t, err, ErrNoAnswer)
	wantErrorText(t, err, "wrong community")
	wantEqual(t, power.Timeout, reasonOf(err))
	wantLen(t, 200, values)
	wantErrorIs(t, c.Columns(context.Background(), []string{root}, 0)[0].Err, ErrNoAnswer)
	took := time.Since(start)
	wantLen(t, 3, a.queries())
	wantLen(t, 1, a.queries()[2].oids, "the last try is a small one")
	if took < 150*time.Millisecond || took > time.Second {
		t.Errorf("it took %s", took)
	}
}

// The late answer to the first try is taken during the second.
func TestLateAnswerIsTaken(t *testing.T) {
	var first []byte
	a := newAgent(t, table(root, 1), func(a *fakeAgent, q query) [][]byte {
		if first == nil {
			first = a.serve(q)[0]
			return nil
		}
		return [][]byte{first}
	})
	c := connect(t, a, quick(), nil)
	values, err := c.Get(context.Background(), []string{root + ".1"})
	wantNoError(t, err)
	wantEqual(t, []Value{Number(Integer, 1)}, values)
	wantEqual(t, Stats{Requests: 2, Retries: 1, Varbinds: 1}, c.Stats())
	wantEqual(t, a.queries()[0].raw, a.queries()[1].raw)
}

func TestTriesFitTheDeadline(t *testing.T) {
	a := newAgent(t, nil, func(*fakeAgent, query) [][]byte { return nil })
	c := connect(t, a, Options{Retries: 3}, nil)
	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	start := time.Now()
	_, err := c.Get(ctx, []string{root + ".1"})
	wantErrorIs(t, err, context.DeadlineExceeded)
	wantErrorIs(t, err, ErrNoAnswer)
	wantEqual(t, power.Timeout, reasonOf(err))
	wantLen(t, 4, a.queries())
	if took := time.Since(start); took > 400*time.Millisecond {
		t.Errorf("it took %s", took)
	}
}

func TestCancellationStopsAtOnce(t *testing.T) {
	ctx, cancel := context.WithCancelCause(context.Background())
	a := newAgent(t, nil, func(*fakeAgent, query) [][]byte {
		cancel(errors.New("the caller went home"))
		return nil
	})
	c := connect(t, a, Options{RequestTimeout: time.Minute}, nil)
	_, err := c.Get(ctx, []string{root + ".1", root + ".2"})
	wantErrorIs(t, err, context.Canceled)
	wantErrorText(t, err, "the caller went home")
	wantEqual(t, power.Canceled, reasonOf(err))
	_, err = c.Get(ctx, []string{root + ".1"})
	wantErrorIs(t, err, context.Canceled)
	wantLen(t, 1, a.queries())
	err = c.Columns(ctx, []string{root}, 0)[0].Err
	wantErrorIs(t, err, context.Canceled)
}

func TestRefusedPort(t *testing.T) {
	conn, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	wantNoError(t, err)
	address := conn.LocalAddr().String()
	_ = conn.Close()
	c, err := Dial(context.Background(), address, Options{RequestTimeout: time.Second}, nil)
	wantNoError(t, err)
	defer func() { _ = c.Close() }()
	_, err = c.Get(context.Background(), []string{root + ".1"})
	wantEqual(t, power.Refused, reasonOf(err), err)
}

// Answers from another port are taken with AnySource only.
func TestAnySource(t *testing.T) {
	other, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	wantNoError(t, err)
	defer func() { _ = other.Close() }()
	a := newAgent(t, table(root, 1), func(a *fakeAgent, q query) [][]byte {
		_, _ = other.WriteToUDP(a.serve(q)[0], q.from)
		return nil
	})
	o := quick()
	_, err = connect(t, a, o, nil).Get(context.Background(), []string{root + ".1"})
	wantErrorIs(t, err, ErrNoAnswer)
	o.AnySource = true
	values, err := connect(t, a, o, nil).Get(context.Background(), []string{root + ".1"})
	wantNoError(t, err)
	wantEqual(t, []Value{Number(Integer, 1)}, values)
}

func TestAnySourceNeedsUDP(t *testing.T) {
	o := Options{AnySource: true, DialContext: func(context.Context, string, string) (net.Conn, error) {
		conn, _ := net.Pipe()
		return conn, nil
	}}
	_, err := Dial(context.Background(), "ups:161", o, nil)
	wantErrorText(t, err, "dial ups:161: answers from any source need UDP")
}

func TestDialFails(t *testing.T) {
	no := &net.DNSError{Err: "no such host", Name: "ups", IsNotFound: true}
	o := Options{DialContext: func(context.Context, string, string) (net.Conn, error) { return nil, no }}
	_, err := Dial(context.Background(), "ups:161", o, nil)
	wantErrorIs(t, err, no)
	wantEqual(t, power.NameNotFound, reasonOf(err))
	_, err = Dial(context.Background(), "ups:161", Options{Version: V3}, nil)
	wantErrorIs(t, err, ErrOptions)
}

func TestCallIsBounded(t *testing.T) {
	big := make([]object, 0, maxBytes/8000+10)
	for _, o := range table(root, cap(big)) {
		big = append(big, object{o.oid, tlv(ber.TagOctets, make([]byte, 8000))})
	}
	a := newAgent(t, big, nil)
	c := connect(t, a, Options{RequestTimeout: 5 * time.Second, MaxRepetitions: 1}, nil)
	col := c.Columns(context.Background(), []string{root}, 1<<20)[0]
	wantErrorIs(t, col.Err, ErrTooMuchData)
	wantAtMost(t, maxBytes/8000, len(col.Cells))
	wantEqual(t, power.BadAnswer, reasonOf(col.Err))
}
