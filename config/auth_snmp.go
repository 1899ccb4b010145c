package config

import (
	"maps"
	"slices"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/argus-power/argus/snmp"
)

// SNMPAuth is how agents are asked: who asks, and how patiently.
type SNMPAuth struct {
	Version      snmp.Version
	Community    Secret
	AuthProtocol string
	AuthPassword Secret
	PrivProtocol string
	PrivPassword Secret
	Context      string
	AnySource    bool
	Timeout      time.Duration // of the whole probe; 0 means the module's

	tuning tuning
}

func (d *decoder) addSNMPAuthKeys(known keys, s *SNMPAuth) {
	maps.Copy(known, d.secretKeys("community", d.once("community", &s.Community)))
	maps.Copy(known, d.secretKeys("auth_password", d.once("auth_password", &s.AuthPassword)))
	maps.Copy(known, d.secretKeys("priv_password", d.once("priv_password", &s.PrivPassword)))
	maps.Copy(known, d.tuningKeys(&s.tuning))
	maps.Copy(known, keys{
		"version": func(n *yaml.Node) { s.Version = d.version(n) },
		"auth_protocol": func(n *yaml.Node) {
			s.AuthProtocol = d.algorithm(n, "auth_protocol", snmp.AuthProtocols())
		},
		"priv_protocol": func(n *yaml.Node) {
			s.PrivProtocol = d.algorithm(n, "priv_protocol", snmp.PrivProtocols())
		},
		"context":    func(n *yaml.Node) { s.Context = d.given(n, "context") },
		"any_source": func(n *yaml.Node) { s.AnySource = d.boolean(n, "any_source") },
		"timeout":    func(n *yaml.Node) { s.Timeout = d.duration(n, "timeout", minTimeout, MaxTimeout) },
	})
}

// versions are the versions of SNMP, as people write them.
var versions = map[string]snmp.Version{
	"1": snmp.V1, "v1": snmp.V1, "2": snmp.V2c, "2c": snmp.V2c, "v2": snmp.V2c, "v2c": snmp.V2c,
	"3": snmp.V3, "v3": snmp.V3,
}

func (d *decoder) version(n *yaml.Node) snmp.Version {
	text, ok := d.scalar(n, "version", "1, 2c or 3")
	v, known := versions[strings.ToLower(text)]
	if ok && !known {
		d.fail(n, "version must be 1, 2c or 3, not %q", text)
	}
	return v
}

// algorithm reads the name of an algorithm, with or without hyphens. It does not
// repeat what it does not know: that could be a password in the wrong place.
func (d *decoder) algorithm(n *yaml.Node, what string, known []string) string {
	text, ok := d.scalar(n, what, "a name")
	name := strings.ReplaceAll(strings.ToUpper(text), "-", "")
	switch name {
	case "SHA1":
		name = "SHA"
	case "AES128":
		name = "AES"
	}
	if ok && !slices.Contains(known, name) {
		d.fail(n, "%s must be one of %s", what, strings.Join(known, ", "))
		return known[0]
	}
	return name
}

// level is the security level, as RFC 3411 names it.
func (s *SNMPAuth) level() string {
	switch {
	case s.PrivProtocol != "":
		return "authPriv, " + s.AuthProtocol + " and " + s.PrivProtocol
	case s.AuthProtocol != "":
		return "authNoPriv, " + s.AuthProtocol
	}
	return "noAuthNoPriv"
}

// snmpOptions is what asking an agent needs, on top of what its module states.
// They are made only here: whoever prints an Auth must not find secrets in it.
func (a *Auth) snmpOptions(module tuning) snmp.Options {
	var o snmp.Options
	if a == nil {
		module.apply(&o)
		return o
	}
	s := a.SNMP
	s.tuning.or(module).apply(&o)
	o.Version, o.AnySource = s.Version, s.AnySource
	if s.Version != snmp.V3 {
		o.Community = s.Community.reveal()
		return o
	}
	o.Context = s.Context
	o.Security = &snmp.Security{
		User:         a.Username,
		AuthProtocol: s.AuthProtocol, AuthPassword: s.AuthPassword.reveal(),
		PrivProtocol: s.PrivProtocol, PrivPassword: s.PrivPassword.reveal(),
	}
	return o
}
