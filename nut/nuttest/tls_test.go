package nuttest_test

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/nut/nuttest"
)

func trusting(caPEM []byte, name string) *tls.Config {
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(caPEM)
	return &tls.Config{RootCAs: pool, ServerName: name, MinVersion: tls.VersionTLS12}
}

func TestStartTLS(t *testing.T) {
	cert, caPEM := nuttest.Certificate(t, "ups.example", "127.0.0.1")
	s := nuttest.Start(t, office()).WithTLS(cert)
	for _, name := range []string{"ups.example", "127.0.0.1"} {
		c := dial(t, s.Addr())
		if err := c.startTLS(trusting(caPEM, name)); err != nil {
			t.Fatal(err)
		}
		c.want("GET VAR office ups.status", `VAR office ups.status "OL"`)
		c.want("STARTTLS", "ERR ALREADY-SSL-MODE")
		c.want("LOGOUT", "OK Goodbye")
		if got := c.read(); got != "<closed>" {
			t.Errorf("after LOGOUT: %q", got)
		}
	}
	if n := s.Stats().Handshakes; n != 2 {
		t.Errorf("%d handshakes, want 2", n)
	}
}

func TestCertificateNames(t *testing.T) {
	cert, caPEM := nuttest.CNOnlyCertificate(t, "ups.example")
	c := dial(t, nuttest.Start(t, office()).WithTLS(cert).Addr())
	err := c.startTLS(trusting(caPEM, "ups.example"))
	if err == nil || !strings.Contains(err.Error(), "Common Name") {
		t.Errorf("got %v, want a complaint about the common name", err)
	}
}

func TestClientCertificate(t *testing.T) {
	cert, caPEM := nuttest.Certificate(t, "ups.example")
	mine, myPEM := nuttest.Certificate(t, "me")
	s := nuttest.Start(t, office()).WithTLS(cert).WithClientCAs(myPEM)

	config := trusting(caPEM, "ups.example")
	c := dial(t, s.Addr())
	if err := c.startTLS(config); err != nil {
		t.Fatal(err)
	}
	_, _ = c.conn.Write([]byte("NETVER\n"))
	if got := c.read(); got != "<closed>" {
		t.Errorf("without a certificate: %q", got)
	}

	config.Certificates = []tls.Certificate{mine}
	c = dial(t, s.Addr())
	if err := c.startTLS(config); err != nil {
		t.Fatal(err)
	}
	c.want("NETVER", "1.3")
}

func TestTLSFaults(t *testing.T) {
	cert, caPEM := nuttest.Certificate(t, "ups.example")
	s := nuttest.Start(t, office()).WithTLS(cert)

	s.Fault(nuttest.TLSRefused)
	c := dial(t, s.Addr())
	c.want("STARTTLS", "ERR FEATURE-NOT-SUPPORTED")
	c.want("NETVER", "1.3")

	s.Fault(nuttest.TLSStall)
	c.patience(100 * time.Millisecond)
	err := c.startTLS(trusting(caPEM, "ups.example"))
	if timeout, ok := errors.AsType[net.Error](err); !ok || !timeout.Timeout() {
		t.Errorf("stall: got %v, want a timeout", err)
	}

	s.Fault(nuttest.TLSInject)
	c = dial(t, s.Addr())
	c.want("STARTTLS", "OK STARTTLS")
	if got := c.read(); !strings.HasPrefix(got, "VAR injected ") {
		t.Errorf("injected: got %q", got)
	}
}

func TestWritePEM(t *testing.T) {
	cert, _ := nuttest.Certificate(t, "ups.example")
	certFile, keyFile, bothFile := nuttest.WritePEM(t, cert)
	for _, files := range [][2]string{{certFile, keyFile}, {bothFile, bothFile}} {
		if _, err := tls.LoadX509KeyPair(files[0], files[1]); err != nil {
			t.Error(err)
		}
	}
}
