package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"regexp"
	"time"

	"github.com/argus-power/argus/config"
)

// newServer bounds what a client can hold up: its connection ends if it is slow to ask or to take the answer. What
// lasts longer, such as the stream of events, moves the deadlines itself.
func newServer(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           h,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn), // of handshakes that failed, too
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      config.MaxTimeout + 30*time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
	}
}

// The paths that are for the owner.
const (
	reloadPath = "/-/reload"
	configPath = "/config"
)

// proven is the key in the context of requests whose client had to show who it is, and has.
type proven struct{}

// restricted keeps what is for the owner from others: reloading, and the configuration, which tells of the network. Who
// has a password or a certificate is taken for the owner, and with all set everybody is. A page elsewhere in the
// owner's browser is not.
func restricted(all bool, next http.Handler) http.Handler {
	next = http.NewCrossOriginProtection().Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		owned := r.URL.Path == reloadPath || r.URL.Path == configPath
		if owned && !all && r.Context().Value(proven{}) == nil {
			http.Error(w, r.URL.Path+" is for clients that have shown a password or a certificate, as --web.config.file "+
				"demands them; --web.enable-lifecycle opens it to everybody. SIGHUP reloads, too.", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// serveHealth serves health and readiness, and nothing else, on an address of its own: without TLS and
// passwords, which supervisors do not have. What it returns ends it.
func serveHealth(ctx context.Context, address string, routes http.Handler, log *slog.Logger) (stop func(), err error) {
	if address == "" {
		return func() {}, nil
	}
	mux := http.NewServeMux()
	for _, path := range []string{"/healthz", "/-/ready"} {
		mux.Handle("GET "+path, routes)
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("--web.health-address: %w", err)
	}
	log.Info("Listening for supervisors", "address", listener.Addr().String())
	server := newServer(mux, log)
	go func() { _ = server.Serve(listener) }() // until it is closed
	return func() { _ = server.Close() }, nil
}

// quoted is what the parser of the exporter-toolkit quotes of a file that it does not understand.
var quoted = regexp.MustCompile("`[^`]*`|\\B'[^']*'") // what is behind a letter is an apostrophe

func unquoted(text string) string { return quoted.ReplaceAllString(text, "(…)") }

// unquoting logs errors without what they quote: the toolkit logs what is wrong with the web configuration, and the
// beginning of a password may be what is wrong.
type unquoting struct{ slog.Handler }

// Handle implements [slog.Handler].
func (u unquoting) Handle(ctx context.Context, record slog.Record) error {
	clean := slog.NewRecord(record.Time, record.Level, record.Message, record.PC)
	record.Attrs(func(a slog.Attr) bool {
		if a.Key == "err" {
			a.Value = slog.StringValue(unquoted(a.Value.String()))
		}
		clean.AddAttrs(a)
		return true
	})
	return u.Handler.Handle(ctx, clean)
}
