package nut

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/netip"
)

// connect dials and, if asked to, goes into TLS. The link comes back bound to ctx.
func connect(ctx context.Context, s *settings) (*link, error) {
	conn, err := s.DialContext(ctx, "tcp", s.address)
	if err != nil {
		return nil, fmt.Errorf("%w to %s: %w", ErrConnect, s.address, err)
	}
	l := newLink(conn, s.Limits)
	l.secret = s.Password
	l.bind(ctx)
	if s.TLS != nil {
		if err := l.startTLS(s.TLS); err != nil {
			l.drop()
			return nil, fmt.Errorf("%s: %w", command{verb: askStartTLS}, err)
		}
	}
	return l, nil
}

// startTLS encrypts the connection (RFC 9271, STARTTLS). upsd does the handshake while nobody
// else is served, hence there is nothing to prepare, nothing to wait for and nothing to log between
// its OK and our first record.
func (l *link) startTLS(config *tls.Config) error {
	if err := l.ask(command{verb: askStartTLS}); err != nil {
		return err
	}
	if err := l.ok(); err != nil {
		if _, ok := errors.AsType[*ServerError](err); ok && !fatal(err) {
			return fmt.Errorf("%w: %w", ErrTLSRefused, err)
		}
		return err
	}
	if l.in.Buffered() > 0 {
		return ErrTLSInjection
	}
	conn := tls.Client(l.raw, config)
	l.lines, l.heard = 0, false
	// The deadline of raw bounds it; a context would cost a goroutine.
	if err := conn.Handshake(); err != nil { //nolint:noctx // see above
		return l.handshakeError(err)
	}
	l.conn = conn
	l.in.Reset(conn)
	return nil
}

func isIP(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil
}
