package trap

import (
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/gosnmp/gosnmp"

	"github.com/argus-power/argus/snmp"
	"github.com/argus-power/argus/snmp/ber"
)

// bind is a variable of a test: an int, a string, or an OID behind a "oid:".
type bind struct {
	oid   string
	value any
}

func (b bind) encode() []byte {
	name := tlv(ber.TagOID, oid(b.oid))
	switch v := b.value.(type) {
	case int:
		return tlv(ber.TagSequence, name, integer(ber.TagInteger, int64(v)))
	case netip.Addr:
		return tlv(ber.TagSequence, name, tlv(ber.TagIPAddress, v.AsSlice()))
	case object:
		return tlv(ber.TagSequence, name, tlv(ber.TagOID, oid(string(v))))
	case string:
		return tlv(ber.TagSequence, name, tlv(ber.TagOctets, []byte(v)))
	}
	return tlv(ber.TagSequence, name, tlv(0x05))
}

type object string

// oid encodes an object identifier.
func oid(text string) []byte {
	var numbers []uint64
	for n, i := uint64(0), 0; i <= len(text); i++ {
		if i == len(text) || text[i] == '.' {
			numbers, n = append(numbers, n), 0
			continue
		}
		n = n*10 + uint64(text[i]-'0')
	}
	octets := []byte{byte(numbers[0]*40 + numbers[1])}
	for _, n := range numbers[2:] {
		one := []byte{byte(n & 0x7f)}
		for n >>= 7; n > 0; n >>= 7 {
			one = append(one, byte(n)|0x80)
		}
		slices.Reverse(one)
		octets = append(octets, one...)
	}
	return octets
}

func list(binds ...bind) []byte {
	var all []byte
	for _, b := range binds {
		all = append(all, b.encode()...)
	}
	return tlv(ber.TagSequence, all)
}

// notification encodes the PDU of a trap or an inform of v2.
func notification(kind byte, trap string, binds ...bind) []byte {
	return encodePDU(kind, 77, list(append([]bind{
		{"1.3.6.1.2.1.1.3.0", 100},
		{oidTrap, object(trap)},
	}, binds...)...))
}

func v2c(community string, pdu []byte) []byte {
	return tlv(ber.TagSequence, integer(ber.TagInteger, 1), tlv(ber.TagOctets, []byte(community)), pdu)
}

func v1(community, enterprise string, agent [4]byte, generic, specific int64, binds ...bind) []byte {
	return tlv(ber.TagSequence, integer(ber.TagInteger, 0), tlv(ber.TagOctets, []byte(community)), tlv(pduTrapV1,
		tlv(ber.TagOID, oid(enterprise)), tlv(ber.TagIPAddress, agent[:]), integer(ber.TagInteger, generic),
		integer(ber.TagInteger, specific), integer(ber.TagTimeTicks, 100), list(binds...)))
}

// A card is a sender of v3.
type card struct {
	user   snmp.Security
	engine []byte
	boots  int64
	clock  int64
	flags  byte // beyond the level of its user
	level  func(byte) byte
	ring   *keyring // that it keeps; may be nil
}

func (c card) send(t testing.TB, pdu []byte) []byte {
	t.Helper()
	ring := c.ring
	if ring == nil {
		ring = new(keyring)
	}
	k := ring.of(c.user, c.engine)
	h := header{
		id: 5, flags: k.level() | c.flags, user: []byte(c.user.User), engineID: c.engine, boots: c.boots, clock: c.clock,
	}
	if c.level != nil {
		h.flags = c.level(h.flags)
	}
	octets, err := h.encode(k, pdu, scoped{engineID: c.engine})
	if err != nil {
		t.Fatal(err)
	}
	return octets
}

var onBattery = notification(pduTrap, "1.3.6.1.4.1.318.0.5", bind{"1.3.6.1.4.1.318.2.3.3.0", "On battery"})

var cardEngine = []byte{0x80, 0, 0x13, 0x70, 1, 192, 0, 2, 7}

// TestGosnmp sends what another library encodes.
func TestGosnmp(t *testing.T) {
	l, got := listen(t, Options{})
	for _, version := range []gosnmp.SnmpVersion{gosnmp.Version1, gosnmp.Version2c, gosnmp.Version3} {
		g := &gosnmp.GoSNMP{
			Target: "127.0.0.1", Port: l.Addr().Port(), Version: version, Community: "traps", Timeout: 5 * time.Second,
			Context: t.Context(), MaxOids: 60,
		}
		trap := gosnmp.SnmpTrap{Variables: []gosnmp.SnmpPDU{
			{Name: "." + oidTrap, Type: gosnmp.ObjectIdentifier, Value: ".1.3.6.1.2.1.33.2.1"},
			{Name: ".1.3.6.1.2.1.33.1.2.3.0", Type: gosnmp.Integer, Value: 12},
		}}
		switch version {
		case gosnmp.Version1:
			trap = gosnmp.SnmpTrap{
				Variables:  trap.Variables[1:],
				Enterprise: ".1.3.6.1.2.1.33.2", AgentAddress: "192.0.2.9", GenericTrap: 6, SpecificTrap: 1, Timestamp: 9,
			}
		case gosnmp.Version3:
			g.SecurityModel, g.MsgFlags = gosnmp.UserSecurityModel, gosnmp.AuthPriv
			g.SecurityParameters = &gosnmp.UsmSecurityParameters{
				UserName: "hider", AuthoritativeEngineID: string(cardEngine), AuthoritativeEngineBoots: 1,
				AuthenticationProtocol: gosnmp.SHA, AuthenticationPassphrase: "signing-password",
				PrivacyProtocol: gosnmp.AES, PrivacyPassphrase: "hiding-password",
			}
		}
		if err := g.Connect(); err != nil {
			t.Fatal(err)
		}
		if _, err := g.SendTrap(trap); err != nil {
			t.Fatal(version, err)
		}
		_ = g.Conn.Close()
		if n := got.wait(t); n.Name != "upsTrapOnBattery" || n.outcome() != Mapped {
			t.Errorf("version %v: %+v", version, n)
		}
	}
}
