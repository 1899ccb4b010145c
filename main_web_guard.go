package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"

	"github.com/prometheus/exporter-toolkit/web"
	"golang.org/x/crypto/bcrypt"

	"github.com/argus-power/argus/config"
)

// A guard stands behind the doors of the exporter-toolkit and looks again. The toolkit reads the web configuration
// anew for each request and each handshake: while a file is empty, because it is being written or by accident, it lets
// everybody in, and who came in keeps the connection. The guard refuses everything as long as the file demands
// less than it has before, and serves a request only if that request has shown what the file demands now.
type guard struct {
	file string
	log  *slog.Logger
	next http.Handler

	mu       sync.Mutex
	demanded config.WebAccess // the most since Argus started
	shut     complaint        // while it demands less

	handshakes handshakes

	// known are the passwords that were right: digests of user, hash and password. Only who may come in adds to
	// them, so that there are as many as there were passwords.
	known sync.Map
}

// guarded puts a guard in front of everything, and refuses a web configuration that would let nobody in. Without one
// the guard lets all pass. Errors do not repeat what is in it.
func guarded(file string, log *slog.Logger, next http.Handler) (*guard, error) {
	if file == "" {
		return &guard{next: next}, nil
	}
	demanded, err := config.ReadWebAccess(file)
	if err != nil {
		return nil, err
	}
	for _, user := range demanded.UserNames() {
		if _, err := bcrypt.Cost([]byte(demanded.Hash(user))); err != nil {
			return nil, fmt.Errorf("web configuration %s: what user %q has is no bcrypt hash of a password; "+
				"htpasswd -nB %s makes one", file, user, user)
		}
	}
	if err := web.Validate(file); err != nil {
		return nil, fmt.Errorf("web configuration %s: %s", file, unquoted(err.Error()))
	}
	if log != nil && !demanded.Users() && demanded.Certificate == config.NoCertificate {
		log.Warn("the web configuration demands nothing of clients: everybody may probe and read", "file", file)
	}
	return &guard{file: file, log: log, next: next, demanded: demanded}, nil
}

// ServeHTTP serves those who have shown who they are.
func (g *guard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if g.file == "" {
		g.next.ServeHTTP(w, r)
		return
	}
	now, status := g.judge(r)
	switch status {
	case http.StatusServiceUnavailable:
		http.Error(w, "The web configuration of Argus is not as it was; see its log.", status)
		return
	case http.StatusForbidden:
		http.Error(w, "A client certificate is needed; connect anew with one that is allowed.", status)
		return
	case http.StatusUnauthorized:
		w.Header().Set("WWW-Authenticate", "Basic")
		http.Error(w, http.StatusText(status), status)
		return
	}
	w = &lastingWriter{ResponseWriter: w, guard: g, request: r}
	if now.Proves() {
		r = r.WithContext(context.WithValue(r.Context(), proven{}, true))
	}
	g.next.ServeHTTP(w, r)
}

// judge says what is demanded now, and the status with which a request is refused, 200 if it is not.
func (g *guard) judge(r *http.Request) (now config.WebAccess, status int) {
	now, err := config.ReadWebAccess(g.file)
	switch {
	case !g.open(now, err):
		return now, http.StatusServiceUnavailable
	case !shows(now, r):
		return now, http.StatusForbidden
	case !g.knows(now, r):
		return now, http.StatusUnauthorized
	}
	return now, http.StatusOK
}

var errDemandsLess = errors.New("it does not demand of clients what it did")

// open says whether the file demands all that it ever has, and logs when that changes.
func (g *guard) open(now config.WebAccess, err error) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if err == nil && !now.Covers(g.demanded) {
		err = errDemandsLess
	}
	if err == nil {
		g.demanded = now
	}
	switch worse, better := g.shut.turn(err); {
	case worse:
		g.log.Error("all requests are refused until the web configuration is mended; if it is meant to be as it is, "+
			"restart Argus", "file", g.file, "err", err)
	case better:
		g.log.Info("the web configuration is good again", "file", g.file)
	}
	return err == nil
}

// shows says whether a connection began with the certificate that is demanded now. Names are looked at again: they are
// not when a session of TLS is resumed. So are authorities: a connection may last longer than one is trusted.
func shows(now config.WebAccess, r *http.Request) bool {
	switch {
	case now.Certificate == config.NoCertificate:
		return true
	case r.TLS == nil || len(r.TLS.PeerCertificates) == 0:
		return false
	case now.Certificate == config.VerifiedCertificate && !now.Vouched(r.TLS.VerifiedChains):
		return false
	}
	return now.Named(r.TLS.PeerCertificates[0])
}

// knows says whether a request has a user and the password, if they are demanded.
func (g *guard) knows(now config.WebAccess, r *http.Request) bool {
	if !now.Users() {
		return true
	}
	user, password, _ := r.BasicAuth()
	hash := now.Hash(user)
	if hash == "" {
		return false
	}
	digest := sha256.Sum256([]byte(strings.Join([]string{user, hash, password}, "\x00")))
	if _, known := g.known.Load(digest); known {
		return true
	}
	if bcrypt.CompareHashAndPassword([]byte(hash), []byte(password)) != nil {
		return false
	}
	g.known.Store(digest, true)
	return true
}
