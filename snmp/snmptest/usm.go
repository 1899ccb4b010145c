package snmptest

import "encoding/binary"

// The flags of a message of v3.
const (
	flagAuth       = 1
	flagPriv       = 2
	flagReportable = 4
)

const securityModelUSM = 3

// secured is a message of v3 (RFC 3412, section 6) under the user-based security model.
type secured struct {
	id      int64
	maxSize int64
	flags   byte

	engineID       string
	boots, seconds int64
	user           string
	mac            []byte // a part of the datagram
	salt           string

	data []byte // the scoped PDU, encrypted or not, with its tag
}

func readSecured(message *fields) (m secured, ok bool) {
	header := message.sequence()
	m.id, m.maxSize = header.integer(), header.integer()
	flags := header.octets()
	model := header.integer()
	outer := fields{rest: message.next(TagOctetString), bad: message.bad}
	usm := outer.sequence()
	m.engineID, m.boots, m.seconds = usm.octets(), usm.integer(), usm.integer()
	m.user = usm.octets()
	m.mac = usm.next(TagOctetString)
	m.salt = usm.octets()
	m.data = message.rest
	if header.bad || usm.bad || len(flags) != 1 || model != securityModelUSM {
		return m, false
	}
	m.flags = flags[0]
	return m, m.flags&flagPriv == 0 || m.flags&flagAuth != 0
}

// scoped is a PDU with the context that it is for.
type scoped struct {
	engineID, name string
	pdu            pdu
}

func readScoped(data []byte) (s scoped, ok bool) {
	outer := fields{rest: data}
	in := outer.sequence()
	s.engineID, s.name = in.octets(), in.octets()
	p, err := readPDU(in)
	s.pdu = p
	return s, err == nil && !in.bad
}

func (s scoped) encode() []byte {
	content := appendTLV(nil, TagOctetString, []byte(s.engineID))
	content = appendTLV(content, TagOctetString, []byte(s.name))
	return appendTLV(nil, tagSequence, s.pdu.append(content))
}

// encode makes a datagram of a message to or from a user. The digest is made last, over the datagram
// with zeros in its place.
func (m secured) encode(u user, text []byte) []byte {
	m.data, m.salt = text, ""
	if m.flags&flagPriv != 0 {
		salt := binary.BigEndian.AppendUint64(nil, uint64(m.id)<<32|uint64(m.seconds))
		m.salt = string(salt)
		secret, _ := u.crypt(text, m.salt, uint32(m.boots), uint32(m.seconds), true)
		m.data = appendTLV(nil, TagOctetString, secret)
	}
	size := 0
	if m.flags&flagAuth != 0 {
		size = u.auth.size
	}
	parameters, at := m.parameters(size)
	header := appendInt(nil, m.id)
	header = appendInt(header, m.maxSize)
	header = appendTLV(header, TagOctetString, []byte{m.flags})
	header = appendInt(header, securityModelUSM)

	content := appendTLV(appendInt(nil, wireV3), tagSequence, header)
	content = appendTLV(content, TagOctetString, parameters)
	at += len(content) - len(parameters)
	content = append(content, m.data...)
	datagram := appendTLV(nil, tagSequence, content)
	at += len(datagram) - len(content)
	if size > 0 {
		copy(datagram[at:], u.auth.mac(u.authKey, datagram))
	}
	return datagram
}

// parameters encodes what the security model needs to know, and tells where the digest belongs.
func (m secured) parameters(size int) (b []byte, at int) {
	content := appendTLV(nil, TagOctetString, []byte(m.engineID))
	content = appendInt(content, m.boots)
	content = appendInt(content, m.seconds)
	content = appendTLV(content, TagOctetString, []byte(m.user))
	content = appendTLV(content, TagOctetString, make([]byte, size))
	at = len(content) - size
	content = appendTLV(content, TagOctetString, []byte(m.salt))
	b = appendTLV(nil, tagSequence, content)
	return b, at + len(b) - len(content)
}
