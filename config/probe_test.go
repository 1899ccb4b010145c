package config

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/nut"
	"github.com/argus-power/argus/power"
)

func TestProbe(t *testing.T) {
	c := good(t, "own-module.yml")
	for _, test := range []struct {
		name   string
		query  Query
		key    string
		device string
	}{
		{"target", Query{Target: "nas.lan"}, "nut nas.lan:3493 ", ""},
		{"another form", Query{Target: "NAS.lan:3493", Module: "nut"}, "nut nas.lan:3493 ", ""},
		{"device before the at", Query{Target: "ups@nas.lan"}, "nut nas.lan:3493 ups", "ups"},
		{
			"device by itself",
			Query{Target: "nas.lan", Device: "ups"},
			"nut nas.lan:3493 ups",
			"ups",
		},
		{
			"device twice",
			Query{Target: "ups@nas.lan", Device: "ups"},
			"nut nas.lan:3493 ups",
			"ups",
		},
		{"module", Query{Target: "nas.lan:3493", Module: "mine"}, "mine nas.lan:3493 ", ""},
		{"IPv6", Query{Target: "fd00::1"}, "nut [fd00::1]:3493 ", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			p, err := c.Probe(test.query)
			if err != nil {
				t.Fatal(err)
			}
			if p.Key != test.key || p.Target.Device != test.device || p.Config != c {
				t.Errorf("key %q, device %q", p.Key, p.Target.Device)
			}
			if want := max(test.query.Module, "nut"); test.query.Module == "" && p.Module.Name != want {
				t.Errorf("module %s, want %s", p.Module.Name, want)
			}
		})
	}
}

func TestProbeRefuses(t *testing.T) {
	c := good(t, "targets.yml")
	for _, test := range []struct {
		name      string
		query     Query
		forbidden bool
		want      string
	}{
		{"no target", Query{}, false, "target is missing; give [ups@]host[:port]"},
		{
			"module",
			Query{Target: "nas.lan", Module: "nutt"},
			false,
			`no module "nutt"; did you mean "nut"?`,
		},
		{"module before target", Query{Module: "snmp"}, false, `no module "snmp"; known are nut`},
		{"target", Query{Target: "nas lan"}, false, `"nas lan" is neither a host name nor an address`},
		{
			"device",
			Query{Target: "nas.lan", Device: "u ps"},
			false,
			`device "u ps": use letters, digits, . _ and -`,
		},
		{
			"another device",
			Query{Target: "a@nas.lan", Device: "b"},
			false,
			`target names the device "a" and device= another, "b"; give one of them`,
		},
		{"policy", Query{Target: "192.168.1.8"}, true, "192.168.1.8:3493 is not among targets.allow"},
		{"no single host", Query{Target: "0.0.0.0"}, true, "no address of a single host"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p, err := c.Probe(test.query)
			var request *RequestError
			if p != nil || !errors.As(err, &request) || request.Forbidden != test.forbidden ||
				!strings.Contains(err.Error(), test.want) || errors.Unwrap(err) == nil {
				t.Errorf("got %v, %v, want %s", p, err, test.want)
			}
		})
	}
}

// TestSource holds that a source reads with the auth, the dialler and the
// ratings of its target.
func TestSource(t *testing.T) {
	c := parse(t, File{"test.yml", []byte(`
targets: {allow: ["10.0.0.0/8"]}
devices: [{target: localhost, power_nominal_watts: 600}]
`)})
	p, err := c.Probe(Query{Target: "ups@localhost"})
	if err != nil {
		t.Fatal(err)
	}
	source := p.Means().Source(time.Now)
	s, ok := source.(*nut.Source)
	if !ok || s.Module != p.Module.NUT() || !slices.Equal(s.Only, []string{"ups"}) {
		t.Fatalf("source %+v", source)
	}
	if got := s.Rating("ups"); got != (power.Ratings{Watts: 600}) {
		t.Errorf("ratings %+v", got)
	}
	if _, err := source.Read(t.Context()); power.ReasonOf(err) != power.Forbidden {
		t.Errorf("read: %v, want a refusal by the policy", err)
	}
}

// TestSourceAuth holds that a password goes where it is bound to, and nowhere else.
func TestSourceAuth(t *testing.T) {
	c := parse(t, File{"test.yml", []byte(`
targets: {allow: ["10.0.0.0/8", "*"]}
auths: {a: {targets: [nas.lan], username: me, password: "canary", tls: {}}}
`)})
	for target, want := range map[string]bool{"nas.lan": true, "evil.org": false, "10.0.0.1": false} {
		p, err := c.Probe(Query{Target: target})
		if err != nil {
			t.Fatal(err)
		}
		if a := c.authFor(p.Target); (a != nil) != want {
			t.Errorf("%s gets %v", target, a)
		}
		if text := p.Describe(); strings.Contains(text, "auth a, TLS") != want || strings.Contains(text, "me\"") {
			t.Errorf("%s is described as %s", target, text)
		}
		if p.Means().Source(time.Now) == nil {
			t.Error("no source")
		}
	}
}
