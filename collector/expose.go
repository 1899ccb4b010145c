package collector

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
)

// expose serves the exposition in the format that the client prefers, compressed
// if it understands that: fast rather than well, for compression costs more than
// reading the device, and a scrape is small.
func (p *Prober) expose(w http.ResponseWriter, r *http.Request, found Found) {
	w.Header().Add("Vary", "Accept-Encoding")
	format := expfmt.Negotiate(r.Header)
	text := format.FormatType() == expfmt.TypeTextPlain && !strings.Contains(r.URL.RawQuery, "name")
	zips := acceptsGzip(r.Header)
	switch {
	case !text && !zips:
		found.encode(w, r)
		return
	case !text:
		body := &plain{ResponseWriter: w, code: http.StatusOK}
		found.encode(body, r)
		_ = p.zip(w, body.code, body.text) // the client has gone: nobody to tell
		return
	}
	w.Header().Set("Content-Type", string(format))
	var err error
	if zips {
		err = p.zip(w, http.StatusOK, found.exposition.write())
	} else {
		_, err = w.Write(found.exposition.write())
	}
	if err != nil { // over HTTP/2 the text may be on its way even now: no other probe may write in its place
		found.exposition.text = nil
	}
}

// zip sends an answer compressed, without the tables that other ways of deflating keep: those are hundreds of
// kilobytes, and out of the processor's cache each time a scrape comes.
func (p *Prober) zip(w http.ResponseWriter, code int, text []byte) error {
	zipper, _ := p.zippers.Get().(*gzip.Writer)
	if zipper == nil {
		zipper, _ = gzip.NewWriterLevel(nil, gzip.StatelessCompression) // fails for unknown levels only
	}
	defer p.zippers.Put(zipper)
	w.Header().Set("Content-Encoding", "gzip")
	w.WriteHeader(code)
	zipper.Reset(w)
	if _, err := zipper.Write(text); err != nil {
		return fmt.Errorf("write compressed: %w", err)
	}
	if err := zipper.Close(); err != nil {
		return fmt.Errorf("write compressed: %w", err)
	}
	return nil
}

// encode has promhttp write the exposition, which knows other formats than text, and to leave families out.
func (f Found) encode(w http.ResponseWriter, r *http.Request) {
	gathered := prometheus.GathererFunc(func() ([]*dto.MetricFamily, error) {
		return f.exposition.families(), nil
	})
	promhttp.HandlerFor(gathered, promhttp.HandlerOpts{DisableCompression: true}).ServeHTTP(w, r)
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

// plain is a response before it is compressed.
type plain struct {
	http.ResponseWriter
	code int
	text []byte
}

// Write implements io.Writer.
func (p *plain) Write(b []byte) (int, error) {
	p.text = append(p.text, b...)
	return len(b), nil
}

// WriteHeader keeps the code until the text is known.
func (p *plain) WriteHeader(code int) { p.code = code }
