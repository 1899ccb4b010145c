package trap

import (
	"bytes"
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/argus-power/argus/snmp"
	"github.com/argus-power/argus/snmp/ber"
)

func TestCommunities(t *testing.T) {
	d := newDesk()
	for _, one := range []struct {
		name   string
		octets []byte
		access Access
		want   Outcome
	}{
		{"its community", v2c("traps", onBattery), access(), Mapped},
		{"another one", v2c("public", onBattery), access(), BadCommunity},
		{"none", v2c("", onBattery), access(), BadCommunity},
		{"one of several", v2c("b", onBattery), Access{Communities: []string{"a", "b"}}, Mapped},
		{"none is accepted", v2c("traps", onBattery), Access{Users: users()}, BadCommunity},
		{"v1", v1("traps", "1.3.6.1.4.1.318", [4]byte{}, 6, 5), access(), Mapped},
		{"a trap of v2 in v1", tlv(ber.TagSequence, integer(ber.TagInteger, 0), tlv(ber.TagOctets, []byte("traps")), onBattery), access(), Malformed},
		{"a trap of v1 in v2c", v2c("traps", tlv(pduTrapV1, oid("1.3.6"))), access(), Malformed},
		{"a question", v2c("traps", encodePDU(pduGet, 1, list())), access(), Malformed},
		{"no trap OID", v2c("traps", encodePDU(pduTrap, 1, list(bind{"1.3.6.1.2.1.1.3.0", 1}))), access(), Malformed},
		{"nothing", nil, access(), Malformed},
		{"another version", tlv(ber.TagSequence, integer(ber.TagInteger, 2)), access(), Malformed},
		{"a login", v2c("traps", notification(pduTrap, "1.3.6.1.4.1.13742.4.0.3")), access(), Idle},
		{"unknown", v2c("traps", notification(pduTrap, "1.3.6.1.4.1.99999.0.1")), access(), Unknown},
		{"too many variables", v2c("traps", notification(pduTrap, "1.3.6.1.4.1.318.0.5",
			slices.Repeat([]bind{{"1.3.6.1.2.1.1.5.0", 1}}, maxVarbinds)...)), access(), Malformed},
	} {
		if v := d.take(one.octets, one.access, 0); v.outcome != one.want || (v.notice != nil) != (one.want < Discovery) {
			t.Errorf("%s: %v", one.name, v.outcome)
		}
	}
}

func TestCutOff(t *testing.T) {
	whole := v2c("traps", onBattery)
	hider := card{user: users()[3], engine: cardEngine, boots: 1}.send(t, onBattery)
	for n := range whole {
		if v := newDesk().take(whole[:n], access(), 0); v.notice != nil {
			t.Fatalf("%d octets of %d make a notice", n, len(whole))
		}
	}
	for n := range hider {
		if v := newDesk().take(hider[:n], access(), 0); v.notice != nil {
			t.Fatalf("%d octets of %d make a notice", n, len(hider))
		}
	}
}

func TestAddresses(t *testing.T) {
	proxied := netip.MustParseAddr("198.51.100.4")
	forwarded := v2c("traps", notification(pduTrap, "1.3.6.1.2.1.33.2.1", bind{oidTrapAddress, proxied}))
	old := v1("traps", "1.3.6.1.2.1.33.2", proxied.As4(), 6, 1)
	trusted := access()
	trusted.Proxy = true
	for _, one := range []struct {
		name   string
		octets []byte
		access Access
		want   netip.Addr
	}{
		{"a proxy", forwarded, trusted, proxied},
		{"who is no proxy", forwarded, access(), sender.Addr()},
		{"a proxy of v1", old, trusted, proxied},
		{"no address", v1("traps", "1.3.6.1.2.1.33.2", [4]byte{}, 6, 1), trusted, sender.Addr()},
	} {
		v := newDesk().take(one.octets, one.access, 0)
		if v.notice == nil || v.notice.Source != one.want || v.notice.Sender != sender.Addr() {
			t.Errorf("%s: %+v", one.name, v.notice)
		}
	}
}

