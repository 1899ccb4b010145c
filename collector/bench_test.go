package collector

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/argus-power/argus/config"
	"github.com/argus-power/argus/nut/nuttest"
)

// BenchmarkProbe is a whole probe over loopback, as Prometheus asks for it.
func BenchmarkProbe(b *testing.B) {
	for _, test := range []struct {
		name, fixture string
		upses         int
		asked         string
	}{
		{"ups", "line-interactive", 1, ""},
		{"five", "line-interactive", 5, ""},
		{"pdu", "pdu", 1, ""},
		{"one-of-500", "line-interactive", 500, "ups250@"},
	} {
		b.Run(test.name, func(b *testing.B) {
			var devices []nuttest.Device
			for i := range test.upses {
				d := device(b, test.fixture)
				d.Name = fmt.Sprint("ups", i)
				devices = append(devices, d)
			}
			server := nuttest.NewServer(devices...).Nagle(false)
			if err := server.Listen("127.0.0.1:0"); err != nil {
				b.Fatal(err)
			}
			defer server.Close()
			benchmarkProbe(b, "/probe?target="+test.asked+server.Addr())
		})
	}
}

// BenchmarkExposition is what a probe costs once everything is read: the samples in order, as text.
func BenchmarkExposition(b *testing.B) {
	server := nuttest.NewServer(device(b, "pdu")).Nagle(false)
	if err := server.Listen("127.0.0.1:0"); err != nil {
		b.Fatal(err)
	}
	defer server.Close()
	p := prober(b, "")
	probe, err := p.config().Probe(config.Query{Target: server.Addr()})
	if err != nil {
		b.Fatal(err)
	}
	found := p.tracker.Observe(b.Context(), probe)
	c, x := &Collector{families: p.families, read: func() Result { return found }}, &gathering{}
	b.ReportAllocs()
	for b.Loop() {
		x.reset()
		c.gather(x)
		b.SetBytes(int64(len(x.write())))
	}
}

// benchmarkProbe repeats a probe, as Prometheus asks for it.
func benchmarkProbe(b *testing.B, url string) {
	p := prober(b, "")
	r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, url, nil)
	r.Header.Set("Accept-Encoding", "gzip")
	b.ReportAllocs()
	for b.Loop() {
		w := httptest.NewRecorder()
		p.ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			b.Fatal(w.Body)
		}
	}
}
