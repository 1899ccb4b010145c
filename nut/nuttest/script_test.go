package nuttest_test

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/argus-power/argus/nut/nuttest"
)

// recorder is a testing.TB that keeps its failures to itself, so that a failing script can be
// tested. end runs what a test's end would run.
type recorder struct {
	testing.TB
	mu       sync.Mutex
	failures []string
	cleanups []func()
}

func (r *recorder) Helper() {}

func (r *recorder) Errorf(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}

func (r *recorder) Cleanup(f func()) { r.cleanups = append(r.cleanups, f) }

func (r *recorder) end() []string {
	for _, f := range slices.Backward(r.cleanups) {
		f()
	}
	return r.failures
}

func TestScript(t *testing.T) {
	addr := nuttest.Script(t, `
		# the first connection is cut
		C: LIST UPS
		S: BEGIN LIST UPS
		S~ UPS ea
		X
		---
		C: NETVER
		S: 1.3
		C: LIST VAR eaton
		S: ERR DATA-STALE
		W
	`)
	first := dial(t, addr)
	first.want("LIST UPS", "BEGIN LIST UPS", "UPS ea<closed>")
	second := dial(t, addr)
	second.write("NETVER\nLIST VAR eaton\n")
	if got := []string{second.read(), second.read()}; got[0] != "1.3" || got[1] != "ERR DATA-STALE" {
		t.Errorf("got %q", got)
	}
	_ = second.conn.Close()
}

func TestScriptDeviations(t *testing.T) {
	const dialogue = "C: VER\nS: 1\n"
	tests := []struct {
		name, dialogue string
		client         func(addr string)
		want           string
	}{
		{
			"wrong command", dialogue, func(addr string) { talk(t, addr, "NETVER\n") },
			`script: connection 1: line 1: C: VER: the client sent "NETVER"`,
		},
		{
			"half a command", dialogue, func(addr string) { talk(t, addr, "VE") },
			`script: connection 1: line 1: C: VER: the client sent "VE", then EOF`,
		},
		{
			"another end of line", dialogue, func(addr string) { talk(t, addr, "VER\r\n") },
			`script: connection 1: line 1: C: VER: the client sent "VER\r"`,
		},
		{
			"one command on top", dialogue, func(addr string) { talk(t, addr, "VER\nVER\n") },
			`script: connection 1: the end of the script: the client sent "VER\n" on top`,
		},
		{
			"talks instead of closing", dialogue + "W\n",
			func(addr string) { talk(t, addr, "VER\nLOGOUT\n") },
			`script: connection 1: line 3: W: the client sent "LOGOUT\n" on top`,
		},
		{
			"never comes", dialogue, func(string) {},
			`script: connection 1 of 1 never came: line 1: C: VER`,
		},
		{
			"comes twice", dialogue + "X\n",
			func(addr string) { talk(t, addr, "VER\n"); talk(t, addr, "") },
			`script: connection 2 is one too many`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := &recorder{TB: t}
			tt.client(nuttest.Script(r, tt.dialogue))
			if got := r.end(); len(got) != 1 || got[0] != tt.want {
				t.Errorf("failures:\n got %q\nwant %q", got, tt.want)
			}
		})
	}
}

// talk sends text, closes its side and waits until the server has closed, too.
func talk(t *testing.T, addr, text string) {
	c := dial(t, addr)
	c.write(text)
	if half, ok := c.conn.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite()
	}
	_, _ = io.Copy(io.Discard, c.conn)
	_ = c.conn.Close()
}

func TestScriptMistakes(t *testing.T) {
	for dialogue, want := range map[string]string{
		"Q: what":       `line 1: "Q: what" begins with none of`,
		"C: VER\n---\n": "a connection without a step",
		"":              "a connection without a step",
	} {
		r := &fatalRecorder{recorder{TB: t}}
		if got := r.run(func() { nuttest.Script(r, dialogue) }); !strings.Contains(got, want) {
			t.Errorf("%q: got %q, want %q", dialogue, got, want)
		}
	}
}

// fatalRecorder also takes Fatalf and Skipf, as a panic that run catches.
type fatalRecorder struct{ recorder }

type ended string

func (r *fatalRecorder) Fatalf(format string, args ...any) {
	panic(ended("FATAL " + fmt.Sprintf(format, args...)))
}

func (r *fatalRecorder) Skipf(format string, args ...any) {
	panic(ended("SKIP " + fmt.Sprintf(format, args...)))
}

func (r *fatalRecorder) run(f func()) (end string) {
	defer func() {
		if e, ok := recover().(ended); ok {
			end = string(e)
		}
	}()
	f()
	return ""
}
