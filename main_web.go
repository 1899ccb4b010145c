package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"

	"github.com/argus-power/argus/config"
)

// guarded refuses everything as long as the web configuration demands less of clients than it did when Argus started.
// It is read anew for each request, and one that is emptied by accident, or is being written, would open the doors.
func guarded(file string, log *slog.Logger, next http.Handler) (http.Handler, error) {
	if file == "" {
		return next, nil
	}
	demanded, err := config.ReadWebAccess(file)
	if err != nil {
		return nil, err
	}
	if demanded == (config.WebAccess{}) {
		return next, nil
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if now, err := config.ReadWebAccess(file); err != nil || !now.Covers(demanded) {
			log.Warn("request refused: the web configuration does not demand of clients what it did when Argus "+
				"started; mend the file, or restart Argus if that is meant", "file", file, "err", err)
			http.Error(w, "The web configuration of Argus is not as it was; see its log.", http.StatusServiceUnavailable)
			return
		}
		next.ServeHTTP(w, r)
	}), nil
}

// serveHealth serves health and readiness, and nothing else, on an address of its own: without TLS and
// passwords, which supervisors do not have. What it returns ends it.
func serveHealth(ctx context.Context, address string, routes http.Handler) (stop func(), err error) {
	if address == "" {
		return func() {}, nil
	}
	mux := http.NewServeMux()
	for _, path := range []string{"/healthz", "/-/healthy", "/-/ready"} {
		mux.Handle("GET "+path, routes)
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("--web.health-address: %w", err)
	}
	server := newServer(mux)
	go func() { _ = server.Serve(listener) }() // until it is closed
	return func() { _ = server.Close() }, nil
}
