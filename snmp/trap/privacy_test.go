package trap

import (
	"testing"

	"github.com/argus-power/argus/snmp"
)

// hiders are the users with a privacy protocol.
func hiders() []snmp.Security { return users()[2:] }

// TestUndecrypted holds that a message with the right digest that is hidden by another key than that of its user is
// told from one that is malformed, and that who waits for an answer is told.
func TestUndecrypted(t *testing.T) {
	inform := notification(pduInform, "1.3.6.1.4.1.318.0.5")
	for _, user := range hiders() {
		wrong := user
		wrong.PrivPassword = "another-password"
		c := card{user: wrong, engine: cardEngine, boots: 3, clock: 1000}
		if v := newDesk().take(c.send(t, onBattery), access(), 0); v.outcome != Undecrypted || v.answer != nil || v.notice != nil {
			t.Errorf("%s: a trap is %s, answered %x", user.User, v.outcome, v.answer)
		}
		d := newDesk()
		c = card{user: wrong, engine: d.engine.id, boots: d.engine.boots, flags: flagReportable}
		v := d.take(c.send(t, inform), access(), 0)
		if v.outcome != Undecrypted || v.answer == nil {
			t.Fatalf("%s: an inform is %s, answered %x", user.User, v.outcome, v.answer)
		}
		if h, kind := open(t, d, v.answer, user); kind != pduReport || h.flags != flagAuth || d.reports[decryptionErrors] != 1 {
			t.Errorf("%s: it is answered by %x with %+v", user.User, kind, h)
		}
		c.flags = 0
		if v := d.take(c.send(t, inform), access(), 0); v.outcome != Undecrypted || v.answer != nil {
			t.Errorf("%s: who wants no report is answered %x", user.User, v.answer)
		}
	}
}

// TestDecryptedAndMalformed holds that what its user's key opens, and is no notification, is no matter of keys.
func TestDecryptedAndMalformed(t *testing.T) {
	for _, user := range hiders() {
		for name, pdu := range map[string][]byte{
			"nothing": nil, "no PDU": {1, 2, 3}, "cut off": onBattery[:20], "a question": encodePDU(pduGet, 1, list()),
		} {
			c := card{user: user, engine: cardEngine, boots: 3, clock: 1000}
			if v := newDesk().take(c.send(t, pdu), access(), 0); v.outcome != Malformed {
				t.Errorf("%s: %s: %s", user.User, name, v.outcome)
			}
		}
	}
}

// TestUndecryptedIsCounted holds that it is counted among those that are bad_auth.
func TestUndecryptedIsCounted(t *testing.T) {
	var s Stats
	s.add(versionIndex(snmp.V3), Undecrypted)
	s.add(versionIndex(snmp.V3), BadAuth)
	if !Undecrypted.Refusal() || Undecrypted.String() != BadAuth.String() || s.Total(BadAuth) != 2 || s.Total(Undecrypted) != 2 {
		t.Errorf("%d are %s", s.Total(BadAuth), Undecrypted)
	}
}
