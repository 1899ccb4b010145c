package collector

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/argus-power/argus/snmp/snmptest"
)

// BenchmarkProbeSNMP is a whole probe of a simulated agent over loopback, which is
// known from a probe before. The agent takes a part of the time.
func BenchmarkProbeSNMP(b *testing.B) {
	for _, name := range []string{"ups-mib", "apc-ups", "raritan-pdu2"} {
		b.Run(name, func(b *testing.B) {
			agent := snmptest.NewAgent(snmptest.Fixture(b, name))
			if err := agent.Listen("127.0.0.1:0"); err != nil {
				b.Fatal(err)
			}
			defer agent.Close()
			p := prober(b, "")
			r := httptest.NewRequestWithContext(b.Context(), http.MethodGet,
				"/probe?module=snmp&target="+agent.Addr(), nil)
			r.Header.Set("Accept-Encoding", "gzip")
			b.ReportAllocs()
			for b.Loop() {
				w := httptest.NewRecorder()
				p.ServeHTTP(w, r)
				if w.Code != http.StatusOK {
					b.Fatal(w.Body)
				}
			}
		})
	}
}
