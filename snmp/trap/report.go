package trap

import (
	"time"

	"github.com/argus-power/argus/snmp/ber"
)

// Reports are what an engine says of a message that it cannot take: the last number but one of a counter
// below usmStats (RFC 3414, section 5).
const (
	unsupportedSecLevels = 1
	notInTimeWindows     = 2
	unknownUserNames     = 3
	unknownEngineIDs     = 4
	wrongDigests         = 5
	decryptionErrors     = 6
	numReports           = 7
)

// discovered answers a question for our engine id (RFC 3414, section 4).
func (d *desk) discovered(v *verdict, m *message, rest *elements) {
	if m.header.level() == 0 && m.readScoped(rest) != nil {
		return
	}
	d.refuse(v, m, nil, unknownEngineIDs, true)
	if v.answer != nil {
		v.outcome = Discovery
	}
}

// refuse counts what is wrong with a message, and tells its sender if that was meant for us and wants to
// know. Only with keys, that is with a message that has a digest, has the report one: our clock is believed in it.
func (d *desk) refuse(v *verdict, m *message, k *keys, report int, tell bool) {
	switch report {
	case notInTimeWindows:
		v.outcome = NotInTime
	case decryptionErrors:
		v.outcome = Undecrypted
	default:
		v.outcome = BadAuth
	}
	d.reports[report]++
	if !tell || m.header.flags&flagReportable == 0 || m.header.id < 0 {
		return
	}
	if report == notInTimeWindows && m.header.boots == 0 { // as a sender that has never heard our clock asks
		v.outcome = Discovery
	}
	h := d.own(m, d.now())
	h.flags = 0
	if k != nil {
		h.flags = flagAuth
	}
	name := []byte{0x2b, 6, 1, 6, 3, 15, 1, 1, byte(report), 0} // 1.3.6.1.6.3.15.1.1.N.0
	bind := tlv(ber.TagSequence, tlv(ber.TagOID, name), integer(ber.TagCounter32, int64(d.reports[report])))
	pdu := encodePDU(pduReport, m.pdu.id, tlv(ber.TagSequence, bind))
	v.answer, _ = h.encode(k, pdu, scoped{engineID: d.engine.id, name: m.scoped.name})
}

// respond answers an inform with the same security (RFC 3416, section 4.2.7).
func (d *desk) respond(m *message, k *keys, now time.Time) []byte {
	h := d.own(m, now)
	h.flags = m.header.level()
	answer, err := h.encode(k, encodePDU(pduResponse, m.pdu.id, m.pdu.raw), m.scoped)
	if err != nil { // keys that could decrypt can encrypt
		return nil
	}
	return answer
}

// own is the header of an answer: ours are engine and clock, the sender's are id and user.
func (d *desk) own(m *message, now time.Time) header {
	return header{
		id: m.header.id, user: m.header.user, engineID: d.engine.id, boots: d.engine.boots, clock: d.engine.clock(now),
	}
}
