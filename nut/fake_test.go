package nut_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/argus-power/argus/nut"
)

// A fakeUpsd answers as upsd does: one write per line, Nagle's algorithm on. What it says to a
// command can be replaced, command by command.
type fakeUpsd struct {
	upses     []string            // names; the description is the name in capitals
	vars      int                 // per UPS
	say       map[string]string   // command -> raw answer
	do        map[string]behavior // command -> anything else
	greet     behavior            // before the first command
	singly    bool                // one command per read, the rest of the read is lost
	hangUp    bool                // with singly: closes when a read had more than one command
	separator string              // line end, "\n" if empty
	tls       *tls.Config

	mu          sync.Mutex
	log         []string
	connections int
	open        int           // connections not closed yet
	closed      chan struct{} // one for each that was
}

// A behavior has the connection for itself and returns whether it goes on.
type behavior func(c net.Conn) bool

// hang reads until the client hangs up.
func hang(c net.Conn) bool {
	_, _ = io.Copy(io.Discard, c)
	return false
}

func hangUp(net.Conn) bool { return false }

// start serves until the test ends, and fails it if a connection outlives its client.
func (f *fakeUpsd) start(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	f.closed = make(chan struct{}, 1000)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			f.mu.Lock()
			f.connections++
			f.open++
			f.mu.Unlock()
			go func() {
				defer f.close(conn)
				_ = conn.(*net.TCPConn).SetNoDelay(false)
				f.serve(conn)
			}()
		}
	}()
	t.Cleanup(func() {
		listener.Close()
		for late := time.After(10 * time.Second); f.stillOpen() > 0; {
			select {
			case <-f.closed:
			case <-late:
				t.Error("a connection is still open after the test")
				return
			}
		}
	})
	return listener.Addr().String()
}

func (f *fakeUpsd) close(conn net.Conn) {
	conn.Close()
	f.mu.Lock()
	f.open--
	f.mu.Unlock()
	f.closed <- struct{}{}
}

func (f *fakeUpsd) stillOpen() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.open
}

func (f *fakeUpsd) serve(conn net.Conn) {
	if f.greet != nil && !f.greet(conn) {
		return
	}
	if f.singly {
		f.serveSingly(conn)
		return
	}
	in := bufio.NewReader(conn)
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimSpace(line)
		if line == "STARTTLS" && f.tls != nil {
			f.note(line)
			io.WriteString(conn, "OK STARTTLS\n")
			conn = tls.Server(conn, f.tls)
			in = bufio.NewReader(conn)
			continue
		}
		if !f.answer(conn, line) {
			return
		}
	}
}

func (f *fakeUpsd) serveSingly(conn net.Conn) {
	b := make([]byte, 4096)
	for {
		n, err := conn.Read(b)
		if err != nil {
			return
		}
		line, rest, _ := strings.Cut(string(b[:n]), "\n")
		if !f.answer(conn, strings.TrimSpace(line)) || (f.hangUp && rest != "") {
			return
		}
	}
}

func (f *fakeUpsd) note(line string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.log = append(f.log, line)
}

// heard returns and forgets what has been asked, and on how many connections.
func (f *fakeUpsd) heard() (commands []string, connections int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	defer func() { f.log, f.connections = nil, 0 }()
	return f.log, f.connections
}

func (f *fakeUpsd) answer(conn net.Conn, line string) bool {
	f.note(line)
	f.mu.Lock()
	do, say := f.do[line], f.say[line]
	f.mu.Unlock()
	if do != nil {
		return do(conn)
	}
	if say == "" {
		say = f.usual(line)
	}
	for l := range strings.Lines(say) {
		if f.separator != "" {
			l = strings.TrimSuffix(l, "\n") + f.separator
		}
		if _, err := io.WriteString(conn, l); err != nil {
			return false
		}
	}
	return true
}

func (f *fakeUpsd) set(say map[string]string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.say = say
}

func (f *fakeUpsd) usual(line string) string {
	words := strings.Fields(line)
	switch {
	case line == "LIST UPS":
		var b strings.Builder
		b.WriteString("BEGIN LIST UPS\n")
		f.mu.Lock()
		for _, name := range f.upses {
			fmt.Fprintf(&b, "UPS %s \"%s\"\n", name, strings.ToUpper(name))
		}
		f.mu.Unlock()
		return b.String() + "END LIST UPS\n"
	case len(words) == 3 && words[0] == "LIST" && words[1] == "VAR":
		return f.list(words[2])
	case words[0] == "USERNAME", words[0] == "PASSWORD":
		return "OK\n"
	default:
		return "ERR UNKNOWN-COMMAND\n"
	}
}

func (f *fakeUpsd) list(name string) string {
	f.mu.Lock()
	known := slices.ContainsFunc(f.upses, func(s string) bool { return strings.EqualFold(s, name) })
	f.mu.Unlock()
	if !known {
		return "ERR UNKNOWN-UPS\n"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "BEGIN LIST VAR %s\n", name)
	for i := range f.vars {
		fmt.Fprintf(&b, "VAR %s input.voltage.%d \"%d\"\n", name, i, 230+i)
	}
	fmt.Fprintf(&b, "END LIST VAR %s\n", name)
	return b.String()
}

// soon is the deadline of calls that must not need it.
func soon(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// within is the deadline of calls that run into it.
func within(t testing.TB, d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), d)
	t.Cleanup(cancel)
	return ctx
}

func dial(t testing.TB, address string) *nut.Client {
	t.Helper()
	c, err := nut.Dial(soon(t), address, nut.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// brief shows devices as "name:variables" or "name!error".
func brief(devices []nut.Device) string {
	var b []string
	for _, d := range devices {
		if d.Err != nil {
			b = append(b, d.Name+"!"+d.Err.Error())
		} else {
			b = append(b, fmt.Sprintf("%s:%d", d.Name, len(d.Vars)))
		}
	}
	return strings.Join(b, ", ")
}

// cannedConn is a connection without a network: the answers are known before the questions.
type cannedConn struct {
	net.Conn
	in *strings.Reader
}

func (c *cannedConn) Read(b []byte) (int, error)      { return c.in.Read(b) }
func (c *cannedConn) Write(b []byte) (int, error)     { return len(b), nil }
func (c *cannedConn) SetDeadline(time.Time) error     { return nil }
func (c *cannedConn) SetReadDeadline(time.Time) error { return nil }
func (c *cannedConn) Close() error                    { return nil }
