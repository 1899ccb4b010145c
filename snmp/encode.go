package snmp

import (
	"fmt"

	"github.com/gosnmp/gosnmp"
)

// encode makes a message. It is valid until the next one.
func (c *Client) encode(r request) ([]byte, error) {
	if o := c.options(); o.Version != V3 {
		return c.packet.message(c.version(), o.Community, c.id, r), nil
	}
	return c.encodeV3(r)
}

// encodeV3 has gosnmp make a message, which encrypts and signs it, too.
func (c *Client) encodeV3(r request) ([]byte, error) {
	c.pdus = c.pdus[:0]
	for _, oid := range r.oids {
		c.pdus = append(c.pdus, gosnmp.SnmpPDU{Name: oid, Type: gosnmp.Null})
	}
	p := gosnmp.SnmpPacket{
		Version:        gosnmp.SnmpVersion(c.version()),
		PDUType:        r.kind,
		RequestID:      uint32(c.id),
		MaxRepetitions: uint32(r.repetitions),
		Variables:      c.pdus,
	}
	c.secure(&p, len(r.oids) == 0)
	packet, err := p.MarshalMsg()
	if err != nil {
		return nil, fmt.Errorf("encode: %w", err)
	}
	return packet, nil
}

// secure puts the header of SNMPv3 around a message (RFC 3414, section 3.1). A
// discovery has none of it (section 4).
func (c *Client) secure(p *gosnmp.SnmpPacket, discovery bool) {
	e := c.memory.engine()
	c.level = 0
	security := &gosnmp.UsmSecurityParameters{
		AuthenticationProtocol: gosnmp.NoAuth, PrivacyProtocol: gosnmp.NoPriv,
	}
	if !discovery {
		security.UserName = e.user.User
		security.AuthoritativeEngineID = e.id
		security.AuthoritativeEngineBoots, security.AuthoritativeEngineTime = e.boots, e.now()
		p.ContextEngineID, p.ContextName = e.id, c.options().Context
	}
	if !discovery && e.user.AuthProtocol != "" {
		c.level |= flagAuth
		security.AuthenticationProtocol, security.SecretKey = gosnmpAuth(e.user.AuthProtocol), e.auth
	}
	if !discovery && e.user.PrivProtocol != "" {
		c.level |= flagPriv
		security.PrivacyProtocol, security.PrivacyKey = gosnmpPriv(e.user.PrivProtocol), e.priv
		security.PrivacyParameters = e.salts.Next(e.user.PrivProtocol, e.boots)
	}
	p.MsgID, p.MsgMaxSize = uint32(c.id), maxDatagram
	p.MsgFlags = gosnmp.SnmpV3MsgFlags(c.level) | gosnmp.Reportable
	p.SecurityModel, p.SecurityParameters = gosnmp.UserSecurityModel, security
}

func gosnmpAuth(protocol string) gosnmp.SnmpV3AuthProtocol {
	for i, name := range authProtocols {
		if name == protocol {
			return gosnmp.MD5 + gosnmp.SnmpV3AuthProtocol(i)
		}
	}
	return gosnmp.NoAuth
}

func gosnmpPriv(protocol string) gosnmp.SnmpV3PrivProtocol {
	for i, name := range privProtocols {
		if name == protocol {
			return gosnmp.DES + gosnmp.SnmpV3PrivProtocol(i)
		}
	}
	return gosnmp.NoPriv
}
