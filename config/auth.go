package config

import (
	"crypto/tls"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"unicode"

	"gopkg.in/yaml.v3"

	"github.com/argus-power/argus/nut"
)

// Auth is how Argus proves itself to some targets, and has them prove
// themselves. It is bound to those targets: no caller can send it elsewhere.
type Auth struct {
	Name           string
	Username       string
	Password       Secret
	AllowPlaintext bool
	TLS            *nut.TLSOptions

	targets []pattern
	tls     *tls.Config
}

func (p *parser) readAuths(d *decoder, n *yaml.Node) {
	d.entries(n, "auths", func(key, value *yaml.Node) {
		a := &Auth{Name: key.Value}
		if !validName(key.Value) {
			d.fail(key, "auth name %q: use letters, digits, _ and -, at most 64", key.Value)
		}
		if slices.ContainsFunc(p.config.auths, func(o *Auth) bool { return o.Name == a.Name }) {
			d.fail(key, "auth %s is defined twice; rename one of them", a.Name)
		}
		known := keys{
			"username": func(n *yaml.Node) { a.Username = d.str(n, "username") },
			"allow_plaintext_password": func(n *yaml.Node) {
				a.AllowPlaintext = d.boolean(n, "allow_plaintext_password")
			},
			"tls":     func(n *yaml.Node) { d.tls(n, a) },
			"targets": func(n *yaml.Node) { a.targets = d.hosts(n, "targets") },
		}
		maps.Copy(known, d.secretKeys("password", d.once("password", &a.Password)))
		if d.mapping(value, "auth "+a.Name, known) {
			d.checkAuth(key, a)
		}
		p.config.auths = append(p.config.auths, a)
	})
}

// checkAuth refuses what would leak a secret or lock Argus out.
func (d *decoder) checkAuth(n *yaml.Node, a *Auth) {
	if len(a.targets) == 0 {
		d.fail(n, "auth %s applies nowhere; add targets: with the hosts that it is for", a.Name)
	}
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
	if slices.ContainsFunc(a.targets, pattern.everywhere) {
		d.fail(n, "auth %s would send its password to any host that a caller names; "+
			"list the hosts in targets:", a.Name)
	}
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
	read := d.mapping(n, "tls", keys{
		"ca_file":     func(n *yaml.Node) { o.CAFile = d.str(n, "ca_file") },
		"server_name": func(n *yaml.Node) { o.ServerName = d.str(n, "server_name") },
		"fingerprint": func(n *yaml.Node) { o.Fingerprint = d.str(n, "fingerprint") },
		"insecure_skip_verify": func(n *yaml.Node) {
			o.InsecureSkipVerify = d.boolean(n, "insecure_skip_verify")
		},
		"cert_file": func(n *yaml.Node) { o.CertFile = d.str(n, "cert_file") },
		"key_file":  func(n *yaml.Node) { o.KeyFile = d.str(n, "key_file") },
	})
	var err error
	if a.tls, err = o.Config(); err != nil && read {
		d.fail(n, "tls: %v", err)
	}
}

// options is what a connection needs. They are made only here: whoever prints an
// Auth must not find the password in it.
func (a *Auth) options() nut.Options {
	return nut.Options{
		Username: a.Username, Password: a.Password.reveal(),
		AllowPlaintextPassword: a.AllowPlaintext, TLS: a.tls,
	}
}

// authFor returns the first auth that is for a target, or nil.
func (c *Config) authFor(t Target, own uint16) *Auth {
	return c.firstAuth(func(bound pattern) bool {
		return bound.hasPort(t.Port, own) && bound.hasHost(t.Host)
	})
}

// boundTo returns the name of the auth that covers an address where none covers
// the target that led to it, or "".
func (c *Config) boundTo(to netip.AddrPort, t Target, own uint16) string {
	if c.authFor(t, own) != nil {
		return ""
	}
	a := c.firstAuth(func(bound pattern) bool {
		return bound.hasPort(to.Port(), own) && bound.hasIP(to.Addr())
	})
	if a == nil {
		return ""
	}
	return a.Name
}

func (c *Config) firstAuth(covers func(pattern) bool) *Auth {
	i := slices.IndexFunc(c.auths, func(a *Auth) bool {
		return slices.ContainsFunc(a.targets, covers)
	})
	if i < 0 {
		return nil
	}
	return c.auths[i]
}
