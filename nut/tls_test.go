package nut_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/nut"
)

// A credential is a self-signed certificate with its files.
type credential struct {
	tls.Certificate
	certFile, keyFile, fingerprint string
}

func certificate(t testing.TB, template x509.Certificate) credential {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template.SerialNumber = big.NewInt(1)
	template.NotBefore = time.Now().Add(-time.Hour)
	template.NotAfter = time.Now().Add(time.Hour)
	template.BasicConstraintsValid, template.IsCA = true, true
	der, err := x509.CreateCertificate(rand.Reader, &template, &template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	sum := sha256.Sum256(der)
	c := credential{
		Certificate: tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key},
		certFile:    filepath.Join(dir, "cert.pem"),
		keyFile:     filepath.Join(dir, "key.pem"),
		fingerprint: hex.EncodeToString(sum[:]),
	}
	writePEM(t, c.certFile, "CERTIFICATE", der)
	writePEM(t, c.keyFile, "PRIVATE KEY", pkcs8)
	return c
}

func writePEM(t testing.TB, file, kind string, der []byte) {
	t.Helper()
	b := pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// withSAN is a certificate as it should be, for the address that tests dial.
func withSAN(t testing.TB) credential {
	return certificate(t, x509.Certificate{
		Subject:     pkix.Name{CommonName: "upsd"},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		DNSNames:    []string{"upsd.lan"},
	})
}

// cnOnly is what the recipe in NUT's documentation makes.
func cnOnly(t testing.TB) credential {
	return certificate(t, x509.Certificate{Subject: pkix.Name{CommonName: "127.0.0.1"}})
}

func config(t testing.TB, o nut.TLSOptions) *tls.Config {
	t.Helper()
	c, err := o.Config()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTLS(t *testing.T) {
	good, other, old := withSAN(t), withSAN(t), cnOnly(t)
	colons := strings.TrimSuffix(strings.ToUpper(pairs(good.fingerprint)), ":")
	for _, tt := range []struct {
		name   string
		server credential
		trust  nut.TLSOptions
		want   string // part of the error
	}{
		{"right CA", good, nut.TLSOptions{CAFile: good.certFile}, ""},
		{
			"right CA and name", good,
			nut.TLSOptions{CAFile: good.certFile, ServerName: "upsd.lan"},
			"",
		},
		{
			"wrong name", good,
			nut.TLSOptions{CAFile: good.certFile, ServerName: "evil.lan"},
			"set the server name to one of the certificate's",
		},
		{"wrong CA", good, nut.TLSOptions{CAFile: other.certFile}, "trust it with a CA file"},
		{"system's CAs", good, nut.TLSOptions{}, "which is " + colons},
		{"no verification", other, nut.TLSOptions{InsecureSkipVerify: true}, ""},
		{"pin", good, nut.TLSOptions{Fingerprint: good.fingerprint}, ""},
		{"pin with colons", good, nut.TLSOptions{Fingerprint: colons}, ""},
		{
			"wrong pin", other,
			nut.TLSOptions{Fingerprint: good.fingerprint},
			"expected is " + colons,
		},
		{
			"common name only", old,
			nut.TLSOptions{CAFile: old.certFile},
			"no subject alternative name",
		},
		{"common name only, pinned", old, nut.TLSOptions{Fingerprint: old.fingerprint}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := &fakeUpsd{upses: []string{"a", "b"}, vars: 3, tls: &tls.Config{
				Certificates: []tls.Certificate{tt.server.Certificate},
			}}
			o := nut.Options{TLS: config(t, tt.trust), Username: "me", Password: "pw"}
			address := f.start(t)
			r := nut.NewReader(address, o)
			for range 2 {
				devices, err := r.Read(soon(t))
				checkTLS(t, err, tt.want)
				if tt.want == "" && brief(devices) != "a:3, b:3" {
					t.Errorf("got %s", brief(devices))
				}
			}
			c, err := nut.Dial(soon(t), address, o)
			checkTLS(t, err, tt.want)
			if err == nil {
				if l, err := c.ListUPS(soon(t)); len(l) != 2 {
					t.Errorf("%v, %v", l, err)
				}
				c.Close()
			}
		})
	}
}

func checkTLS(t *testing.T, err error, want string) {
	t.Helper()
	if want == "" {
		if err != nil {
			t.Errorf("got %v", err)
		}
		return
	}
	if !errors.Is(err, nut.ErrTLS) || !strings.HasPrefix(err.Error(), "STARTTLS: TLS failed: ") ||
		!strings.Contains(err.Error(), want) {
		t.Errorf("got %v", err)
	}
}

func pairs(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i += 2 {
		b.WriteString(s[i:i+2] + ":")
	}
	return b.String()
}

func TestTLSClientCertificate(t *testing.T) {
	server, client := withSAN(t), withSAN(t)
	f := &fakeUpsd{upses: []string{"a"}, vars: 1, tls: &tls.Config{
		Certificates: []tls.Certificate{server.Certificate},
		ClientAuth:   tls.RequireAnyClientCert,
	}}
	address := f.start(t)
	trust := nut.TLSOptions{
		CAFile:   server.certFile,
		CertFile: client.certFile, KeyFile: client.keyFile,
	}
	devices, err := nut.NewReader(address, nut.Options{TLS: config(t, trust)}).Read(soon(t))
	if brief(devices) != "a:1" {
		t.Errorf("got %s, %v", brief(devices), err)
	}
	trust.CertFile, trust.KeyFile = "", ""
	_, err = nut.NewReader(address, nut.Options{TLS: config(t, trust)}).Read(soon(t), "a")
	if err == nil || !strings.Contains(err.Error(), "the server may demand a client certificate") {
		t.Errorf("got %v", err)
	}
}

// A server that cannot do TLS is told nothing more, and no second connection is tried.
func TestTLSRefused(t *testing.T) {
	for answer, want := range map[string]error{
		"ERR FEATURE-NOT-CONFIGURED\n":  nut.ErrTLSRefused,
		"ERR FEATURE-NOT-SUPPORTED\n":   nut.ErrTLSRefused,
		"ERR UNKNOWN-COMMAND\n":         nut.ErrTLSRefused,
		"ERR MAX-CLIENTS full\n":        &nut.ServerError{Code: nut.CodeMaxClients},
		"what?\n":                       nut.ErrUnexpectedLine,
		"OK STARTTLS\nBEGIN LIST UPS\n": nut.ErrTLSInjection,
		"OK STARTTLS\nx":                nut.ErrTLSInjection,
	} {
		f := &fakeUpsd{do: map[string]behavior{"STARTTLS": func(c net.Conn) bool {
			_, _ = io.WriteString(c, answer)
			return true
		}}}
		o := nut.Options{Username: "me", Password: "pw", TLS: &tls.Config{}}
		r := nut.NewReader(f.start(t), o)
		devices, err := r.Read(soon(t), "a")
		if devices != nil || !errors.Is(err, want) {
			t.Errorf("%q: got %v", answer, err)
		}
		if log, n := f.heard(); len(log) != 1 || n != 1 {
			t.Errorf("%q: heard %q on %d connections", answer, log, n)
		}
	}
}

func TestTLSHandshakeHangs(t *testing.T) {
	f := &fakeUpsd{do: map[string]behavior{"STARTTLS": writes("OK STARTTLS\n", hang)}}
	o := nut.Options{TLS: &tls.Config{}}
	_, err := nut.Dial(within(t, 100*time.Millisecond), f.start(t), o)
	if !errors.Is(err, context.DeadlineExceeded) || !errors.Is(err, nut.ErrNoAnswer) ||
		!strings.HasPrefix(err.Error(), "STARTTLS: handshake: no answer: ") {
		t.Errorf("got %v", err)
	}
	<-f.closed
}

func TestTLSOptions(t *testing.T) {
	good := withSAN(t)
	empty := filepath.Join(t.TempDir(), "empty.pem")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		options nut.TLSOptions
		want    string
	}{
		{nut.TLSOptions{InsecureSkipVerify: true, Fingerprint: good.fingerprint}, "contradict"},
		{nut.TLSOptions{InsecureSkipVerify: true, CAFile: good.certFile}, "contradict"},
		{nut.TLSOptions{Fingerprint: good.fingerprint, CAFile: good.certFile}, "not be used"},
		{nut.TLSOptions{CertFile: good.certFile}, "needs both"},
		{nut.TLSOptions{KeyFile: good.keyFile}, "needs both"},
		{nut.TLSOptions{CertFile: good.certFile, KeyFile: good.certFile}, "client certificate: "},
		{nut.TLSOptions{Fingerprint: "abc"}, "64 hexadecimal digits"},
		{nut.TLSOptions{Fingerprint: good.fingerprint + "00"}, "64 hexadecimal digits"},
		{nut.TLSOptions{CAFile: empty}, "no certificate in "},
		{nut.TLSOptions{CAFile: empty + "x"}, "CA file: open "},
	} {
		if _, err := tt.options.Config(); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%+v: got %v, want %s", tt.options, err, tt.want)
		}
	}
}

// The caller's configuration stays as it was.
func TestTLSConfigIsCloned(t *testing.T) {
	good := withSAN(t)
	f := &fakeUpsd{tls: &tls.Config{Certificates: []tls.Certificate{good.Certificate}}}
	o := nut.Options{TLS: config(t, nut.TLSOptions{CAFile: good.certFile})}
	if _, err := nut.NewReader(f.start(t), o).Read(soon(t)); err != nil {
		t.Error(err)
	}
	if o.TLS.ServerName != "" {
		t.Errorf("ServerName became %q", o.TLS.ServerName)
	}
}
