package config

import (
	"crypto/sha256"
	"fmt"
	"slices"

	"github.com/argus-power/argus/snmp"
)

// digest tells definitions apart.
type digest [sha256.Size]byte

// digestOf returns the digest of a definition. They hold values only, and maps are
// printed in the order of their keys.
func digestOf(definition any) digest {
	h := sha256.New()
	_, _ = fmt.Fprintf(h, "%#v", definition)
	return digest(h.Sum(nil))
}

// Succeed makes c, which must not be in use yet, the successor of the configuration
// that is. Modules that are defined as before stay what they are, so that sources that
// read with them need forget nothing. The gates of the agents stay, too, for reads
// that are under way have passed them.
func (c *Config) Succeed(old *Config) {
	c.gates, c.slots = old.gates, old.slots
	stays := map[*snmp.Module]*snmp.Module{}
	for name, m := range c.modules {
		if was, ok := old.modules[name]; ok && was.digest == m.digest {
			stays[m.snmp] = was.snmp
			m.nut, m.snmp = was.nut, was.snmp
		}
	}
	for name, m := range c.modules {
		if m.set == nil {
			continue
		}
		members := m.set.Modules()
		for i, member := range members {
			if was, ok := stays[member]; ok {
				members[i] = was
			}
		}
		was, ok := old.modules[name]
		if ok && was.set != nil && was.isSet() == m.isSet() && slices.Equal(was.set.Modules(), members) {
			m.set = was.set
			continue
		}
		m.set = snmp.Combine(members, m.isSet())
	}
}
