package config

import (
	"fmt"
	"strings"

	"github.com/argus-power/argus/snmp"
)

func (a *Auth) dumpNUT(b *strings.Builder) {
	if a.Username != "" {
		fmt.Fprintf(b, "    username: %q\n    password: %s\n    allow_plaintext_password: %t\n",
			a.Username, a.Password, a.AllowPlaintext)
	}
	if a.TLS != nil {
		fmt.Fprintf(b, "    tls: {ca_file: %q, server_name: %q, fingerprint: %q, "+
			"insecure_skip_verify: %t, cert_file: %q, key_file: %q}\n", a.TLS.CAFile,
			a.TLS.ServerName, a.TLS.Fingerprint, a.TLS.InsecureSkipVerify, a.TLS.CertFile,
			a.TLS.KeyFile)
	}
}

// dumpSNMP leaves out what is not stated.
func (a *Auth) dumpSNMP(b *strings.Builder) {
	s := &a.SNMP
	fmt.Fprintf(b, "    version: %s\n", s.Version)
	if s.Version == snmp.V3 {
		fmt.Fprintf(b, "    username: %q\n", a.Username)
	}
	for _, stated := range []struct{ key, value string }{
		{"community", s.Community.String()},
		{"auth_protocol", s.AuthProtocol},
		{"auth_password", s.AuthPassword.String()},
		{"priv_protocol", s.PrivProtocol},
		{"priv_password", s.PrivPassword.String()},
	} {
		if stated.value != "" {
			fmt.Fprintf(b, "    %s: %s\n", stated.key, stated.value)
		}
	}
	if s.Context != "" {
		fmt.Fprintf(b, "    context: %q\n", s.Context)
	}
	if s.Timeout != 0 {
		fmt.Fprintf(b, "    timeout: %s\n", s.Timeout)
	}
	if text := s.tuning.dump("\n    "); text != "" {
		b.WriteString(strings.TrimPrefix(text, "\n") + "\n")
	}
	if s.AnySource {
		b.WriteString("    any_source: true\n")
	}
}

// dump writes what is stated, each with the separator in front.
func (t tuning) dump(separator string) string {
	var b strings.Builder
	if t.request != 0 {
		fmt.Fprintf(&b, "%srequest_timeout: %s", separator, t.request)
	}
	for _, stated := range []struct {
		key   string
		value int
	}{{"retries", t.retries}, {"max_varbinds", t.varbinds}, {"max_repetitions", t.repetitions}} {
		if stated.value != 0 {
			fmt.Fprintf(&b, "%s%s: %d", separator, stated.key, max(stated.value, 0))
		}
	}
	return b.String()
}
