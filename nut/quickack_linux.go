package nut

import (
	"net"
	"syscall"
)

// quickAck makes Linux acknowledge at once what conn receives.
//
// upsd writes one line at a time and leaves Nagle's algorithm on, so its kernel holds the second
// line back until the first is acknowledged; ours would let it wait for 40 ms, once per answer. The
// kernel forgets the wish soon, therefore it is repeated before each read. Connections that are not
// sockets stay as they are, and if the kernel refuses, only speed is lost.
func quickAck(conn net.Conn) net.Conn {
	socket, ok := conn.(syscall.Conn)
	if !ok {
		return conn
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return conn
	}
	return &quickAckConn{Conn: conn, raw: raw}
}

type quickAckConn struct {
	net.Conn
	raw syscall.RawConn
}

func (c *quickAckConn) Read(b []byte) (int, error) {
	_ = c.raw.Control(setQuickAck)
	return c.Conn.Read(b)
}

func setQuickAck(fd uintptr) {
	_ = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, syscall.TCP_QUICKACK, 1)
}
