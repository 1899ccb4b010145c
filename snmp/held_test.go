package snmp

import (
	"testing"
	"time"
)

// TestHeld holds that what a source keeps grows with its agent, that like agents name the same shape, and that what was
// found out so far of a slow agent counts.
func TestHeld(t *testing.T) {
	const outlets, cells = 1000, 8 * 1000
	r, m := strip(t, outlets)
	set := Combine([]*Module{m}, false)
	read := func() *Source {
		s := &Source{Set: set, Now: func() time.Time { return noon }, Recording: r}
		if s.Held() != (Held{}) {
			t.Errorf("%+v is kept before anything is read", s.Held())
		}
		if _, err := s.Read(t.Context()); err != nil {
			t.Fatal(err)
		}
		return s
	}
	first, second := read(), read()
	one, two := first.Held(), second.Held()
	if one.Own < cells*valueSize || one.ShapeSize < cells*cellSize || one.Shape == nil || one != two {
		t.Errorf("%+v and %+v are kept of %d cells", one, two, cells)
	}
	// As if it had to be found out anew, and was not done.
	found := discovery{tree: newTree()}
	for _, v := range first.memory.plan.oids {
		found.tree.values[v] = Text(Bytes, "0123456789")
	}
	second.memory.found = found
	if _, err := second.Read(t.Context()); err != nil {
		t.Fatal(err)
	}
	if more := second.Held().Own - two.Own; more < cells*entrySize {
		t.Errorf("%d more is kept", more)
	}
}
