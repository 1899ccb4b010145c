package snmp

import (
	"context"
	"runtime"
	"testing"
	"time"
)

// twins are two sources of like agents, which were read.
func twins(t *testing.T) (a, b *Source) {
	t.Helper()
	r, m := strip(t, 8)
	set := Combine([]*Module{m}, false)
	for _, s := range []**Source{&a, &b} {
		*s = &Source{Set: set, Now: func() time.Time { return noon }, Recording: r}
		if _, err := (*s).Read(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	return a, b
}

// TestShapesAreShared holds that like agents share what their plans have in common, and that a plan that is
// about to change has it for itself.
func TestShapesAreShared(t *testing.T) {
	a, b := twins(t)
	if a.memory.plan.shape != b.memory.plan.shape {
		t.Fatal("two shapes of like agents")
	}
	shared := b.memory.plan.shape
	row := &shared.rows[0]
	reading := a.memory.plan.planned()
	reading.refused[row] = context.Canceled
	reading.own()
	mine := a.memory.plan.shape
	if mine == shared || reading.refused[&mine.rows[0]] == nil {
		t.Fatal("a plan that changes has its own shape, and what was refused is known by it")
	}
	mine.rows[0].cells[0].spare, mine.live = true, mine.live[:1]
	if row.cells[0].spare || len(shared.live) == 1 {
		t.Error("what one plan learns, another one knows")
	}
	a.Set.shapes.share(a.memory.plan)
	if a.memory.plan.shape == shared {
		t.Error("unlike shapes are one")
	}
}

// TestShapesAreForgotten holds that a shape that no plan has is in nobody's way.
func TestShapesAreForgotten(t *testing.T) {
	a, b := twins(t)
	set := a.Set
	runtime.KeepAlive(a)
	runtime.KeepAlive(b) // and no longer
	for range 100 {      // cleanups run some time after a collection
		runtime.GC()
		set.shapes.mu.Lock()
		left := len(set.shapes.list)
		set.shapes.mu.Unlock()
		if left == 0 {
			return
		}
		runtime.Gosched()
	}
	t.Error("shapes are kept though no plan has them")
}

// TestMadeRowsAreShared holds that rows that a codec makes alike are one row, and others are not, whatever an agent
// calls its things.
func TestMadeRowsAreShared(t *testing.T) {
	var all interned[int]
	compiled := 0
	compile := func() (*int, error) { compiled++; return &[]int{compiled, 0}[0], nil }
	x, _ := all.of(Row{OID: ".1", Labels: map[string]Label{"a": {Text: "1"}, "b": {Text: "2"}}}, compile)
	y, _ := all.of(Row{OID: ".1", Labels: map[string]Label{"b": {Text: "2"}, "a": {Text: "1"}}}, compile)
	z, _ := all.of(Row{OID: ".1", Labels: map[string]Label{"a": {Text: "1"}, "b": {Text: "3"}}}, compile)
	forged, _ := all.of(Row{OID: ".1", Labels: map[string]Label{"a": {Text: "1 OID: Map:map[]} b:{Text:2"}}}, compile)
	if x != y || x == z || x == forged || compiled != 3 {
		t.Errorf("%p, %p, %p and %p of %d", x, y, z, forged, compiled)
	}
}
