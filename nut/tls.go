package nut

import (
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strings"
)

// TLSOptions says whom to trust. NUT servers mostly have certificates of their own making, so there
// are three ways besides the system's authorities: an authority of one's own, a pinned certificate,
// or no verification at all.
type TLSOptions struct {
	// CAFile is a PEM file with the authorities to trust instead of the system's.
	CAFile string
	// ServerName is the name that the certificate must be for; empty means the host dialled.
	// With Fingerprint or InsecureSkipVerify it is only announced, not compared.
	ServerName string
	// Fingerprint is the SHA-256 of the server's own certificate in hex, colons optional. That
	// certificate and no other is accepted, whatever its names, dates and issuer. This is the way
	// for certificates with a common name only, which Go does not verify.
	Fingerprint string
	// InsecureSkipVerify accepts any certificate: the password is safe from listeners and not from
	// whoever sits between.
	InsecureSkipVerify bool
	// CertFile and KeyFile are the client's own certificate in PEM, for servers that demand one
	// (CERTREQUEST in upsd.conf). Both or none.
	CertFile, KeyFile string
}

// Config reads the files and returns what Options.TLS needs. Options that contradict each other are
// an error.
func (o TLSOptions) Config() (*tls.Config, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	config := &tls.Config{
		MinVersion:         tls.VersionTLS12,
		ServerName:         o.ServerName,
		InsecureSkipVerify: o.InsecureSkipVerify,
	}
	if o.Fingerprint != "" {
		pin, err := parseFingerprint(o.Fingerprint)
		if err != nil {
			return nil, err
		}
		config.InsecureSkipVerify = true // VerifyConnection takes its place
		config.VerifyConnection = pin.verify
	}
	if o.CAFile != "" {
		pem, err := os.ReadFile(o.CAFile)
		if err != nil {
			return nil, fmt.Errorf("CA file: %w", err)
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("CA file: no certificate in %s", o.CAFile)
		}
	}
	if o.CertFile != "" {
		own, err := tls.LoadX509KeyPair(o.CertFile, o.KeyFile)
		if err != nil {
			return nil, fmt.Errorf("client certificate: %w", err)
		}
		config.Certificates = []tls.Certificate{own}
	}
	return config, nil
}

func (o TLSOptions) check() error {
	switch {
	case o.InsecureSkipVerify && o.Fingerprint != "":
		return errors.New("a fingerprint and no verification at all contradict each other")
	case o.InsecureSkipVerify && o.CAFile != "":
		return errors.New("a CA file and no verification at all contradict each other")
	case o.Fingerprint != "" && o.CAFile != "":
		return errors.New("a fingerprint accepts one certificate whoever issued it: " +
			"a CA file beside it would not be used")
	case (o.CertFile == "") != (o.KeyFile == ""):
		return errors.New("a client certificate needs both a certificate file and a key file")
	}
	return nil
}

type fingerprint [sha256.Size]byte

func parseFingerprint(s string) (fingerprint, error) {
	b, err := hex.DecodeString(strings.ReplaceAll(strings.TrimSpace(s), ":", ""))
	if err != nil || len(b) != sha256.Size {
		return fingerprint{}, errors.New("fingerprint: want the SHA-256 of a certificate, " +
			"64 hexadecimal digits with or without colons")
	}
	return fingerprint(b), nil
}

func (f fingerprint) String() string {
	return strings.TrimSuffix(strings.ReplaceAll(fmt.Sprintf("% X ", f[:]), " ", ":"), ":")
}

// verify runs on resumed connections too, where VerifyPeerCertificate would not.
func (f fingerprint) verify(state tls.ConnectionState) error {
	if len(state.PeerCertificates) == 0 {
		return errors.New("server sent no certificate")
	}
	if got := fingerprint(sha256.Sum256(state.PeerCertificates[0].Raw)); got != f {
		return fmt.Errorf("certificate has the fingerprint %v, expected is %v", got, f)
	}
	return nil
}

// handshakeError says what to do about a certificate that was not accepted.
func (l *link) handshakeError(err error) error {
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return fmt.Errorf("handshake: %w", l.broken(err, false))
	}
	var refused *tls.CertificateVerificationError
	if !errors.As(err, &refused) || len(refused.UnverifiedCertificates) == 0 {
		return fmt.Errorf("%w: handshake: %w", ErrTLS, err)
	}
	leaf := refused.UnverifiedCertificates[0]
	advice := "trust it with a CA file, or pin the certificate by its fingerprint"
	if hasNoNames(leaf) {
		advice = "the certificate has a common name and no subject alternative name: give the " +
			"server one that has, or pin this one by its fingerprint"
	} else if wrongName := new(x509.HostnameError); errors.As(err, wrongName) {
		advice = "set the server name to one of the certificate's, or pin it by its fingerprint"
	}
	return fmt.Errorf("%w: %w (%s, which is %v)", ErrTLS, err, advice,
		fingerprint(sha256.Sum256(leaf.Raw)))
}

func hasNoNames(c *x509.Certificate) bool {
	return len(c.DNSNames)+len(c.IPAddresses)+len(c.EmailAddresses)+len(c.URIs) == 0
}
