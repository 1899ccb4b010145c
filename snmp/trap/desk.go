package trap

import (
	"crypto/subtle"
	"slices"
	"time"

	"github.com/argus-power/argus/snmp"
	"github.com/argus-power/argus/snmp/ber"
)

// A desk reads datagrams and decides what becomes of them. It is for one goroutine.
type desk struct {
	engine  engine
	clocks  clocks
	keyring keyring
	reports [numReports]uint32 // how often each kind was due
	now     func() time.Time
}

// A verdict is what becomes of a datagram.
type verdict struct {
	version int
	outcome Outcome
	notice  *Notice
	answer  []byte // to be sent back; may be nil
}

// read reads a datagram of a sender that may send.
func (d *desk) read(in datagram) verdict {
	m, rest, err := readVersion(in.octets)
	if err != nil {
		return verdict{version: versionUnknown, outcome: Malformed}
	}
	v := verdict{version: versionIndex(m.version), outcome: Malformed}
	if m.version == snmp.V3 {
		d.readV3(&v, &m, rest, in)
		return v
	}
	if m.readCommunity(rest) != nil {
		return v
	}
	if !in.access.hasCommunity(m.community) {
		v.outcome = BadCommunity
		return v
	}
	v.accept(&m, in)
	if m.pdu.kind == pduInform {
		v.answer = m.answer()
	}
	return v
}

// hasCommunity says whether a community is one of the sender's, in a time that does not tell how near it was.
func (a *Access) hasCommunity(community string) bool {
	found := false
	for _, one := range a.Communities {
		if subtle.ConstantTimeCompare([]byte(one), []byte(community)) == 1 {
			found = true
		}
	}
	return found
}

// user returns a user of v3.
func (a *Access) user(name []byte) (snmp.Security, bool) {
	i := slices.IndexFunc(a.Users, func(u snmp.Security) bool { return u.User == string(name) })
	if i < 0 {
		return snmp.Security{}, false
	}
	return a.Users[i], true
}

// accept makes a notice of a notification.
func (v *verdict) accept(m *message, in datagram) {
	n := notice(&m.pdu)
	n.Sender, n.Source, n.Time = in.from, in.from, in.at
	n.Version = m.version
	n.Inform = m.pdu.kind == pduInform
	n.Authentic = m.version == snmp.V3 && m.header.flags&flagAuth != 0
	if in.access.Proxy && m.pdu.agent.IsValid() {
		n.Source = m.pdu.agent.Unmap()
	}
	v.notice, v.outcome = &n, n.outcome()
}

// readV3 reads a message of v3: RFC 3414, section 3.2.
func (d *desk) readV3(v *verdict, m *message, rest *elements, in datagram) {
	h := &m.header
	if h.read(rest) != nil {
		return
	}
	if len(h.engineID) < minEngineID { // a discovery: whoever asks wants to send informs
		d.discovered(v, m, rest)
		return
	}
	ours := string(h.engineID) == string(d.engine.id)
	user, known := in.access.user(h.user)
	if !known {
		d.refuse(v, m, nil, unknownUserNames, ours)
		return
	}
	k := d.keyring.of(user, h.engineID)
	if h.level() != k.level() {
		d.refuse(v, m, nil, unsupportedSecLevels, ours)
		return
	}
	if h.flags&flagAuth != 0 {
		if k.verify(in.octets, h) != nil {
			d.refuse(v, m, nil, wrongDigests, ours)
			return
		}
		if !d.timely(h, ours, in.at) {
			d.refuse(v, m, k, notInTimeWindows, ours)
			return
		}
	}
	if h.flags&flagPriv != 0 {
		secret := rest.take(ber.TagOctets)
		if rest.bad || k.decrypt(secret, h) != nil || !isScoped(secret) {
			d.refuse(v, m, k, decryptionErrors, ours)
			return
		}
		rest = &elements{rest: secret}
	}
	d.notified(v, m, k, rest, in, ours)
}

// timely says whether an authentic message is from now: by our clock if it was sent to our engine, by that
// of its sender otherwise.
func (d *desk) timely(h *header, ours bool, at time.Time) bool {
	if ours {
		return d.engine.timely(h, at)
	}
	return d.clocks.timely(h, at)
}

// notified takes the notification out of a message that is believed.
func (d *desk) notified(v *verdict, m *message, k *keys, rest *elements, in datagram, ours bool) {
	if m.readScoped(rest) != nil {
		return
	}
	inform := m.pdu.kind == pduInform
	switch {
	case inform && !ours: // it was sent to an engine that is not here
		d.refuse(v, m, nil, unknownEngineIDs, true)
		return
	case !inform && m.pdu.kind != pduTrap, !m.pdu.notifies(), !inform && ours:
		return
	}
	v.accept(m, in)
	if inform {
		v.answer = d.respond(m, k, in.at)
	}
}
