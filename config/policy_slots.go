package config

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"sync"
)

// perServer bounds the connections to one server at a time, by whatever names it is called: callers must not be
// able to take the places that a server has for its clients, some of which it tells when to shut down.
const perServer = 16

// slots are the places for connections to each server.
type slots struct {
	mu    sync.Mutex
	taken map[netip.AddrPort]*slot
}

type slot struct {
	free  chan struct{}
	users int // guarded by slots.mu
}

// dial connects to where a target may lead, when there is a place there.
func (s *slots) dial(r reach) func(ctx context.Context, network, address string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		a := attempt{slots: s}
		conn, err := r.dial(ctx, network, address, a.take)
		return a.keep(conn), err
	}
}

// enter waits for a place.
func (s *slots) enter(ctx context.Context, to netip.AddrPort) (leave func(), err error) {
	own := s.join(to)
	select {
	case own.free <- struct{}{}:
		return sync.OnceFunc(func() { <-own.free; s.quit(to) }), nil
	case <-ctx.Done():
		s.quit(to)
		return nil, fmt.Errorf("%d connections to %s are open: %w", perServer, to, ctx.Err())
	}
}

func (s *slots) join(to netip.AddrPort) *slot {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.taken == nil {
		s.taken = map[netip.AddrPort]*slot{}
	}
	own := s.taken[to]
	if own == nil {
		own = &slot{free: make(chan struct{}, perServer)}
		s.taken[to] = own
	}
	own.users++
	return own
}

func (s *slots) quit(to netip.AddrPort) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.taken[to].users--; s.taken[to].users == 0 {
		delete(s.taken, to)
	}
}

// An attempt to connect holds a place for each address that is tried.
type attempt struct {
	slots *slots

	mu   sync.Mutex
	over bool
	held map[netip.AddrPort]func()
}

// take waits for a place at an address, just before that is connected to.
func (a *attempt) take(ctx context.Context, to netip.AddrPort) error {
	to = plainAddress(to)
	leave, err := a.slots.enter(ctx, to)
	if err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if _, twice := a.held[to]; twice || a.over { // it came too late, and is given up
		leave()
		return nil
	}
	if a.held == nil {
		a.held = map[netip.AddrPort]func(){}
	}
	a.held[to] = leave
	return nil
}

// keep gives back all places but that of the connection, which takes it along.
func (a *attempt) keep(conn net.Conn) net.Conn {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.over = true
	var own func()
	for to, leave := range a.held {
		if conn != nil && addressOf(conn) == to {
			own = leave
		} else {
			leave()
		}
	}
	if own == nil {
		return conn
	}
	switch c := conn.(type) {
	case *net.TCPConn:
		return heldTCP{c, own}
	case *net.UDPConn:
		return heldUDP{c, own}
	}
	own()
	return conn
}

func addressOf(conn net.Conn) netip.AddrPort {
	switch to := conn.RemoteAddr().(type) {
	case *net.TCPAddr:
		return plainAddress(to.AddrPort())
	case *net.UDPAddr:
		return plainAddress(to.AddrPort())
	}
	return netip.AddrPort{}
}

// plainAddress is the same for all spellings of an address.
func plainAddress(a netip.AddrPort) netip.AddrPort {
	return netip.AddrPortFrom(plainIP(a.Addr()), a.Port())
}

// plainIP is the same for all spellings of an address: as IPv4 where it is, and without a zone.
func plainIP(ip netip.Addr) netip.Addr { return ip.Unmap().WithZone("") }

// heldTCP gives its place back when it is closed.
type heldTCP struct {
	*net.TCPConn
	leave func()
}

// Close implements net.Conn.
func (c heldTCP) Close() error { defer c.leave(); return c.TCPConn.Close() }

// heldUDP is the same of a socket.
type heldUDP struct {
	*net.UDPConn
	leave func()
}

// Close implements net.Conn.
func (c heldUDP) Close() error { defer c.leave(); return c.UDPConn.Close() }
