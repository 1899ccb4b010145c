package trap

import (
	"net/netip"
	"strings"
	"time"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/snmp"
)

// A Notice is what a notification claims. It is a hint: the next read of the device tells whether it
// is so.
type Notice struct {
	Source netip.Addr // the device; the sender, or whom a trusted proxy names
	Sender netip.Addr
	Time   time.Time // when it arrived: the clocks of cards are not to be trusted

	Kind   power.EventKind // what begins, or ends, or just happens; "" if that is no event, or not known
	Begins bool            // it begins or happens; otherwise it ends
	Place  string          // of what, as events name it: "outlet 3", the text of an alarm; "" if it is not told
	Unit   string          // of a daisy chain: the device that it tells of; "" if it is not told
	Detail string          // the text that came with it

	OID  string // snmpTrapOID, as it came or as a trap of v1 has it
	Name string // the notification's name in its MIB; "" if it is unknown
	MIB  string

	Version   snmp.Version
	Inform    bool
	Authentic bool // it had a digest: its sender knows the password

	// Probe says that the device is worth being read at once. What the table does not know may be anything; a login
	// is not worth it, and a failed authentication may have been caused by the last read.
	Probe bool
}

// Event is the kind of event that the notice claims.
func (n *Notice) Event() power.EventKind {
	if n.Begins || n.Kind == "" {
		return n.Kind
	}
	return n.Kind.End()
}

func (n *Notice) outcome() Outcome {
	switch {
	case n.Name == "":
		return Unknown
	case n.Kind == "":
		return Idle
	}
	return Mapped
}

// notice makes a notice of a notification, but for where it came from.
func notice(p *pdu) Notice {
	n := Notice{OID: p.trap, Probe: true}
	f, r := lookup(p.trap)
	if r == nil {
		n.Detail = firstText(p.binds)
		return n
	}
	n.Name, n.MIB, n.Kind, n.Begins = r.name, f.mib, r.kind, !r.ends
	n.Place, n.Probe = r.place, !r.idle
	n.Detail = f.text(p.binds)
	if r.sense != nil {
		r.sense.tell(&n, p.binds)
	}
	if r.spot != nil {
		r.spot.tell(&n, p.binds)
	}
	if r.alarm != nil {
		r.alarm.tell(&n, p.binds)
	}
	if r.result != nil {
		n.Detail = r.result.word(p.binds, n.Detail)
	}
	n.Place, n.Detail = power.CleanLabel(n.Place), power.CleanLabel(n.Detail)
	return n
}

// firstText is what people would read of a notification that the table does not know.
func firstText(binds []snmp.Varbind) string {
	for i := range binds {
		if b := &binds[i]; b.Value.Type == snmp.Bytes {
			if text := power.CleanLabel(b.Value.Text()); len(text) > 3 {
				return text
			}
		}
	}
	return ""
}

// find returns the variable of an object, and its instance: "3" of "1.2.3" below "1.2".
func find(binds []snmp.Varbind, object string) (v snmp.Value, instance string, ok bool) {
	for i := range binds {
		if rest, found := strings.CutPrefix(binds[i].OID, object); found && strings.HasPrefix(rest, ".") {
			return binds[i].Value, rest[1:], true
		}
	}
	for i := range binds { // some leave the instance out
		if binds[i].OID == object {
			return binds[i].Value, "", true
		}
	}
	return snmp.Value{}, "", false
}
