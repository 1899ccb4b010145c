package nut

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"time"
)

// A link is one connection: commands go out, bounded lines come in. Any error but a refusal of the
// server is the end of it.
type link struct {
	raw    net.Conn // what was dialled; deadlines are set here, below TLS
	conn   net.Conn // what is read and written: raw, or TLS over it
	in     *bufio.Reader
	limits Limits
	left   int64 // bytes that may still come

	secret string // what no error may repeat, whatever the server echoes; or ""

	lines int  // lines of the current answer so far
	heard bool // something has been answered on conn, in particular since TLS began

	ctx    context.Context // of the call that has the link now; says why a read was cut short
	unbind func()
}

func newLink(conn net.Conn, limits Limits) *link {
	raw := quickAck(conn)
	return &link{
		raw:    raw,
		conn:   raw,
		in:     bufio.NewReaderSize(raw, limits.Line),
		limits: limits,
		left:   limits.Bytes,
	}
}

// bind puts the link under a context until release: its deadline becomes the connection's, and its
// end interrupts a read or write that is under way.
func (l *link) bind(ctx context.Context) {
	l.ctx = ctx
	l.restoreDeadline()
	done := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		_ = l.raw.SetDeadline(longAgo())
		close(done)
	})
	l.unbind = func() {
		// A callback that has begun has to end before the next call sets its own deadline.
		if !stop() {
			<-done
		}
	}
}

func (l *link) release() {
	if l.unbind != nil {
		l.unbind()
		l.unbind = nil
	}
}

// restoreDeadline sets the deadline of the context. It looks at the context afterwards, because
// the callback of bind may have run before and its interruption must not be undone.
func (l *link) restoreDeadline() {
	deadline, _ := l.ctx.Deadline() // the zero time is no deadline
	_ = l.raw.SetDeadline(deadline)
	if l.ctx.Err() != nil {
		_ = l.raw.SetDeadline(longAgo())
	}
}

func longAgo() time.Time { return time.Unix(1, 0) }

// drop closes the connection at once, whatever is under way. It leaves out the farewell of TLS,
// which might wait for a server that has stopped reading.
func (l *link) drop() {
	_ = l.raw.Close()
	l.release()
}

// hangUp ends a connection on which every answer was complete.
func (l *link) hangUp() {
	_ = l.conn.Close()
	l.release()
}

// write sends requests. A server that is full says so and hangs up without reading; then its last
// words explain more than the broken connection does.
func (l *link) write(requests []byte) error {
	_, err := l.conn.Write(requests)
	if err == nil {
		return nil
	}
	if line, readErr := l.line(); readErr == nil {
		if word, rest := cutWord(line); equalFold(word, "ERR") {
			return serverError(l.hide(rest))
		}
	}
	return l.broken(err, false)
}

// line returns the next line without its end. It is valid until the next read.
func (l *link) line() ([]byte, error) {
	line, err := l.in.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		return nil, fmt.Errorf("%w: the limit is %d bytes", ErrLineTooLong, l.limits.Line)
	}
	if err != nil {
		return nil, l.broken(err, len(line) > 0)
	}
	if l.left -= int64(len(line)); l.left < 0 {
		return nil, fmt.Errorf("%w: the limit is %d bytes", ErrTooMuchData, l.limits.Bytes)
	}
	l.lines++
	l.heard = true
	return trimEnd(line), nil
}

// begins waits for the first byte of the next answer.
func (l *link) begins() error {
	if _, err := l.in.Peek(1); err != nil {
		return l.broken(err, false)
	}
	return nil
}

// beginsWithin is begins with patience: it reports false when nothing came in that time, or when
// the server hung up. The error is for a context that ended meanwhile.
func (l *link) beginsWithin(patience time.Duration) (bool, error) {
	if l.in.Buffered() > 0 {
		return true, nil
	}
	_ = l.raw.SetReadDeadline(time.Now().Add(patience))
	if l.ctx.Err() != nil { // see restoreDeadline
		_ = l.raw.SetDeadline(longAgo())
	}
	_, err := l.in.Peek(1)
	l.restoreDeadline()
	if err != nil && l.ctx.Err() != nil {
		return false, l.broken(err, false)
	}
	return err == nil, nil
}
