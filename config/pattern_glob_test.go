package config

import (
	"strings"
	"testing"
)

// TestMatches holds for which names a glob stands.
func TestMatches(t *testing.T) {
	for _, test := range []struct {
		glob, name string
		want       bool
	}{
		{"*.ups.lan", "a.ups.lan", true},
		{"*.ups.lan", "a.b.ups.lan", true},
		{"*.ups.lan", "ups.lan", false},
		{"*.ups.lan", ".ups.lan", false},
		{"*.ups.lan", "aups.lan", false},
		{"*.ups.lan", "a.ups.lan.evil.org", false},
		{"*.ups.lan", "a.ups.lan.", false},
		{"rack-*", "rack-1", true},
		{"rack-*", "rack-", true},
		{"rack-*", "rack-1.evil.org", false}, // somebody else's
		{"rack-*", "rack-1.", false},
		{"*-ups", "evil.org-ups", false},
		{"rack-*.lan", "rack-1.lan", true},
		{"rack-*.lan", "rack-1.a.lan", false},
		{"*.rack-*.lan", "a.rack-1.lan", true},
		{"*.rack-*.lan", "a.b.rack-1.lan", true},
		{"*.rack-*.lan", "rack-1.lan", false},
		{"a.*.lan", "a.b.lan", true},
		{"a.*.lan", "a.b.c.lan", false},
		{"nas.lan", "nas.lan", true},
		{"nas.lan", "nas.lan.lan", false},
		{"**.lan", "a.lan", true},
		{"**.lan", "a.b.lan", false},
	} {
		p, err := parsePattern(test.glob)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.hasHost(test.name); got != test.want {
			t.Errorf("%s and %s: %t, want %t", test.glob, test.name, got, test.want)
		}
	}
}

// TestBinding holds which targets an auth with a secret may have, of either protocol and each version.
func TestBinding(t *testing.T) {
	auths := map[string]string{
		"community":  "version: 2c, community: s3cret",
		"old":        "version: 1, community: s3cret",
		"user":       "version: 3, username: u",
		"passwords":  "version: 3, username: u, auth_protocol: SHA, auth_password: s3cret-long",
		"nut":        "username: u, password: s3cret, tls: {}",
		"nut, plain": "username: u, password: s3cret, allow_plaintext_password: true",
	}
	for target, narrow := range map[string]bool{
		"nas.lan": true, "10.0.0.1": true, "10.0.0.0/8": true, "*.ups.example.org": true, "*.lan": true, "rack-*": true,
		"fd00::/8": true, "fc00::/7": true, "2001:db8::/32": true, "*.home.arpa": true, "fe80::/10": true, "nas.lan:3500": true,
		"*": false, "*:161": false, "*.*": false, "0.0.0.0/0": false, "0.0.0.0/1": false, "::/0": false, "8000::/1": false,
		"2000::/3": false, "::ffff:0.0.0.0/96": false, "*.com": false, "*.org:3493": false, "ups.*": false, "*-ups.org": false,
		"10.0.0.0/7": false, "fc00::/6": false, "*.co.uk": false, "*.or.at:3493": false, "ups-*.com.au": false, "64:ff9b::/96": false,
		"*.ups.co.uk": true, "*.co.example": true, "*.example.de": true, "64:ff9b::a00:0/104": true,
	} {
		for name, auth := range auths {
			_, err := Parse(builtIn, File{"a.yml", []byte("auths: {x: {targets: [nas.lan, '" + target + "'], " + auth + "}}")})
			if narrow != (err == nil) {
				t.Errorf("%s for %s: %v", name, target, err)
			}
			if err != nil && (!strings.Contains(err.Error(), "such as targets: [") || strings.Contains(err.Error(), "s3cret")) {
				t.Errorf("%s for %s: %v", name, target, err)
			}
		}
	}
}

// TestNothingToSend holds that what tells nobody anything may be for every host.
func TestNothingToSend(t *testing.T) {
	for _, auth := range []string{"version: 1", "version: 2c, community: public", "tls: {}", "request_timeout: 1s"} {
		if _, err := Parse(builtIn, File{"a.yml", []byte("auths: {x: {targets: ['*'], " + auth + "}}")}); err != nil {
			t.Errorf("%s: %v", auth, err)
		}
	}
}
