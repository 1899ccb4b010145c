package collector

import (
	"io"
	"net/http"
)

// Routes is everything that Argus serves over HTTP. Ready says whether Argus takes probes; a
// supervisor that asks learns it without any device being touched.
func Routes(p *Prober, h *Holder, m *Metrics, landing http.Handler, ready func() bool) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/probe", p)
	mux.Handle("/metrics", m.Handler())
	mux.HandleFunc("/config", h.ServeConfig)
	mux.HandleFunc("/-/reload", h.ServeReload)
	mux.HandleFunc("/-/healthy", say("Argus is healthy.\n"))
	mux.HandleFunc("/healthz", say("Argus is healthy.\n"))
	mux.HandleFunc("/-/ready", func(w http.ResponseWriter, r *http.Request) {
		if !ready() {
			http.Error(w, "Argus is stopping.", http.StatusServiceUnavailable)
			return
		}
		say("Argus is ready.\n")(w, r)
	})
	mux.Handle("/{$}", landing)
	return mux
}

func say(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, text) }
}
