package nuttest

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// Certificate makes a self-signed certificate for these names and IP addresses, and the PEM by
// which others come to trust it. It serves servers and clients alike.
func Certificate(tb testing.TB, names ...string) (cert tls.Certificate, caPEM []byte) {
	tb.Helper()
	template := template("nuttest")
	for _, name := range names {
		if ip := net.ParseIP(name); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, name)
		}
	}
	return selfSigned(tb, template)
}

// CNOnlyCertificate makes a certificate with a common name and no subject alternative names, as the
// recipe in NUT's documentation has it. Go does not verify such certificates.
func CNOnlyCertificate(tb testing.TB, name string) (cert tls.Certificate, caPEM []byte) {
	tb.Helper()
	return selfSigned(tb, template(name))
}

// WritePEM writes a certificate and its key into files of the test's directory. The last one has
// both, which is what a upsd built with OpenSSL wants as CERTFILE.
func WritePEM(tb testing.TB, cert tls.Certificate) (certFile, keyFile, bothFile string) {
	tb.Helper()
	key, err := x509.MarshalPKCS8PrivateKey(cert.PrivateKey)
	if err != nil {
		tb.Fatalf("nuttest: %v", err)
	}
	certPEM := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Certificate[0]})
	keyPEM := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})
	dir := tb.TempDir()
	write := func(name string, content []byte) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, content, 0o600); err != nil {
			tb.Fatalf("nuttest: %v", err)
		}
		return file
	}
	return write("cert.pem", certPEM), write("key.pem", keyPEM),
		write("both.pem", bytes.Join([][]byte{certPEM, keyPEM}, nil))
}

// template is a certificate for a day, with room for clocks that differ.
func template(commonName string) *x509.Certificate {
	return &x509.Certificate{
		SerialNumber:          big.NewInt(time.Now().UnixNano()),
		Subject:               pkix.Name{CommonName: commonName},
		NotBefore:             time.Now().Add(-time.Hour),
		NotAfter:              time.Now().Add(24 * time.Hour),
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
		BasicConstraintsValid: true,
		IsCA:                  true,
	}
}

func selfSigned(tb testing.TB, template *x509.Certificate) (tls.Certificate, []byte) {
	tb.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		tb.Fatalf("nuttest: %v", err)
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		tb.Fatalf("nuttest: %v", err)
	}
	caPEM := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, caPEM
}
