package snmp_test

import (
	"context"
	"net"
	"os"
	"time"
)

// A spoil is the number of an answer, and which bytes are put into it: where, and what.
type spoil struct {
	number int
	with   []byte
}

// A spoiler is the way to an agent that changes answers. It waits for each of them as
// soon as it is asked for, so that one which is refused costs no time.
type spoiler struct {
	net.Conn
	spoils []spoil
	number int
	came   []byte
}

func (s *spoiler) dial(ctx context.Context, network, address string) (net.Conn, error) {
	var err error
	s.Conn, err = (&net.Dialer{}).DialContext(ctx, network, address)
	s.came = nil
	return s, err
}

func (s *spoiler) Write(request []byte) (int, error) {
	buffer := make([]byte, 1<<16)
	if err := s.Conn.SetDeadline(time.Now().Add(2 * time.Second)); err != nil {
		return 0, err
	}
	if _, err := s.Conn.Write(request); err != nil {
		return 0, err
	}
	n, err := s.Conn.Read(buffer)
	if err != nil {
		return 0, err
	}
	s.came = buffer[:n]
	for _, spoil := range s.spoils {
		if spoil.number%64 == s.number%64 {
			s.spoil(spoil.with)
		}
	}
	s.number++
	return len(request), nil
}

// spoil writes over the answer, or cuts it off if there is nothing to write.
func (s *spoiler) spoil(with []byte) {
	if len(with) == 0 || len(s.came) == 0 {
		s.came = s.came[:len(s.came)/2]
		return
	}
	copy(s.came[int(with[0])*len(s.came)/256:], with[1:])
}

// Read returns the answer, and afterwards that there is no other in time.
func (s *spoiler) Read(b []byte) (int, error) {
	if s.came == nil {
		return 0, os.ErrDeadlineExceeded
	}
	n := copy(b, s.came)
	s.came = nil
	return n, nil
}

// SetDeadline does nothing: nobody waits here.
func (s *spoiler) SetDeadline(time.Time) error { return nil }
