package nut

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
)

// hide takes the password out of a line that is about to become part of an error.
func (l *link) hide(line []byte) []byte {
	if l.secret == "" {
		return line
	}
	sent := appendQuoted(nil, l.secret)
	for _, form := range [][]byte{sent[1 : len(sent)-1], []byte(l.secret)} {
		line = bytes.ReplaceAll(line, form, []byte("<secret>"))
	}
	return line
}

// unexpected names a line that has no place.
func (l *link) unexpected(line []byte) error { return unexpected(l.hide(line)) }

// broken explains why reading or writing ended: partial tells whether half a line had arrived.
func (l *link) broken(err error, partial bool) error {
	var alert *net.OpError
	var record tls.RecordHeaderError
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded) && (partial || l.lines > 0):
		return fmt.Errorf("answer incomplete: %w", ended(l.ctx))
	case errors.Is(err, os.ErrDeadlineExceeded):
		return fmt.Errorf("%w: %w", ErrNoAnswer, ended(l.ctx))
	case errors.As(err, &alert) && alert.Op == "remote error", errors.As(err, &record):
		return fmt.Errorf("%w: %w%s", ErrTLS, err, l.certificateHint())
	case errors.Is(err, io.EOF):
		return fmt.Errorf("%w%s", ErrConnectionClosed, l.certificateHint())
	default:
		return fmt.Errorf("%w: %w%s", ErrConnectionClosed, err, l.certificateHint())
	}
}

// certificateHint tells what a failure right after the handshake mostly means: with TLS 1.3 the
// client has finished before the server looks for the client's certificate.
func (l *link) certificateHint() string {
	if l.conn == l.raw || l.heard {
		return ""
	}
	return " (first question after the TLS handshake: the server may demand a client certificate)"
}

// ended returns what ended a context. The timer of a socket can be quicker than the context's own,
// therefore a context that has not ended yet has run out of time.
func ended(ctx context.Context) error {
	err := ctx.Err()
	if err == nil {
		return context.DeadlineExceeded
	}
	if cause := context.Cause(ctx); cause != err { //nolint:errorlint // is it another one?
		return fmt.Errorf("%w: %w", err, cause)
	}
	return err
}
