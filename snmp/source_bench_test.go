package snmp_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/snmp"
	"github.com/argus-power/argus/snmp/snmptest"
)

// outlets48 is the fixture of a PDU with 48 outlets in place of three.
func outlets48(tb testing.TB) *snmptest.Tree {
	tree := snmptest.Fixture(tb, "apc-rpdu2")
	const table = "1.3.6.1.4.1.318.1.1.26.9."
	for oid, value := range snmptest.Fixture(tb, "apc-rpdu2").Under(strings.TrimSuffix(table, ".")).All() {
		column, first := strings.CutSuffix(oid, ".1")
		if !first {
			continue
		}
		for n := 4; n <= 48; n++ {
			cell := value
			if strings.HasSuffix(column, ".1.4") { // the number that the outlet has
				cell = snmptest.Int(int64(n))
			}
			tree.Set(fmt.Sprintf("%s.%d", column, n), cell)
		}
	}
	return tree
}

// BenchmarkEvaluate is a read by a plan, less the network: what a scrape costs besides
// its packets.
func BenchmarkEvaluate(b *testing.B) {
	modules := builtin(b)
	for _, device := range []struct {
		module string
		tree   *snmptest.Tree
		least  int
	}{
		{"ups-mib", snmptest.Fixture(b, "ups-mib"), 60},
		{"apc-rpdu2", outlets48(b), 48 * 5},
	} {
		set, r := setOf(b, modules, device.module), snmp.Recording(device.tree.Varbinds())
		found, _, err := r.Explain(set, noon)
		if err != nil || len(found) < device.least {
			b.Fatalf("%s: %d cells, %v", device.module, len(found), err)
		}
		s := snmp.Source{Set: set, Now: func() time.Time { return noon }, Recording: r}
		b.Run(fmt.Sprintf("%s-%d", device.module, len(found)), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if list, err := s.Read(b.Context()); err != nil || list[0].Err != nil {
					b.Fatal(list, err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(found)), "ns/cell")
		})
	}
}
