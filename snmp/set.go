package snmp

import (
	"slices"

	"github.com/argus-power/argus/power"
)

// A Set is modules that are read together, the better ones first: where several
// give the same, the first one wins. It is immutable.
type Set struct {
	modules   []*Module
	detect    bool // find out which of them apply; else all do
	questions questions
	system    *Module
	shapes    *shapes // of the plans that are made with it
}

// Combine makes a set of modules in order of preference. With detect, an agent is
// asked which of them apply to it; without, all of them are taken to.
func Combine(modules []*Module, detect bool) *Set {
	return &Set{modules: modules, detect: detect, questions: newQuestions(modules), system: system(), shapes: newShapes()}
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