func TestSecurity(t *testing.T) {
	strip := func(byte) byte { return 0 }
	noPriv := func(byte) byte { return flagAuth }
	wrong := users()[1]
	wrong.AuthPassword = "another-password"
	stranger := users()[1]
	stranger.User = "stranger"
	for _, one := range []struct {
		name string
		card card
		want Outcome
	}{
		{"no security, and none wanted", card{user: users()[0]}, Mapped},
		{"a digest", card{user: users()[1]}, Mapped},
		{"DES", card{user: users()[2]}, Mapped},
		{"AES", card{user: users()[3]}, Mapped},
		{"AES256", card{user: users()[4]}, Mapped},
		{"a digest that is left out", card{user: users()[1], level: strip}, BadAuth},
		{"encryption that is left out", card{user: users()[3], level: noPriv}, BadAuth},
		{"all left out", card{user: users()[3], level: strip}, BadAuth},
		{"another password", card{user: wrong}, BadAuth},
		{"a stranger", card{user: stranger}, BadAuth},
	} {
		one.card.engine, one.card.boots, one.card.clock = cardEngine, 3, 1000
		v := newDesk().take(one.card.send(t, onBattery), access(), 0)
		if v.outcome != one.want || v.answer != nil {
			t.Errorf("%s: %v, answered: %v", one.name, v.outcome, v.answer != nil)
		}
		if one.want == Mapped && v.notice.Authentic != (one.card.user.AuthProtocol != "") {
			t.Errorf("%s: authentic: %v", one.name, v.notice.Authentic)
		}
	}
}

// TestForged is GHSA-w96x-5v55-24xx: no octet of an authentic message may be another one.
func TestForged(t *testing.T) {
	c := card{user: users()[1], engine: cardEngine, boots: 3, clock: 1000}
	whole := c.send(t, onBattery)
	for i := range whole {
		for _, flip := range []byte{1, 0x80} {
			forged := bytes.Clone(whole)
			forged[i] ^= flip
			if v := newDesk().take(forged, access(), 0); v.notice != nil {
				t.Fatalf("octet %d may be another one: %+v", i, v.notice)
			}
		}
	}
	// Without its digest, or with one of zeros.
	for _, size := range []int{0, 12} {
		h := header{id: 1, flags: flagAuth, user: []byte("signer"), engineID: cardEngine, mac: make([]byte, size)}
		data := tlv(ber.TagSequence, tlv(ber.TagOctets), tlv(ber.TagOctets), onBattery)
		if v := newDesk().take(h.around(data), access(), 0); v.outcome != BadAuth {
			t.Errorf("a digest of %d zeros: %v", size, v.outcome)
		}
	}
}

func TestReplay(t *testing.T) {
	c := card{user: users()[1], engine: cardEngine, boots: 3, clock: 1000}
	first := c.send(t, onBattery)
	d := newDesk()
	step := func(name string, octets []byte, after time.Duration, want Outcome) {
		t.Helper()
		if v := d.take(octets, access(), after); v.outcome != want {
			t.Errorf("%s: %v, want %v", name, v.outcome, want)
		}
	}
	step("the first", first, 0, Mapped)
	step("again at once, as UDP may", first, time.Second, Mapped)
	step("again much later", first, time.Hour, NotInTime)
	c.clock = 1000 + 3590
	step("a clock that goes slowly", c.send(t, onBattery), time.Hour, Mapped)
	c.boots, c.clock = 4, 1
	step("a restart", c.send(t, onBattery), 2*time.Hour, Mapped)
	c.boots, c.clock = 3, 1<<30
	step("from before the restart", c.send(t, onBattery), 2*time.Hour, NotInTime)
	for i := range maxEngines + 10 { // who knows a password cannot fill the memory
		d.clocks.timely(&header{engineID: []byte{1, 2, 3, 4, byte(i >> 8), byte(i)}}, start.Add(time.Duration(i)))
	}
	if len(d.clocks) > maxEngines {
		t.Errorf("%d engines are remembered", len(d.clocks))
	}
}

