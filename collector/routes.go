package collector

import (
	"io"
	"net/http"
)

// Pages are what Argus serves over HTTP beside probes and what is told of them.
type Pages struct {
	Landing http.Handler
	Memory  http.Handler // all of /api/ and /sd; nil if there is none
	// Ready says whether Argus takes probes, and Remark what is wrong although it does; a supervisor
	// that asks learns it without any device being touched.
	Ready  func() bool
	Remark func() string
}

// Routes is everything that Argus serves over HTTP.
func Routes(p *Prober, h *Holder, m *Metrics, pages Pages) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/probe", p)
	mux.Handle("/metrics", m.Handler())
	mux.HandleFunc("/config", h.ServeConfig)
	mux.HandleFunc("/-/reload", h.ServeReload)
	mux.HandleFunc("/-/healthy", say("Argus is healthy.\n"))
	mux.HandleFunc("/healthz", say("Argus is healthy.\n"))
	mux.HandleFunc("/-/ready", pages.ready)
	if pages.Memory != nil {
		mux.Handle("/api/", pages.Memory)
		mux.Handle("/sd", pages.Memory)
	}
	mux.Handle("/{$}", pages.Landing)
	return mux
}

// ready stays 200 while the store fails: readings are served all the same, and a full disk must
// not take them away.
func (p Pages) ready(w http.ResponseWriter, _ *http.Request) {
	if !p.Ready() {
		http.Error(w, "Argus is stopping.", http.StatusServiceUnavailable)
		return
	}
	_, _ = io.WriteString(w, "Argus is ready.\n"+p.Remark())
}

func say(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, text) }
}
