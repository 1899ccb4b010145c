package snmp

import (
	"context"
	"time"

	"github.com/argus-power/argus/power"
)

// Explained is what became of one instance that a row reads.
type Explained struct {
	Module      string
	Row, Status int // index of the row in its definition, -1 for the other kind; -2 for a codec's
	OID         string
	Said        Value
	Quantity    power.Quantity
	Device      string
	Place       power.Place // without what is told by the value itself
	Used        bool        // there is a value
	Why         power.DropReason
	Value       float64 // of the reading that came of it, if it is a number
}

// Explain reads the recording with a set of modules and tells what became of
// every instance, and which modules apply.
func (r Recording) Explain(s *Set, taken time.Time) (all []Explained, modules []string, err error) {
	source := Source{Set: s, Now: func() time.Time { return taken }}
	if err := source.discover(context.Background(), r); err != nil {
		return nil, nil, failure(err)
	}
	p := source.memory.plan
	now := p.planned()
	now.walk(context.Background(), r)
	e := evaluation{reading: now, spares: true, trace: func(x Explained) { all = append(all, x) }}
	snapshots := e.snapshots(taken, nil)
	type slot struct {
		device   string
		quantity power.Quantity
		place    power.Place
	}
	values := map[slot]float64{}
	for _, s := range snapshots {
		for _, reading := range s.Readings {
			values[slot{s.Device, reading.Quantity, reading.Place}] = reading.Value
		}
	}
	for i, x := range all {
		all[i].Value = values[slot{x.Device, x.Quantity, x.Place}]
	}
	for _, m := range p.modules {
		modules = append(modules, m.name)
	}
	return all, modules, nil
}
