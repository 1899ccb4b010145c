package config

import (
	"context"
	"errors"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
)

// TestLeadsTo holds to where a name may lead, whoever answers for it in the DNS.
func TestLeadsTo(t *testing.T) {
	const secret = "auths: {a: {community: x, targets: ['*.ups.lan']}}\n"
	for _, test := range []struct {
		config, host, address string
		want                  string // in the refusal; "" is none
	}{
		{"", "a.ups.lan", "127.0.0.1", ""}, // no configuration: any host
		{"", "a.ups.lan", "169.254.1.1", ""},
		{"", "a.ups.lan", "169.254.169.254", "hands out credentials"},
		{"", "a.ups.lan", "::ffff:169.254.169.254", "hands out credentials"},
		{"targets: {allow: ['*.ups.lan']}", "a.ups.lan", "10.0.0.1", ""},
		{"targets: {allow: ['*.ups.lan']}", "a.ups.lan", "127.0.0.1", `add "127.0.0.1:161" to targets.allow`},
		{"targets: {allow: ['*.ups.lan']}", "a.ups.lan", "127.255.0.9", "this host or its link"},
		{"targets: {allow: ['*.ups.lan']}", "a.ups.lan", "::ffff:127.0.0.1", "this host or its link"},
		{"targets: {allow: ['*.ups.lan']}", "a.ups.lan", "::1", "this host or its link"},
		{"targets: {allow: ['*.ups.lan']}", "a.ups.lan", "fe80::1%eth0", "this host or its link"},
		{"targets: {allow: ['*.ups.lan']}", "a.ups.lan", "169.254.1.1", "this host or its link"},
		{"targets: {allow: ['*.ups.lan', 127.0.0.0/8]}", "a.ups.lan", "127.0.0.1", ""},
		{"targets: {allow: ['*.ups.lan', '127.0.0.0/8:162']}", "a.ups.lan", "127.0.0.1", "this host or its link"},
		{"targets: {allow: ['*.ups.lan', a.ups.lan]}", "a.ups.lan", "127.0.0.1", ""}, // by its whole name
		{"targets: {allow: ['*']}", "a.ups.lan", "127.0.0.1", ""},
		{"targets: {allow: [10.0.0.0/8]}", "a.ups.lan", "127.0.0.1", "is not among targets.allow"},

		{"targets: {allow: ['*.ups.lan'], within: [10.0.0.0/8]}", "a.ups.lan", "10.0.0.1", ""},
		{"targets: {allow: ['*.ups.lan'], within: [10.0.0.0/8]}", "a.ups.lan", "::ffff:10.0.0.1", ""},
		{"targets: {allow: ['*.ups.lan'], within: [10.0.0.0/8]}", "a.ups.lan", "11.0.0.1", "not within targets.within"},
		{"targets: {allow: [a.ups.lan], within: [10.0.0.0/8]}", "a.ups.lan", "11.0.0.1", "not within targets.within"},
		{"targets: {within: ['fd00:20::/64']}", "a.ups.lan", "fd00:20::9", ""},
		{"targets: {within: ['fd00:20::/64']}", "a.ups.lan", "10.0.0.1", "not within targets.within"},

		{"targets: {modules: {ups-mib: [10.0.0.0/8]}}", "a.ups.lan", "10.0.0.1", ""},
		{"targets: {modules: {ups-mib: [10.0.0.0/8]}}", "a.ups.lan", "11.0.0.1", "not among targets.modules.ups-mib"},
		{"targets: {modules: {ups-mib: ['*.ups.lan']}}", "a.ups.lan", "::1", "to targets.modules.ups-mib"},
		{"targets: {modules: {oem: [10.0.0.0/8]}}", "a.ups.lan", "11.0.0.1", ""},

		{secret, "a.ups.lan", "10.0.0.1", ""},
		{secret, "a.ups.lan", "127.0.0.1", "to the targets of auth a"},
		{"auths: {a: {version: 1, targets: ['*.ups.lan']}}", "a.ups.lan", "127.0.0.1", ""}, // nothing to lose
		{"auths: {a: {community: x, targets: [10.0.0.0/8]}}", "a.ups.lan", "10.0.0.1", "for which auth a is"},
	} {
		t.Run(test.config+" "+test.host+" "+test.address, func(t *testing.T) {
			c := parse(t, append(mustRead(t, "testdata/good/snmp.yml"), File{"p.yml", []byte("# more\n" + test.config)})...)
			p, err := c.Probe(Query{Target: test.host, Module: "ups-mib"})
			if err != nil {
				t.Fatal(err)
			}
			to := netip.AddrPortFrom(netip.MustParseAddr(test.address), snmpPort)
			err = p.Means().terms.reach.check(to)
			switch {
			case test.want == "" && err != nil:
				t.Error(err)
			case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
				t.Errorf("got %v, want a refusal: %s", err, test.want)
			}
		})
	}
}

