package config

import (
	"strings"
	"testing"
)

const emptyWeb = "the file is empty, and would let everybody in; write tls_server_config: or basic_auth_users:, or start " +
	"without --web.config.file"

// TestBadWebAccess holds what a user is told about a web configuration that would not protect, or has a mistake.
func TestBadWebAccess(t *testing.T) {
	const (
		noUsers = "basic_auth_users has no users, and no password would be asked for; add a user as htpasswd -nB prints it, or " +
			"leave the key out"
		noTLS = "tls_server_config is empty, and Argus would serve plain HTTP; add cert_file: and key_file:, or leave the key out"
		plain = "tls_server_config has no certificate, and Argus would serve plain HTTP; add cert_file: and key_file:"
		names = "client_allowed_sans protects nothing, for certificates of clients are not both demanded and verified; write " +
			"client_auth_type: RequireAndVerifyClientCert"
		noNames = "client_allowed_sans is empty; list names, or leave it out to let in whomever the authority knows"
		ca      = " protects nothing, for certificates of clients are not verified; write client_auth_type: RequireAndVerifyClientCert"
		auths   = "client_auth_type must be one of NoClientCert, RequestClientCert, RequireAnyClientCert, RequireClientCert, " +
			"VerifyClientCertIfGiven, RequireAndVerifyClientCert"
		sections = "; known are basic_auth_users, http_server_config, rate_limit, tls_server_config"
		verified = "  client_auth_type: RequireAndVerifyClientCert\n"
	)
	for text, want := range map[string]string{
		"": emptyWeb, " \n": emptyWeb, "# a: {}\n": emptyWeb, "---\n": emptyWeb, "null\n": emptyWeb, "{}\n": emptyWeb,
		"\ufeff": emptyWeb, "\ufeff---\n# a\n": emptyWeb, "---\n---\nbasic_auth_users: {a: b}\n": emptyWeb,

		"basic_auth_users:\n  # a: b\n":                   "line 1: " + noUsers,
		"basic_auth_users: {}\n":                          "line 1: " + noUsers,
		"basic_auth_users: [a]\n":                         "line 1: basic_auth_users must be a mapping (user: hash), not a list",
		"basic_auth_users: {<<: {a: b}}\n":                "line 1: basic_auth_users: merge keys (<<) are not supported; write the users out",
		"basic_auth_users: {a: b}\n---\nrate_limit: {}\n": "line 3: the file has a second part after ---, which would not count; join the parts",

		tlsWith(""):                                  "line 1: " + noTLS,
		"tls_server_config: {}\n":                    "line 1: " + noTLS,
		tlsWith("  min_version: TLS13\n"):            "line 2: " + plain,
		tlsWith("  cert_file:\n  key_file: ''\n"):    "line 2: cert_file is empty; write it, or leave the key out",
		tlsWith("  cert_file: a\n  client_ca: ''\n"): "line 3: client_ca is empty; write it, or leave the key out",
		"tls_server_config: 7\n":                     "line 1: tls_server_config must be a mapping (key: value), not a single value",

		tlsWith("  cert_file: a\n  client_allowed_sans: [a]\n"):                              "line 3: " + names,
		tlsWith("  client_auth_type: NoClientCert\n  client_allowed_sans: [a]\n"):            "line 3: " + names,
		tlsWith("  client_auth_type: RequestClientCert\n  client_allowed_sans: [a]\n"):       "line 3: " + names,
		tlsWith("  client_auth_type: RequireAnyClientCert\n  client_allowed_sans: [a]\n"):    "line 3: " + names,
		tlsWith("  client_auth_type: VerifyClientCertIfGiven\n  client_allowed_sans: [a]\n"): "line 3: " + names,
		tlsWith(verified + "  client_allowed_sans:\n"):                                       "line 3: " + noNames,
		tlsWith(verified + "  client_allowed_sans: []\n"):                                    "line 3: " + noNames,
		tlsWith(verified + "  client_allowed_sans: [a, '']\n"):                               "line 3: client_allowed_sans is empty; write it, or leave the key out",
		tlsWith("  cert_file: a\n  client_ca_file: b\n"):                                     "line 3: client_ca_file" + ca,
		tlsWith("  client_auth_type: RequireAnyClientCert\n  client_ca: b\n"):                "line 3: client_ca" + ca,
		tlsWith(verified + "  client_ca_file:\n"):                                            "line 3: client_ca_file is empty; write it, or leave the key out",
		tlsWith("  client_auth_type: Require\n"):                                             "line 2: " + auths,
		tlsWith("  client_auth_type:\n"):                                                     "line 2: " + auths,
		tlsWith("  cert_file: a\n  min_version: TLS1.3\n"):                                   "line 3: min_version must be one of TLS10, TLS11, TLS12, TLS13",
		tlsWith("  cert_file: a\n  max_version: 1.3\n"):                                      "line 3: max_version must be one of TLS10, TLS11, TLS12, TLS13",
		tlsWith("  cert_file: a\n  curve_preferences: [P256]\n"):                             "line 3: curve_preferences must be one of CurveP256, CurveP384, CurveP521, X25519",
		tlsWith("  cert_file: a\n  key_fil: b\n"):                                            `line 3: tls_server_config has no key "key_fil"; did you mean "key_file"?`,
		tlsWith("  <<: {cert_file: a}\n"):                                                    "line 2: tls_server_config: merge keys (<<) are not supported; write the keys out",
		"tls_server_confg: {}\n":                                                             `line 1: the file has no key "tls_server_confg"; did you mean "tls_server_config"?`,
		"rate_limit: {bursts: 1}\n":                                                          `line 1: rate_limit has no key "bursts"; did you mean "burst"?`,
		"users: {}\n":                                                                        `line 1: the file has no key "users"` + sections,
		"rate_limit: {}\nrate_limit: {}\n":                                                   `line 2: the file repeats key "rate_limit" of line 1; keep one of them`,
		"http_server_config: {http: 2}\nbasic_auth_users:\n":                                 `line 1: http_server_config has no key "http"; did you mean "http2"?`,
	} {
		got, err := access(t, text)
		if err == nil || !strings.HasSuffix(err.Error(), "web.yml: "+want) {
			t.Errorf("%q: %+v, %v\nwant %s", text, got, err, want)
		}
	}
}

func tlsWith(lines string) string { return "tls_server_config:\n" + lines }

// TestHashesAreNotRepeated is about a user without a blank behind the colon, who is a key then.
func TestHashesAreNotRepeated(t *testing.T) {
	_, err := access(t, "{admin:$2y$10$SECRET}")
	if err == nil || strings.Contains(err.Error(), "SECRET") || !strings.Contains(err.Error(), "blank behind the colon") {
		t.Error(err)
	}
}
