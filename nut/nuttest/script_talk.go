package nuttest

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

// scriptPatience bounds every wait for the client.
const scriptPatience = 10 * time.Second

// converse goes through the steps of one connection.
func (p *player) converse(conn net.Conn, steps []step) error {
	in := bufio.NewReader(conn)
	for _, s := range steps {
		switch s.kind {
		case clientSays:
			if err := p.expect(in, s); err != nil {
				return err
			}
		case serverSays:
			// A client that has seen enough may hang up. What it owes shows at the next step.
			_, _ = io.WriteString(conn, s.text)
		case serverCloses:
			return nil
		case clientCloses:
			return p.silence(in, s.String(), true)
		}
	}
	return p.silence(in, "the end of the script", false)
}

func (p *player) expect(in *bufio.Reader, s step) error {
	p.patience(scriptPatience)
	line, err := in.ReadString('\n')
	if err != nil {
		return fmt.Errorf("%s: the client sent %q, then %w", s, line, plainError(err))
	}
	if got := strings.TrimSuffix(line, "\n"); got != s.text {
		return fmt.Errorf("%s: the client sent %q", s, got)
	}
	return nil
}

// silence waits until the client closes. When it must, its not doing so is an error.
func (p *player) silence(in *bufio.Reader, where string, must bool) error {
	if must {
		p.patience(scriptPatience)
	} else {
		p.patience(0)
	}
	rest, err := in.ReadString('\n')
	if rest != "" {
		return fmt.Errorf("%s: the client sent %q on top", where, rest)
	}
	var timeout net.Error
	if must && errors.As(err, &timeout) && timeout.Timeout() {
		return fmt.Errorf("%s: the client did not close", where)
	}
	return nil
}

// plainError leaves out addresses, which differ each time.
func plainError(err error) error {
	var op *net.OpError
	if errors.As(err, &op) {
		return op.Err
	}
	return err
}

func (p *player) hold(conn net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.conn, p.idle = conn, false
	p.setDeadline(scriptPatience)
}

// patience bounds the next reads, or no longer does.
func (p *player) patience(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.idle = d == 0
	p.setDeadline(d)
}

// stop ends the script at the end of the test, with a moment for bytes that are under way.
func (p *player) stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stopped = true
	_ = p.listener.Close()
	if p.conn != nil {
		p.setDeadline(scriptPatience)
	}
}

// setDeadline gives the client d from now, 0 for ever; after stop much less.
func (p *player) setDeadline(d time.Duration) {
	switch {
	case p.stopped && p.idle:
		d = 10 * time.Millisecond
	case p.stopped:
		d = 200 * time.Millisecond
	}
	deadline := time.Now().Add(d)
	if d == 0 {
		deadline = time.Time{}
	}
	_ = p.conn.SetReadDeadline(deadline)
}
