package nut_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/argus-power/argus/nut"
)

// slack is how far beyond its deadline a call may return on a busy machine.
const slack = 5 * time.Second

// writes says something and goes on as told.
func writes(text string, then behavior) behavior {
	return func(c net.Conn) bool {
		_, _ = io.WriteString(c, text)
		return then(c)
	}
}

// drip sends a line's bytes slowly and for ever.
func drip(c net.Conn) bool {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for range tick.C {
		if _, err := c.Write([]byte("x")); err != nil {
			return false
		}
	}
	return false
}

// endless sends a list that does not end.
func endless(c net.Conn) bool {
	block := []byte(strings.Repeat("VAR b x \"1\"\n", 1000))
	for {
		if _, err := c.Write(block); err != nil {
			return false
		}
	}
}

// flood sends a line that does not end.
func flood(c net.Conn) bool {
	block := make([]byte, 64<<10)
	for {
		if _, err := c.Write(block); err != nil {
			return false
		}
	}
}

const begin = "BEGIN LIST VAR b\nVAR b x \"1\"\n"

// The second of three UPSes misbehaves: the first is there, the second carries the cause, the
// third carries that it was not read because of it.
func TestReaderPartialResults(t *testing.T) {
	for _, tt := range []struct {
		name string
		do   behavior
		want error
		text string // of the second device
	}{
		{"hang", hang, context.DeadlineExceeded, "no answer: "},
		{"hang in mid-list", writes(begin, hang), context.DeadlineExceeded, "answer incomplete: "},
		{"half a line", writes("BEGIN LI", hang), context.DeadlineExceeded, "answer incomplete: "},
		{"drip", drip, context.DeadlineExceeded, "answer incomplete: "},
		{"close", hangUp, nut.ErrConnectionClosed, "connection closed before "},
		{"close in mid-list", writes(begin, hangUp), nut.ErrConnectionClosed, "connection closed"},
		{"close in half a line", writes(begin+"VA", hangUp), nut.ErrConnectionClosed, "connection"},
		{"garbage", writes("\x01\x02\n", hang), nut.ErrUnexpectedLine, "unexpected line: "},
		{"wrong END", writes(begin+"END LIST VAR c\n", hang), nut.ErrUnexpectedLine, "unexpected"},
		{"open quote", writes(begin+"VAR b y \"1\n", hang), nut.ErrQuoting, "unterminated"},
		{"endless list", writes(begin, endless), nut.ErrListTooLong, "list too long: "},
		{"huge line", writes(begin, flood), nut.ErrLineTooLong, "line too long: "},
		{
			"hang up on us", writes("ERR MAX-CLIENTS\n", hangUp),
			&nut.ServerError{Code: nut.CodeMaxClients}, "server answered ERR MAX-CLIENTS",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := &fakeUpsd{
				upses: []string{"a", "b", "c"}, vars: 2,
				do: map[string]behavior{"LIST VAR b": tt.do},
			}
			r := nut.NewReader(f.start(t), nut.Options{})
			for range 2 {
				timeout := slack
				if errors.Is(tt.want, context.DeadlineExceeded) {
					timeout = 600 * time.Millisecond
				}
				began := time.Now()
				devices, err := r.Read(within(t, timeout))
				if took := time.Since(began); took > timeout+slack {
					t.Errorf("took %v", took)
				}
				if err != nil || len(devices) != 3 {
					t.Fatalf("got %s, %v", brief(devices), err)
				}
				a, b, c := devices[0], devices[1], devices[2]
				if a.Err != nil || len(a.Vars) != 2 || !errors.Is(b.Err, tt.want) ||
					!errors.Is(c.Err, tt.want) || b.Vars != nil || c.Vars != nil {
					t.Errorf("got %s", brief(devices))
				}
				if !strings.HasPrefix(b.Err.Error(), `list vars of "b": `+tt.text) ||
					!strings.HasPrefix(c.Err.Error(), `list vars of "c": not read: list vars`) {
					t.Errorf("got %s", brief(devices))
				}
			}
		})
	}
}

// Nothing at all was learnt.
func TestReaderTotalFailure(t *testing.T) {
	for _, tt := range []struct {
		name        string
		greet, list behavior
		want        error
		text        string
	}{
		{"silence", hang, nil, nut.ErrNoAnswer, "list UPSes: no answer: context deadline"},
		{"silence", nil, hang, nut.ErrNoAnswer, "list UPSes: no answer: context deadline"},
		{
			"hang in mid-list", nil, writes("BEGIN LIST UPS\nUPS a\n", hang),
			context.DeadlineExceeded, "list UPSes: answer incomplete: context deadline exceeded",
		},
		{"drip", drip, nil, context.DeadlineExceeded, "list UPSes: answer incomplete"},
		{"closed", hangUp, nil, nut.ErrConnectionClosed, "list UPSes: connection closed"},
		{
			"full", writes("ERR MAX-CLIENTS Maximum reached\n", hangUp), nil,
			&nut.ServerError{Code: nut.CodeMaxClients},
			`list UPSes: server answered ERR MAX-CLIENTS "Maximum reached"`,
		},
		{
			"not NUT", writes("220 mail ESMTP\r\n", hang), nil, nut.ErrUnexpectedLine,
			`list UPSes: unexpected line: "220 mail ESMTP"`,
		},
		{
			"long list", nil, writes("BEGIN LIST UPS\n"+strings.Repeat("UPS a\n", 1025), hang),
			nut.ErrListTooLong, "list UPSes: list too long: the limit is 1024 UPSes",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := &fakeUpsd{greet: tt.greet, do: map[string]behavior{}}
			if tt.list != nil {
				f.do["LIST UPS"] = tt.list
			}
			r := nut.NewReader(f.start(t), nut.Options{})
			for _, only := range [][]string{nil, {"a", "b"}} {
				devices, err := r.Read(within(t, 200*time.Millisecond), only...)
				if devices != nil || !errors.Is(err, tt.want) ||
					!strings.HasPrefix(err.Error(), tt.text) {
					t.Errorf("%q: got %v, %v", only, devices, err)
				}
				<-f.closed // no connection is left behind
			}
			if _, n := f.heard(); n != 2 {
				t.Errorf("%d connections, want one per read", n)
			}
		})
	}
}

