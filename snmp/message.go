package snmp

import (
	"errors"
	"fmt"
	"slices"

	"github.com/argus-power/argus/snmp/ber"
)

// Tags of PDUs (RFC 3416, section 3).
const (
	pduResponse = 0xa2
	pduReport   = 0xa8
)

// An answer is a PDU that an agent sent to the request under way. Its octets are
// those of the datagram and valid until the next receive.
type answer struct {
	header v3Header
	kind   byte
	id     int64
	status int
	index  int
	binds  []bind
}

// A bind is a variable of an answer, not decoded.
type bind struct {
	name     []byte
	tag      byte
	contents []byte
	bad      bool // the value is not readable
}

// errForeign marks a datagram that is no answer to the request under way.
var errForeign = errors.New("foreign datagram")

// errPast is the answer to a request before, or its double.
var errPast = fmt.Errorf("%w: it answers a request before", errForeign)

// otherID tells an id that was ours from one that never was.
func (c *Client) otherID(id int64, why string) error {
	if id > 0 && id < 1<<31 && slices.Contains(c.past[:], int32(id)) {
		return errPast
	}
	return foreign(why)
}

func foreign(why string) error { return fmt.Errorf("%w: %s", errForeign, why) }

func notOurs(what string) error { return fmt.Errorf("%w: %s", ErrBadAnswer, what) }

// parse takes a datagram for an answer to the request under way. The error wraps
// errForeign if it is not one, and ErrBadAnswer if it is and is wrong: nobody
// else knows the random ids.
func (c *Client) parse(datagram []byte) error {
	outer := elements{rest: datagram}
	if !outer.enter(ber.TagSequence) {
		return foreign("it is not SNMP")
	}
	version, ok := outer.integer()
	if !ok {
		return foreign("it has no version")
	}
	c.answer = answer{binds: c.answer.binds[:0]}
	if version == 3 {
		return c.parseV3(datagram, &outer)
	}
	community, ok := outer.take(ber.TagOctets)
	if !ok {
		return foreign("it has no community")
	}
	err := c.parsePDU(&outer)
	switch {
	case errors.Is(err, errForeign):
		return err
	case version != c.version():
		return notOurs("another version than asked")
	case string(community) != c.options().Community:
		return notOurs("another community than asked")
	case err == nil && c.answer.kind != pduResponse:
		return notOurs("it is no response")
	}
	return err
}

// version is the number of the version in a message.
func (c *Client) version() int64 {
	switch c.options().Version {
	case V1:
		return 0
	case V3:
		return 3
	}
	return 1
}

// parseV3 reads the rest of a message of version 3 (RFC 3412, section 7.2).
func (c *Client) parseV3(datagram []byte, b *elements) error {
	a, e := &c.answer, c.memory.engine()
	h := &a.header
	switch err := h.parse(b); {
	case c.options().Version != V3:
		return foreign("another version than asked")
	case err != nil:
		return foreign(err.Error())
	case h.id != int64(c.id):
		return c.otherID(h.id, "another message id")
	}
	if h.flags&flagAuth != 0 {
		if b.cut {
			return errCutOff
		}
		if err := e.verify(datagram, h); err != nil {
			return foreign(err.Error())
		}
	}
	if err := c.openScoped(b); err != nil {
		return err
	}
	err := c.parsePDU(b)
	switch level := c.level; {
	case a.kind == pduReport:
		return err // whatever its level; it is trusted for nothing but to ask again
	case errors.Is(err, errForeign):
		return err
	case h.flags&(flagAuth|flagPriv) != level:
		return foreign("another security level than asked")
	case level != 0 && string(h.user) != e.user.User:
		return foreign("another user than asked")
	case a.kind != pduResponse:
		return notOurs("it is no response")
	}
	e.tick(h)
	return err
}

// openScoped decrypts the scoped PDU if it has to, and skips its context.
func (c *Client) openScoped(b *elements) error {
	h := &c.answer.header
	if h.flags&flagPriv != 0 {
		if h.flags&flagAuth == 0 {
			return foreign("encrypted without a digest")
		}
		scoped, ok := b.take(ber.TagOctets)
		if !ok {
			return foreign("it has no contents")
		}
		if err := c.memory.engine().decrypt(scoped, h); err != nil {
			return foreign(err.Error())
		}
		b.rest = scoped
	}
	cut := b.cut
	ok := b.enter(ber.TagSequence)
	_, hasEngine := b.take(ber.TagOctets)
	_, hasContext := b.take(ber.TagOctets)
	b.cut = b.cut || cut
	if !ok || !hasEngine || !hasContext {
		return foreign("it has no contents")
	}
	return nil
}
