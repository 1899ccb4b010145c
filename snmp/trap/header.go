package trap

import "github.com/argus-power/argus/snmp/ber"

// Bits of msgFlags (RFC 3412, section 6.4).
const (
	flagAuth       = 1
	flagPriv       = 2
	flagReportable = 4
)

const (
	modelUSM      = 3  // the user-based security model
	maxEngineID   = 32 // octets (RFC 3411, section 5)
	minEngineID   = 5
	maxUserName   = 32
	maxWholeClock = 1<<31 - 1
)

// A header is what stands in front of the PDU of a message of v3 (RFC 3412, section 6; RFC 3414, section
// 2.4). The octets are those of the datagram.
type header struct {
	id       int64
	flags    byte
	engineID []byte // of the authoritative engine: the sender of a trap, the receiver of an inform
	boots    int64
	clock    int64
	user     []byte
	mac      []byte
	salt     []byte
}

// A scoped is a PDU with the context that it is for.
type scoped struct {
	engineID, name []byte
}

// read reads the header from a message after its version, up to the scoped PDU.
func (h *header) read(b *elements) error {
	global := b.enter(ber.TagSequence)
	h.id = global.integer()
	global.integer() // msgMaxSize: it is 484 at least, and an answer longer than that repeats what its question had
	flags := global.take(ber.TagOctets)
	model := global.integer()
	parameters := b.enter(ber.TagOctets)
	usm := parameters.enter(ber.TagSequence)
	h.engineID = usm.take(ber.TagOctets)
	h.boots, h.clock = usm.integer(), usm.integer()
	h.user, h.mac, h.salt = usm.take(ber.TagOctets), usm.take(ber.TagOctets), usm.take(ber.TagOctets)
	if b.bad || global.bad || usm.bad || len(flags) != 1 || model != modelUSM {
		return errMalformed
	}
	h.flags = flags[0]
	switch {
	case h.boots < 0 || h.boots > maxWholeClock, h.clock < 0 || h.clock > maxWholeClock,
		len(h.engineID) > maxEngineID, len(h.user) > maxUserName, h.level() == flagPriv:
		return errMalformed
	}
	return nil
}

// level is the security level of the message.
func (h *header) level() byte { return h.flags & (flagAuth | flagPriv) }

// readScoped reads the scoped PDU, which is not encrypted any more.
func (m *message) readScoped(b *elements) error {
	in := b.enter(ber.TagSequence)
	m.scoped = scoped{engineID: in.take(ber.TagOctets), name: in.take(ber.TagOctets)}
	if in.bad {
		return errMalformed
	}
	return m.pdu.read(in)
}

// isScoped says whether what was decrypted begins as a scoped PDU does. Nothing else tells whether the key was the
// right one: AES decrypts with any. A PDU that is not well-formed in there is another matter.
func isScoped(plain []byte) bool {
	outer := elements{rest: plain}
	in := outer.enter(ber.TagSequence)
	in.take(ber.TagOctets)
	in.take(ber.TagOctets)
	return !in.bad
}

// encode encodes a message with this header around a scoped PDU, encrypted and signed as its flags say.
func (h header) encode(k *keys, pdu []byte, s scoped) ([]byte, error) {
	data := tlv(ber.TagSequence, tlv(ber.TagOctets, s.engineID), tlv(ber.TagOctets, s.name), pdu)
	h.salt, h.mac = nil, nil
	if h.flags&flagPriv != 0 {
		secret, err := k.encrypt(data, &h)
		if err != nil {
			return nil, err
		}
		data = tlv(ber.TagOctets, secret)
	}
	if h.flags&flagAuth != 0 {
		h.mac = make([]byte, k.macSize)
	}
	datagram := h.around(data)
	if h.flags&flagAuth != 0 {
		k.sign(datagram, h.macAt(datagram))
	}
	return datagram, nil
}

// around encodes the header in front of its data.
func (h *header) around(data []byte) []byte {
	global := tlv(ber.TagSequence, integer(ber.TagInteger, h.id), integer(ber.TagInteger, maxDatagram),
		tlv(ber.TagOctets, []byte{h.flags}), integer(ber.TagInteger, modelUSM))
	usm := tlv(ber.TagSequence, tlv(ber.TagOctets, h.engineID), integer(ber.TagInteger, h.boots),
		integer(ber.TagInteger, h.clock), tlv(ber.TagOctets, h.user), tlv(ber.TagOctets, h.mac), tlv(ber.TagOctets, h.salt))
	return tlv(ber.TagSequence, integer(ber.TagInteger, 3), global, tlv(ber.TagOctets, usm), data)
}

// macAt finds the digest in a message that around has made.
func (h *header) macAt(datagram []byte) []byte {
	_, b, err := readVersion(datagram)
	var own header
	if err != nil || own.read(b) != nil {
		return nil
	}
	return own.mac
}
