package snmp

import (
	"fmt"
	"strings"
	"time"

	"github.com/argus-power/argus/snmp/ber"
	"github.com/argus-power/argus/snmp/usm"
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

	salts usm.Salts
}

// minMessage is what every engine takes, in octets (RFC 3412, section 6); less is a mistake.
const minMessage = 484

// become makes sure that the engine is kept for this user.
func (e *engine) become(user Security) {
	if e.user != user {
		*e = engine{user: user}
	}
}

// deriveKeys makes the keys of a user for one engine. It takes milliseconds: a
// megabyte is hashed for each password (RFC 3414, section 2.6), so that keys are kept.
func deriveKeys(s Security, engineID string) (auth, priv []byte) {
	newHash, _ := usm.AuthHash(s.AuthProtocol)
	if newHash == nil {
		return nil, nil
	}
	auth = usm.LocalKey(newHash, usm.PasswordKey(newHash, s.AuthPassword), engineID)
	if s.PrivProtocol == "" {
		return auth, nil
	}
	return auth, usm.PrivKey(s.PrivProtocol, newHash, usm.PasswordKey(newHash, s.PrivPassword), engineID)
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

// verify compares the digest of a message, whose octets become zeros in it.
func (e *engine) verify(message []byte, h *v3Header) error {
	if string(h.engineID) != e.id {
		return usm.ErrDigest
	}
	return usm.Verify(e.user.AuthProtocol, e.auth, message, h.mac)
}

// decrypt decrypts the scoped PDU in its place.
func (e *engine) decrypt(scoped []byte, h *v3Header) error {
	return usm.Privacy{
		Protocol: e.user.PrivProtocol, Key: e.priv,
		Boots: uint32(h.boots), Clock: uint32(h.clock), Salt: h.salt,
	}.Decrypt(scoped)
}

// heed draws the conclusion from a report: the error is final, or nil if it is
// worth asking again (RFC 3414, section 3.2; RFC 3412, section 7.1).
func (e *engine) heed(a *answer) error {
	const usmStats, mpd, target = "1.3.6.1.6.3.15.1.1.", "1.3.6.1.6.3.11.2.1.", "1.3.6.1.6.3.12.1."
	name := ""
	if len(a.binds) > 0 {
		text, _ := ber.AppendOID(nil, a.binds[0].name)
		name = strings.TrimSuffix(string(text), ".0")
	}
	switch name {
	case usmStats + "2", usmStats + "4": // not in the time window, unknown engine id
		return e.learn(&a.header)
	case usmStats + "3":
		if e.id == "" { // some answer the discovery in this way
			return e.learn(&a.header)
		}
		return ErrUnknownUser
	case usmStats + "1", mpd + "1":
		return ErrUnsupportedSecurity
	case usmStats + "5":
		return fmt.Errorf("%w: the agent says wrong digest", ErrAuthentication)
	case usmStats + "6":
		return fmt.Errorf("%w: the agent says decryption error", ErrAuthentication)
	case target + "4", target + "5":
		return ErrUnknownContext
	}
	return fmt.Errorf("%w: %q", errReport, name)
}