// TestModuleTargets holds that a module's own list narrows what may be probed with it.
func TestModuleTargets(t *testing.T) {
	c := parse(t, append(mustRead(t, "testdata/good/snmp.yml"), File{"p.yml", []byte(`
targets:
  allow: [10.0.0.0/8, "10.1.0.0/16:1161"]
  modules: {ups-mib: ["10.1.0.0/16:161-1161", 11.0.0.0/8], oem: ["10.2.0.0/16"]}
  within: [10.0.0.0/9]
`)})...)
	for _, test := range []struct{ module, target, want string }{
		{"ups-mib", "10.1.0.1", ""},
		{"ups-mib", "10.1.0.1:1161", ""},
		{"ups-mib", "10.1.0.1:162", "targets.allow"},
		{"ups-mib", "11.0.0.1", "targets.allow"}, // a list of a module opens nothing
		{"ups-mib", "10.2.0.1", `among targets.modules.ups-mib of the configuration; add "10.2.0.1:161"`},
		{"oem", "10.2.0.1", ""},
		{"oem", "10.1.0.1", "targets.modules.oem"},
		{"oem,ups-mib", "10.1.0.1", "targets.modules.oem"}, // both hold
		{"ups-mib,oem", "10.2.0.1", "targets.modules.ups-mib"},
		{"mine", "10.3.0.1", ""},
		{"mine", "10.200.0.1", `10.200.0.1:161 is not within targets.within of the configuration; add "10.200.0.1"`},
		{"nut", "10.1.0.1", ""},
	} {
		_, err := c.Probe(Query{Target: test.target, Module: test.module})
		var refusal *RequestError
		switch {
		case test.want == "" && err != nil:
			t.Errorf("%s with %s: %v", test.target, test.module, err)
		case test.want != "" && (!errors.As(err, &refusal) || !refusal.Forbidden || !strings.Contains(err.Error(), test.want)):
			t.Errorf("%s with %s: got %v, want a refusal: %s", test.target, test.module, err, test.want)
		}
	}
	if text := c.Effective(); !strings.Contains(text, `
  modules:
    oem: ["10.2.0.0/16"]
    ups-mib: ["10.1.0.0/16:161-1161", "11.0.0.0/8"]
  within: ["10.0.0.0/9"]
`) {
		t.Errorf("effective: %s", text)
	}
}

// TestBroadcast holds that no datagram goes to an address that the system knows to be a broadcast one; nothing but the
// system tells such an address from others.
func TestBroadcast(t *testing.T) {
	c := parse(t, append(mustRead(t, "testdata/good/snmp.yml"),
		File{"p.yml", []byte("targets: {allow: ['127.0.0.0/8:*']}")})...)
	for target, want := range map[string]bool{"127.255.255.255": false, "127.0.0.1": true} {
		_, s := sourceOf(t, c, Query{Target: target, Module: "ups-mib"})
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		conn, err := s.Options.DialContext(ctx, "udp", s.Address)
		if conn != nil {
			conn.Close()
		}
		if (err == nil) != want || !want && power.ReasonOf(err) != power.Forbidden {
			t.Errorf("%s: %v, want a connection: %t", target, err, want)
		}
	}
}
