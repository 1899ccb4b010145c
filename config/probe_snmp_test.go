package config

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/snmp"
)

func TestProbeSNMP(t *testing.T) {
	c := good(t, "snmp.yml")
	for _, test := range []struct {
		name    string
		query   Query
		key     string
		timeout time.Duration
	}{
		{"a set", Query{Target: "rack-1", Module: "snmp"}, "snmp rack-1:161", 30 * time.Second},
		{"one module", Query{Target: "rack-1", Module: "oem"}, "oem rack-1:161", 8 * time.Second},
		{
			"several",
			Query{Target: "rack-1", Module: "mine, ups-mib"},
			"mine,ups-mib rack-1:161", 8 * time.Second,
		},
		{"another order", Query{Target: "rack-1", Module: "ups-mib,mine"}, "mine,ups-mib rack-1:161", 8 * time.Second},
		{"that of the set", Query{Target: "rack-1", Module: "ups-mib,oem"}, "oem,ups-mib rack-1:161", 8 * time.Second},
		{"own in front", Query{Target: "Rack-1:161", Module: "oem,mine,ups-mib"}, "mine,oem,ups-mib rack-1:161", 8 * time.Second},
		{"own port", Query{Target: "fd00::1", Module: "snmp"}, "snmp [fd00::1]:161", 30 * time.Second},
		{"device", Query{Target: "rack-1", Module: "patient", Device: "2"}, "patient rack-1:161", time.Minute},
	} {
		t.Run(test.name, func(t *testing.T) {
			p, err := c.Probe(test.query)
			if err != nil {
				t.Fatal(err)
			}
			name, _, _ := strings.Cut(test.key, " ")
			if p.Key != test.key || p.Timeout != test.timeout || p.Module.Name != name ||
				p.Module.Protocol != SNMP || p.Module.SNMP() == nil || p.Module.NUT() != nil {
				t.Errorf("key %q, timeout %s, module %+v", p.Key, p.Timeout, p.Module)
			}
			if p.Module.Listed != strings.Contains(name, ",") {
				t.Errorf("listed: %t", p.Module.Listed)
			}
		})
	}
}

func TestProbeSNMPRefuses(t *testing.T) {
	c := good(t, "snmp.yml")
	for _, test := range []struct {
		name      string
		query     Query
		forbidden bool
		want      string
	}{
		{"no target", Query{Module: "snmp"}, false, "target is missing; give host[:port]"},
		{"a UPS", Query{Target: "ups@a.lan", Module: "snmp"}, false, `no names before an @`},
		{"another port", Query{Target: "a.lan:162", Module: "snmp"}, true, "only port 161 may be probed"},
		{"NUT's port", Query{Target: "a.lan:3493", Module: "oem"}, true, "only port 161 may be probed"},
		{"SNMP's port over NUT", Query{Target: "a.lan:161"}, true, "only port 3493 may be probed"},
		{"mixed", Query{Target: "a.lan", Module: "oem,nut"}, false, "module nut is of protocol nut"},
		{"a set and more", Query{Target: "a.lan", Module: "snmp,oem"}, false, "module snmp finds out by itself"},
		{"twice", Query{Target: "a.lan", Module: "oem,oem"}, false, `module "oem,oem" lists oem twice`},
		{"comma too many", Query{Target: "a.lan", Module: "oem,"}, false, `module "oem," has a comma too many`},
		{"comma alone", Query{Target: "a.lan", Module: ","}, false, `module "," has a comma too many`},
		{"unknown", Query{Target: "a.lan", Module: "oem,upsmib"}, false, `no module "upsmib"; did you mean "ups-mib"?`},
		{"many", Query{Target: "a.lan", Module: strings.Repeat("oem,", 1000)}, false, "more modules than there are"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p, err := c.Probe(test.query)
			var request *RequestError
			if p != nil || !errors.As(err, &request) || request.Forbidden != test.forbidden ||
				!strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, %v, want %s", p, err, test.want)
			}
		})
	}
}

// sourceOf returns the source of a query of an SNMP module.
func sourceOf(t *testing.T, c *Config, q Query) (*Probe, *snmp.Source) {
	t.Helper()
	p, err := c.Probe(q)
	if err != nil {
		t.Fatal(err)
	}
	s, ok := p.Means().Source(time.Now).(*snmp.Source)
	if !ok {
		t.Fatalf("source %T", p.Means().Source(time.Now))
	}
	return p, s
}

