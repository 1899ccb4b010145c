package snmp

import (
	"errors"

	"github.com/argus-power/argus/snmp/ber"
)

// Bits of msgFlags (RFC 3412, section 6.4).
const (
	flagAuth = 1
	flagPriv = 2
)

// A v3Header is what stands in front of the PDU of an SNMPv3 message (RFC 3412,
// section 6; RFC 3414, section 2.4). The octets are those of the datagram.
type v3Header struct {
	id       int64
	maxSize  int64
	flags    byte
	engineID []byte
	boots    int64
	clock    int64
	user     []byte
	mac      []byte
	salt     []byte
}

var errHeader = errors.New("the header of version 3 is not readable")

// parse reads the header from a message after its version, up to the scoped PDU.
func (h *v3Header) parse(b *elements) error {
	global, ok := b.take(ber.TagSequence)
	if !ok {
		return errHeader
	}
	g := elements{rest: global}
	var flags []byte
	var model int64
	for _, read := range []func() bool{
		func() (ok bool) { h.id, ok = g.integer(); return ok },
		func() (ok bool) { h.maxSize, ok = g.integer(); return ok },
		func() (ok bool) { flags, ok = g.take(ber.TagOctets); return ok && len(flags) == 1 },
		func() (ok bool) { model, ok = g.integer(); return ok && model == 3 },
	} {
		if !read() {
			return errHeader
		}
	}
	h.flags = flags[0]
	parameters, ok := b.take(ber.TagOctets)
	if !ok {
		return errHeader
	}
	return h.parseUSM(&elements{rest: parameters})
}

func (h *v3Header) parseUSM(b *elements) error {
	if !b.enter(ber.TagSequence) || b.cut {
		return errHeader
	}
	for _, read := range []func() bool{
		func() (ok bool) { h.engineID, ok = b.take(ber.TagOctets); return ok },
		func() (ok bool) { h.boots, ok = b.integer(); return ok && h.boots>>31 == 0 },
		func() (ok bool) { h.clock, ok = b.integer(); return ok && h.clock>>31 == 0 },
		func() (ok bool) { h.user, ok = b.take(ber.TagOctets); return ok },
		func() (ok bool) { h.mac, ok = b.take(ber.TagOctets); return ok },
		func() (ok bool) { h.salt, ok = b.take(ber.TagOctets); return ok },
	} {
		if !read() {
			return errHeader
		}
	}
	return nil
}
