package collector

import (
	"compress/gzip"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	dto "github.com/prometheus/client_model/go"
)

// expose serves the exposition in the format that the client prefers, compressed
// if it understands that: fast rather than well, for compression costs more than
// reading the device, and a scrape is small.
func (p *Prober) expose(w http.ResponseWriter, r *http.Request, found Found) {
	gathered := prometheus.GathererFunc(func() ([]*dto.MetricFamily, error) {
		return found.families, nil
	})
	handler := promhttp.HandlerFor(gathered, promhttp.HandlerOpts{DisableCompression: true})
	if !acceptsGzip(r.Header) {
		handler.ServeHTTP(w, r)
		return
	}
	zipper, _ := p.zippers.Get().(*gzip.Writer)
	if zipper == nil {
		zipper, _ = gzip.NewWriterLevel(nil, gzip.BestSpeed) // fails for unknown levels only
	}
	defer p.zippers.Put(zipper)
	zipper.Reset(w)
	w.Header().Set("Content-Encoding", "gzip")
	w.Header().Add("Vary", "Accept-Encoding")
	handler.ServeHTTP(zipped{w, zipper}, r)
	_ = zipper.Close() // the client has gone: nobody to tell
}

// acceptsGzip says whether a client understands gzip (RFC 9110, section 12.5.3).
func acceptsGzip(h http.Header) bool {
	for coding := range strings.SplitSeq(strings.Join(h.Values("Accept-Encoding"), ","), ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(coding), ";")
		if name == "gzip" || name == "*" {
			q, err := strconv.ParseFloat(strings.TrimPrefix(strings.TrimSpace(weight), "q="), 64)
			return err != nil || q > 0
		}
	}
	return false
}

// zipped is a response whose body is compressed.
type zipped struct {
	http.ResponseWriter
	body io.Writer
}

// Write implements io.Writer.
func (z zipped) Write(b []byte) (int, error) { return z.body.Write(b) }
