package collector

import (
	"net/http/httptest"
	"testing"

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
