package config

import (
	"errors"
	"net"
	"net/netip"
	"strings"
	"testing"

	"github.com/argus-power/argus/power"
)

// policies are named lists of targets.allow; "" is the policy without one.
var policies = map[string]string{
	"networks": `[10.0.0.0/8, "fd00:20::/64", "[fd00:30::]:3500"]`,
	"names":    `["*.ups.lan", nas.lan, "rack-*:3493-3499"]`,
	"ports":    `["*:*"]`,
	"mapped":   `["::ffff:172.16.0.0/108", "::ffff:192.168.1.7"]`,
	"all":      `["0.0.0.0/0:*", "[::/0]:*", "*:*"]`,
	"":         "",
}

func policyNamed(t *testing.T, name string) policy {
	t.Helper()
	allow, ok := policies[name]
	if !ok {
		t.Fatalf("no policy %q", name)
	}
	if allow == "" {
		return parse(t).policy
	}
	return parse(t, File{"policy.yml", []byte("targets:\n  allow: " + allow + "\n")}).policy
}

func TestPolicyAdmits(t *testing.T) {
	for _, test := range []struct {
		policy, target string
		want           bool
	}{
		{"", "nas.lan", true},
		{"", "10.0.0.1", true},
		{"", "fd00::1", true},
		{"", "nas.lan:3493", true},
		{"", "nas.lan:22", false},
		{"", "10.0.0.1:22", false},
		{"networks", "10.0.0.1", true},
		{"networks", "10.255.255.254", true},
		{"networks", "::ffff:10.0.0.1", true},
		{"networks", "::ffff:a00:1", true},
		{"networks", "11.0.0.1", false},
		{"networks", "10.0.0.1:22", false},
		{"networks", "fd00:20::1", true},
		{"networks", "fd00:20::1%eth0", true},
		{"networks", "fd00:20:0:1::1", false},
		{"networks", "[fd00:30::]:3500", true},
		{"networks", "[fd00:30::]:3493", false},
		{"networks", "nas.lan", true}, // may resolve into a network: the dialler knows
		{"networks", "nas.lan:3500", true},
		{"networks", "nas.lan:22", false},
		{"names", "a.ups.lan", true},
		{"names", "A.B.UPS.LAN", true},
		{"names", "ups.lan", false},
		{"names", "a.ups.lan.evil.org", false},
		{"names", "nas.lan", true},
		{"names", "xnas.lan", false},
		{"names", "nas.lan.", false},
		{"names", "rack-7:3493", true},
		{"names", "rack-7:3499", true},
		{"names", "rack-7:3500", false},
		{"names", "rack-7:3492", false},
		{"names", "10.0.0.1", false},
		{"ports", "nas.lan:22", true},
		{"ports", "10.0.0.1:65535", true},
		{"mapped", "172.16.0.1", true},
		{"mapped", "172.31.0.1", true},
		{"mapped", "172.32.0.1", false},
		{"mapped", "192.168.1.7", true},
		{"mapped", "192.168.1.8", false},
	} {
		t.Run(test.policy+" "+test.target, func(t *testing.T) {
			target, err := ParseTarget(test.target, NUT)
			if err != nil {
				t.Fatal(err)
			}
			if err := policyNamed(t, test.policy).admits(target, nil); (err == nil) != test.want {
				t.Errorf("got %v, want admission: %t", err, test.want)
			}
		})
	}
}

func TestPolicyRefusalSaysWhatToDo(t *testing.T) {
	for name, want := range map[string]string{
		"": `only port 3493 may be probed unless targets.allow of the configuration says more; ` +
			`such as ["*", "10.0.0.1:22"]`,
		"names": `10.0.0.1:22 is not among targets.allow of the configuration; ` +
			`add "10.0.0.1:22" to probe it`,
	} {
		err := policyNamed(t, name).admits(Target{Protocol: NUT, Host: "10.0.0.1", Port: 22}, nil)
		if err == nil || err.Error() != want {
			t.Errorf("policy %q: got  %v\nwant %s", name, err, want)
		}
	}
}

// notHosts are addresses that are no single host's, in every form.
var notHosts = []string{
	"0.0.0.0", "::", "::%lo", "::ffff:0.0.0.0", "224.0.0.1", "239.1.2.3", "ff02::1", "ff02::1%eth0",
	"::ffff:224.0.0.1", "255.255.255.255", "::ffff:255.255.255.255", "0.1.2.3", "64:ff9b::", "64:ff9b::ffff:ffff",
	"169.254.169.254", "::ffff:169.254.169.254", "::ffff:a9fe:a9fe", "64:ff9b::169.254.169.254", "169.254.170.2",
	"fd00:ec2::254", "fd00:ec2::254%eth0", "fd00:ec2::23", "fd20:ce::254", "100.100.100.200", "168.63.129.16",
}

