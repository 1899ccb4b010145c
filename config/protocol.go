package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// The protocols that targets speak.
const (
	NUT  = "nut"
	SNMP = "snmp"
)

// The ports that are the protocols' own.
const (
	nutPort  = 3493
	snmpPort = 161
)

func protocols() []string { return []string{NUT, SNMP} }

// ownPort is where a protocol is spoken unless a target says otherwise.
func ownPort(protocol string) uint16 {
	if protocol == SNMP {
		return snmpPort
	}
	return nutPort
}

// instead says which key of one protocol does what a key of the other does.
var instead = map[string]string{
	"var": "; write oid:", "oid": "; write var:",
	"password":            "; write auth_password: or community:",
	"password_file":       "; write auth_password_file: or community_file:",
	"password_credential": "; write auth_password_credential: or community_credential:",
	"password_env":        "; write auth_password_env: or community_env:",
	"auth_password":       "; write password:",
}

// protocolMapping reads a mapping whose keys depend on the protocol. A key that
// only the other protocol has is told as one.
func (d *decoder) protocolMapping(n *yaml.Node, what, protocol string,
	read func(protocol string) keys,
) bool {
	known, others := read(protocol), read(otherThan(protocol))
	return d.mappingOr(n, what, known, func(key *yaml.Node) bool {
		_, foreign := others[key.Value]
		if foreign {
			d.fail(key, "%s: %q is a key of protocol %s, and this is %s%s", what, key.Value,
				otherThan(protocol), protocol, instead[key.Value])
		}
		return foreign
	})
}

func otherThan(protocol string) string {
	if protocol == SNMP {
		return NUT
	}
	return SNMP
}

// hasKeyOf says whether a mapping has a key that only that protocol has.
func hasKeyOf(n *yaml.Node, protocol string, read func(protocol string) keys) bool {
	others := read(otherThan(protocol))
	for _, key := range slices.Collect(maps.Keys(read(protocol))) {
		if _, shared := others[key]; !shared && hasKey(n, key) {
			return true
		}
	}
	return false
}

// noProtocol says what is wrong with the name of a protocol, "" if nothing is.
func noProtocol(name string) string {
	if slices.Contains(protocols(), name) {
		return ""
	}
	if strings.EqualFold(name, "snmpv3") || strings.EqualFold(name, "snmpv2c") {
		return fmt.Sprintf("no protocol %q; write snmp, the version belongs into an auth", name)
	}
	return fmt.Sprintf("no protocol %q%s", name, didYouMean(name, protocols()))
}
