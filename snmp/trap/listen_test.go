package trap

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// dial opens a socket with an address of its own on loopback.
func dial(t *testing.T, l *Listener, from string) *net.UDPConn {
	t.Helper()
	c, err := net.DialUDP("udp", &net.UDPAddr{IP: net.ParseIP(from)}, net.UDPAddrFromAddrPort(l.Addr()))
	if err != nil {
		t.Skipf("this system has no %s: %v", from, err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// ask sends an inform until it is answered, as a card does.
func ask(t *testing.T, c *net.UDPConn, octets []byte) {
	t.Helper()
	buffer := make([]byte, 2000)
	for range 40 {
		if _, err := c.Write(octets); err != nil {
			t.Fatal(err)
		}
		_ = c.SetReadDeadline(time.Now().Add(250 * time.Millisecond))
		if n, err := c.Read(buffer); err == nil && n > 0 {
			return
		}
	}
	t.Fatal("it was never answered")
}

var inform = v2c("traps", notification(pduInform, "1.3.6.1.4.1.318.0.9"))

// TestFlood sends 50,000 datagrams from one sender. They need no memory, and others get through.
func TestFlood(t *testing.T) {
	const flood, burst, others = 50_000, 100, 20
	handled := make(map[netip.Addr]int)
	l, err := Listen(t.Context(), Options{
		Address: "127.0.0.1:0", Burst: burst, PerSecond: 1,
		Sender: func(netip.Addr) (Access, bool) { return access(), true },
		Handle: func(n Notice) bool { handled[n.Sender]++; return true },
	})
	if err != nil {
		t.Fatal(err)
	}
	mad, calm := dial(t, l, "127.0.0.1"), dial(t, l, "127.0.0.2")
	ask(t, calm, inform)
	before, routines := heap(), runtime.NumGoroutine()
	trap := v2c("traps", onBattery)
	began := time.Now()
	for i := range flood {
		if _, err := mad.Write(trap); err != nil {
			t.Fatal(err)
		}
		if i%(flood/others) == 0 {
			ask(t, calm, inform)
		}
	}
	ask(t, calm, inform)
	took := time.Since(began)
	if after := heap(); after > before+8<<20 {
		t.Errorf("the heap grew from %d to %d", before, after)
	}
	if n := runtime.NumGoroutine(); n > routines {
		t.Errorf("%d goroutines, %d before", n, routines)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	limited, from := l.Stats.Total(Limited), handled[netip.MustParseAddr("127.0.0.1")]
	if from > burst+int(took.Seconds())+1 || limited == 0 {
		t.Errorf("%d of the flood were handled and %d refused", from, limited)
	}
	if n := handled[netip.MustParseAddr("127.0.0.2")]; n < others+2 {
		t.Errorf("%d of the other sender came through", n)
	}
	t.Logf("%d sent in %s: %d handled, %d refused; heap %d to %d", flood, took, from, limited, before, heap())
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// TestQueue drops what there is no room for, and counts it.
func TestQueue(t *testing.T) {
	busy, release := make(chan struct{}), make(chan struct{})
	first := true
	l, err := Listen(t.Context(), Options{
		Address: "127.0.0.1:0", Queue: 2,
		Sender: func(netip.Addr) (Access, bool) { return access(), true },
		Handle: func(Notice) bool {
			if first {
				first = false
				close(busy)
				<-release
			}
			return true
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	c := dial(t, l, "127.0.0.1")
	trap := v2c("traps", onBattery)
	_, _ = c.Write(trap)
	<-busy
	for l.Stats.Total(Dropped) < 3 {
		if _, err := c.Write(trap); err != nil {
			t.Fatal(err)
		}
		runtime.Gosched()
	}
	if n := len(l.queue); n != 2 {
		t.Errorf("%d wait", n)
	}
	close(release)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if n := l.Stats.Total(Mapped); n < 3 { // more, if they came in before the end
		t.Errorf("%d were handled: the one, and two that waited", n)
	}
}

func TestSenders(t *testing.T) {
	l, got := listen(t, Options{MaxDatagram: 500, Sender: func(from netip.Addr) (Access, bool) {
		return access(), from == netip.MustParseAddr("127.0.0.1")
	}})
	foe, friend := dial(t, l, "127.0.0.9"), dial(t, l, "127.0.0.1")
	_, _ = foe.Write(v2c("traps", onBattery))
	_, _ = friend.Write(make([]byte, 501))
	ask(t, friend, inform)
	if n := got.wait(t); n.Sender.String() != "127.0.0.1" {
		t.Errorf("it is %+v", n)
	}
	if l.Stats.Total(Refused) != 1 || l.Stats.Total(Malformed) != 1 || l.Stats.Count(1, Mapped) != 1 {
		t.Error("what was refused, or too large, is counted")
	}
}

// TestFamilies listens on all addresses, of both kinds, as --snmp.trap-address=:162 does.
func TestFamilies(t *testing.T) {
	from := make(chan netip.Addr, 2)
	l, err := Listen(t.Context(), Options{
		Address: ":0", Handle: func(n Notice) bool { from <- n.Sender; return true },
		Sender: func(a netip.Addr) (Access, bool) { return access(), a.IsLoopback() },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	for _, host := range []string{"127.0.0.1", "::1"} {
		to := netip.AddrPortFrom(netip.MustParseAddr(host), l.Addr().Port())
		c, err := net.DialUDP("udp", nil, net.UDPAddrFromAddrPort(to))
		if err != nil {
			t.Logf("this system has no %s: %v", host, err)
			continue
		}
		ask(t, c, inform)
		_ = c.Close()
		if a := <-from; a.String() != host {
			t.Errorf("%s is known as %s", host, a)
		}
	}
}

func TestListenEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	o := Options{
		Address: "127.0.0.1:0", Handle: func(Notice) bool { return true },
		Sender: func(netip.Addr) (Access, bool) { return Access{}, false },
	}
	l, err := Listen(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	again := o
	again.Address = l.Addr().String()
	if _, err := Listen(ctx, again); err == nil || !strings.Contains(err.Error(), "listen for traps") {
		t.Errorf("the same port twice: %v", err)
	}
	cancel()
	if err := l.Wait(); err != nil {
		t.Error(err)
	}
	for _, bad := range []Options{{}, {Sender: o.Sender, Handle: o.Handle, Queue: -1}} {
		if _, err := Listen(t.Context(), bad); !errors.Is(err, ErrOptions) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}

// TestFaults has a socket err: 150 times at once it goes on, for ten seconds it ends and says why.
func TestFaults(t *testing.T) {
	var clock atomic.Int64 // seconds
	var asked atomic.Int64
	got := newBox()
	l, err := Listen(t.Context(), Options{
		Address: "127.0.0.1:0", Handle: got.put, Sender: func(netip.Addr) (Access, bool) { return access(), true },
		Now: func() time.Time { asked.Add(1); return start.Add(time.Duration(clock.Load()) * time.Second) },
	})
	if err != nil {
		t.Fatal(err)
	}
	fail := func(times int64) {
		_ = l.conn.SetReadDeadline(time.Unix(1, 0))
		for n, end := asked.Load(), time.Now().Add(10*time.Second); asked.Load() < n+times && time.Now().Before(end); {
			runtime.Gosched()
		}
	}
	fail(150)
	_ = l.conn.SetReadDeadline(time.Time{})
	if _, err := dial(t, l, "127.0.0.1").Write(v2c("traps", onBattery)); err != nil {
		t.Fatal(err)
	}
	got.wait(t)
	fail(2)
	clock.Store(10)
	if err := l.Wait(); !errors.Is(err, os.ErrDeadlineExceeded) || !strings.Contains(err.Error(), "receive traps") {
		t.Errorf("it ended with %v", err)
	}
}

func TestRate(t *testing.T) {
	r := newRate(3, 2)
	one, other := netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("10.0.0.2")
	count := func(from netip.Addr, at time.Duration) (n int) {
		for range 10 {
			if r.allow(from, start.Add(at)) {
				n++
			}
		}
		return n
	}
	for _, step := range []struct {
		from netip.Addr
		at   time.Duration
		want int
	}{{one, 0, 3}, {other, 0, 3}, {one, time.Second, 2}, {one, time.Hour, 3}, {one, 0, 0}} {
		if n := count(step.from, step.at); n != step.want {
			t.Errorf("%v after %s: %d, want %d", step.from, step.at, n, step.want)
		}
	}
	for i := range 2 * maxSenders {
		r.allow(netip.AddrFrom4([4]byte{11, 0, byte(i >> 8), byte(i)}), start.Add(2*time.Hour))
	}
	if len(r.senders) > maxSenders {
		t.Errorf("%d senders are remembered", len(r.senders))
	}
	if count(netip.MustParseAddr("12.0.0.1"), 2*time.Hour) != 0 {
		t.Error("all beyond share one rate")
	}
	if count(netip.MustParseAddr("12.0.0.1"), 3*time.Hour) != 3 {
		t.Error("who is calm is forgotten")
	}
}

func TestOutcomes(t *testing.T) {
	if len(Outcomes()) != int(numOutcomes) || len(Versions()) != numVersions {
		t.Error("there are labels for all counters")
	}
	for _, o := range Outcomes() {
		if o.String() == "" {
			t.Errorf("outcome %d has no name", o)
		}
	}
}
