package main

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"

	"github.com/argus-power/argus/config"
)

// A complaint is what is wrong with the web configuration, as logged last; "" if nothing is.
type complaint string

// turn takes what is wrong now, and says whether that is to be logged: it is another thing than before, or nothing.
func (c *complaint) turn(err error) (worse, better bool) {
	before := *c
	*c = ""
	if err != nil {
		*c = complaint(err.Error())
	}
	return *c != "" && *c != before, *c == "" && before != ""
}

// handshakes are how connections with TLS begin.
type handshakes struct {
	mu   sync.Mutex
	find func(*tls.ClientHelloInfo) (*tls.Config, error) // of the toolkit, from the file; nil without TLS
	fail complaint                                       // while none can succeed
}

// watch has the guard look where no request comes through to it: TLS is in the same file, and while that is broken the
// handshake fails. It is for a server that is all set but for its listeners.
func (g *guard) watch(server *http.Server) {
	if g.file == "" {
		return
	}
	server.ErrorLog = slog.NewLogLogger(unquotedHandshakes{g.log.Handler()}, slog.LevelWarn)
	server.ConnState = func(c net.Conn, state http.ConnState) {
		conn, ok := c.(*tls.Conn)
		if ok && state != http.StateNew && (!conn.ConnectionState().HandshakeComplete || g.failing()) {
			g.admits()
		}
	}
	base := server.BaseContext
	server.BaseContext = func(l net.Listener) context.Context { // asked for after the toolkit has set up TLS
		if server.TLSConfig != nil {
			g.handshakes.mu.Lock()
			g.handshakes.find = server.TLSConfig.GetConfigForClient
			g.handshakes.mu.Unlock()
		}
		return base(l)
	}
}

// admits says whether anybody can be served, as the file is now, and logs when that changes.
func (g *guard) admits() bool {
	if !g.open(config.ReadWebAccess(g.file)) {
		g.handshakes.forget()
		return false
	}
	return g.connects()
}

// forget has what is wrong with handshakes told anew when the rest of the file is mended.
func (h *handshakes) forget() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.fail = ""
}

// connects says whether a connection can begin, and logs when that changes.
func (g *guard) connects() bool {
	g.handshakes.mu.Lock()
	defer g.handshakes.mu.Unlock()
	var err error
	if find := g.handshakes.find; find != nil {
		if _, err = find(&tls.ClientHelloInfo{}); err != nil {
			err = errors.New(unquoted(err.Error()))
		}
	}
	switch worse, better := g.handshakes.fail.turn(err); {
	case worse:
		g.log.Error("no connection can be made until TLS in the web configuration, and the files that it names, are mended",
			"file", g.file, "err", err)
	case better:
		g.log.Info("connections can be made again", "file", g.file)
	}
	return err == nil
}

// failing says whether nobody could be served when that was looked at last.
func (g *guard) failing() bool {
	g.mu.Lock()
	shut := g.shut != ""
	g.mu.Unlock()
	g.handshakes.mu.Lock()
	defer g.handshakes.mu.Unlock()
	return shut || g.handshakes.fail != ""
}

const readyPath = "/-/ready"

// supervised is what supervisors are told: that Argus is not ready while nobody can be served. It is alive all the
// same, for no restart mends the file.
func (g *guard) supervised(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if g.file != "" && r.URL.Path == readyPath && !g.admits() {
			http.Error(w, "Argus refuses everybody until its web configuration is mended; its log says why.",
				http.StatusServiceUnavailable)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// unquotedHandshakes logs why handshakes failed without what the parser quotes of the file: see [unquoting].
type unquotedHandshakes struct{ slog.Handler }

// Handle implements [slog.Handler].
func (u unquotedHandshakes) Handle(ctx context.Context, record slog.Record) error {
	if strings.HasPrefix(record.Message, "http: TLS handshake error") {
		record.Message = unquoted(record.Message)
	}
	return u.Handler.Handle(ctx, record)
}
