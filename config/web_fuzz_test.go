package config

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// FuzzWebAccess holds that a web configuration is understood or refused with the place of what is wrong, and that
// nothing of it is told: it holds the hashes of passwords.
func FuzzWebAccess(f *testing.F) {
	for _, text := range []string{
		"", "# nothing\n", "basic_auth_users: {a: $2y$10$b}\n", "basic_auth_users:\n  a: 17\n  b: null\n", "- a\n", "\t",
		"a: *b\n",
		"tls_server_config: {client_auth_type: RequireAndVerifyClientCert, client_allowed_sans: [a.lan, 10.0.0.1]}\n",
		"tls_server_config: {client_auth_type: RequireAnyClientCert, client_allowed_sans: []}\nbasic_auth_users: {}\n",
		"a: &a [x, x]\nb: &b [*a, *a]\nbasic_auth_users: {<<: {c: d}}\n", "basic_auth_users: {a: b, a: c}\n",
		"--- {}\n--- {}\n", "basic_auth_users: {a: [b]}\n", "basic_auth_users: !!binary YQ==\n", "\xff\xfeb\x00",
		"basic_auth_users: {\"\\u0000\": \"\\x1b\"}\n",
	} {
		f.Add([]byte(text))
	}
	short := regexp.MustCompile(`^web configuration web\.yml: (not valid YAML|` +
		`not what belongs there, near line \d+(, line \d+)*|the file is empty, [^\n]+|line \d+: [^\n]+)$`)
	f.Fuzz(func(t *testing.T, text []byte) {
		file, err := parseWeb("web.yml", text)
		access := file.access()
		if err != nil {
			if !short.MatchString(err.Error()) {
				t.Errorf("it tells %q", err)
			}
			if access.Users() || access.Proves() {
				t.Errorf("half of it is taken: %+v", access)
			}
			return
		}
		users := access.UserNames()
		if access.Users() != (len(users) > 0) || !access.Covers(access) || !access.Covers(WebAccess{}) {
			t.Errorf("%d users, and it covers itself: %t", len(users), access.Covers(access))
		}
		for _, user := range users {
			hash := access.Hash(user)
			if printed := fmt.Sprintf("%+v", access.users[user]); len(hash) > 12 && strings.Contains(printed, hash) {
				t.Errorf("the hash of %q is printed", user)
			}
		}
	})
}