func TestReaderConnectFails(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	listener.Close()
	_, err = nut.NewReader(address, nut.Options{}).Read(soon(t))
	op := (*net.OpError)(nil)
	if !errors.Is(err, nut.ErrConnect) || !errors.Is(err, syscall.ECONNREFUSED) ||
		!errors.As(err, &op) || !strings.HasPrefix(err.Error(), "connect to "+address+": ") {
		t.Errorf("got %v", err)
	}

	stuck := nut.Options{DialContext: func(ctx context.Context, n, _ string) (net.Conn, error) {
		<-ctx.Done()
		return nil, &net.OpError{Op: "dial", Net: n, Err: ctx.Err()}
	}}
	_, err = nut.NewReader(address, stuck).Read(within(t, 20*time.Millisecond))
	if !errors.Is(err, nut.ErrConnect) || !errors.Is(err, context.DeadlineExceeded) ||
		errors.Is(err, nut.ErrNoAnswer) {
		t.Errorf("got %v", err)
	}
}

// The second connection cannot be made: what the first one brought stays.
func TestReaderReconnectFails(t *testing.T) {
	f := &fakeUpsd{upses: []string{"a", "b"}, vars: 1, singly: true}
	dialled := 0
	r := nut.NewReader(f.start(t), nut.Options{
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			if dialled++; dialled > 1 {
				return nil, errors.New("enough")
			}
			return (&net.Dialer{}).DialContext(ctx, network, address)
		},
	})
	r.SetPatience(10 * time.Millisecond)
	devices, err := r.Read(soon(t), "a", "b")
	if err != nil || len(devices) != 2 {
		t.Fatalf("got %s, %v", brief(devices), err)
	}
	for _, d := range devices {
		if !errors.Is(d.Err, nut.ErrConnect) || d.Description == "" {
			t.Errorf("got %v", d)
		}
	}
}

// Cancelling ends a call at once, closes the socket and leaves no goroutine behind.
func TestCancel(t *testing.T) {
	before := runtime.NumGoroutine()
	reason := errors.New("shutting down")
	for _, tt := range []struct {
		name string
		call func(ctx context.Context, address string) error
	}{
		{"Reader", func(ctx context.Context, address string) error {
			_, err := nut.NewReader(address, nut.Options{}).Read(ctx)
			return err
		}},
		{"Client", func(ctx context.Context, address string) error {
			c, err := nut.Dial(ctx, address, nut.Options{})
			if err != nil {
				return err
			}
			defer c.Close()
			_, err = c.ListUPS(ctx)
			return err
		}},
	} {
		for _, start := range []string{"", "BEGIN LIST UPS\nUPS a"} {
			t.Run(fmt.Sprintf("%s %q", tt.name, start), func(t *testing.T) {
				ctx, cancel := context.WithCancelCause(context.Background())
				f := &fakeUpsd{do: map[string]behavior{"LIST UPS": func(c net.Conn) bool {
					_, _ = io.WriteString(c, start)
					cancel(reason)
					return hang(c)
				}}}
				err := tt.call(ctx, f.start(t))
				if !errors.Is(err, context.Canceled) || !errors.Is(err, reason) ||
					!strings.HasPrefix(err.Error(), "list UPSes: ") {
					t.Errorf("got %v", err)
				}
				<-f.closed // the server has seen the end of the connection
			})
		}
	}
	for deadline := time.Now().Add(slack); runtime.NumGoroutine() > before; runtime.Gosched() {
		if time.Now().After(deadline) {
			b := make([]byte, 1<<16)
			t.Fatalf("%d goroutines, there were %d\n%s", runtime.NumGoroutine(), before,
				b[:runtime.Stack(b, true)])
		}
	}
}

// A cancelled call may have had its answer: the connection then serves the next call.
func TestClientCancelAfterTheAnswer(t *testing.T) {
	f := &fakeUpsd{upses: []string{"a"}}
	c := dial(t, f.start(t))
	for range 100 {
		ctx, cancel := context.WithCancel(context.Background())
		if _, err := c.ListUPS(ctx); err != nil {
			t.Fatal(err)
		}
		cancel()
	}
}

// Cancelling while the Reader waits for the answer behind another one.
func TestCancelInDoubt(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	f := &fakeUpsd{upses: []string{"a"}, do: map[string]behavior{"LIST VAR a": hang}}
	r := nut.NewReader(f.start(t), nut.Options{
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
			return impatientConn{conn, cancel}, err
		},
	})
	r.SetPatience(time.Hour)
	devices, err := r.Read(ctx, "a")
	if err != nil || len(devices) != 1 || !errors.Is(devices[0].Err, context.Canceled) {
		t.Errorf("got %s, %v", brief(devices), err)
	}
}

// impatientConn tells when a read deadline of its own is set, which only doubt does.
type impatientConn struct {
	net.Conn
	doubt func()
}

func (c impatientConn) SetReadDeadline(t time.Time) error {
	c.doubt()
	return c.Conn.SetReadDeadline(t)
}
