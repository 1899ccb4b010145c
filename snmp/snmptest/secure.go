package snmptest

import "crypto/hmac"

// secureOverhead is what a message of v3 has around its varbinds at most.
const secureOverhead = 230

// secure answers v3. The agent is locked.
func (a *Agent) secure(datagram []byte, message *fields) []byte {
	m, ok := readSecured(message)
	if !ok {
		a.stats.Refused++
		return nil
	}
	u, text, problem := a.authenticate(datagram, m)
	if problem != 0 {
		return a.report(m, u, problem)
	}
	request, ok := readScoped(text)
	if !ok {
		a.stats.Refused++
		return nil
	}
	a.note(wireV3, request.pdu)
	room := min(int64(a.maxSize), max(m.maxSize, 484)) - secureOverhead
	answer, ok := a.answer(wireV3, request.pdu, int(room))
	if !ok {
		a.stats.Dropped++
		return nil
	}
	if u.level() != m.flags&(flagAuth|flagPriv) {
		answer = refuse(request.pdu, pdu{kind: Response, id: answer.id}, statusAuthorization, 0)
	}
	a.stats.Answered += len(answer.binds)
	request.pdu = answer
	return a.encodeSecured(m, u, request)
}

// level is what security a user has to have.
func (u user) level() byte {
	switch {
	case u.privKey != nil:
		return flagAuth | flagPriv
	case u.authKey != nil:
		return flagAuth
	}
	return 0
}

// authenticate does what RFC 3414, section 3.2, says. It returns the scoped PDU, decrypted, or the
// number of the report for what is wrong. The agent is locked.
func (a *Agent) authenticate(datagram []byte, m secured) (u user, text []byte, problem uint32) {
	u, known := a.engine.users[m.user]
	switch {
	case m.engineID != a.engine.id:
		return user{}, nil, unknownEngineIDs
	case !known:
		return user{}, nil, unknownUserNames
	case m.flags&(flagAuth|flagPriv)&^u.level() != 0:
		return user{}, nil, unsupportedSecLevels
	case m.flags&flagAuth == 0:
		return u, m.data, 0
	case !u.authentic(datagram, m.mac):
		return user{}, nil, wrongDigests
	}
	apart := m.seconds - a.engineTime()
	if m.boots != a.engine.boots || apart > timeWindow || apart < -timeWindow {
		return u, nil, notInTimeWindows
	}
	if m.flags&flagPriv == 0 {
		return u, m.data, 0
	}
	_, secret, _, err := readTLV(m.data)
	text, ok := u.crypt(secret, m.salt, uint32(m.boots), uint32(m.seconds), false)
	if _, readable := readScoped(text); err != nil || !ok || !readable {
		return u, nil, decryptionErrors
	}
	return u, text, 0
}

// authentic says whether the digest in a datagram is the user's. It is over the datagram with zeros
// where the digest, a part of it, is.
func (u user) authentic(datagram, mac []byte) bool {
	if len(mac) != u.auth.size {
		return false
	}
	sent := string(mac)
	clear(mac)
	want := u.auth.mac(u.authKey, datagram)
	copy(mac, sent)
	return hmac.Equal([]byte(sent), want)
}

// report tells a client what is wrong with its message. Only one that is authentic gets a report
// that is, which is how it comes to believe the time in it.
func (a *Agent) report(m secured, u user, problem uint32) []byte {
	a.engine.reports[problem]++
	a.counted++
	if m.flags&flagReportable == 0 || a.drops(wireV3, pdu{kind: Report}) {
		a.stats.Dropped++
		return nil
	}
	a.stats.Reports++
	answer := scoped{engineID: a.engine.id, pdu: pdu{kind: Report}}
	if m.flags&flagPriv == 0 {
		if request, ok := readScoped(m.data); ok {
			answer.name, answer.pdu.id = request.name, request.pdu.id
		}
	}
	counter := objectID{1, 3, 6, 1, 6, 3, 15, 1, 1, problem, 0}
	answer.pdu.binds = []row{{counter, Unsigned(TagCounter32, a.engine.reports[problem])}}
	m.flags &= flagAuth
	if u.authKey == nil {
		m.flags = 0
	}
	return a.encodeSecured(m, u, answer)
}

// encodeSecured sends with the engine's own id and time what else is as in the request.
func (a *Agent) encodeSecured(m secured, u user, s scoped) []byte {
	m.engineID, m.boots, m.seconds = a.engine.id, a.engine.boots, a.engineTime()
	m.maxSize = int64(a.maxSize)
	m.flags &= flagAuth | flagPriv
	if a.faults.WrongID {
		m.id++
	}
	return m.encode(u, s.encode())
}
