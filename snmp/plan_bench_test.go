package snmp

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"
)

// strip is the recording of a made-up PDU, and its module: a table with a row for each
// outlet, and eight columns.
func strip(t testing.TB, outlets int) (Recording, *Module) {
	t.Helper()
	list := []Row{{Quantity: q("outlet_info"), OID: ".9.{outlet}"}}
	lines := []string{uptime + "500000", objectID + "99"}
	for i, name := range []string{
		"outlet_on", "outlet_current_amperes", "outlet_power_watts", "outlet_voltage_volts",
		"outlet_apparent_power_voltamperes", "outlet_frequency_hertz", "outlet_energy_joules_total",
	} {
		list = append(list, Row{Quantity: q(name), OID: fmt.Sprintf(".%d.{outlet}", i+1)})
		for n := range outlets {
			lines = append(lines, fmt.Sprintf(".%d.%d=1", i+1, n+1))
		}
	}
	for n := range outlets {
		lines = append(lines, fmt.Sprintf("%s.9.%d|4|node %d", own, n+1, n+1))
	}
	return recorded(t, lines...), rows(t, list...)
}

// BenchmarkPlan makes the plan of an agent with ten thousand cells, and reports what of
// it stays in memory between two reads.
func BenchmarkPlan(b *testing.B) {
	r, m := strip(b, 1250)
	set := Combine([]*Module{m}, false)
	var kept []*Source
	before := heap()
	for b.Loop() {
		s := &Source{Set: set, Now: func() time.Time { return noon }, Recording: r}
		if _, err := s.Read(context.Background()); err != nil {
			b.Fatal(err)
		}
		kept = append(kept, s)
	}
	cells := 0
	for i := range kept[0].memory.plan.rows {
		cells += len(kept[0].memory.plan.rows[i].cells)
	}
	if cells < 10_000 {
		b.Fatalf("%d cells", cells)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(len(kept))/float64(cells), "ns/cell")
	b.ReportMetric(float64(heap()-before)/float64(len(kept))/float64(cells), "kept-B/cell")
	runtime.KeepAlive(kept)
	runtime.KeepAlive(r)
}

// heap is how much is in use.
func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
