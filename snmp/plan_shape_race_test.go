package snmp

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"
)

// TestSharedShapesAtOnce has like agents read at once, each of which loses values for which there are fallbacks, and gets
// them back: the race detector sees whether one writes to what others share. What each tells is its own.
func TestSharedShapesAtOnce(t *testing.T) {
	const outlets, agents, reads = 6, 8, 12
	r, _ := strip(t, outlets)
	for n := range outlets {
		r = append(r, recorded(t, fmt.Sprintf(".20.%d=2", n+1))...)
	}
	set := Combine([]*Module{rows(t,
		Row{Quantity: q("outlet_power_watts"), OID: ".3.{outlet}"},
		Row{Quantity: q("outlet_power_watts"), OID: ".20.{outlet}"},
		Row{Quantity: q("outlet_on"), OID: ".1.{outlet}"},
	)}, false)
	var all sync.WaitGroup
	for agent := range agents {
		all.Go(func() {
			s := &Source{Set: set, Now: func() time.Time { return noon }}
			for read := range reads {
				lost := 0.0
				s.Recording = slices.DeleteFunc(slices.Clone(r), func(v Varbind) bool {
					gone := read%3 == 1 && v.OID == fmt.Sprintf("%s.3.%d", own, agent%outlets+1)
					if gone {
						lost++
					}
					return gone
				})
				list, err := s.Read(context.Background())
				if err != nil || len(list) != 1 || (read%3 == 1) != (lost == 1) {
					t.Errorf("agent %d, read %d: %d devices, lost %g: %v", agent, read, len(list), lost, err)
					return
				}
				sum, inputs := 0.0, 0
				for _, reading := range list[0].Readings {
					if reading.Quantity == q("outlet_power_watts") {
						sum += reading.Value
					}
				}
				all.Go(func() { // what was told of is looked at whenever somebody likes to
					for range list[0].Inputs {
						inputs++
					}
					if inputs < 2*outlets {
						t.Errorf("%d inputs", inputs)
					}
				})
				if want := outlets + lost; sum != want { // a fallback says 2 where the other says 1
					t.Errorf("agent %d, read %d: %g W, want %g", agent, read, sum, want)
				}
			}
		})
	}
	all.Wait()
}
