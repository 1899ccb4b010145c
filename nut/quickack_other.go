//go:build !linux

package nut

import "net"

// quickAck does nothing where the socket option does not exist. Asking all questions in one write
// then saves most of the waiting.
func quickAck(conn net.Conn) net.Conn { return conn }