// TestPolicyNeverAdmits holds for every policy, and for what a name resolves to.
func TestPolicyNeverAdmits(t *testing.T) {
	for name := range policies {
		p := policyNamed(t, name)
		for _, host := range notHosts {
			for _, target := range []Target{
				{Protocol: NUT, Host: host, Port: nutPort}, {Protocol: NUT, Device: "ups", Host: host, Port: 22},
			} {
				if err := p.admits(target, nil); err == nil {
					t.Errorf("policy %q admits %s", name, target)
				}
			}
			address := netip.AddrPortFrom(netip.MustParseAddr(host), nutPort).String()
			err := control(p, Target{Protocol: NUT, Host: "nas.lan", Port: nutPort}, address)
			if err == nil {
				t.Errorf("policy %q: nas.lan at %s: %v", name, address, err)
			}
		}
	}
}

// control asks what the dialler asks before it connects to an address.
func control(p policy, t Target, address string) error {
	c := &Config{policy: p}
	return c.reach(t, nil).check(netip.MustParseAddrPort(address))
}

func TestPolicyControl(t *testing.T) {
	for _, test := range []struct {
		policy, host, address string
		want                  bool
	}{
		{"", "nas.lan", "10.0.0.1:3493", true},
		{"", "nas.lan", "[fe80::1%eth0]:3493", true},
		{"networks", "nas.lan", "10.0.0.1:3493", true},
		{"networks", "nas.lan", "[::ffff:10.0.0.1]:3493", true},
		{"networks", "nas.lan", "[fd00:20::1%eth0]:3493", true},
		{"networks", "nas.lan", "192.168.0.1:3493", false},
		{"networks", "nas.lan", "[::ffff:192.168.0.1]:3493", false},
		{"networks", "nas.lan", "127.0.0.1:3493", false},
		{"networks", "nas.lan", "[::1]:3493", false},
		{"networks", "nas.lan", "169.254.169.254:3493", false},
		{"networks", "nas.lan", "10.0.0.1:22", false},
		{"networks", "10.0.0.1", "10.0.0.1:3493", true},
		{"names", "nas.lan", "192.168.0.1:3493", true}, // listed by its name
		{"names", "other.lan", "192.168.0.1:3493", false},
	} {
		t.Run(test.policy+" "+test.host+" "+test.address, func(t *testing.T) {
			err := control(policyNamed(t, test.policy), Target{Protocol: NUT, Host: test.host, Port: nutPort}, test.address)
			switch {
			case test.want && err != nil:
				t.Errorf("got %v", err)
			case !test.want && err == nil:
				t.Errorf("got %v, want a refusal", err)
			}
		})
	}
}

// TestPolicyDial has a real name resolve to where the policy does not allow.
func TestPolicyDial(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	address := netip.MustParseAddrPort(listener.Addr().String())
	for _, test := range []struct {
		name, allow, host string
		want              bool
	}{
		{"name into another network", "[10.0.0.0/8:*]", "localhost", false},
		{"name into the network", `[127.0.0.0/8:*]`, "localhost", true},
		{"name on its own", "[localhost:*]", "localhost", true},
		{"address", "[127.0.0.1:*]", "127.0.0.1", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := parse(t, File{"policy.yml", []byte("targets:\n  allow: " + test.allow + "\n")})
			target := Target{Protocol: NUT, Host: test.host, Port: address.Port()}
			if err := c.policy.admits(target, nil); err != nil {
				t.Fatal(err)
			}
			conn, err := new(slots).dial(c.reach(target, nil))(t.Context(), "tcp4", target.Address())
			if conn != nil {
				conn.Close()
			}
			if test.want {
				if err != nil {
					t.Error(err)
				}
				return
			}
			var failure *power.Failure
			if !errors.As(err, &failure) || failure.Reason != power.Forbidden ||
				!strings.Contains(failure.Error(), "127.0.0.1") {
				t.Errorf("got %v, want a refusal", err)
			}
		})
	}
}

// TestAuthByAddress holds that a name cannot lead past an auth that is bound to
// the address behind it.
func TestAuthByAddress(t *testing.T) {
	c, err := Parse(builtIn, File{Name: "a.yml", Text: []byte(`
targets: {allow: ["127.0.0.0/8:*", "localhost:*"]}
auths:
  net: {targets: ["127.0.0.0/8:*"], tls: {}}
  named: {targets: ["known.lan:*"], tls: {}}
`)})
	if err != nil {
		t.Fatal(err)
	}
	to := netip.MustParseAddr("127.0.0.1")
	for host, want := range map[string]string{
		"localhost": "net", "127.0.0.1": "", "known.lan": "", "other.lan": "net",
	} {
		if got := claimed(c.claims(Target{Protocol: NUT, Host: host, Port: nutPort}), to); got != want {
			t.Errorf("%s: bound to %q, want %q", host, got, want)
		}
	}
	elsewhere := netip.MustParseAddr("10.0.0.1")
	if got := claimed(c.claims(Target{Protocol: NUT, Host: "other.lan", Port: nutPort}), elsewhere); got != "" {
		t.Errorf("an address that no auth is for is bound to %q", got)
	}
}
