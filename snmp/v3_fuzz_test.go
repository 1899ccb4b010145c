package snmp

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"encoding/binary"
	"testing"

	"github.com/argus-power/argus/snmp/ber"
	"github.com/argus-power/argus/snmp/usm"
)

const fuzzedEngine = "\x80\x00\x1f\x88\x04fuzz"

// A sealer makes messages of SNMPv3 as an agent does, of any octets.
type sealer struct{ engine }

func newSealer(password string) *sealer {
	user := Security{
		User: "argus", AuthProtocol: usm.SHA, AuthPassword: password, PrivProtocol: usm.AES, PrivPassword: "in private",
	}
	s := &sealer{engine{user: user, id: fuzzedEngine, boots: 3, clock: 1000}}
	s.auth, s.priv = deriveKeys(user, s.id) // takes milliseconds
	return s
}

// open makes a message without a digest; the parameters are those of the security model, and the octets follow them.
func open(flags byte, parameters, octets []byte) []byte {
	global := tlv(ber.TagSequence, integer(7), integer(maxDatagram), tlv(ber.TagOctets, []byte{flags}), integer(3))
	return tlv(ber.TagSequence, integer(3), global, tlv(ber.TagOctets, parameters), octets)
}

func usmParameters(id string, boots, clock int64, user string, mac, salt []byte) []byte {
	return tlv(ber.TagSequence, text(id), integer(boots), integer(clock), text(user),
		tlv(ber.TagOctets, mac), tlv(ber.TagOctets, salt))
}

// seal encrypts and signs a scoped PDU (RFC 3826, section 3.1.4; RFC 3414, section 6.3.1).
func (s *sealer) seal(scoped []byte) []byte {
	salt := []byte("saltsalt")
	iv := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, s.boots), s.clock)
	block, _ := aes.NewCipher(s.priv)
	hidden := make([]byte, len(scoped))
	cipher.NewCFBEncrypter(block, append(iv, salt...)).XORKeyStream(hidden, scoped) //nolint:staticcheck // see usm.Privacy
	signed := func(mac []byte) []byte {
		parameters := usmParameters(s.id, int64(s.boots), int64(s.clock), s.user.User, mac, salt)
		return open(flagAuth|flagPriv, parameters, tlv(ber.TagOctets, hidden))
	}
	newHash, octets := usm.AuthHash(s.user.AuthProtocol)
	sum := hmac.New(newHash, s.auth)
	_, _ = sum.Write(signed(make([]byte, octets)))
	return signed(sum.Sum(nil)[:octets])
}

// FuzzV3 holds that nothing is believed without the digest, that a report teaches nothing that cannot be, and that
// whoever knows the password can do no more than others.
func FuzzV3(f *testing.F) {
	const report = "1.3.6.1.6.3.15.1.1."
	s := newSealer("authentic")
	scoped := func(pdu []byte) []byte { return tlv(ber.TagSequence, text(fuzzedEngine), text(""), pdu) }
	good := scoped(pdu(pduResponse, 7, 0, 0, table(root, 2)...))
	f.Add(byte(0), newSealer("other word").seal(good), []byte(nil))
	f.Add(byte(1), usmParameters(fuzzedEngine, 3, 1000, "argus", make([]byte, 12), []byte("saltsalt")), tlv(ber.TagOctets, good))
	f.Add(byte(1), usmParameters(fuzzedEngine, 1<<31, -1, "", nil, nil), good)
	for _, n := range []string{"1", "2", "3", "4", "5", "6"} {
		f.Add(byte(2), usmParameters("other engine", 1, 2, "", nil, nil), pdu(pduReport, 7, 0, 0, object{report + n + ".0", integer(1)}))
	}
	f.Add(byte(2), usmParameters("", 0, 0, "", nil, nil), pdu(pduReport, 0, 0, 0))
	f.Add(byte(3), good, []byte(nil))
	f.Add(byte(3), scoped(pdu(pduReport, 7, 0, 0, object{report + "2.0", integer(1)})), []byte(nil))
	f.Add(byte(3), scoped([]byte{pduResponse, 0x84, 0xff, 0xff, 0xff, 0xff}), []byte(nil))
	f.Fuzz(func(t *testing.T, frame byte, first, second []byte) {
		if len(first)+len(second) > 60_000 {
			return // no datagram
		}
		user := s.user
		if frame%4 == 2 { // reports of discovery; others would take milliseconds for keys
			user = Security{User: "argus"}
		}
		c := &Client{memory: &Memory{security: seal(s.engine)}, id: 7}
		c.options = seal(Options{Version: V3, Security: &user}.withDefaults())
		switch frame % 4 {
		case 0:
			checkV3(t, c, first, false)
		case 1:
			checkV3(t, c, open(frame>>2, first, second), false)
		case 2:
			*c.memory.engine() = engine{user: user}
			checkReport(t, c, open(frame>>2&^flagAuth, first, tlv(ber.TagSequence, text(""), text(""), second)))
		case 3:
			checkV3(t, c, s.seal(first), true)
		}
	})
}

// checkV3 takes a message for the answer to a request with a digest.
func checkV3(t *testing.T, c *Client, message []byte, sealed bool) {
	t.Helper()
	c.level = flagAuth | flagPriv
	before := *c.memory.engine()
	err := c.parse(message)
	after := c.memory.engine()
	if !sealed && (after.id != before.id || after.boots != before.boots || after.clock != before.clock) {
		t.Fatalf("the clock is set to %d, %d by a message without the digest", after.boots, after.clock)
	}
	if err != nil || c.answer.kind == pduReport {
		return
	}
	if !sealed {
		t.Fatalf("%x is believed", message)
	}
	for i := range c.answer.binds {
		if v, err := c.answer.binds[i].value(); err != nil && v.Exists() {
			t.Fatalf("a value in spite of %q", err)
		}
	}
}

// checkReport takes a message for the answer to a discovery.
func checkReport(t *testing.T, c *Client, message []byte) {
	t.Helper()
	e := c.memory.engine()
	if c.parse(message) != nil || c.answer.kind != pduReport || e.heed(&c.answer) != nil {
		return
	}
	if len(e.id) < 5 || len(e.id) > 32 || e.boots>>31 != 0 || e.clock>>31 != 0 || e.now()>>31 != 0 ||
		e.most != 0 && (e.most < minMessage || e.most >= maxDatagram) || e.auth != nil {
		t.Fatalf("it learns the engine %q, %d, %d, %d octets", e.id, e.boots, e.clock, e.most)
	}
}
