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
	w.Header().Add("Vary", "Accept-Encoding")
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
	handler.ServeHTTP(zipped{w, zipper}, r)
	_ = zipper.Close() // the client has gone: nobody to tell
}

// acceptsGzip says whether a client understands gzip (RFC 9110, section 12.5.3). "*" is
// what it does not name.
func acceptsGzip(h http.Header) bool {
	others := false
	for coding := range strings.SplitSeq(strings.Join(h.Values("Accept-Encoding"), ","), ",") {
		name, weight, _ := strings.Cut(coding, ";")
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "gzip", "x-gzip":
			return acceptable(weight)
		case "*":
			others = acceptable(weight)
		}
	}
	return others
}

// acceptable says whether the weight of a coding, such as "q=0.5", is more than none.
func acceptable(weight string) bool {
	name, value, _ := strings.Cut(strings.TrimSpace(weight), "=")
	q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	return err != nil || q > 0 || !strings.EqualFold(strings.TrimSpace(name), "q")
}

// zipped is a response whose body is compressed.
type zipped struct {
	http.ResponseWriter
	body io.Writer
}

// Write implements io.Writer.
func (z zipped) Write(b []byte) (int, error) { return z.body.Write(b) }
