package config

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// nas is an auth whose password comes from what a line says.
func nas(line string) File {
	return File{"auths.yml", []byte("auths:\n  nas: {targets: [nas.lan], username: monitor, tls: {}, " + line + "}\n")}
}

// TestSecretFileReadAnew holds that a reload takes what is in the file by then, however its line ends.
func TestSecretFileReadAnew(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("CREDENTIALS_DIRECTORY", folder)
	file := filepath.Join(folder, "nas")
	for text, want := range map[string]string{
		"first": "first", "second\n": "second", "third\r\n": "third", "fourth\n\n": "fourth", "two words \n": "two words ", "tab\tin": "",
		"\ufefffifth\r\n": "fifth", "\ufeff": "", "\ufeff\r\n": "", // as Notepad and PowerShell write files
	} {
		if err := os.WriteFile(file, []byte(text), 0o400); err != nil {
			t.Fatal(err)
		}
		for _, line := range []string{"password_file: '" + file + "'", "password_credential: nas"} {
			c, err := Parse(builtIn, nas(line))
			switch {
			case want == "":
				if err == nil {
					t.Errorf("%q is taken", text)
				}
			case err != nil:
				t.Errorf("%q: %v", text, err)
			case c.auths[0].Password.reveal() != want:
				t.Errorf("%q: %s is %q", text, line, c.auths[0].Password.reveal())
			}
		}
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}
}

// TestSecretFileMistakes holds that a secret that cannot be had is told with its place and not with what is there.
func TestSecretFileMistakes(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string, mode os.FileMode) {
		t.Helper()
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(file, mode); err != nil {
			t.Fatal(err)
		}
	}
	write("empty", "", 0o600)
	write("newline", "\n", 0o600)
	write("huge", strings.Repeat(canary, 10_000), 0o600)
	write("open", canary, 0o666)
	write("long", strings.Repeat(canary, 100), 0o600)
	write("lines", canary+"\n"+canary, 0o600)
	write("unreadable", canary, 0)
	for place, says := range map[string]string{
		"none": "none: no such file", "empty": "empty is empty", "newline": "newline is empty", "huge": "huge is larger than 64 KiB",
		"open": "chmod 600", "long": "one line of at most 512 bytes", "lines": "one line", "": "directory",
		"unreadable": "unreadable: permission denied",
	} {
		if runtime.GOOS == "windows" && (place == "open" || place == "unreadable" || place == "none" || place == "") ||
			place == "unreadable" && os.Getuid() == 0 {
			continue // no such modes and other words; and root may read everything
		}
		file := filepath.Join(folder, place)
		_, err := Parse(builtIn, nas("password_file: '"+file+"'"))
		if err == nil || !strings.Contains(err.Error(), says) || !strings.Contains(err.Error(), "auths.yml:2: ") {
			t.Errorf("%s: got %v, want %q", place, err, says)
			continue
		}
		hidesCanary(t, place, err.Error())
		if strings.Count(err.Error(), "\n") > 0 {
			t.Errorf("%s: more than one mistake: %v", place, err)
		}
	}
}

func TestSecretPlaces(t *testing.T) {
	for _, test := range []struct{ folder, line, says string }{
		{"", "password_credential: nas", "$CREDENTIALS_DIRECTORY is not set"},
		{"/nowhere", "password_credential: nas", "nas"},
		{"/nowhere", "password_credential: ../shadow", "is no name of a credential"},
		{"/nowhere", "password_credential: ..", "is no name of a credential"},
		{"/nowhere", "password_credential: ''", "is no name of a credential"},
		{"/nowhere", "password_file: ''", "password_file: "},
		{"/nowhere", "password_env: ARGUS_TEST_NOT_SET", `"ARGUS_TEST_NOT_SET" is not set`},
		{"/nowhere", "password_env: hunter-2", "no name of an environment variable"},
		{"/nowhere", "password: a, password_credential: nas", "keep one of password, password_file, password_credential and password_env"},
	} {
		t.Setenv("CREDENTIALS_DIRECTORY", test.folder)
		_, err := Parse(builtIn, nas(test.line))
		if err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: got %v, want %q", test.line, err, test.says)
		}
	}
}

// TestCredentialIsASecret holds that agents are told apart by this key as by the others.
func TestCredentialIsASecret(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("CREDENTIALS_DIRECTORY", folder)
	if err := os.WriteFile(filepath.Join(folder, "a"), []byte(canary), 0o400); err != nil {
		t.Fatal(err)
	}
	for text, says := range map[string]string{
		"version: 3, username: u, community_credential: a":     "has a community, which version 3 does not know",
		"version: 2c, auth_password_credential: a":             "only version 3 knows",
		"protocol: snmp, password_credential: a":               "write auth_password_credential: or community_credential:",
		"version: 3, username: u, priv_password_credential: a": "priv_protocol",
		"community_credential: a":                              "",
	} {
		_, err := Parse(builtIn, File{"a.yml", []byte("auths: {a: {targets: [a.lan], " + text + "}}")})
		if (says == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, want %q", text, err, says)
		}
	}
}
