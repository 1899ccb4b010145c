package nuttest

import (
	"errors"
	"net"
	"sync"
	"testing"
)

// A Server is a fake upsd. All its methods may be called at any time and from any goroutine; what
// they change is seen by the next command, on open connections too.
type Server struct {
	mu       sync.Mutex
	slots    sync.Cond // on mu: a connection has gone, see MaxClients
	settings settings
	units    []*unit
	fault    Fault
	fail     string
	replies  map[string][]string
	stats    Stats

	listener net.Listener // nil while the server is closed
	address  string
	done     chan struct{} // closed when the server closes
	sessions map[*session]bool
	serving  int
	running  sync.WaitGroup
}

// NewServer makes a server that does not listen yet.
func NewServer(devices ...Device) *Server {
	s := &Server{
		settings: settings{nagle: true},
		replies:  map[string][]string{},
		stats:    Stats{Commands: map[string]int{}},
		sessions: map[*session]bool{},
	}
	s.slots.L = &s.mu
	for _, d := range devices {
		s.units = append(s.units, newUnit(d))
	}
	return s
}

// Start is the usual way to get a server in a test: it listens on a free port of 127.0.0.1 and is
// closed when the test ends.
func Start(tb testing.TB, devices ...Device) *Server {
	tb.Helper()
	s := NewServer(devices...)
	if err := s.Listen("127.0.0.1:0"); err != nil {
		tb.Fatalf("nuttest: %v", err)
	}
	tb.Cleanup(func() { _ = s.Close() })
	return s
}

// Listen opens the address and serves it in the background until Close. A closed server may listen
// again: Close and Listen(s.Addr()) are a server that refuses connections for a while.
func (s *Server) Listen(address string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.listener != nil {
		return errors.New("nuttest: the server is listening already")
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	s.listener = listener
	s.address = listener.Addr().String()
	s.done = make(chan struct{})
	s.running.Go(func() { s.accept(listener, s.done) })
	return nil
}

// Addr returns the address that the server listens on, or listened on last.
func (s *Server) Addr() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.address
}

// Close stops listening, cuts all connections and waits until every goroutine has ended. The
// devices and the statistics stay.
func (s *Server) Close() error {
	s.mu.Lock()
	var err error
	if s.listener != nil {
		err = s.listener.Close()
		s.listener = nil
		close(s.done)
	}
	for c := range s.sessions {
		_ = c.raw.Close()
	}
	s.slots.Broadcast()
	s.mu.Unlock()
	s.running.Wait()
	return err
}

// Disconnect cuts all open connections and goes on listening, as a restarted upsd seems to do.
func (s *Server) Disconnect() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.sessions {
		_ = c.raw.Close()
	}
}

func (s *Server) accept(listener net.Listener, done <-chan struct{}) {
	for {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		s.open(listener, conn, done)
	}
}

// open starts a session, unless the server has been closed since the connection came.
func (s *Server) open(listener net.Listener, conn net.Conn, done <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.listener != listener {
		_ = conn.Close()
		return
	}
	c := newSession(s, conn, done)
	s.sessions[c] = true
	s.stats.opened(len(s.sessions))
	s.running.Go(func() {
		c.serve()
		_ = c.raw.Close()
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.sessions, c)
	})
}