// TestSourceSNMP holds that what an auth states goes before what the module does,
// and that secrets go where they are bound to.
func TestSourceSNMP(t *testing.T) {
	c := parse(t, append(mustRead(t, "testdata/good/snmp*.yml"), File{"more.yml", []byte(`
targets: {allow: ["*:*"]}
devices: [{target: a.core.lan, device: "2", power_nominal_watts: 600}]
`)})...)
	user := &snmp.Security{
		User: "argus", AuthProtocol: "SHA256", AuthPassword: "12345678",
		PrivProtocol: "AES", PrivPassword: "from-a-file",
	}
	for _, test := range []struct {
		name    string
		query   Query
		want    snmp.Options
		timeout time.Duration
	}{
		{
			"version 3",
			Query{Target: "a.core.lan", Module: "ups-mib"},
			snmp.Options{
				Version: snmp.V3, Security: user, Context: "power", RequestTimeout: 3 * time.Second, Retries: -1,
			},
			20 * time.Second,
		},
		{
			"community",
			Query{Target: "rack-1:170", Module: "snmp"},
			snmp.Options{
				Version: snmp.V2c, Community: "r4cks", MaxRepetitions: 10, MaxVarbinds: 20, AnySource: true,
			},
			30 * time.Second,
		},
		{
			"elsewhere",
			Query{Target: "rack-1:171", Module: "snmp"},
			snmp.Options{MaxRepetitions: 15},
			30 * time.Second,
		},
		{
			"for all",
			Query{Target: "evil.org", Module: "oem"},
			snmp.Options{Version: snmp.V1, Community: "public", RequestTimeout: time.Second, Retries: -1},
			8 * time.Second,
		},
		{
			"of the other protocol",
			Query{Target: "both.lan", Module: "ups-mib"},
			snmp.Options{Version: snmp.V1, Community: "public", RequestTimeout: time.Second},
			8 * time.Second,
		},
		{
			"a list",
			Query{Target: "evil.org:162", Module: "ups-mib,mine"},
			snmp.Options{RequestTimeout: time.Second, Retries: -1},
			8 * time.Second,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			p, s := sourceOf(t, c, test.query)
			got := s.Options
			if got.DialContext == nil || s.Address != p.Target.Address() || s.Set != p.Module.SNMP() ||
				s.Set == nil || s.Now == nil {
				t.Errorf("source %+v", s)
			}
			got.DialContext = nil
			if got.Security != nil {
				if *got.Security != *test.want.Security {
					t.Errorf("another user")
				}
				got.Security = test.want.Security
			}
			if !sameOptions(got, test.want) || p.Timeout != test.timeout {
				t.Errorf("options %v, want %v; timeout %s", got, test.want, p.Timeout)
			}
			if err := s.Options.Validate(); err != nil {
				t.Error(err)
			}
		})
	}
	p, s := sourceOf(t, c, Query{Target: "a.core.lan", Module: "snmp", Device: "2"})
	if p.Only != "2" || s.Rating("2") != (power.Ratings{Watts: 600}) {
		t.Errorf("only %q, ratings %v", p.Only, s.Rating("2"))
	}
}

func sameOptions(a, b snmp.Options) bool {
	return a.Version == b.Version && a.Community == b.Community && a.Context == b.Context &&
		a.Security == b.Security && a.RequestTimeout == b.RequestTimeout && a.Retries == b.Retries &&
		a.MaxVarbinds == b.MaxVarbinds && a.MaxRepetitions == b.MaxRepetitions && a.AnySource == b.AnySource
}

