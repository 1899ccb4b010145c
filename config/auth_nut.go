package config

import (
	"strings"
	"unicode"

	"gopkg.in/yaml.v3"

	"github.com/argus-power/argus/nut"
)

// checkNUT refuses what would leak a password or lock Argus out.
func (d *decoder) checkNUT(n *yaml.Node, a *Auth) {
	password := a.Password.reveal()
	switch {
	case a.Username == "" && password == "" && a.TLS == nil:
		d.fail(n, "auth %s does nothing; add username: and password:, or tls: {}", a.Name)
	case (a.Username == "") != (password == ""):
		d.fail(n, "auth %s needs both username and password, or neither", a.Name)
	case !sendable(a.Username) || !sendable(password):
		d.fail(n, "auth %s: username and password are one line of at most 512 bytes each", a.Name)
	}
	if password == "" {
		return
	}
	d.checkBinding(n, a)
	if a.TLS == nil && !a.AllowPlaintext {
		d.fail(n, "auth %s would send its password unencrypted; add tls: {}, or "+
			"allow_plaintext_password: true if the network is trusted", a.Name)
	}
}

// sendable says whether the protocol can carry a text.
func sendable(s string) bool {
	return len(s) <= 512 && !strings.ContainsFunc(s, unicode.IsControl)
}

func (d *decoder) tls(n *yaml.Node, a *Auth) {
	o := &nut.TLSOptions{}
	a.TLS = o
	before := len(*d.problems)
	d.mapping(n, "tls", keys{
		"ca_file":     func(n *yaml.Node) { o.CAFile = d.given(n, "ca_file") },
		"server_name": func(n *yaml.Node) { o.ServerName = d.given(n, "server_name") },
		"fingerprint": func(n *yaml.Node) { o.Fingerprint = d.given(n, "fingerprint") },
		"insecure_skip_verify": func(n *yaml.Node) {
			o.InsecureSkipVerify = d.boolean(n, "insecure_skip_verify")
		},
		"cert_file": func(n *yaml.Node) { o.CertFile = d.given(n, "cert_file") },
		"key_file":  func(n *yaml.Node) { o.KeyFile = d.given(n, "key_file") },
	})
	var err error
	if a.tls, err = o.Config(); err != nil && len(*d.problems) == before {
		d.fail(n, "tls: %v", err)
	}
}

// options is what a connection to a NUT server needs. They are made only here:
// whoever prints an Auth must not find the password in it.
func (a *Auth) options() nut.Options {
	return nut.Options{
		Username: a.Username, Password: a.Password.reveal(),
		AllowPlaintextPassword: a.AllowPlaintext, TLS: a.tls,
	}
}
