package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/argus-power/argus/nut/nuttest"
)

// paths lists everything in the sources that could be a path of a URL: all routes, so that a new one cannot be
// forgotten, and some more.
func paths(t *testing.T) []string {
	t.Helper()
	var found []string
	for _, folder := range []string{".", "collector", "api"} {
		files, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatal(folder, err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(parsed, func(n ast.Node) bool {
				if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
					text, _ := strconv.Unquote(literal.Value)
					if strings.HasPrefix(text, "/") && !strings.ContainsAny(text, " \n%?") {
						found = append(found, strings.TrimSuffix(text, "{$}"))
					}
				}
				return true
			})
		}
	}
	slices.Sort(found)
	found = slices.Compact(found)
	for _, known := range []string{"/", "/probe", "/metrics", "/config", "/-/reload", "/healthz", "/sd", "/api/v1/events", "/api/v1/backup"} {
		if !slices.Contains(found, known) {
			t.Errorf("%s is not among the paths: %q", known, found)
		}
	}
	return found
}

// pki is what a server with TLS and its clients need. Each certificate is its own authority.
type pki struct {
	dir    string
	server tls.Certificate
	trust  *x509.CertPool
}

func newPKI(t *testing.T) *pki {
	t.Helper()
	p := &pki{dir: t.TempDir(), trust: x509.NewCertPool()}
	p.serverCertificate(t)
	return p
}

// serverCertificate makes the server a new one in the old place.
func (p *pki) serverCertificate(t *testing.T) {
	t.Helper()
	cert, pem := nuttest.Certificate(t, "127.0.0.1")
	p.server = cert
	p.trust.AppendCertsFromPEM(pem)
	certFile, keyFile, _ := nuttest.WritePEM(t, cert)
	for from, to := range map[string]string{certFile: "server.pem", keyFile: "server.key"} {
		if err := os.Rename(from, filepath.Join(p.dir, to)); err != nil {
			t.Fatal(err)
		}
	}
}

