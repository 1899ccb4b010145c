package config

import (
	"fmt"
	"strings"
)

// dump renders the effective configuration: modules in short, everything else
// in full, secrets hidden.
func (p *parser) dump() string {
	var b strings.Builder
	b.WriteString("modules:\n")
	for _, name := range p.config.ModuleNames() {
		m := p.config.modules[name]
		raw := p.raw[name]
		fmt.Fprintf(&b, "  %s: {protocol: %s, timeout: %s, raw: %t}  # %d readings\n",
			name, m.Protocol, m.Timeout, raw.raw != nil && *raw.raw, len(raw.rows))
	}
	b.WriteString("targets:\n  allow:\n")
	for _, a := range p.config.policy.allow {
		fmt.Fprintf(&b, "    - %q\n", a.text)
	}
	if len(p.config.auths) > 0 {
		b.WriteString("auths:\n")
	}
	for _, a := range p.config.auths {
		fmt.Fprintf(&b, "  %s:\n    targets: %s\n", a.Name, quoted(a.targets))
		if a.Username != "" {
			fmt.Fprintf(&b, "    username: %q\n    password: %s\n    allow_plaintext_password: %t\n",
				a.Username, a.Password, a.AllowPlaintext)
		}
		if a.TLS != nil {
			fmt.Fprintf(&b, "    tls: {ca_file: %q, server_name: %q, fingerprint: %q, "+
				"insecure_skip_verify: %t, cert_file: %q, key_file: %q}\n", a.TLS.CAFile,
				a.TLS.ServerName, a.TLS.Fingerprint, a.TLS.InsecureSkipVerify, a.TLS.CertFile,
				a.TLS.KeyFile)
		}
	}
	p.dumpRatings(&b)
	return b.String()
}

// dumpRatings leaves out what is not stated.
func (p *parser) dumpRatings(b *strings.Builder) {
	if len(p.config.ratings) > 0 {
		b.WriteString("devices:\n")
	}
	for _, r := range p.config.ratings {
		fmt.Fprintf(b, "  - {target: %q", r.target.text)
		if r.device != r.target.device {
			fmt.Fprintf(b, ", device: %q", r.device)
		}
		for _, stated := range []struct {
			key   string
			value float64
		}{
			{"power_nominal_watts", r.ratings.Watts},
			{"power_nominal_voltamperes", r.ratings.VoltAmperes},
			{"power_factor", r.ratings.PowerFactor},
		} {
			if stated.value != 0 {
				fmt.Fprintf(b, ", %s: %g", stated.key, stated.value)
			}
		}
		b.WriteString("}\n")
	}
}

func quoted(list []pattern) string {
	texts := make([]string, len(list))
	for i, p := range list {
		texts[i] = fmt.Sprintf("%q", p.text)
	}
	return "[" + strings.Join(texts, ", ") + "]"
}
