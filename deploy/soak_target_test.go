//go:build linux

package deploy

import (
	"fmt"
	"net"
	"net/url"
	"strconv"
	"sync"
	"testing"
	"time"
)

// A target is one simulated server or agent, what can be done to it, and what Argus has told of it.
type target struct {
	address, module, kind string
	modes                 []string
	fault                 func(mode string) error // "" heals
	mains                 func(on bool) error     // nil if none of its devices can be on battery
	watts                 float64                 // that it delivers, always; 0 if they change
	played                float64                 // outages, by who has borrowed it

	s    *soak
	page string

	mu      sync.Mutex
	busy    bool
	mode    string // of the fault that it has
	changed time.Time
	seen
}

// seen is what the scrapes of a target have told.
type seen struct {
	failed  int  // scrapes in a row
	settled bool // one has succeeded since it is well
	good    int
	at      time.Time // when the last good one began
	life    int64     // of Argus
	highest map[string]float64
	battery bool
	first   time.Time // that told energy
}

func (t *target) init(s *soak) {
	t.s, t.highest, t.changed = s, map[string]float64{}, time.Now()
	t.page = "http://" + s.address + "/probe?module=" + t.module + "&target=" + url.QueryEscape(t.address)
}

// set makes the target fall ill, or recover.
func (t *target) set(mode string) {
	if err := t.fault(mode); err != nil {
		t.s.complain("the simulator of %s: fault %q: %v", t.address, mode, err)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.changed = time.Now()
	if mode != "" || t.mode != "" {
		t.failed, t.settled = 0, false
	}
	t.mode = mode
}

// label is a label of a series in the text format.
func label(series, name string) string {
	_, rest, found := cutAfter(series, name+"=")
	if !found {
		return ""
	}
	quoted, err := strconv.QuotedPrefix(rest)
	if err != nil {
		return ""
	}
	value, _ := strconv.Unquote(quoted)
	return value
}

func cutAfter(text, mark string) (before, after string, found bool) {
	for i := range len(text) - len(mark) + 1 {
		if text[i:i+len(mark)] == mark && (i == 0 || text[i-1] == '{' || text[i-1] == ',') {
			return text[:i], text[i+len(mark):], true
		}
	}
	return text, "", false
}

// spare returns addresses of a loopback network that nobody listens on.
func spare(t *testing.T, network string, n int) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	return fmt.Sprintf("%s.{1-%d}:%s", network, n, port)
}
