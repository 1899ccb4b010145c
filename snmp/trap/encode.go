package trap

import (
	"encoding/binary"

	"github.com/argus-power/argus/snmp/ber"
)

// tlv encodes an element of BER.
func tlv(tag byte, parts ...[]byte) []byte {
	size := 0
	for _, p := range parts {
		size += len(p)
	}
	b := make([]byte, 0, size+6)
	b = append(b, tag)
	switch {
	case size < 0x80:
		b = append(b, byte(size))
	case size <= 0xff:
		b = append(b, 0x81, byte(size))
	case size <= 0xffff:
		b = append(b, 0x82, byte(size>>8), byte(size))
	default:
		b = binary.BigEndian.AppendUint32(append(b, 0x84), uint32(size))
	}
	for _, p := range parts {
		b = append(b, p...)
	}
	return b
}

// integer encodes a number of at most 32 bits, signed or not.
func integer(tag byte, n int64) []byte {
	octets := binary.BigEndian.AppendUint64(nil, uint64(n))
	for len(octets) > 1 && (octets[0] == 0 && octets[1] < 0x80 || octets[0] == 0xff && octets[1] >= 0x80) {
		octets = octets[1:]
	}
	return tlv(tag, octets)
}

// encodePDU encodes a response or a report with a list of variables as it came.
func encodePDU(kind byte, id int64, binds []byte) []byte {
	return tlv(kind, integer(ber.TagInteger, id), integer(ber.TagInteger, 0), integer(ber.TagInteger, 0), binds)
}

// answer is the response to an inform of v2c (RFC 3416, section 4.2.7): the same variables.
func (m *message) answer() []byte {
	return tlv(ber.TagSequence, integer(ber.TagInteger, 1), tlv(ber.TagOctets, []byte(m.community)),
		encodePDU(pduResponse, m.pdu.id, m.pdu.raw))
}
