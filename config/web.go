package config

import (
	"crypto/x509"
	"fmt"
	"maps"
	"slices"
)

// A CertificateDemand is what a server wants to see of the certificate of a client.
type CertificateDemand int

// The demands, each more than the one before.
const (
	NoCertificate       CertificateDemand = iota // what is shown is not looked at, or not needed
	AnyCertificate                               // one that nobody vouches for will do
	VerifiedCertificate                          // one that an authority of the file signed
)

// WebAccess is what a web configuration file demands of clients: one of the form that all exporters of
// Prometheus share.
type WebAccess struct {
	Certificate CertificateDemand
	names       []string          // one of which the certificate must have; nil if any will do
	authorities [][]byte          // one of which must have signed it, as DER; nil if any that the system knows will do
	users       map[string]Secret // the bcrypt hash of the password, by user
}

// Users says whether a user and a password are demanded.
func (a WebAccess) Users() bool { return len(a.users) > 0 }

// Hash returns the bcrypt hash of a user's password, "" if there is no such user. It is for comparing only.
func (a WebAccess) Hash(user string) string { return a.users[user].reveal() }

// UserNames lists the users, sorted.
func (a WebAccess) UserNames() []string { return slices.Sorted(maps.Keys(a.users)) }

// Proves says whether a client that meets the demands has shown who it is.
func (a WebAccess) Proves() bool { return a.Users() || a.Certificate == VerifiedCertificate }

// Covers says whether it demands all that another one does, by kind: users and names may be others.
func (a WebAccess) Covers(other WebAccess) bool {
	return (a.Users() || !other.Users()) && a.Certificate >= other.Certificate &&
		(a.names != nil || other.names == nil) && (a.authorities != nil || other.authorities == nil)
}

// Named says whether a certificate has one of the names that are demanded.
func (a WebAccess) Named(certificate *x509.Certificate) bool {
	if a.names == nil {
		return true
	}
	has := slices.Concat(certificate.DNSNames, certificate.EmailAddresses)
	for _, ip := range certificate.IPAddresses {
		has = append(has, ip.String())
	}
	for _, uri := range certificate.URIs {
		has = append(has, uri.String())
	}
	return slices.ContainsFunc(has, func(name string) bool { return slices.Contains(a.names, name) })
}

// webFile is the part of a web configuration that demands something of clients.
type webFile struct {
	Users map[string]string `yaml:"basic_auth_users"`
	TLS   struct {
		ClientAuth string   `yaml:"client_auth_type"`
		Names      []string `yaml:"client_allowed_sans"`
		ClientCA   string   `yaml:"client_ca"`
		CAFile     string   `yaml:"client_ca_file"` // goes before client_ca
	} `yaml:"tls_server_config"`
}

// ReadWebAccess reads what a web configuration file demands, and refuses one that would protect less than it looks as
// if it did. Whether its certificates can be read and its hashes are some is not checked. Errors name the file, lines
// and keys, and nothing else of what is in it.
func ReadWebAccess(name string) (WebAccess, error) {
	text, err := readBounded(name)
	if err != nil {
		return WebAccess{}, fmt.Errorf("read web configuration: %w", err)
	}
	file, err := parseWeb(name, text)
	if err != nil {
		return WebAccess{}, err
	}
	access := file.access()
	if access.Certificate == VerifiedCertificate {
		if access.authorities, err = file.authorities(name); err != nil {
			return WebAccess{}, fmt.Errorf("web configuration %s: client_ca_file: %w", name, err)
		}
	}
	return access, nil
}

func (f webFile) access() WebAccess {
	access := WebAccess{Certificate: f.demand(), users: map[string]Secret{}}
	if access.Certificate != NoCertificate {
		access.names = f.TLS.Names
	}
	for user, hash := range f.Users {
		access.users[user] = newSecret(hash)
	}
	return access
}

func (f webFile) demand() CertificateDemand {
	switch f.TLS.ClientAuth {
	case verifyingAuth:
		return VerifiedCertificate
	case "RequireAnyClientCert", "RequireClientCert":
		return AnyCertificate
	}
	return NoCertificate
}