// client makes a client certificate that is trusted, or of an authority that nobody knows.
func (p *pki) client(t *testing.T, trusted bool, names ...string) *tls.Certificate {
	t.Helper()
	cert, pem := nuttest.Certificate(t, names...)
	file, err := os.OpenFile(filepath.Join(p.dir, "clients.pem"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if trusted {
		if _, err := file.Write(pem); err != nil {
			t.Fatal(err)
		}
	}
	return &cert
}

// write replaces the web configuration.
func (p *pki) write(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(p.dir, "web.yml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

const (
	withTLS    = "tls_server_config:\n  cert_file: server.pem\n  key_file: server.key\n"
	withClient = "  client_ca_file: clients.pem\n  client_auth_type: RequireAndVerifyClientCert\n"
)

func withName(name string) string { return "  client_allowed_sans: [" + name + "]\n" }

// caller is somebody who asks over TLS.
type caller struct {
	http     *http.Client
	password string
}

// dial makes a caller with a certificate, or none. Each request is a connection of its own unless keep is set.
func (p *pki) dial(t *testing.T, cert *tls.Certificate, password string, keep bool) caller {
	t.Helper()
	config := &tls.Config{RootCAs: p.trust, ClientSessionCache: tls.NewLRUClientSessionCache(4)}
	if cert != nil {
		config.Certificates = []tls.Certificate{*cert}
	}
	transport := &http.Transport{TLSClientConfig: config, DisableKeepAlives: !keep, ForceAttemptHTTP2: true}
	t.Cleanup(transport.CloseIdleConnections)
	return caller{&http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}, password}
}

// ask returns the status, or 0 and why if there is none.
func (c caller) ask(t *testing.T, url, accept string) (code int, protocol string, err error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept", accept)
	if c.password != "" {
		request.SetBasicAuth("prometheus", c.password)
	}
	response, err := c.http.Do(request)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	if response.Header.Get("Content-Type") != "text/event-stream" { // which does not end
		_, _ = io.Copy(io.Discard, response.Body)
	}
	return response.StatusCode, response.Proto, nil
}

// expect asks for a path and holds the answer against what is wanted: 0 is none.
func (c caller) expect(t *testing.T, who, url string, want int) {
	t.Helper()
	if code, _, err := c.ask(t, url, "*/*"); code != want {
		t.Errorf("%s: %s: %d, %v; want %d", who, url, code, err, want)
	}
}

// startTLS serves with a web configuration.
func (p *pki) startTLS(t *testing.T, text string, args ...string) string {
	t.Helper()
	return strings.Replace(start(t, append(args, "--web.config.file="+p.write(t, text))...).url, "http:", "https:", 1)
}

// TestEveryDoor asks for every path as all kinds of strangers.
func TestEveryDoor(t *testing.T) {
	p := newPKI(t)
	right := p.client(t, true, "prometheus.example.org")
	named, stranger := p.client(t, true, "other.example.org"), p.client(t, false, "prometheus.example.org")
	url := p.startTLS(t, withTLS+withClient+withName("prometheus.example.org")+passwords)
	for _, test := range []struct {
		who  string
		from caller
		want int // 0: no connection
	}{
		{"no certificate", p.dial(t, nil, "secret", false), 0},
		{"wrong authority", p.dial(t, stranger, "secret", false), 0},
		{"wrong name", p.dial(t, named, "secret", false), 0},
		{"no password", p.dial(t, right, "", true), 401},
		{"wrong password", p.dial(t, right, "wrong", true), 401},
		{"right", p.dial(t, right, "secret", true), 200},
	} {
		for _, path := range paths(t) {
			for _, accept := range []string{"*/*", "text/event-stream"} {
				code, protocol, err := test.from.ask(t, url+path, accept)
				switch {
				case test.want != 200 && code != test.want, test.want == 200 && slices.Contains([]int{0, 401, 403, 503}, code):
					t.Errorf("%s: %s (%s): %d, %v", test.who, path, accept, code, err)
				case code != 0 && protocol != "HTTP/2.0":
					t.Errorf("%s: %s in %s", test.who, path, protocol)
				}
			}
		}
	}
	p.dial(t, right, "secret", true).expect(t, "right", url+"/metrics", 200)
	plain := strings.Replace(url, "https:", "http:", 1)
	p.dial(t, right, "secret", false).expect(t, "without TLS", plain+"/metrics", 400)
}

// TestVersionsOfTLS holds that nothing older than TLS 1.2 is spoken.
func TestVersionsOfTLS(t *testing.T) {
	p := newPKI(t)
	address := strings.TrimPrefix(p.startTLS(t, withTLS), "https://")
	for version, want := range map[uint16]bool{
		tls.VersionTLS10: false, tls.VersionTLS11: false, tls.VersionTLS12: true, tls.VersionTLS13: true,
	} {
		config := &tls.Config{RootCAs: p.trust, MinVersion: version, MaxVersion: version}
		conn, err := (&tls.Dialer{Config: config}).DialContext(t.Context(), "tcp", address)
		if (err == nil) != want {
			t.Errorf("%s: %v", tls.VersionName(version), err)
		}
		if err == nil {
			conn.Close()
		}
	}
}

// TestCertificateRotates holds that a new certificate of the server, and new authorities of clients, are taken
// without a restart.
func TestCertificateRotates(t *testing.T) {
	p := newPKI(t)
	first := p.client(t, true, "a.example.org")
	url := p.startTLS(t, withTLS+withClient)
	served := func() string {
		t.Helper()
		config := &tls.Config{RootCAs: p.trust, Certificates: []tls.Certificate{*first}}
		conn, err := tls.Dial("tcp", strings.TrimPrefix(url, "https://"), config)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		return fmt.Sprint(conn.ConnectionState().PeerCertificates[0].SerialNumber)
	}
	before := served()
	p.serverCertificate(t)
	if after := served(); after == before {
		t.Error("the old certificate is still served")
	}
	second := p.client(t, true, "b.example.org")
	p.dial(t, second, "", false).expect(t, "new authority", url+"/metrics", 200)
	if err := os.Remove(filepath.Join(p.dir, "clients.pem")); err != nil {
		t.Fatal(err)
	}
	p.dial(t, second, "", false).expect(t, "no authorities", url+"/metrics", 0)
	third := p.client(t, true, "c.example.org")
	p.dial(t, third, "", false).expect(t, "only authority", url+"/metrics", 200)
	p.dial(t, second, "", false).expect(t, "removed authority", url+"/metrics", 0)
}
