package snmp

import "github.com/argus-power/argus/snmp/ber"

// parsePDU reads a response or report (RFC 3416, section 3).
func (c *Client) parsePDU(b *elements) error {
	a := &c.answer
	if len(b.rest) == 0 {
		return foreign("it has no contents")
	}
	a.kind = b.rest[0]
	if !b.enter(a.kind) {
		return foreign("it has no contents")
	}
	id, ok := b.integer()
	if !ok {
		return foreign("it has no request id")
	}
	// The id of a report is 0 if the agent could not read it: the message has one, too.
	if a.id = id; id != int64(c.id) && a.kind != pduReport {
		return c.otherID(id, "another request id")
	}
	status, ok := b.integer()
	index, also := b.integer()
	if !ok || !also {
		if b.cut {
			return errCutOff
		}
		return notOurs("it has no error status")
	}
	a.status = int(status)
	if a.index = int(index); index < 0 || index > 1<<16 {
		a.index = 0
	}
	return a.parseBinds(b)
}

// parseBinds reads the list of variables. A value that is not readable spoils
// only itself; a list that is not readable is an error.
func (a *answer) parseBinds(b *elements) error {
	if !b.enter(ber.TagSequence) {
		if b.cut {
			return errCutOff
		}
		return notOurs("it has no list of variables")
	}
	for len(b.rest) > 0 {
		tag, contents, ok := b.next()
		if b.cut {
			return errCutOff
		}
		if !ok || tag != ber.TagSequence {
			return notOurs("its list of variables is not readable")
		}
		inner := elements{rest: contents}
		name, ok := inner.take(ber.TagOID)
		if !ok {
			return notOurs("a variable has no name")
		}
		v := bind{name: name}
		v.tag, v.contents, ok = inner.next()
		v.bad = !ok || inner.cut
		a.binds = append(a.binds, v)
	}
	if b.cut {
		return errCutOff
	}
	return nil
}

// value decodes the value.
func (v *bind) value() (Value, error) {
	if v.bad {
		return Value{}, badValue("value", v.contents)
	}
	return decodeValue(v.tag, v.contents)
}
