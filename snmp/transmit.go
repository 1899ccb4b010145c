package snmp

import (
	"errors"
	"fmt"
	"time"
)

// transmit sends a packet until its answer is in c.answer, or the tries are over.
// All tries carry the same ids: the answer to the first is welcome during the
// second. Datagrams that are no answer are passed over and do not end the try.
func (c *Client) transmit(packet []byte, tries int) error {
	quiet := new(silence)
	for left := tries; left > 0; left-- {
		if c.requests++; c.requests > maxRequests {
			return fmt.Errorf("%w: more than %d requests", ErrTooMuchData, maxRequests)
		}
		if !c.patience(left) {
			break
		}
		if err := c.link.send(packet); err != nil && !timedOut(err) {
			return fmt.Errorf("send: %w", err)
		}
		c.stats.Requests++
		if left < tries {
			c.stats.Retries++
		}
		if done, err := c.listen(quiet); done {
			return err
		}
	}
	if c.link.ctx.Err() != nil || !c.patience(1) {
		quiet.cause = ended(c.link.ctx)
	}
	quiet.hint = c.hint()
	return quiet
}

// patience sets how long the next of the tries that are left may wait. It
// reports whether there is time for any.
func (c *Client) patience(left int) bool {
	wait := c.options().RequestTimeout
	if deadline, ok := c.link.ctx.Deadline(); ok {
		wait = min(wait, time.Until(deadline)/time.Duration(left))
	}
	if wait <= 0 || c.link.ctx.Err() != nil {
		return false
	}
	c.link.wait(time.Now().Add(wait))
	return true
}

// listen waits for the answer to one try.
func (c *Client) listen(quiet *silence) (done bool, err error) {
	for {
		datagram, err := c.link.receive()
		if timedOut(err) {
			return false, nil
		}
		if err != nil {
			return true, fmt.Errorf("receive: %w", err)
		}
		c.bytes, c.received = c.bytes+len(datagram), c.received+len(datagram)
		if c.bytes > maxBytes || c.received > c.options().most {
			return true, fmt.Errorf("%w: %d bytes, and %d in all calls", ErrTooMuchData, c.bytes, c.received)
		}
		err = c.parse(datagram)
		if err == nil && len(datagram) > maxDatagram {
			err = errCutOff
		}
		if err == nil {
			return true, nil
		}
		c.stats.Refused++
		if !errors.Is(err, errForeign) {
			c.heard = true
			return true, err
		}
		if quiet.passed++; !errors.Is(err, errPast) {
			quiet.refused, quiet.last = quiet.refused+1, err
		}
		if quiet.passed > maxForeign {
			return true, quiet
		}
	}
}
