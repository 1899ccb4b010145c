package config

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
)

// TestSlots holds that a server has so many connections at a time and not more, whatever it is called, and
// that each that is closed makes room.
func TestSlots(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	port := netip.MustParseAddrPort(listener.Addr().String()).Port()
	c := parse(t, File{"p.yml", []byte("targets: {allow: ['*:*']}")})
	dial := func(ctx context.Context, host string) (net.Conn, error) {
		target := Target{Protocol: NUT, Host: host, Port: port}
		return c.slots.dial(c.reach(target, nil))(ctx, "tcp4", target.Address())
	}
	var open []net.Conn
	for i := range perServer {
		conn, err := dial(t.Context(), []string{"127.0.0.1", "localhost"}[i%2])
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		open = append(open, conn)
	}
	hurried, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if conn, err := dial(hurried, "localhost"); err == nil || power.ReasonOfCause(err, nil) != power.Timeout {
		t.Fatalf("one more: %v, %v", conn, err)
	}
	for range 2 { // closing twice makes room for one
		open[0].Close()
	}
	patient, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	conn, err := dial(patient, "127.0.0.1")
	if err != nil {
		t.Fatalf("after one was closed: %v", err)
	}
	defer conn.Close()
	for _, conn := range append(open[1:], conn) {
		conn.Close()
	}
	listener.Close()
	if _, err := dial(t.Context(), "127.0.0.1"); err == nil {
		t.Error("nobody listens, and there is a connection")
	}
	if n := len(c.slots.taken); n != 0 {
		t.Errorf("%d servers have places taken when all is closed", n)
	}
}

// TestLateAttempts holds that an address which is tried when another one has answered takes no place for ever.
func TestLateAttempts(t *testing.T) {
	s := &slots{}
	a := attempt{slots: s}
	early, late := netip.MustParseAddrPort("10.0.0.1:3493"), netip.MustParseAddrPort("[fd00::1]:3493")
	if err := a.take(t.Context(), early); err != nil {
		t.Fatal(err)
	}
	a.keep(nil)
	if err := a.take(t.Context(), late); err != nil || len(s.taken) != 0 {
		t.Errorf("%v, %v", err, s.taken)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	for i := range perServer {
		b := attempt{slots: s}
		if err := b.take(t.Context(), early); err != nil {
			t.Fatal(fmt.Sprint(i), err)
		}
	}
	if err := a.take(gone, early); !errors.Is(err, context.Canceled) {
		t.Errorf("no place, and nobody waits: %v", err)
	}
}
