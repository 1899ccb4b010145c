package collector

import (
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"

	"github.com/argus-power/argus/nut/nuttest"
)

// TestCompression holds that answers are compressed for those who understand it, and that caches
// are told that they may not be for others.
func TestCompression(t *testing.T) {
	server := nuttest.Start(t, device(t, "line-interactive"))
	p := prober(t, "")
	for _, test := range []struct {
		accepts []string
		want    string
	}{
		{nil, ""},
		{[]string{""}, ""},
		{[]string{"gzip"}, "gzip"},
		{[]string{"GZIP"}, "gzip"},
		{[]string{"x-gzip"}, "gzip"},
		{[]string{"br, gzip;q=0.5"}, "gzip"},
		{[]string{"br", "gzip"}, "gzip"},
		{[]string{"gzip ; Q=0.001"}, "gzip"},
		{[]string{"gzip;q=0"}, ""},
		{[]string{"gzip;q=0.000, *"}, ""},
		{[]string{"*;q=0, gzip"}, "gzip"},
		{[]string{"*;q=0"}, ""},
		{[]string{"*"}, "gzip"},
		{[]string{"identity, *;q=0.1"}, "gzip"},
		{[]string{"identity"}, ""},
		{[]string{"gzipped"}, ""},
	} {
		r := httptest.NewRequestWithContext(t.Context(), "GET", "/probe?target="+server.Addr(), nil)
		r.Header["Accept-Encoding"] = test.accepts
		w := httptest.NewRecorder()
		p.ServeHTTP(w, r)
		if got := w.Header().Get("Content-Encoding"); got != test.want {
			t.Errorf("%q: coding %q, want %q", test.accepts, got, test.want)
		}
		if got := w.Header().Values("Vary"); len(got) != 1 || got[0] != "Accept-Encoding" {
			t.Errorf("%q: Vary %q", test.accepts, got)
		}
	}
}

// TestFormats holds that answers are the same in each format, plain and compressed, and that families can be
// left out.
func TestFormats(t *testing.T) {
	server := nuttest.Start(t, device(t, "line-interactive"))
	p := prober(t, "")
	const protobuf = "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"
	want := len(decoded(t, p, server.Addr(), "text/plain;version=0.0.4", ""))
	if want < 20 {
		t.Fatalf("%d families", want)
	}
	for _, accept := range []string{"", "*/*", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5", protobuf} {
		for _, coding := range []string{"", "gzip"} {
			if got := len(decoded(t, p, server.Addr(), accept, coding)); got != want {
				t.Errorf("%q, %q: %d families, want %d", accept, coding, got, want)
			}
		}
	}
	some := decoded(t, p, server.Addr()+"&name[]=argus_device_up&name[]=probe_success", "", "gzip")
	if len(some) != 2 {
		t.Errorf("two families were asked for, got %v", some)
	}
}

// decoded probes and reads the answer back, as names of families.
func decoded(t *testing.T, p *Prober, target, accept, coding string) (names []string) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), "GET", "/probe?target="+target, nil)
	r.Header.Set("Accept", accept)
	r.Header.Set("Accept-Encoding", coding)
	w := httptest.NewRecorder()
	p.ServeHTTP(w, r)
	var body io.Reader = w.Body
	if w.Code != http.StatusOK || w.Header().Get("Content-Encoding") != coding {
		t.Fatalf("%q, %q: %d, coding %q", accept, coding, w.Code, w.Header().Get("Content-Encoding"))
	}
	if coding != "" {
		unzipped, err := gzip.NewReader(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		body = unzipped
	}
	format := expfmt.ResponseFormat(w.Header())
	decoder := expfmt.NewDecoder(body, format)
	for {
		var family dto.MetricFamily
		switch err := decoder.Decode(&family); {
		case errors.Is(err, io.EOF):
			return names
		case err != nil:
			t.Fatalf("%q, %q as %q: %v", accept, coding, format, err)
		}
		names = append(names, family.GetName())
	}
}
