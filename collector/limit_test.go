package collector

import (
	"net/http"
	"testing"

	"github.com/argus-power/argus/nut/nuttest"
)

// TestLimit holds that only so many probes are carried out at once, that the others are told to come
// again, and that a place is free when a probe has ended.
func TestLimit(t *testing.T) {
	a, _ := two()
	server, other := nuttest.Start(t, a), nuttest.Start(t, a)
	p := prober(t, "")
	p.Limit = 1
	server.Fault(nuttest.Hang)
	done := make(chan struct{})
	go func() {
		defer close(done)
		get(t, p, "/probe?target="+server.Addr())
	}()
	joined(t, &p.tracker.flights, route{"nut " + server.Addr() + " ", p.config()}, 1)
	code, body := get(t, p, "/probe?target="+other.Addr())
	if code != http.StatusServiceUnavailable || body != errBusy.Error()+"\n" {
		t.Errorf("beyond the limit: %d %s", code, body)
	}
	if n := other.Stats().Connections; n != 0 {
		t.Errorf("%d connections for a probe that is not carried out", n)
	}
	_, body = get(t, p.metrics.Handler(), "/metrics")
	has(t, body, `argus_exporter_requests_refused_total{code="503"} 1`)
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	<-done
	if code, body := get(t, p, "/probe?target="+other.Addr()); code != http.StatusOK {
		t.Errorf("after the other has ended: %d %s", code, body)
	}
}
