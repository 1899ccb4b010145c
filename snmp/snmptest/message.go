package snmptest

import (
	"fmt"

	"github.com/argus-power/argus/snmp"
)

// Kind is what a message asks for or answers.
type Kind byte

// The kinds of messages, by the tags of their PDUs.
const (
	Get        Kind = 0xa0
	GetNext    Kind = 0xa1
	Response   Kind = 0xa2
	SetRequest Kind = 0xa3
	GetBulk    Kind = 0xa5
	Report     Kind = 0xa8
)

// String returns the kind's name.
func (k Kind) String() string {
	switch k {
	case Get:
		return "GET"
	case GetNext:
		return "GETNEXT"
	case Response:
		return "RESPONSE"
	case SetRequest:
		return "SET"
	case GetBulk:
		return "GETBULK"
	case Report:
		return "REPORT"
	}
	return fmt.Sprintf("0x%02x", byte(k))
}

// The error statuses that the agent uses.
const (
	statusTooBig        = 1
	statusNoSuchName    = 2
	statusGenErr        = 5
	statusNoAccess      = 6
	statusAuthorization = 16
)

// pdu is what a message is about. In a GETBULK status and index are non-repeaters and
// max-repetitions.
type pdu struct {
	kind          Kind
	id            int64
	status, index int64
	binds         []row
}

// version numbers as they are on the wire.
const (
	wireV1  = 0
	wireV2c = 1
	wireV3  = 3
)

func versionOf(wire int64) snmp.Version {
	switch wire {
	case wireV1:
		return snmp.V1
	case wireV3:
		return snmp.V3
	}
	return snmp.V2c
}

func readPDU(f *fields) (pdu, error) {
	tag, content := f.any()
	in := fields{rest: content, bad: f.bad}
	p := pdu{kind: Kind(tag), id: in.integer(), status: in.integer(), index: in.integer()}
	binds := in.sequence()
	for len(binds.rest) > 0 {
		one := binds.sequence()
		oid := one.oid()
		tag, content := one.any()
		if one.bad {
			return p, errBER
		}
		p.binds = append(p.binds, row{oid, Value{tag, string(content)}})
	}
	if binds.bad || in.bad {
		return p, errBER
	}
	return p, nil
}

func (p pdu) append(b []byte) []byte {
	var binds []byte
	for _, r := range p.binds {
		binds = r.append(binds)
	}
	content := appendInt(nil, p.id)
	content = appendInt(content, p.status)
	content = appendInt(content, p.index)
	content = appendTLV(content, tagSequence, binds)
	return appendTLV(b, byte(p.kind), content)
}

func (r row) append(b []byte) []byte {
	content := appendTLV(nil, TagObjectID, oidContent(r.oid))
	content = appendTLV(content, r.value.Tag, []byte(r.value.Data))
	return appendTLV(b, tagSequence, content)
}

// encodeCommunity makes a message of v1 or v2c.
func encodeCommunity(version int64, community string, p pdu) []byte {
	content := appendInt(nil, version)
	content = appendTLV(content, TagOctetString, []byte(community))
	return appendTLV(nil, tagSequence, p.append(content))
}
