package nuttest

import (
	"crypto/tls"
	"crypto/x509"
	"slices"
	"strings"
	"time"
)

// settings are what a connection keeps from its beginning to its end.
type settings struct {
	certificate    *tls.Certificate
	clientCAs      *x509.CertPool
	auth           bool
	user, password string
	oneCommand     bool
	nagle          bool
	maxClients     int
	lineEnd        string // "" means LF
	latency        time.Duration
}

// configure changes the settings of connections to come and returns the server, for chains:
//
//	s := nuttest.Start(t, device).WithTLS(cert).Latency(5 * time.Millisecond)
func (s *Server) configure(f func(*settings)) *Server {
	s.mu.Lock()
	defer s.mu.Unlock()
	f(&s.settings)
	return s
}

// WithTLS makes the server offer STARTTLS with this certificate. Like the other settings it counts
// for connections that are opened from now on.
func (s *Server) WithTLS(certificate tls.Certificate) *Server {
	return s.configure(func(o *settings) { o.certificate = &certificate })
}

// WithClientCAs makes the server demand client certificates that one of these CAs signed. As with
// upsd, a client of TLS 1.3 learns only at its first question that it was refused.
func (s *Server) WithClientCAs(pem []byte) *Server {
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem)
	return s.configure(func(o *settings) { o.clientCAs = pool })
}

// WithAuth makes the server refuse to be read before USERNAME and PASSWORD, as some servers other
// than upsd do. A wrong password is refused at once.
func (s *Server) WithAuth(user, password string) *Server {
	return s.configure(func(o *settings) { o.auth, o.user, o.password = true, user, password })
}

// OneCommandPerRead makes the server take one read from the socket, obey its first line and throw
// the others away, as ESPHome does: commands sent in one write are lost but for the first.
func (s *Server) OneCommandPerRead() *Server {
	return s.configure(func(o *settings) { o.oneCommand = true })
}

// Nagle chooses how answers are written. On, which is the default, each line is a write of its own
// and the kernel may hold it back until the one before is acknowledged, as upsd has it. Off, an
// answer is one write without delay.
func (s *Server) Nagle(on bool) *Server {
	return s.configure(func(o *settings) { o.nagle = on })
}

// MaxClients makes the server serve so many connections at a time. Others are accepted and wait
// without a word until one goes, as with the MAXCONN of upsd. 0 is no limit.
func (s *Server) MaxClients(n int) *Server {
	return s.configure(func(o *settings) { o.maxClients = n })
}

// CRLF makes lines end with CR LF instead of LF.
func (s *Server) CRLF() *Server {
	return s.configure(func(o *settings) { o.lineEnd = "\r\n" })
}

// Latency delays the answer to each burst of commands, as a network's round trip does.
func (s *Server) Latency(d time.Duration) *Server {
	return s.configure(func(o *settings) { o.latency = d })
}

// Reply makes the server answer a command with these lines whatever its state, for servers that
// know less or say it differently: Reply("NETVER", "ERR UNKNOWN-COMMAND"). The command's words are
// compared without case. No lines at all means no answer.
func (s *Server) Reply(command string, lines ...string) *Server {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := strings.ToUpper(strings.Join(strings.Fields(command), " "))
	s.replies[key] = slices.Clone(lines)
	return s
}
