package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// canary is a password that must not come out anywhere.
const canary = "CaNaRy-5ecret"

// hidesCanary prints a value in every way that programs print values.
func hidesCanary(t *testing.T, name string, v any) {
	t.Helper()
	outputs := map[string]string{}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		outputs[verb] = fmt.Sprintf(verb, v)
	}
	encoded, err := json.Marshal(v)
	if err != nil {
		t.Errorf("%s: %v", name, err)
	}
	outputs["json"] = string(encoded)
	var log bytes.Buffer
	level := &slog.HandlerOptions{Level: slog.LevelDebug}
	slog.New(slog.NewTextHandler(&log, level)).Debug("a", "value", v)
	slog.New(slog.NewJSONHandler(&log, level)).Debug("a", "value", v)
	outputs["slog"] = log.String()
	for way, text := range outputs {
		if strings.Contains(text, canary) || strings.Contains(text, fmt.Sprintf("%x", canary)) {
			t.Errorf("%s leaks by %s: %s", name, way, text)
		}
	}
}

func TestSecretsAreHidden(t *testing.T) {
	file := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(file, []byte(canary+"\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("ARGUS_TEST_CANARY", canary)
	for name, line := range map[string]string{
		"value": "password: " + canary,
		"file":  "password_file: " + file,
		"env":   "password_env: ARGUS_TEST_CANARY",
	} {
		t.Run(name, func(t *testing.T) {
			c := parse(t, File{"auths.yml", []byte("auths:\n  nas:\n    targets: [nas.lan]\n" +
				"    username: monitor\n    tls: {}\n    " + line + "\n")})
			a := c.auths[0]
			if a.Password.reveal() != canary || a.options().Password != canary {
				t.Fatalf("the password is %q", a.Password.reveal())
			}
			p, err := c.Probe(Query{Target: "ups@nas.lan"})
			if err != nil {
				t.Fatal(err)
			}
			hidesCanary(t, "Effective", c.Effective())
			hidesCanary(t, "Config", c)
			hidesCanary(t, "Config by value", *c)
			hidesCanary(t, "auths", c.auths)
			hidesCanary(t, "Auth", a)
			hidesCanary(t, "Auth by value", *a)
			hidesCanary(t, "Secret", a.Password)
			hidesCanary(t, "Secrets", map[string][]Secret{"a": {a.Password}})
			hidesCanary(t, "*Secret", &a.Password)
			hidesCanary(t, "Probe", p)
			hidesCanary(t, "Probe by value", *p)
			if text, err := yaml.Marshal(a.Password); err != nil || strings.Contains(string(text), canary) {
				t.Errorf("yaml: %s, %v", text, err)
			}
		})
	}
}

// TestSNMPSecretsAreHidden does the same for all secrets of both kinds of agents.
func TestSNMPSecretsAreHidden(t *testing.T) {
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte(canary+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("ARGUS_TEST_CANARY", canary)
	c := parse(t, append(mustRead(t, "testdata/good/snmp.yml"), File{"auths.yml", []byte(`
auths:
  value: {targets: [value.lan], community: ` + canary + `}
  file: {targets: [file.lan], version: 1, community_file: ` + file + `}
  env: {targets: [env.lan], version: 2c, community_env: ARGUS_TEST_CANARY}
  user:
    targets: [user.lan]
    version: 3
    username: argus
    auth_protocol: SHA
    auth_password_env: ARGUS_TEST_CANARY
    priv_protocol: AES
    priv_password_file: ` + file)})...)
	hidesCanary(t, "Effective", c.Effective())
	hidesCanary(t, "Config", c)
	hidesCanary(t, "Config by value", *c)
	hidesCanary(t, "auths", c.auths)
	for _, a := range c.auths {
		o := a.snmpOptions(tuning{})
		if o.Security == nil && o.Community != canary || o.Security != nil &&
			(o.Security.AuthPassword != canary || o.Security.PrivPassword != canary) {
			t.Fatalf("auth %s lacks its secret", a.Name)
		}
		p, s := sourceOf(t, c, Query{Target: a.Name + ".lan", Module: "oem,ups-mib"})
		hidesCanary(t, "Describe", p.Describe())
		hidesCanary(t, "Auth", a)
		hidesCanary(t, "Auth by value", *a)
		hidesCanary(t, "Probe", p)
		hidesCanary(t, "Probe by value", *p)
		if text := fmt.Sprintf("%v %+v", s.Options, &s.Options); strings.Contains(text, canary) {
			t.Errorf("options: %s", text)
		}
	}
}

// TestSecretInside holds that a secret is hidden where fmt does not ask it.
func TestSecretInside(t *testing.T) {
	type inner struct{ secret Secret }
	hidesCanary(t, "unexported field", struct{ inner inner }{inner{newSecret(canary)}})
	hidesCanary(t, "pointer", &struct{ inner *inner }{&inner{newSecret(canary)}})
}

func TestSecretShowsWhetherItIsSet(t *testing.T) {
	if got := fmt.Sprint(Secret{}); got != "" {
		t.Errorf("no secret shows as %q", got)
	}
	for text, want := range map[string]string{"": "", canary: hidden} {
		s := newSecret(text)
		encoded, err := s.MarshalText()
		if err != nil || string(encoded) != want || s.String() != want || s.GoString() != want ||
			s.LogValue().String() != want {
			t.Errorf("a secret of %d bytes shows as %q, %v", len(text), s, err)
		}
	}
}

// TestProblemsHideSecrets makes the mistakes that have to do with secrets.
func TestProblemsHideSecrets(t *testing.T) {
	t.Setenv("ARGUS_TEST_CANARY", canary+"\n")
	auth := "auths:\n  nas:\n    targets: [nas.lan]\n    username: monitor\n"
	agent := "auths:\n  agent:\n    protocol: snmp\n"
	user := agent + "    version: 3\n    username: u\n    targets: [a.lan]\n"
	for name, text := range map[string]string{
		"plaintext":              auth + "    password: " + canary + "\n",
		"wildcard":               auth + "    targets: ['*']\n    password: " + canary + "\n",
		"misspelt":               auth + "    pasword: " + canary + "\n",
		"list":                   auth + "    password: [" + canary + "]\n",
		"mapping":                auth + "    password: {value: " + canary + "}\n",
		"for the auth":           "auths:\n  nas: " + canary + "\n",
		"for the auths":          "auths: " + canary + "\n",
		"for tls":                auth + "    tls: " + canary + "\n",
		"for the targets":        "auths:\n  nas: {targets: " + canary + "}\n",
		"as an alias":            auth + "    password: *" + canary + "\n",
		"as a tag":               auth + "    password: !" + canary + "\n",
		"special":                auth + "    password: @" + canary + "\n",
		"colon":                  auth + "    password: a: " + canary + "\n",
		"open quote":             auth + "    password: \"" + canary + "\n",
		"escape":                 auth + "    password: \"\\" + canary + "\"\n",
		"given twice":            auth + "    password: " + canary + "\n    password_env: ARGUS_TEST_CANARY\n",
		"repeated":               auth + "    password: " + canary + "\n    password: " + canary + "\n",
		"two lines":              auth + "    tls: {}\n    password_env: ARGUS_TEST_CANARY\n",
		"community for all":      agent + "    targets: ['*']\n    community: " + canary + "\n",
		"password as a variable": auth + "    tls: {}\n    password_env: " + canary + "\n",
		"community in 3":         agent + "    version: 3\n    username: u\n    community: " + canary + "\n",
		"long community":         agent + "    community: " + strings.Repeat(canary, 20) + "\n",
		"community as a list":    agent + "    community: [" + canary + "]\n",
		"short password":         user + "    auth_protocol: SHA\n    auth_password: " + canary[:6] + "\n",
		"long password":          user + "    auth_protocol: SHA\n    auth_password: " + strings.Repeat(canary, 99) + "\n",
		"password without kind":  user + "    auth_password: " + canary + "\n",
		"password as the kind":   user + "    auth_protocol: " + canary + "\n",
		"priv password for auth": user + "    priv_protocol: AES\n    priv_password: " + canary + "\n",
		"password of NUT":        user + "    password: " + canary + "\n",
		"without username":       "auths: {nas: {targets: [nas.lan], tls: {}, password: " + canary + "}}\n",
	} {
		t.Run(name, func(t *testing.T) {
			c, err := Parse(builtIn, File{"bad.yml", []byte(text)})
			if err == nil {
				t.Fatalf("no problem: %s", c.Effective())
			}
			hidesCanary(t, "Problems", err)
			hidesCanary(t, "message", err.Error())
		})
	}
}