// TestAuthByProtocol holds that an auth is for the probes of its protocol only.
func TestAuthByProtocol(t *testing.T) {
	c := good(t, "snmp-auths.yml")
	for _, test := range []struct{ protocol, target, want string }{
		{NUT, "10.0.0.7", "nas-nut"},
		{SNMP, "10.0.0.7", "core"},
		{NUT, "both.lan", "nas-nut"},
		{SNMP, "both.lan", "secretless"},
		{NUT, "a.core.lan", ""},
		{SNMP, "a.core.lan", "core"},
		{SNMP, "10.2.3.4", "racks"},
		{NUT, "10.2.3.4", ""},
		{SNMP, "rack-9:162", "racks"},
		{SNMP, "rack-9:171", ""},
		{SNMP, "named.lan", "named"},
		{SNMP, "other.lan", "secretless"},
	} {
		target, err := ParseTarget(test.target, test.protocol)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if a := c.authFor(target); a != nil {
			got = a.Name
		}
		if got != test.want {
			t.Errorf("%s over %s: auth %q, want %q", test.target, test.protocol, got, test.want)
		}
	}
	to := netip.MustParseAddr("10.0.0.7")
	narrow := parse(t, File{"a.yml", []byte("auths: {core: {version: 3, username: u, targets: [10.0.0.0/8]}}")})
	for protocol, want := range map[string]string{SNMP: "core", NUT: ""} {
		if got := claimed(narrow.claims(Target{Protocol: protocol, Host: "x.lan", Port: snmpPort}), to); got != want {
			t.Errorf("%s: bound to %q, want %q", protocol, got, want)
		}
	}
}

// TestDescribeSNMP holds what is said of how an agent is reached: no secret.
func TestDescribeSNMP(t *testing.T) {
	c := parse(t, append(mustRead(t, "testdata/good/snmp*.yml"),
		File{"more.yml", []byte(`targets: {allow: ["*:*"]}`)})...)
	for target, want := range map[string]string{
		"a.core.lan": `Address a.core.lan:161, at most 20s, SNMP v3, auth core (authPriv, ` +
			`SHA256 and AES), context "power", 3s for a request, 0 retries`,
		"rack-1": "Address rack-1:161, at most 30s, SNMP v2c, auth racks, answers from any address, " +
			"2s for a request, 2 retries",
		"named.lan": `Address named.lan:161, at most 30s, SNMP v3, auth named (noAuthNoPriv), ` +
			"2s for a request, 2 retries",
		"b.lan":     "Address b.lan:161, at most 30s, SNMP v1, auth secretless, 2s for a request, 2 retries",
		"b.lan:162": "Address b.lan:162, at most 30s, SNMP v2c, no auth, the usual community, 2s for a request, 2 retries",
	} {
		p, _ := sourceOf(t, c, Query{Target: target, Module: "snmp"})
		if got := p.Describe(); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

// TestPolicyDialUDP has names lead to where the policy, or an auth, does not let them.
func TestPolicyDialUDP(t *testing.T) {
	socket, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	port := socket.LocalAddr().(*net.UDPAddr).AddrPort().Port()
	for _, test := range []struct{ name, config, host, want string }{
		{"name into another network", `targets: {allow: ["10.0.0.0/8:*"]}`, "localhost", "does not allow 127.0.0.1"},
		{"name into the network", `targets: {allow: ["127.0.0.0/8:*"]}`, "localhost", ""},
		{"address", `targets: {allow: ["127.0.0.1:*"]}`, "127.0.0.1", ""},
		{
			"past an auth",
			`{targets: {allow: ["*:*"]}, auths: {a: {community: x, targets: ["127.0.0.0/8:*"]}}}`,
			"localhost", "for which auth a is",
		},
		{
			"past an auth of the other protocol",
			`{targets: {allow: ["*:*"]}, auths: {a: {tls: {}, targets: ["127.0.0.0/8:*"]}}}`,
			"localhost", "",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := parse(t, append(mustRead(t, "testdata/good/snmp.yml"), File{"p.yml", []byte(test.config)})...)
			target := Target{Protocol: SNMP, Host: test.host, Port: port}
			_, s := sourceOf(t, c, Query{Target: target.String(), Module: "ups-mib"})
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
			defer cancel()
			conn, err := s.Options.DialContext(ctx, "udp4", s.Address)
			if conn != nil {
				conn.Close()
			}
			if test.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			var failure *power.Failure
			if !errors.As(err, &failure) || failure.Reason != power.Forbidden ||
				!strings.Contains(failure.Error(), test.want) {
				t.Errorf("got %v, want a refusal: %s", err, test.want)
			}
		})
	}
}
