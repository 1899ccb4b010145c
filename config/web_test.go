package config

import (
	"crypto/x509"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// access reads a web configuration that a test writes.
func access(t *testing.T, text string) (WebAccess, error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "web.yml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return ReadWebAccess(file)
}

func TestReadWebAccess(t *testing.T) {
	const names = "client_allowed_sans: [a.example.org]"
	for text, want := range map[string]struct {
		users, named bool
		certificate  CertificateDemand
	}{
		"http_server_config: {http2: true}\n":                                                {},
		"basic_auth_users: {a: b}\n":                                                         {users: true},
		"basic_auth_users: {a: 17}":                                                          {users: true},
		"tls_server_config: {cert_file: a, client_auth_type: RequestClientCert}\n":           {},
		"tls_server_config: {client_auth_type: VerifyClientCertIfGiven}\n":                   {},
		"tls_server_config: {client_auth_type: RequireAnyClientCert}\n":                      {certificate: AnyCertificate},
		"tls_server_config: {client_auth_type: RequireClientCert}\n":                         {certificate: AnyCertificate},
		"tls_server_config: {client_auth_type: RequireAndVerifyClientCert, " + names + "}\n": {certificate: VerifiedCertificate, named: true},
		"tls_server_config: {client_auth_type: RequireAndVerifyClientCert}\nbasic_auth_users: {a: b}\n": {
			users: true, certificate: VerifiedCertificate,
		},
	} {
		got, err := access(t, text)
		if err != nil || got.Users() != want.users || got.Certificate != want.certificate || (got.names != nil) != want.named {
			t.Errorf("%q: %+v, %v, want %+v", text, got, err, want)
		}
		if want.users && got.Hash("a") == "" || got.Hash("nobody") != "" {
			t.Errorf("%q: the hash of a is %q", text, got.Hash("a"))
		}
		if users := got.UserNames(); want.users && !slices.Equal(users, []string{"a"}) {
			t.Errorf("%q: users %q", text, users)
		}
	}
	if _, err := ReadWebAccess(filepath.Join(t.TempDir(), "none.yml")); err == nil {
		t.Error("a missing file is no error")
	}
}

// TestWebAccessHides holds that neither what was read nor what could not be tells of it.
func TestWebAccessHides(t *testing.T) {
	good, err := access(t, "basic_auth_users: {a: "+canary+"}\n")
	if err != nil || good.Hash("a") != canary {
		t.Fatalf("%v, %v", good, err)
	}
	hidesCanary(t, "WebAccess", good)
	for _, text := range []string{
		"basic_auth_users: " + canary[:9], "basic_auth_users: [", "basic_auth_users: 7\n", "basic_auth_users: {a: [" + canary[:9] + "]}",
		"basic_auth_users: {a: *" + canary[:9] + "}", "basic_auth_users: {" + canary[:9] + ": 1, " + canary[:9] + ": 2}", "- " + canary,
		"\t" + canary, "basic_auth_users:\n  a: !" + canary[:9] + " [b]\n",
	} {
		got, err := access(t, text)
		if err == nil {
			t.Errorf("%q: %+v", text, got)
			continue
		}
		if strings.Contains(err.Error(), canary[:5]) || !strings.Contains(err.Error(), "web.yml") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestWebAccessCovers(t *testing.T) {
	none := WebAccess{}
	users := WebAccess{users: map[string]Secret{"a": newSecret("b")}}
	anyone := WebAccess{Certificate: AnyCertificate}
	verified := WebAccess{Certificate: VerifiedCertificate}
	named := WebAccess{Certificate: VerifiedCertificate, names: []string{"a"}}
	signed := WebAccess{Certificate: VerifiedCertificate, authorities: [][]byte{}}
	all := WebAccess{Certificate: VerifiedCertificate, names: []string{"b"}, users: map[string]Secret{"c": newSecret("d")}}
	for _, test := range []struct {
		a, b WebAccess
		want bool
	}{
		{none, none, true},
		{users, none, true},
		{none, users, false},
		{users, verified, false},
		{verified, anyone, true},
		{anyone, verified, false},
		{verified, named, false},
		{named, verified, true},
		{all, users, true},
		{all, named, true},
		{named, all, false},
		{signed, verified, true},
		{verified, signed, false}, // any authority that the system knows
	} {
		if got := test.a.Covers(test.b); got != test.want {
			t.Errorf("%+v covers %+v: %t", test.a, test.b, got)
		}
	}
	for _, test := range []struct {
		a    WebAccess
		want bool
	}{{none, false}, {anyone, false}, {verified, true}, {users, true}} {
		if got := test.a.Proves(); got != test.want {
			t.Errorf("%+v proves: %t", test.a, got)
		}
	}
}

func TestWebAccessNamed(t *testing.T) {
	certificate := &x509.Certificate{
		DNSNames: []string{"a.example.org"}, EmailAddresses: []string{"a@example.org"},
		IPAddresses: []net.IP{net.IPv4(192, 0, 2, 1)}, URIs: []*url.URL{{Scheme: "spiffe", Host: "example.org", Path: "/a"}},
	}
	for name, want := range map[string]bool{
		"a.example.org": true, "a@example.org": true, "192.0.2.1": true, "spiffe://example.org/a": true,
		"example.org": false, "b.example.org": false, "": false,
	} {
		a := WebAccess{Certificate: VerifiedCertificate, names: []string{name}}
		if got := a.Named(certificate); got != want {
			t.Errorf("%q: %t", name, got)
		}
	}
	if !(WebAccess{}).Named(certificate) || (WebAccess{names: []string{}}).Named(certificate) {
		t.Error("no names demanded, or none allowed")
	}
}
