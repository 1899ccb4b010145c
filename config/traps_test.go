package config

import (
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTrapAccess(t *testing.T) {
	c := good(t, "traps.yml")
	for _, one := range []struct {
		from, communities, users string
		proxy                    bool
	}{
		{"10.20.1.2", "c4rds", "argus", false},
		{"::ffff:10.20.1.2", "c4rds", "argus", false},
		{"2001:db8::7", "c4rds", "argus", false},
		{"10.20.0.9", "public", "", true},
		{"192.0.2.1", "", "argus", false},
		{"fe80::1%eth0", "", "argus", false},
	} {
		access, ok := c.TrapAccess(netip.MustParseAddr(one.from))
		var users []string
		for _, u := range access.Users {
			users = append(users, u.User)
			if u.AuthPassword != "signing-password" || u.PrivProtocol != "AES" || u.PrivPassword != "hiding-password" {
				t.Errorf("%s: the user lacks what it has to show", one.from)
			}
		}
		if !ok || strings.Join(access.Communities, " ") != one.communities || strings.Join(users, " ") != one.users ||
			access.Proxy != one.proxy {
			t.Errorf("%s: %q, %q, proxy %t", one.from, access.Communities, users, access.Proxy)
		}
	}
	if none := parse(t); none.Traps() || !c.Traps() {
		t.Error("without traps: there are none")
	} else if _, ok := none.TrapAccess(netip.MustParseAddr("127.0.0.1")); ok {
		t.Error("without traps: everyone may send")
	}
	narrow := parse(t, File{"t.yml", []byte("auths: {a: {protocol: snmp, targets: [10.0.0.1]}}\n" +
		"traps: [{from: [10.0.0.1], auth: a}]\n")})
	if _, ok := narrow.TrapAccess(netip.MustParseAddr("10.0.0.2")); ok {
		t.Error("who is not listed may send")
	}
}

func TestTrapsAreShown(t *testing.T) {
	c := good(t, "traps.yml")
	for _, want := range []string{
		`  - {from: ["10.20.0.0/16", "2001:db8::/32"], auth: [cards, hider]}`, `  - {from: ["10.20.0.9"], auth: [usual], proxy: true}`,
	} {
		if !strings.Contains(c.Effective(), want+"\n") {
			t.Errorf("%s is not in\n%s", want, c.Effective())
		}
	}
	text, err := os.ReadFile(filepath.Join("testdata", "good", "traps.yml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"c4rds", "signing-password", "hiding-password"} {
		planted := parse(t, File{"traps.yml", []byte(strings.ReplaceAll(string(text), secret, canary))})
		access, _ := planted.TrapAccess(netip.MustParseAddr("10.20.1.2"))
		hidesCanary(t, "Effective", planted.Effective())
		hidesCanary(t, "Config", planted)
		hidesCanary(t, "Config by value", *planted)
		hidesCanary(t, "TrapAccess", access)
		hidesCanary(t, "*TrapAccess", &access)
	}
}
