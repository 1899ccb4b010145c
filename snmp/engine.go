package snmp

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"strings"
	"time"
)

// An engine is what is known of an agent's SNMP engine: its name, its clock and
// the keys of one user there (RFC 3414, section 2).
type engine struct {
	user Security // whose keys these are
	id   string   // snmpEngineID; empty: not discovered
	auth []byte
	priv []byte
	most int // msgMaxSize: octets of the largest message that it takes; 0 means unknown

	boots uint32 // snmpEngineBoots
	clock uint32 // snmpEngineTime, in seconds, at the time of at
	at    time.Time

	salt uint64 // of the last encrypted message
}

// minMessage is what every engine takes, in octets (RFC 3412, section 6); less is a mistake.
const minMessage = 484

// become makes sure that the engine is kept for this user.
func (e *engine) become(user Security) {
	if e.user != user {
		*e = engine{user: user}
	}
}

// learn takes the engine from a report. Another id, as after the card was replaced,
// makes other keys.
//
// Reports are taken without a digest, too. That of an unknown engine id cannot have one
// (RFC 3414, section 4), and it is what discovery and a replaced card are known by. That
// of the time window should have (section 3.2, step 7), and by section 2.3 the clock should
// be set by nothing else: it would cost one more request after each discovery, and cards that
// leave the digest out would be lost for good. It would gain nothing: a wrong clock, from whoever
// can read the random ids and could as well drop our packets, makes the agent refuse the next
// request in a report with a digest and the right clock. Values are never taken without one.
func (e *engine) learn(h *v3Header) error {
	if len(h.engineID) < 5 || len(h.engineID) > 32 { // RFC 3411, section 5
		return fmt.Errorf("%w: engine id of %d bytes", errReport, len(h.engineID))
	}
	if id := string(h.engineID); id != e.id {
		e.id = id
		e.auth, e.priv = deriveKeys(e.user, id)
	}
	e.tick(h)
	return nil
}

// tick sets the clock. An earlier time is taken like a later one: that an answer
// is fresh is known from its random ids, and cards that lose their clock are common.
func (e *engine) tick(h *v3Header) {
	e.boots, e.clock, e.at = uint32(h.boots), uint32(h.clock), time.Now()
	if e.most = 0; h.maxSize >= minMessage && h.maxSize < maxDatagram {
		e.most = int(h.maxSize)
	}
}

// now is the time of the engine, in seconds, at most 2^31-1 (RFC 3414, section 2.2.2).
func (e *engine) now() uint32 {
	return uint32(min(int64(e.clock)+int64(time.Since(e.at)/time.Second), 1<<31-1))
}

// nextSalt returns a salt that no message with these keys had: RFC 3414, section
// 8.1.1.1 for DES, RFC 3826, section 3.1.2.1 for AES.
func (e *engine) nextSalt() []byte {
	if e.salt == 0 {
		var start [8]byte
		_, _ = rand.Read(start[:]) // never fails
		e.salt = binary.BigEndian.Uint64(start[:])
	}
	e.salt++
	salt := binary.BigEndian.AppendUint64(nil, e.salt)
	if e.user.PrivProtocol == privDES {
		binary.BigEndian.PutUint32(salt, e.boots)
	}
	return salt
}

// heed draws the conclusion from a report: the error is final, or nil if it is
// worth asking again (RFC 3414, section 3.2; RFC 3412, section 7.1).
func (e *engine) heed(a *answer) error {
	const usm, mpd, target = "1.3.6.1.6.3.15.1.1.", "1.3.6.1.6.3.11.2.1.", "1.3.6.1.6.3.12.1."
	name := ""
	if len(a.binds) > 0 {
		text, _ := appendOID(nil, a.binds[0].name)
		name = strings.TrimSuffix(string(text), ".0")
	}
	switch name {
	case usm + "2", usm + "4": // not in the time window, unknown engine id
		return e.learn(&a.header)
	case usm + "3":
		if e.id == "" { // some answer the discovery in this way
			return e.learn(&a.header)
		}
		return ErrUnknownUser
	case usm + "1", mpd + "1":
		return ErrUnsupportedSecurity
	case usm + "5":
		return fmt.Errorf("%w: the agent says wrong digest", ErrAuthentication)
	case usm + "6":
		return fmt.Errorf("%w: the agent says decryption error", ErrAuthentication)
	case target + "4", target + "5":
		return ErrUnknownContext
	}
	return fmt.Errorf("%w: %q", errReport, name)
}
