package config

import (
	"os"
	"path/filepath"
	"testing"
)

func TestReadWebAccess(t *testing.T) {
	for text, want := range map[string]WebAccess{
		"":                           {},
		"# nothing\n":                {},
		"basic_auth_users: {}\n":     {},
		"basic_auth_users: {a: b}\n": {Users: true},
		"tls_server_config: {cert_file: a, client_auth_type: RequestClientCert}\n":                      {},
		"tls_server_config: {cert_file: a, client_auth_type: RequireAnyClientCert}\n":                   {Certificates: true},
		"tls_server_config: {client_auth_type: RequireAndVerifyClientCert}\nbasic_auth_users: {a: b}\n": {true, true},
	} {
		file := filepath.Join(t.TempDir(), "web.yml")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := ReadWebAccess(file); err != nil || got != want {
			t.Errorf("%q: %+v, %v, want %+v", text, got, err, want)
		}
	}
	for _, text := range []string{"basic_auth_users: [", "basic_auth_users: 7\n"} {
		file := filepath.Join(t.TempDir(), "web.yml")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := ReadWebAccess(file); err == nil {
			t.Errorf("%q: %+v", text, got)
		}
	}
	if _, err := ReadWebAccess(filepath.Join(t.TempDir(), "none.yml")); err == nil {
		t.Error("a missing file is no error")
	}
}

func TestWebAccessCovers(t *testing.T) {
	for _, test := range []struct {
		a, b WebAccess
		want bool
	}{
		{WebAccess{}, WebAccess{}, true},
		{WebAccess{Users: true}, WebAccess{}, true},
		{WebAccess{}, WebAccess{Users: true}, false},
		{WebAccess{Users: true}, WebAccess{Certificates: true}, false},
		{WebAccess{Users: true, Certificates: true}, WebAccess{Certificates: true}, true},
	} {
		if got := test.a.Covers(test.b); got != test.want {
			t.Errorf("%+v covers %+v: %t", test.a, test.b, got)
		}
	}
}
