package collector

import (
	"maps"
	"slices"
	"testing"

	"github.com/argus-power/argus/snmp/snmptest"
)

// BenchmarkProbeSNMP is a whole probe of a simulated agent over loopback, which is
// known from a probe before. The agent takes a part of the time.
func BenchmarkProbeSNMP(b *testing.B) {
	trees := map[string]*snmptest.Tree{"pdu-48": outlets(b, 48)}
	for _, name := range []string{"ups-mib", "apc-ups", "raritan-pdu2"} {
		trees[name] = snmptest.Fixture(b, name)
	}
	for _, name := range slices.Sorted(maps.Keys(trees)) {
		b.Run(name, func(b *testing.B) {
			agent := snmptest.NewAgent(trees[name])
			if err := agent.Listen("127.0.0.1:0"); err != nil {
				b.Fatal(err)
			}
			defer agent.Close()
			benchmarkProbe(b, "/probe?module=snmp&target="+agent.Addr())
		})
	}
}
