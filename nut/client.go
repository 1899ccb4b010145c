package nut

import (
	"context"
	"fmt"
	"net"
	"sync/atomic"
)

// A Client is one connection to a server. Its methods may be called from several goroutines; the
// server is asked one question at a time.
//
// A refusal of the server, *ServerError, leaves the connection as it is. Any other error ends it,
// and so does a context that ends while the answer is under way: the methods then repeat the error.
// upsd itself hangs up after 60 seconds without a question.
type Client struct {
	turn   chan struct{} // holds one token while a question is under way
	link   *link
	broken error // why the connection is gone; whoever has the turn may touch it
	closed atomic.Bool
}

// Dial connects to a server at "host:port", does STARTTLS if o.TLS is set and sends the
// credentials, if there are any. The context bounds only this, not the life of the connection.
func Dial(ctx context.Context, address string, o Options) (*Client, error) {
	s, err := o.prepare(address)
	if err != nil {
		return nil, err
	}
	l, err := connect(ctx, s)
	if err != nil {
		return nil, err
	}
	for _, c := range s.login { // one at a time: not every server reads ahead
		if err = l.ask(c); err == nil {
			err = l.ok()
		}
		if err != nil {
			l.drop()
			return nil, fmt.Errorf("%s: %w", c, err)
		}
	}
	l.release()
	return &Client{turn: make(chan struct{}, 1), link: l}, nil
}

// ListUPS returns the UPSes of the server in its own order, which changes with its configuration
// (RFC 9271, LIST UPS). Those without a living driver are among them.
func (c *Client) ListUPS(ctx context.Context) (list []UPS, err error) {
	err = c.do(ctx, command{verb: askListUPS}, func() error {
		list, err = c.link.upses(8)
		return err
	})
	return list, err
}

// ListVars returns all variables of a UPS (RFC 9271, LIST VAR), or a *ServerError such as
// CodeDataStale, CodeDriverNotConnected, CodeUnknownUPS.
func (c *Client) ListVars(ctx context.Context, ups string) (list []Var, err error) {
	if err := checkName(ups); err != nil {
		return nil, err
	}
	err = c.do(ctx, command{verb: askListVar, ups: ups}, func() error {
		list, err = c.link.vars(ups, 64)
		return err
	})
	return list, err
}

// GetVar returns the value of one variable (RFC 9271, GET VAR), or a *ServerError such as
// CodeVarNotSupported.
func (c *Client) GetVar(ctx context.Context, ups, name string) (value string, err error) {
	for _, s := range []string{ups, name} {
		if err := checkName(s); err != nil {
			return "", err
		}
	}
	err = c.do(ctx, command{verb: askGetVar, ups: ups, name: name}, func() error {
		value, err = c.link.variable(ups, name)
		return err
	})
	return value, err
}

// Version returns how the server introduces itself, free text such as "Network UPS Tools upsd
// 2.8.0 - http://www.networkupstools.org/" (RFC 9271, VER). Not every server knows the
// command: expect a *ServerError.
func (c *Client) Version(ctx context.Context) (string, error) {
	return c.text(ctx, askVersion)
}

// NetVersion returns the version of the protocol, such as "1.3" (RFC 9271, NETVER). Servers
// older than NUT 2.6.4 and some others answer with a *ServerError.
func (c *Client) NetVersion(ctx context.Context) (string, error) {
	return c.text(ctx, askNetVersion)
}

func (c *Client) text(ctx context.Context, v verb) (text string, err error) {
	err = c.do(ctx, command{verb: v}, func() error {
		text, err = c.link.text()
		return err
	})
	return text, err
}

// Close ends the connection, also under a question that waits for its answer in another goroutine.
// Later calls wrap net.ErrClosed. The error is always nil: nothing is lost when the server has gone
// before.
func (c *Client) Close() error {
	if !c.closed.Swap(true) {
		_ = c.link.conn.Close()
	}
	return nil
}

// do asks one question and lets read take the answer, when it is this caller's turn.
func (c *Client) do(ctx context.Context, question command, read func() error) error {
	select {
	case c.turn <- struct{}{}:
		defer func() { <-c.turn }()
	case <-ctx.Done():
		return fmt.Errorf("%s: waiting for another call: %w", question, ended(ctx))
	}
	if c.closed.Load() {
		return fmt.Errorf("%s: %w", question, net.ErrClosed)
	}
	if c.broken != nil {
		return c.broken
	}
	c.link.bind(ctx)
	defer c.link.release()
	err := c.link.ask(question)
	if err == nil {
		err = read()
	}
	if err == nil {
		return nil
	}
	err = fmt.Errorf("%s: %w", question, err)
	if fatal(err) {
		c.broken = err
		_ = c.link.raw.Close()
	}
	return err
}