func TestInform(t *testing.T) {
	inform := notification(pduInform, "1.3.6.1.4.1.318.0.5", bind{"1.3.6.1.4.1.318.2.3.3.0", "On battery"})
	t.Run("v2c", func(t *testing.T) {
		v := newDesk().take(v2c("traps", inform), access(), 0)
		answer := bytes.Clone(inform)
		answer[0] = pduResponse
		if v.notice == nil || !v.notice.Inform || !bytes.Equal(v.answer, v2c("traps", answer)) {
			t.Errorf("the answer is %x", v.answer)
		}
	})
	d := newDesk()
	for _, user := range users() {
		t.Run(user.User, func(t *testing.T) {
			c := card{user: user, engine: d.engine.id, flags: flagReportable}
			if user.AuthProtocol != "" { // our clock is not known: it is told
				v := d.take(c.send(t, inform), access(), 0)
				h, kind := open(t, d, v.answer, user)
				if v.outcome != Discovery || kind != pduReport || h.flags != flagAuth || h.boots != d.engine.boots {
					t.Fatalf("%v, report %x of boots %d", v.outcome, kind, h.boots)
				}
			}
			c.boots, c.clock = d.engine.boots, 10
			v := d.take(c.send(t, inform), access(), 10*time.Second)
			if v.outcome != Mapped {
				t.Fatal(v.outcome)
			}
			h, kind := open(t, d, v.answer, user)
			if kind != pduResponse || h.flags != c.flags&^flagReportable|levelOf(user) || h.clock != 10 {
				t.Errorf("it is answered by %x with %+v", kind, h)
			}
			c.clock = 1000
			if v := d.take(c.send(t, inform), access(), 10*time.Second); v.outcome != NotInTime && user.AuthProtocol != "" {
				t.Errorf("from another time it is %v", v.outcome)
			}
			c.clock, c.flags = 10, 0
			if v := d.take(c.send(t, notification(pduTrap, "1.3.6.1.4.1.318.0.5")), access(), 0); v.outcome == Mapped {
				t.Error("a trap has the engine of its sender")
			}
		})
	}
}

func levelOf(s snmp.Security) byte { return (&keys{user: s}).level() }

// open reads an answer as its receiver does.
func open(t *testing.T, d *desk, octets []byte, user snmp.Security) (header, byte) {
	t.Helper()
	m, rest, err := readVersion(octets)
	if err != nil || m.header.read(rest) != nil {
		t.Fatalf("the answer is not readable: %x", octets)
	}
	h := m.header
	k := d.keyring.of(user, d.engine.id)
	if h.flags&flagAuth != 0 && k.verify(octets, &h) != nil {
		t.Fatal("the digest of the answer is wrong")
	}
	if h.flags&flagPriv != 0 {
		secret := rest.take(ber.TagOctets)
		if k.decrypt(secret, &h) != nil {
			t.Fatal("the answer cannot be decrypted")
		}
		rest = &elements{rest: secret}
	}
	if err := m.readScoped(rest); err != nil {
		t.Fatal(err)
	}
	return h, m.pdu.kind
}

func TestReports(t *testing.T) {
	d := newDesk()
	ask := header{id: 9, flags: flagReportable}
	question := ask.around(tlv(ber.TagSequence, tlv(ber.TagOctets), tlv(ber.TagOctets), encodePDU(pduGet, 9, list())))
	v := d.take(question, access(), 0)
	h, kind := open(t, d, v.answer, snmp.Security{})
	if v.outcome != Discovery || kind != pduReport || h.flags != 0 || !bytes.Equal(h.engineID, d.engine.id) || h.id != 9 {
		t.Errorf("a discovery is %v and answered by %+v", v.outcome, h)
	}
	if len(v.answer) > 3*len(question) {
		t.Errorf("%d octets make %d: an amplifier", len(question), len(v.answer))
	}
	ask.flags = 0
	if v := d.take(ask.around(tlv(ber.TagSequence, tlv(ber.TagOctets), tlv(ber.TagOctets), encodePDU(pduGet, 9, list()))),
		access(), 0); v.answer != nil {
		t.Error("who wants no report gets none")
	}
	stranger := card{user: snmp.Security{User: "stranger"}, engine: d.engine.id, flags: flagReportable}
	if v := d.take(stranger.send(t, onBattery), access(), 0); v.outcome != BadAuth || v.answer == nil {
		t.Error("a stranger who sends to our engine is told so")
	}
}

func TestSameEngine(t *testing.T) {
	a, b, c := newEngine("one", 0, start), newEngine("one", 0, start.Add(time.Minute)), newEngine("two", 0, start)
	if !bytes.Equal(a.id, b.id) || bytes.Equal(a.id, c.id) || b.boots <= a.boots || len(a.id) != 13 {
		t.Errorf("%+v, %+v, %+v", a, b, c)
	}
	if early := newEngine("x", 0, time.Unix(0, 0)); early.boots != 1 {
		t.Error("a clock that is not set has boots, too")
	}
	if back := newEngine("one", b.boots, start); back.boots != b.boots+1 {
		t.Errorf("a clock that was set back has boots %d after %d", back.boots, b.boots)
	}
}
