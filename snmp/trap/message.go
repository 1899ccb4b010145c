package trap

import (
	"errors"
	"net/netip"
	"strconv"

	"github.com/argus-power/argus/snmp"
	"github.com/argus-power/argus/snmp/ber"
)

// Tags of PDUs (RFC 3416, section 3; RFC 1157, section 4).
const (
	pduGet      = 0xa0
	pduResponse = 0xa2
	pduTrapV1   = 0xa4
	pduInform   = 0xa6
	pduTrap     = 0xa7
	pduReport   = 0xa8
)

// Objects that every notification has, or may have (RFC 3418; RFC 3584, section 3.1).
const (
	oidTrap        = "1.3.6.1.6.3.1.1.4.1.0" // snmpTrapOID
	oidTrapAddress = "1.3.6.1.6.3.18.1.3.0"  // snmpTrapAddress
	oidGeneric     = "1.3.6.1.6.3.1.1.5."    // coldStart and its like
	maxVarbinds    = 128
	enterpriseTrap = 6 // generic-trap enterpriseSpecific
)

// errMalformed is all that is said of what cannot be read.
var errMalformed = errors.New("malformed notification")

// A message is a notification as it came: the octets are those of the datagram.
type message struct {
	version   snmp.Version
	community string
	header    header // of v3
	scoped    scoped // of v3
	pdu       pdu
}

// A pdu is a notification, whatever its version.
type pdu struct {
	kind  byte
	id    int64
	trap  string     // its snmpTrapOID
	agent netip.Addr // of whom it tells, if it says so
	binds []snmp.Varbind
	raw   []byte // the list of variables as it came, which the answer to an inform repeats
}

// readVersion opens a message.
func readVersion(datagram []byte) (m message, rest *elements, err error) {
	outer := elements{rest: datagram}
	rest = outer.enter(ber.TagSequence)
	version := rest.integer()
	if rest.bad {
		return m, nil, errMalformed
	}
	switch version {
	case 0:
		m.version = snmp.V1
	case 1:
		m.version = snmp.V2c
	case 3:
		m.version = snmp.V3
	default:
		return m, nil, errMalformed
	}
	return m, rest, nil
}

// readCommunity reads the rest of a message of v1 or v2c.
func (m *message) readCommunity(b *elements) error {
	m.community = string(b.take(ber.TagOctets))
	if b.bad {
		return errMalformed
	}
	if err := m.pdu.read(b); err != nil {
		return err
	}
	if (m.pdu.kind == pduTrapV1) != (m.version == snmp.V1) || !m.pdu.notifies() {
		return errMalformed
	}
	return nil
}

// notifies says whether it is a notification at all.
func (p *pdu) notifies() bool {
	switch p.kind {
	case pduTrapV1, pduTrap, pduInform:
		return p.trap != ""
	}
	return false
}

// read reads a PDU of any kind.
func (p *pdu) read(b *elements) error {
	kind, contents := b.next()
	in := &elements{rest: contents, bad: b.bad}
	p.kind = kind
	if kind == pduTrapV1 {
		p.readV1(in)
	} else {
		p.id = in.integer()
		in.integer() // error-status
		in.integer() // error-index
	}
	p.raw = in.rest
	p.readBinds(in.enter(ber.TagSequence))
	if in.bad {
		return errMalformed
	}
	p.settleNames()
	return nil
}

// readV1 makes one OID of the three that a trap of v1 has (RFC 3584, section 3.1).
func (p *pdu) readV1(in *elements) {
	enterprise := in.oid()
	address := in.take(ber.TagIPAddress)
	generic, specific := in.integer(), in.integer()
	in.take(ber.TagTimeTicks)
	if in.bad || generic < 0 || generic > enterpriseTrap || specific < 0 {
		in.fail()
		return
	}
	p.trap = enterprise + ".0." + strconv.FormatInt(specific, 10)
	if generic != enterpriseTrap {
		p.trap = oidGeneric + strconv.FormatInt(generic+1, 10)
	}
	if len(address) == 4 {
		p.agent, _ = netip.AddrFromSlice(address)
	}
}

// readBinds reads the variables, by their names and not by their order.
func (p *pdu) readBinds(list *elements) {
	for !list.bad && len(list.rest) > 0 {
		one := list.enter(ber.TagSequence)
		name := one.oid()
		tag, contents := one.next()
		if one.bad || len(p.binds) >= maxVarbinds {
			list.fail()
			break
		}
		p.binds = append(p.binds, snmp.Varbind{OID: name, Value: value(tag, contents)})
	}
	if list.bad {
		p.binds, p.kind = nil, 0
	}
}

// settleNames takes from the variables which notification it is, and of whom it tells.
func (p *pdu) settleNames() {
	for i := range p.binds {
		b := &p.binds[i]
		switch {
		case b.OID == oidTrap && b.Value.Type == snmp.ObjectID && p.kind != pduTrapV1:
			p.trap = b.Value.Octets()
		case b.OID == oidTrapAddress && b.Value.Type == snmp.IPAddress:
			if address, ok := netip.AddrFromSlice([]byte(b.Value.Octets())); ok {
				p.agent = address
			}
		}
	}
	if p.agent.IsValid() && p.agent.IsUnspecified() {
		p.agent = netip.Addr{}
	}
}
