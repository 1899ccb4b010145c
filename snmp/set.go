package snmp

import (
	"slices"

	"github.com/argus-power/argus/power"
)

// A Set is modules that are read together, the better ones first: where several
// give the same, the first one wins. It is immutable.
type Set struct {
	modules []*Module
	detect  bool // find out which of them apply; else all do
}

// Combine makes a set of modules in order of preference. With detect, an agent is
// asked which of them apply to it; without, all of them are taken to.
func Combine(modules []*Module, detect bool) *Set {
	return &Set{modules: modules, detect: detect}
}

// Modules returns the modules of the set.
func (s *Set) Modules() []*Module { return slices.Clone(s.modules) }

// system is what every agent has, whatever else it knows (RFC 3418).
func system() *Module {
	m, _ := Compile(Definition{
		Name: "system",
		Rows: []Row{{Quantity: power.DeviceUptime, OID: sysUpTime, Scale: 0.01}},
	})
	return m
}

// questions lists the subtrees that tell which modules apply.
func (s *Set) questions() []string {
	var list []string
	for _, m := range s.modules {
		for _, oid := range m.detect {
			if !slices.Contains(list, oid) {
				list = append(list, oid)
			}
		}
	}
	return list
}

// applying returns the modules of which the agent has something: following is,
// for each subtree that was asked about, the object that follows its root.
func (s *Set) applying(following map[string]Varbind) []*Module {
	has := func(root string) bool {
		v, asked := following[root]
		_, below := under(v.OID, root)
		return asked && below && v.Value.Exists()
	}
	var found []*Module
	for _, m := range s.modules {
		if slices.ContainsFunc(m.detect, has) {
			found = append(found, m)
		}
	}
	var out []*Module
	for i, m := range found {
		superfluous := false
		for j, other := range found {
			// Of two that make each other superfluous the better one stays.
			mutual := i < j && slices.Contains(other.unless, m.name)
			superfluous = superfluous || i != j && !mutual && slices.Contains(m.unless, other.name)
		}
		if !superfluous {
			out = append(out, m)
		}
	}
	return out
}
