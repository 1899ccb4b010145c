package nuttest

import (
	"net"
	"strings"
	"time"
)

// upsd reads at most so many bytes at a time, and a mistake costs the rest of that read.
const readSize = 512

// next is what becomes of a connection after a command.
type next int

const (
	goOn     next = iota
	dropRest      // go on without what else came in the same read
	hangUp
)

// session is one connection of a client.
type session struct {
	server *Server
	settings
	raw  net.Conn // TCP
	conn net.Conn // raw, or TLS over it
	done <-chan struct{}

	parser parser
	silent bool // by a fault: commands are read and not answered
	secure bool // conn is TLS

	user, password *string // as given by USERNAME and PASSWORD
	login          string  // UPS of LOGIN; guarded by the server's lock
}

func newSession(s *Server, conn net.Conn, done <-chan struct{}) *session {
	c := &session{server: s, settings: s.settings, raw: conn, conn: conn, done: done}
	if c.lineEnd == "" {
		c.lineEnd = "\n"
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetNoDelay(!c.nagle)
	}
	return c
}

func (c *session) serve() {
	if !c.server.admit(c) {
		return
	}
	defer c.server.leave()
	if c.server.faultFor(nil) == MaxClientsError {
		_ = c.send("ERR MAX-CLIENTS too many clients")
		return
	}
	buffer := make([]byte, readSize)
	burst := false // the read before was full: this one brings the rest of it
	for {
		n, err := c.conn.Read(buffer)
		c.server.countRead(n)
		if !burst && !c.pause(c.latency) {
			return
		}
		burst = n == len(buffer)
		if c.take(buffer[:n]) == hangUp || err != nil {
			_ = c.conn.Close() // says goodbye in TLS
			return
		}
	}
}

// take obeys the commands that are complete with these bytes.
func (c *session) take(data []byte) next {
	for _, b := range data {
		complete, err := c.parser.feed(b)
		if err != nil { // upsd says nothing and forgets the rest of the read
			c.parser.reset()
			return dropRest
		}
		if !complete {
			continue
		}
		words := c.parser.words
		c.parser.reset()
		after := c.execute(words)
		if after == goOn && c.oneCommand {
			after = dropRest
		}
		if after != goOn {
			return after
		}
	}
	return goOn
}

// admit waits for a free slot. It reports false when the server closes meanwhile.
func (s *Server) admit(c *session) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c.maxClients > 0 && s.serving >= c.maxClients && s.listener != nil {
		s.slots.Wait()
	}
	if s.listener == nil {
		return false
	}
	s.serving++
	return true
}

func (s *Server) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.serving--
	s.slots.Broadcast()
}

// send writes lines, one write each or all in one. The error of a client that has gone shows at the
// next read; the result is for those who write without end.
func (c *session) send(lines ...string) error {
	if !c.nagle {
		if len(lines) == 0 {
			return nil
		}
		return c.write(strings.Join(lines, c.lineEnd) + c.lineEnd)
	}
	for _, line := range lines {
		if err := c.write(line + c.lineEnd); err != nil {
			return err
		}
	}
	return nil
}

func (c *session) write(text string) error {
	_, err := c.conn.Write([]byte(text))
	return err
}

// pause waits, unless the server closes.
func (c *session) pause(d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-c.done:
		return false
	}
}
