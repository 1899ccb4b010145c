package config

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestListsAreKept holds that listed modules are put together once, whatever their order, and that
// callers cannot have any number of lists kept.
func TestListsAreKept(t *testing.T) {
	c := parse(t, builtInSNMP(t)...)
	find := func(text string) *Module {
		t.Helper()
		m, err := c.moduleFor(text)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	m := find("apc-ups,mge,ups-mib")
	for _, text := range []string{"ups-mib,apc-ups,mge", " mge , ups-mib,apc-ups"} {
		if got := find(text); got != m {
			t.Errorf("%s is put together anew", text)
		}
	}
	if m.Name != "mge,apc-ups,ups-mib" {
		t.Errorf("name %s", m.Name)
	}
	single := c.modules["snmp"].set.Modules()
	for i := range 2 * maxLists {
		find("ups-mib," + single[i%(len(single)-2)].Name())
		if n := len(c.lists.made); n > maxLists {
			t.Fatalf("%d lists are kept", n)
		}
	}
	if find("ups-mib,mge,apc-ups").set == nil {
		t.Error("forgotten, and not put together anew")
	}
}

// builtInSNMP are the modules that Argus comes with.
func builtInSNMP(t *testing.T) []File {
	t.Helper()
	files, err := ReadFiles("../modules.yml")
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestSucceed holds that all modules of a configuration that is loaded again stay, and that those
// that were changed do not, nor the sets that they are in.
func TestSucceed(t *testing.T) {
	files := builtInSNMP(t)
	old := parse(t, files...)
	load := func(more string) *Config {
		c := parse(t, append(slices.Clone(files), File{"more.yml", []byte(more)})...)
		c.Succeed(old)
		return c
	}
	changed := func(c *Config) (names []string) {
		for _, name := range c.ModuleNames() {
			m, was := c.modules[name], old.modules[name]
			if was == nil || m.nut != was.nut || m.snmp != was.snmp || m.set != was.set {
				names = append(names, name)
			}
		}
		return names
	}
	c := load("# nothing")
	if got := changed(c); len(got) > 0 || c.gates != old.gates {
		t.Errorf("%q are other ones; the gates are the same: %t", got, c.gates == old.gates)
	}
	c = load("modules: {mge: {extends: mge, info: {name: [x]}}, nut: {extends: nut, timeout: 1s}, mine: {extends: ups-mib}}")
	if got := changed(c); !slices.Equal(got, []string{"mge", "mine", "snmp"}) || c.modules["nut"].Timeout != time.Second {
		t.Errorf("%q are other ones, timeout %s", got, c.modules["nut"].Timeout)
	}
	if set := c.modules["snmp"].set.Modules(); !slices.Contains(set, c.modules["mge"].snmp) ||
		!slices.Contains(set, old.modules["ups-mib"].snmp) {
		t.Error("the set does not have the modules of the configuration")
	}
	c = load("modules: {nut: {extends: nut, raw: true}, ups-mib: {protocol: snmp, modules: [mge]}, " +
		"snmp: {protocol: snmp, modules: [mge, gude]}}")
	if got := changed(c); !slices.Equal(got, []string{"nut", "snmp", "ups-mib"}) || c.modules["ups-mib"].snmp != nil {
		t.Errorf("%q are other ones", got)
	}
}

// TestMeansSame holds which changes concern the source of a name, which may lead anywhere.
func TestMeansSame(t *testing.T) {
	const user = "version: 3, username: u"
	for _, test := range []struct {
		what, module, before, after string
		same                        bool
	}{
		{"nothing", "snmp", "", "", true},
		{"by another name", "snmp", "targets: {allow: [a.lan]}", "targets: {allow: [10.0.0.0/8, '*']}", true},
		{"by what stands for its name", "snmp", "targets: {allow: [a.lan]}", "targets: {allow: ['*.lan']}", false},
		{"a list of its module", "snmp", "", "targets: {modules: {snmp: [10.0.0.0/8]}}", false},
		{"a list of another module", "snmp", "", "targets: {modules: {nut: [10.0.0.0/8]}}", true},
		{"what all lies within", "nut", "", "targets: {within: [10.0.0.0/8]}", false},
		{"another port", "snmp", "targets: {allow: [10.0.0.0/8]}", "targets: {allow: [10.0.0.0/8, '11.0.0.0/8:162']}", true},
		{"where it may lead", "snmp", "targets: {allow: [10.0.0.0/8]}", "targets: {allow: [10.0.0.0/8, 11.0.0.0/8]}", false},
		{"an auth for a network", "snmp", "", "auths: {o: {targets: [10.0.0.0/8], " + user + "}}", false},
		{"of another port", "snmp", "", "auths: {o: {targets: ['10.0.0.0/8:162'], " + user + "}}", true},
		{"of the other protocol", "nut", "", "auths: {o: {targets: [10.0.0.0/8], " + user + "}}", true},
		{
			"beside its own", "snmp", "auths: {a: {targets: [a.lan], community: c}}",
			"auths: {a: {targets: [a.lan], community: c}, o: {targets: [10.0.0.0/8], " + user + "}}", true,
		},
		{
			"its password", "snmp", "auths: {a: {targets: [a.lan], " + user + ", auth_protocol: SHA, auth_password: 12345678}}",
			"auths: {a: {targets: [a.lan], " + user + ", auth_protocol: SHA, auth_password: 12345679}}", false,
		},
		{"the name of its auth", "snmp", "auths: {a: {targets: [a.lan], community: c}}", "auths: {b: {targets: [a.lan], community: c}}", true},
		{
			"a password for NUT", "nut", "auths: {a: {targets: [a.lan], username: u, password: p, allow_plaintext_password: true}}",
			"auths: {a: {targets: [a.lan], username: u, password: q, allow_plaintext_password: true}}", false,
		},
		{"TLS", "nut", "auths: {a: {targets: [a.lan], tls: {}}}", "auths: {a: {targets: [a.lan], tls: {}}}", false},
		{"its device", "nut", "devices: [{target: a.lan, power_factor: 1}]", "devices: [{target: a.lan, power_factor: 0.9}]", false},
		{"another device", "nut", "", "devices: [{target: b.lan, power_factor: 0.9}]", true},
	} {
		files := mustRead(t, "testdata/good/snmp.yml")
		var all [2]*Means
		var before *Config
		for i, text := range []string{test.before, test.after} {
			c := parse(t, append(slices.Clone(files), File{"more.yml", []byte("# more\n" + text)})...)
			if before != nil {
				c.Succeed(before)
			}
			p, err := c.Probe(Query{Target: "a.lan", Module: test.module})
			if err != nil {
				t.Fatal(err)
			}
			all[i], before = p.Means(), c
		}
		if got := all[1].Same(all[0]); got != test.same {
			t.Errorf("%s: the same: %t, want %t", test.what, got, test.same)
		}
	}
}

// TestMeansHideSecrets holds that no way to print the means shows a secret.
func TestMeansHideSecrets(t *testing.T) {
	c := parse(t, append(builtInSNMP(t), File{"a.yml", []byte(
		"auths: {n: {targets: [a.lan], username: u, password: canary, tls: {}}, s: {targets: [a.lan], community: canary}}")})...)
	for _, module := range []string{"nut", "snmp"} {
		p, err := c.Probe(Query{Target: "a.lan", Module: module})
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
			fmt.Fprintf(&b, verb+verb, p.Means(), struct{ M *Means }{p.Means()})
		}
		if strings.Contains(b.String(), "canary") || strings.Contains(b.String(), "63616e617279") {
			t.Errorf("%s: %s", module, &b)
		}
	}
}

// TestOneKey holds that one target has one key, however it is spelled.
func TestOneKey(t *testing.T) {
	c := parse(t, builtInSNMP(t)...)
	for _, test := range []struct{ module, targets, device string }{
		{"snmp", "Rack-1.LAN rack-1.lan:161 rack-1.lan:0161", ""},
		{"snmp", "10.0.0.1 ::ffff:10.0.0.1 [::FFFF:10.0.0.1]:161 10.0.0.1:161", "2"},
		{"ups-mib", "fd00::1 FD00:0::1 [fd00:0:0:0::1]:161", ""},
		{"nut", "UPS@Nas.lan ups@nas.lan:3493", ""},
	} {
		keys := map[string]bool{}
		for target := range strings.FieldsSeq(test.targets) {
			for _, device := range []string{"", test.device} {
				p, err := c.Probe(Query{Target: target, Module: test.module, Device: device})
				if err != nil {
					t.Fatal(err)
				}
				keys[p.Key] = true
			}
		}
		if len(keys) != 1 {
			t.Errorf("%s: keys %v", test.targets, keys)
		}
	}
}
