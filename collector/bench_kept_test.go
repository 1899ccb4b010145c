package collector

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/argus-power/argus/nut/nuttest"
	"github.com/argus-power/argus/snmp/snmptest"
	"github.com/argus-power/argus/store"
)

// BenchmarkProbeKept is a probe with and without a store in memory: what it costs to remember. The
// server, or agent, takes a part of the time.
func BenchmarkProbeKept(b *testing.B) {
	ups := device(b, "line-interactive")
	server := nuttest.NewServer(ups).Nagle(false)
	agent := snmptest.NewAgent(snmptest.Fixture(b, "raritan-pdu2"))
	for _, listen := range []func(string) error{server.Listen, agent.Listen} {
		if err := listen("127.0.0.1:0"); err != nil {
			b.Fatal(err)
		}
	}
	defer server.Close()
	defer agent.Close()
	for name, url := range map[string]string{"ups": "/probe?target=" + server.Addr(), "pdu": snmpURL(agent.Addr())} {
		for _, kept := range []bool{false, true} {
			b.Run(name+map[bool]string{true: "/kept", false: "/alone"}[kept], func(b *testing.B) {
				p, at := prober(b, ""), moment
				p.tracker.now = func() time.Time { at = at.Add(time.Second); return at }
				if kept {
					memory := store.Open(context.Background(), store.Options{})
					defer memory.Close()
					p.tracker.kept = memory
				}
				r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, url, nil)
				r.Header.Set("Accept-Encoding", "gzip")
				b.ReportAllocs()
				for b.Loop() {
					p.ServeHTTP(httptest.NewRecorder(), r)
				}
			})
		}
	}
}
