package config

import (
	"github.com/argus-power/argus/nut"
	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/snmp"
)

// Held is about how much memory a source keeps of what it reads, in bytes. A part of it may be Shared with other
// sources, which then have the same there; it is comparable, and nil if there is none.
type Held struct {
	Own        int
	Shared     any
	SharedSize int
}

// HeldOf returns what a source keeps.
func HeldOf(s power.Source) Held {
	switch s := s.(type) {
	case *snmp.Source:
		held := s.Held()
		return Held{held.Own, held.Shape, held.ShapeSize}
	case *nut.Source:
		return Held{Own: s.Held()}
	}
	return Held{}
}
