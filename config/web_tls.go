package config

import (
	"crypto/tls"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// verifyingAuth is the client_auth_type that lets nobody in but those whom an authority knows.
const verifyingAuth = "RequireAndVerifyClientCert"

// The words of the exporter-toolkit.
var (
	clientAuths = [...]string{
		"NoClientCert", "RequestClientCert", "RequireAnyClientCert", "RequireClientCert",
		"VerifyClientCertIfGiven", verifyingAuth,
	}
	tlsVersions = [...]string{"TLS10", "TLS11", "TLS12", "TLS13"}
	tlsCurves   = [...]string{"CurveP256", "CurveP384", "CurveP521", "X25519"}
)

// webTLS checks the section of TLS. What could be a secret in the wrong place is not repeated.
func (d *decoder) webTLS(n *yaml.Node) {
	if nothingIn(n) {
		d.fail(n, "tls_server_config is empty, and Argus would serve plain HTTP; add cert_file: and key_file:, or "+
			"leave the key out")
		return
	}
	known := keys{
		"client_auth_type":            func(n *yaml.Node) { d.oneOf(n, "client_auth_type", clientAuths[:]) },
		"client_allowed_sans":         d.webNames,
		"min_version":                 func(n *yaml.Node) { d.oneOf(n, "min_version", tlsVersions[:]) },
		"max_version":                 func(n *yaml.Node) { d.oneOf(n, "max_version", tlsVersions[:]) },
		"prefer_server_cipher_suites": func(*yaml.Node) {},
		"cipher_suites":               func(n *yaml.Node) { d.someOf(n, "cipher_suites", cipherNames()) },
		"curve_preferences":           func(n *yaml.Node) { d.someOf(n, "curve_preferences", tlsCurves[:]) },
	}
	for _, key := range []string{"cert", "key", "client_ca", "cert_file", "key_file", "client_ca_file"} {
		known[key] = func(n *yaml.Node) { d.given(n, key) }
	}
	if d.mapping(n, "tls_server_config", known) {
		d.webProtects(n)
	}
}

// webProtects refuses what looks as if it protected, and does not.
func (d *decoder) webProtects(n *yaml.Node) {
	demand := ""
	if value := valueOf(n, "client_auth_type"); value != nil {
		demand = resolve(value).Value
	}
	for _, key := range []string{"client_ca", "client_ca_file"} {
		if ca := valueOf(n, key); ca != nil && demand != verifyingAuth && demand != "VerifyClientCertIfGiven" {
			d.fail(ca, "%s protects nothing, for certificates of clients are not verified; write client_auth_type: %s",
				key, verifyingAuth)
		}
	}
	names := valueOf(n, "client_allowed_sans")
	switch {
	case names != nil && demand != verifyingAuth:
		d.fail(names, "client_allowed_sans protects nothing, for certificates of clients are not both demanded and "+
			"verified; write client_auth_type: %s", verifyingAuth)
	case !hasKey(n, "cert", "cert_file", "key", "key_file", "client_ca", "client_ca_file", "client_auth_type"):
		d.fail(n, "tls_server_config has no certificate, and Argus would serve plain HTTP; add cert_file: and key_file:")
	}
}

// webNames refuses a list whose names are commented out: any certificate would do, or none.
func (d *decoder) webNames(n *yaml.Node) {
	if nothingIn(n) {
		d.fail(n, "client_allowed_sans is empty; list names, or leave it out to let in whomever the authority knows")
		return
	}
	d.list(n, "client_allowed_sans", func(item *yaml.Node) { d.given(item, "client_allowed_sans") })
}

// oneOf checks one of several words.
func (d *decoder) oneOf(n *yaml.Node, what string, known []string) {
	if word, ok := d.scalar(n, what, "a word"); ok && !slices.Contains(known, word) {
		d.fail(n, "%s must be one of %s", what, strings.Join(known, ", "))
	}
}

func (d *decoder) someOf(n *yaml.Node, what string, known []string) {
	d.list(n, what, func(item *yaml.Node) { d.oneOf(item, what, known) })
}

// cipherNames are those that Go deems secure, the only ones that the toolkit takes.
func cipherNames() (names []string) {
	for _, suite := range tls.CipherSuites() {
		names = append(names, suite.Name)
	}
	return names
}
