package snmp_test

import (
	"context"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/snmp"
)

// TestAgentsThatDie has agents fall silent after each number of packets of their first
// read, and of the next one: what was read before is right, and it is marked that there
// is more.
func TestAgentsThatDie(t *testing.T) {
	set := setOf(t, builtin(t), "snmp")
	var running sync.WaitGroup
	defer running.Wait()
	enough := make(chan struct{}, 12)
	for _, v := range victims() {
		healthy := newCard(startAgent(t, v.fixture), set)
		healthy.Options = patient()
		want := healthy.whole(t, 0)
		first := healthy.agent.Stats().Datagrams
		for n := range first {
			running.Go(func() {
				enough <- struct{}{}
				defer func() { <-enough }()
				testDying(t, newCard(startAgent(t, v.fixture), set), v.fixture, n, want)
			})
		}
	}
}

func testDying(t *testing.T, c *card, fixture string, n int, want map[string]string) {
	alive := patient()
	dying := snmp.Options{RequestTimeout: 60 * time.Millisecond, Retries: -1}
	for _, step := range []struct {
		packets int // that are answered
		after   time.Duration
	}{{n, 0}, {n / 2, time.Second}, {1, time.Minute}} {
		c.Options = dying
		c.Options.DialContext = (&mortal{left: step.packets}).dial
		list, err := c.after(t, step.after, 10*time.Second)
		wrong, missing := compare(want, toldBy(list))
		if len(wrong) > 0 {
			t.Errorf("%s dies after %d of %d packets: %s", fixture, step.packets, n, some(wrong))
		}
		if marked := err != nil || marked(list); !marked && len(missing) > 0 {
			t.Errorf("%s dies after %d of %d packets: nothing says that there is no %s", fixture, step.packets, n, some(missing))
		}
		if reason := power.ReasonOf(err); err != nil && reason != power.Timeout {
			t.Errorf("%s dies after %d of %d packets: %v", fixture, step.packets, n, err)
		}
	}
	c.Options = alive
	_, _ = c.after(t, time.Second, 0) // there may be no time left to notice
	if wrong, missing := compare(want, c.whole(t, time.Second)); len(wrong)+len(missing) > 0 {
		t.Errorf("%s, died after %d, lives again: wrong %s, missing %s", fixture, n, some(wrong), some(missing))
	}
}

// marked says whether it is said of a device that something is missing.
func marked(list []power.Snapshot) bool {
	for _, s := range list {
		if s.Err != nil {
			return true
		}
	}
	return false
}

// A mortal is the way to an agent that does not hear any more after some packets.
type mortal struct {
	net.Conn
	left int
}

func (m *mortal) dial(ctx context.Context, network, address string) (net.Conn, error) {
	var err error
	m.Conn, err = (&net.Dialer{}).DialContext(ctx, network, address)
	return m, err
}

func (m *mortal) Write(b []byte) (int, error) {
	if m.left--; m.left < 0 {
		return len(b), nil
	}
	return m.Conn.Write(b)
}
