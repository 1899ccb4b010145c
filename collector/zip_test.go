package collector

import (
	"bytes"
	"compress/gzip"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestZip holds that whatever is sent compressed is what comes out, at all lengths around the pieces in which it is
// done, with a compressor that others have used, too.
func TestZip(t *testing.T) {
	p := &Prober{}
	noise := make([]byte, 1<<16+1)
	for i, r := 0, rand.New(rand.NewPCG(1, 2)); i < len(noise); i++ {
		noise[i] = byte(r.Uint32())
	}
	lines := []byte(strings.Repeat("argus_outlet_on{device=\"1\",outlet=\"17\"} 1\n", 2000))
	for _, n := range []int{0, 1, 1<<15 - 1, 1 << 15, 1<<16 + 1} {
		for _, want := range [][]byte{noise[:n], lines[:n], append(bytes.Clone(lines[:n]), noise[:n]...)} {
			w := httptest.NewRecorder()
			if err := p.zip(w, http.StatusTeapot, want); err != nil || w.Code != http.StatusTeapot {
				t.Fatal(w.Code, err)
			}
			if bytes.HasPrefix(lines, want) && w.Body.Len() > n/2+100 {
				t.Errorf("%d bytes of text take %d", n, w.Body.Len())
			}
			zipped, err := gzip.NewReader(w.Body)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := io.ReadAll(zipped); err != nil || !bytes.Equal(got, want) {
				t.Errorf("%d bytes: %d came out, not the same: %v", len(want), len(got), err)
			}
		}
	}
}
