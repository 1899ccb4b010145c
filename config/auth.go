package config

import (
	"crypto/tls"
	"maps"
	"net/netip"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/argus-power/argus/nut"
)

// Auth is how Argus proves itself to some targets, and has them prove
// themselves. It is bound to those targets: no caller can send it elsewhere.
type Auth struct {
	Name     string
	Protocol string
	Username string
	Password Secret // NUT only

	AllowPlaintext bool            // NUT only
	TLS            *nut.TLSOptions // NUT only
	SNMP           SNMPAuth

	targets []pattern
	tls     *tls.Config
}

func (p *parser) readAuths(d *decoder, n *yaml.Node) {
	if isNull(n) { // {} says that none is meant
		d.fail(n, "auths is empty; list auths, or leave it out to ask without TLS and credentials")
	}
	d.entries(n, "auths", func(key, value *yaml.Node) {
		a := &Auth{Name: key.Value}
		if !validName(key.Value) {
			d.fail(key, "auth name %q: use letters, digits, _ and -, at most 64", key.Value)
		}
		if slices.ContainsFunc(p.config.auths, func(o *Auth) bool { return o.Name == a.Name }) {
			d.fail(key, "auth %s is defined twice; rename one of them", a.Name)
		}
		read := func(protocol string) keys { return d.authKeys(a, protocol) }
		a.Protocol = d.authProtocol(value, read)
		if d.protocolMapping(value, "auth "+a.Name, a.Protocol, read) {
			if len(a.targets) == 0 {
				d.fail(key, "auth %s applies nowhere; add targets: with the hosts that it is for", a.Name)
			}
			if a.Protocol == SNMP {
				d.checkSNMP(key, value, a)
			} else {
				d.checkNUT(key, a)
			}
		}
		p.config.auths = append(p.config.auths, a)
	})
}

// authProtocol tells which protocol an auth is for: as it says itself, or by a
// key that only SNMP has. Older files say nothing and mean NUT.
func (d *decoder) authProtocol(n *yaml.Node, read func(protocol string) keys) string {
	if stated := valueOf(n, "protocol"); stated != nil {
		name, ok := d.scalar(stated, "protocol", "a name")
		wrong := noProtocol(name)
		if ok && wrong == "" {
			return name
		}
		if ok {
			d.fail(stated, "%s", wrong)
		}
		if strings.HasPrefix(strings.ToLower(name), SNMP) {
			return SNMP
		}
	}
	if hasKeyOf(n, SNMP, read) {
		return SNMP
	}
	return NUT
}

func (d *decoder) authKeys(a *Auth, protocol string) keys {
	known := keys{
		"protocol": func(*yaml.Node) {}, // read already
		"username": func(n *yaml.Node) { a.Username = d.given(n, "username") },
		"targets":  func(n *yaml.Node) { a.targets = d.hosts(n, "targets") },
	}
	if protocol == SNMP {
		d.addSNMPAuthKeys(known, &a.SNMP)
		return known
	}
	known["allow_plaintext_password"] = func(n *yaml.Node) {
		a.AllowPlaintext = d.boolean(n, "allow_plaintext_password")
	}
	known["tls"] = func(n *yaml.Node) { d.tls(n, a) }
	maps.Copy(known, d.secretKeys("password", d.once("password", &a.Password)))
	return known
}

// secret names what an auth must not send to just any host, "" if there is nothing.
func (a *Auth) secret() string {
	switch {
	case a.Protocol == SNMP:
		return a.SNMP.secret()
	case a.Password.reveal() != "":
		return "password"
	}
	return ""
}

// checkBinding refuses an auth that would have callers choose who gets its secret.
func (d *decoder) checkBinding(n *yaml.Node, a *Auth) {
	secret := a.secret()
	if secret == "" {
		return
	}
	for _, bound := range a.targets {
		if everyone := bound.vague(); everyone != "" {
			d.fail(n, "auth %s would send its %s to %s; list the hosts, such as targets: [10.20.0.0/16, \"*.ups.lan\"]",
				a.Name, secret, everyone)
			return
		}
	}
}

// authFor returns the first auth of the target's protocol that is for it, or nil.
func (c *Config) authFor(t Target) *Auth {
	i := slices.IndexFunc(c.auths, func(a *Auth) bool {
		return a.Protocol == t.Protocol && slices.ContainsFunc(a.targets, func(bound pattern) bool {
			return bound.hasPort(t.Port, t.ownPort()) && bound.hasHost(t.Host)
		})
	})
	if i < 0 {
		return nil
	}
	return c.auths[i]
}

// A claim is a network that an auth is for.
type claim struct {
	auth    string
	network netip.Prefix
}

// claims lists the networks to which a target's name must not lead, because an auth is
// for them that is not for the name.
func (c *Config) claims(t Target) []claim {
	if _, err := netip.ParseAddr(t.Host); err == nil || c.authFor(t) != nil {
		return nil // an address leads to itself, and an auth that is for it is for the target
	}
	var list []claim
	for _, a := range c.auths {
		for _, bound := range a.targets {
			if a.Protocol == t.Protocol && bound.prefix.IsValid() && bound.hasPort(t.Port, t.ownPort()) {
				list = append(list, claim{a.Name, bound.prefix})
			}
		}
	}
	return list
}

// claimed returns the name of the auth that claims an address, or "".
func claimed(list []claim, to netip.Addr) string {
	to = plainIP(to)
	i := slices.IndexFunc(list, func(c claim) bool { return c.network.Contains(to) })
	if i < 0 {
		return ""
	}
	return list[i].auth
}
