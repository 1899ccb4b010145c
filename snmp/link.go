package snmp

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"sync"
	"time"
)

// maxDatagram is the largest answer that is taken, in bytes. Requests are made
// for answers of a tenth of it.
const maxDatagram = 16 << 10

// A link is a socket towards an agent.
type link struct {
	conn net.Conn       // connected: the kernel takes answers from the agent's address only
	any  *net.UDPConn   // or not connected: answers may come from anywhere
	to   netip.AddrPort // where requests go from any

	in      *[maxDatagram + 1]byte
	buffers *sync.Pool // where in belongs; may be nil

	ctx    context.Context // of the call under way
	unbind func()
}

func dial(ctx context.Context, address string, o Options) (*link, error) {
	open := o.DialContext
	if open == nil {
		open = (&net.Dialer{}).DialContext
	}
	conn, err := open(ctx, "udp", address)
	if err != nil {
		return nil, err
	}
	l := &link{conn: conn, buffers: o.buffers}
	if !o.AnySource {
		return l, nil
	}
	defer func() { _ = conn.Close() }()
	remote, ok := conn.RemoteAddr().(*net.UDPAddr)
	local, _ := conn.LocalAddr().(*net.UDPAddr)
	if !ok || local == nil {
		return nil, fmt.Errorf("answers from any source need UDP: %s", conn.RemoteAddr().Network())
	}
	// The local address stays the one that the route to the agent has.
	from := net.JoinHostPort(local.AddrPort().Addr().Unmap().String(), "0")
	packets, err := (&net.ListenConfig{}).ListenPacket(ctx, "udp", from)
	if err != nil {
		return nil, err
	}
	l.any, _ = packets.(*net.UDPConn) // that is what "udp" gives
	l.conn, l.to = l.any, remote.AddrPort()
	return l, nil
}

func (l *link) close() error {
	if l.in != nil && l.buffers != nil {
		l.buffers.Put(l.in)
		l.in = nil
	}
	return l.conn.Close()
}

func (l *link) send(datagram []byte) (err error) {
	if l.any != nil {
		_, err = l.any.WriteToUDPAddrPort(datagram, l.to)
		return err
	}
	_, err = l.conn.Write(datagram)
	return err
}

// receive returns the next datagram. It is valid until the next call.
func (l *link) receive() ([]byte, error) {
	if l.in == nil && l.buffers != nil {
		l.in, _ = l.buffers.Get().(*[maxDatagram + 1]byte)
	}
	if l.in == nil {
		l.in = new([maxDatagram + 1]byte)
	}
	var n int
	var err error
	if l.any != nil {
		n, _, err = l.any.ReadFromUDPAddrPort(l.in[:])
	} else {
		n, err = l.conn.Read(l.in[:])
	}
	if err != nil {
		return nil, err
	}
	return l.in[:n], nil
}

// bind puts the link under a context until release: its end interrupts a send or
// receive that is under way.
func (l *link) bind(ctx context.Context) {
	l.ctx = ctx
	done := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		_ = l.conn.SetDeadline(longAgo())
		close(done)
	})
	l.unbind = func() {
		// A callback that has begun has to end before the next call sets its own deadline.
		if !stop() {
			<-done
		}
	}
}

func (l *link) release() { l.unbind() }

// wait bounds send and receive by a time. It looks at the context afterwards,
// because the callback of bind may have run before and must not be undone.
func (l *link) wait(until time.Time) {
	_ = l.conn.SetDeadline(until)
	if l.ctx.Err() != nil {
		_ = l.conn.SetDeadline(longAgo())
	}
}

func longAgo() time.Time { return time.Unix(1, 0) }

func timedOut(err error) bool { return errors.Is(err, os.ErrDeadlineExceeded) }
