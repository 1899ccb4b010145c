package config

import (
	"context"
	"net"
	"net/netip"
	"sync/atomic"
)

// A peer notes what address was dialled last, whatever name led to it.
type peer struct {
	at atomic.Pointer[netip.AddrPort]
}

type dialFunc func(ctx context.Context, network, address string) (net.Conn, error)

// noting wraps a dialler.
func (p *peer) noting(dial dialFunc) dialFunc {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		at := addressOf(conn)
		p.at.Store(&at)
		return conn, nil
	}
}

// Peer returns the address of the SNMP agent that was dialled last; it is not valid if there was none.
func (m *Means) Peer() netip.AddrPort {
	if at := m.peer.at.Load(); at != nil {
		return *at
	}
	return netip.AddrPort{}
}
