package config

import (
	"fmt"
	"io"
	"net/netip"
	"slices"

	"github.com/argus-power/argus/snmp"
)

// A TrapAccess is what a sender of SNMP notifications has to show.
type TrapAccess struct {
	Communities []string        // of v1 and v2c; one of them
	Users       []snmp.Security // of v3; one of them, at its level
	Proxy       bool            // it may tell of other devices
}

// String tells nothing: there are secrets in it.
func (TrapAccess) String() string { return "config.TrapAccess" }

// MarshalText hides it from encoders.
func (a TrapAccess) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// Format prints String for every verb of package fmt.
func (a TrapAccess) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, a.String()) }

// trapAccess joins the auths of an entry.
func (p *parser) trapAccess(e *trapEntry) TrapAccess {
	access := TrapAccess{Proxy: e.proxy}
	anywhere := slices.ContainsFunc(e.from, func(from pattern) bool { return from.prefix.IsValid() && from.vague() != "" })
	for _, name := range e.auths {
		a, wrong := p.trapAuth(name.it)
		if wrong == "" {
			wrong = access.add(a, anywhere)
		}
		if wrong != "" {
			name.d.fail(name.node, "traps: %s", wrong)
		}
	}
	return access
}

// add adds what an auth has a sender show, or says why not.
func (a *TrapAccess) add(auth *Auth, anywhere bool) (wrong string) {
	o := auth.snmpOptions(tuning{})
	switch {
	case anywhere && (o.Security == nil || o.Security.AuthProtocol == ""):
		return "from anywhere takes a proof of who sends, and auth " + auth.Name + " has none; list the networks of the " +
			"devices, or give it version: 3 with auth_protocol: and auth_password:"
	case o.Security == nil && o.Community == "":
		a.Communities = append(a.Communities, snmp.DefaultCommunity)
	case o.Security == nil:
		a.Communities = append(a.Communities, o.Community)
	case slices.ContainsFunc(a.Users, func(u snmp.Security) bool { return u.User == o.Security.User }):
		return "auth " + auth.Name + " has the user of another auth of the same senders; keep one of them"
	default:
		a.Users = append(a.Users, *o.Security)
	}
	return ""
}

// trapAuth finds the auth of senders, or says what is wrong with it.
func (p *parser) trapAuth(name string) (a *Auth, wrong string) {
	var known []string
	for _, one := range p.config.auths {
		switch {
		case one.Name == name && one.Protocol != SNMP:
			return nil, "auth " + name + " is for " + one.Protocol + ", and traps are of SNMP; name an auth with protocol: snmp"
		case one.Name == name:
			return one, ""
		case one.Protocol == SNMP:
			known = append(known, one.Name)
		}
	}
	return nil, fmt.Sprintf("there is no auth %q%s", name, didYouMean(name, known))
}

// Traps says whether anyone may send notifications.
func (c *Config) Traps() bool { return len(c.traps) > 0 }

// TrapAccess returns what a sender of notifications has to show; ok is false if it may send none.
func (c *Config) TrapAccess(from netip.Addr) (access TrapAccess, ok bool) {
	from = plainIP(from)
	i := slices.IndexFunc(c.traps, func(s trapSender) bool { return s.from.Contains(from) })
	if i < 0 {
		return TrapAccess{}, false
	}
	return c.traps[i].access(), true
}
