package config

import (
	"maps"
	"slices"

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
	options nut.Options
}

func (p *parser) readAuths(d *decoder, n *yaml.Node) {
	d.entries(n, "auths", func(key, value *yaml.Node) {
		a := &Auth{Name: key.Value}
		if !validName(key.Value) {
			d.fail(key, "auth name %q: use letters, digits, _ and -", key.Value)
		}
		if slices.ContainsFunc(p.config.auths, func(o *Auth) bool { return o.Name == a.Name }) {
			d.fail(key, "auth %s is defined twice; rename one of them", a.Name)
		}
		known := keys{
			"username": func(n *yaml.Node) { a.Username = d.str(n, "username") },
			"allow_plaintext_password": func(n *yaml.Node) {
				a.AllowPlaintext = d.boolean(n, "allow_plaintext_password")
			},
			"tls": func(n *yaml.Node) { a.TLS = d.tls(n) },
			"targets": func(n *yaml.Node) {
				d.list(n, "targets", func(item *yaml.Node) {
					a.targets = append(a.targets, d.pattern(item, "targets"))
				})
			},
		}
		maps.Copy(known, d.secretKeys("password", d.once("password", &a.Password)))
		d.mapping(value, "auth "+a.Name, known)
		d.checkAuth(key, a)
		p.config.auths = append(p.config.auths, a)
	})
}

// checkAuth refuses what would leak a secret or lock Argus out.
func (d *decoder) checkAuth(n *yaml.Node, a *Auth) {
	if len(a.targets) == 0 {
		d.fail(n, "auth %s applies nowhere; add targets: with the hosts that it is for", a.Name)
	}
	if (a.Username == "") != (a.Password.text == "") {
		d.fail(n, "auth %s needs both username and password, or neither", a.Name)
	}
	if a.Password.text == "" {
		return
	}
	if slices.ContainsFunc(a.targets, func(t pattern) bool { return t.name == "*" }) {
		d.fail(n, "auth %s would send its password to any host that a caller names; "+
			"list the hosts in targets:", a.Name)
	}
	if a.TLS == nil && !a.AllowPlaintext {
		d.fail(n, "auth %s would send its password unencrypted; add tls: {}, or "+
			"allow_plaintext_password: true if the network is trusted", a.Name)
	}
}

func (d *decoder) tls(n *yaml.Node) *nut.TLSOptions {
	o := &nut.TLSOptions{}
	d.mapping(n, "tls", keys{
		"ca_file":     func(n *yaml.Node) { o.CAFile = d.str(n, "ca_file") },
		"server_name": func(n *yaml.Node) { o.ServerName = d.str(n, "server_name") },
		"fingerprint": func(n *yaml.Node) { o.Fingerprint = d.str(n, "fingerprint") },
		"insecure_skip_verify": func(n *yaml.Node) {
			o.InsecureSkipVerify = d.boolean(n, "insecure_skip_verify")
		},
		"cert_file": func(n *yaml.Node) { o.CertFile = d.str(n, "cert_file") },
		"key_file":  func(n *yaml.Node) { o.KeyFile = d.str(n, "key_file") },
	})
	if _, err := o.Config(); err != nil {
		d.fail(n, "tls: %v", err)
	}
	return o
}

// checkAuths compiles what the connections need.
func (p *parser) checkAuths() {
	for _, a := range p.config.auths {
		a.options = nut.Options{
			Username: a.Username, Password: a.Password.text, AllowPlaintextPassword: a.AllowPlaintext,
		}
		if a.TLS == nil {
			continue
		}
		if conf, err := a.TLS.Config(); err == nil { // reported where it stands otherwise
			a.options.TLS = conf
		}
	}
	if len(p.config.policy.allow) == 0 {
		p.config.policy = anywhere()
	}
}

// authFor returns the first auth that is for a target, or nil.
func (c *Config) authFor(t Target, own uint16) *Auth {
	for _, a := range c.auths {
		for _, bound := range a.targets {
			if bound.hasPort(t.Port, own) && bound.hasHost(t.Host) {
				return a
			}
		}
	}
	return nil
}
