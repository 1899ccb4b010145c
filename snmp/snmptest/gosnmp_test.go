package snmptest_test

import (
	"net"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gosnmp/gosnmp"

	"github.com/argus-power/argus/snmp"
	"github.com/argus-power/argus/snmp/snmptest"
)

// library opens a client of another hand, for v2c, or for v3 with the user.
func library(tb testing.TB, addr string, user *snmp.Security) *gosnmp.GoSNMP {
	tb.Helper()
	host, port, _ := net.SplitHostPort(addr)
	number, _ := strconv.ParseUint(port, 10, 16)
	g := &gosnmp.GoSNMP{
		Target: host, Port: uint16(number), Community: "public", Version: gosnmp.Version2c,
		Timeout: 5 * time.Second, Retries: 0, MaxOids: 60,
	}
	if user != nil {
		secure(g, user)
	}
	if err := g.Connect(); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = g.Conn.Close() })
	return g
}

func secure(g *gosnmp.GoSNMP, user *snmp.Security) {
	auth := map[string]gosnmp.SnmpV3AuthProtocol{
		"": gosnmp.NoAuth, "MD5": gosnmp.MD5, "SHA": gosnmp.SHA, "SHA224": gosnmp.SHA224,
		"SHA256": gosnmp.SHA256, "SHA384": gosnmp.SHA384, "SHA512": gosnmp.SHA512,
	}
	priv := map[string]gosnmp.SnmpV3PrivProtocol{
		"": gosnmp.NoPriv, "DES": gosnmp.DES, "AES": gosnmp.AES, "AES192": gosnmp.AES192,
		"AES256": gosnmp.AES256, "AES192C": gosnmp.AES192C, "AES256C": gosnmp.AES256C,
	}
	g.Version, g.SecurityModel = gosnmp.Version3, gosnmp.UserSecurityModel
	switch {
	case user.PrivProtocol != "":
		g.MsgFlags = gosnmp.AuthPriv
	case user.AuthProtocol != "":
		g.MsgFlags = gosnmp.AuthNoPriv
	}
	g.SecurityParameters = &gosnmp.UsmSecurityParameters{
		UserName:               user.User,
		AuthenticationProtocol: auth[user.AuthProtocol], AuthenticationPassphrase: user.AuthPassword,
		PrivacyProtocol: priv[user.PrivProtocol], PrivacyPassphrase: user.PrivPassword,
	}
}

// walked is what the library reads when it walks all.
func walked(t *testing.T, g *gosnmp.GoSNMP, bulk bool) []string {
	t.Helper()
	var got []string
	collect := func(p gosnmp.SnmpPDU) error {
		got = append(got, p.Name[1:]+" "+gosnmpText(p))
		return nil
	}
	walk := g.Walk
	if bulk {
		walk = g.BulkWalk
	}
	if err := walk("1.3.6.1", collect); err != nil {
		t.Fatal(err)
	}
	return got
}

func gosnmpText(p gosnmp.SnmpPDU) string {
	switch v := p.Value.(type) {
	case []byte:
		return snmp.Text(snmp.Bytes, string(v)).Text()
	case string:
		return strings.TrimPrefix(v, ".")
	case float32:
		return snmp.Number(snmp.Float, float64(v)).Text()
	case nil:
		return ""
	}
	return gosnmp.ToBigInt(p.Value).String()
}

func listed(tree *snmptest.Tree) []string {
	var list []string
	for _, v := range tree.Varbinds() {
		text := v.Value.Text()
		if n, ok := v.Value.Number(); ok && v.Value.Type == snmp.Unsigned {
			text = strconv.FormatUint(uint64(n), 10)
		}
		list = append(list, v.OID+" "+text)
	}
	return list
}

// kinds is a tree with every type of value.
func kinds(t *testing.T) *snmptest.Tree {
	t.Helper()
	tree := parse(t, strings.ReplaceAll(recording, "18446744073709551615", "9007199254740992"))
	tree.Set("1.3.6.1.4.1.4294967295.1", snmptest.Int(-2147483648))
	tree.Set("1.3.6.1.4.1.128.16384.127", snmptest.Text(strings.Repeat("long ", 60)))
	return tree
}

func TestGosnmpReadsAll(t *testing.T) {
	t.Parallel()
	tree := kinds(t)
	a := snmptest.Start(t, tree)
	for _, bulk := range []bool{false, true} {
		if got := walked(t, library(t, a.Addr(), nil), bulk); !slices.Equal(got, listed(tree)) {
			t.Errorf("bulk %v\n got %q\nwant %q", bulk, got, listed(tree))
		}
	}
}

// allUsers are those of snmpd, and what Debian's cannot.
func allUsers() []snmp.Security {
	users := snmptest.SnmpdUsers()
	for _, auth := range []string{"MD5", "SHA", "SHA224", "SHA384"} {
		for _, priv := range []string{"AES192", "AES192C", "AES256", "AES256C"} {
			users = append(users, snmp.Security{
				User: auth + priv, AuthProtocol: auth, AuthPassword: "a password",
				PrivProtocol: priv, PrivPassword: "another password",
			})
		}
	}
	return users
}

func addUser(t *testing.T, a *snmptest.Agent, user snmp.Security) {
	t.Helper()
	if err := a.AddUser(user); err != nil {
		t.Fatal(err)
	}
}

func TestGosnmpVersion3(t *testing.T) {
	t.Parallel()
	tree := kinds(t)
	a := snmptest.Start(t, tree)
	for _, user := range allUsers() {
		addUser(t, a, user)
		if got := walked(t, library(t, a.Addr(), &user), true); !slices.Equal(got, listed(tree)) {
			t.Errorf("%s: got %q", user.User, got)
		}
	}
	if err := a.AddUser(snmp.Security{User: "x", AuthProtocol: "ROT13", AuthPassword: "x"}); err == nil {
		t.Error("ROT13 is taken")
	}
}

func TestEngine(t *testing.T) {
	t.Parallel()
	a := snmptest.Start(t, kinds(t))
	user := snmptest.SnmpdUsers()[4]
	addUser(t, a, user)
	g := library(t, a.Addr(), &user)
	g.Retries = 1
	get := func() string {
		p, err := g.Get([]string{"1.3.6.1.4.1.9.1"})
		if err != nil {
			return err.Error()
		}
		return gosnmpText(p.Variables[0])
	}
	steps := []struct {
		name    string
		do      func()
		want    string
		reports int
	}{
		{"discovery", func() {}, "-7", 1},
		{"no news", func() {}, "-7", 0},
		{"rebooted", a.Reboot, "-7", 1},
		{"boots gone back", func() { _ = a.Engine("", 0) }, "-7", 1},
		{"time ahead", func() { a.ShiftEngineTime(time.Hour) }, "-7", 1},
		{"exchanged", func() { _ = a.Engine("\x80\x00\x00\x00\x05another", 1) }, "not authentic", 1},
	}
	for _, step := range steps {
		step.do()
		before := a.Stats().Reports
		if got := get(); !strings.Contains(got, step.want) {
			t.Errorf("%s: got %q, want %q", step.name, got, step.want)
		}
		if got := a.Stats().Reports - before; got < step.reports || step.reports == 0 && got > 0 {
			t.Errorf("%s: %d reports, want %d", step.name, got, step.reports)
		}
	}
}

func TestUserReports(t *testing.T) {
	t.Parallel()
	a := snmptest.Start(t, kinds(t))
	user := snmptest.SnmpdUsers()[4]
	addUser(t, a, user)
	addUser(t, a, snmp.Security{User: "open"})
	wrongAuth, wrongPriv, low := user, user, user
	wrongAuth.AuthPassword, wrongPriv.PrivPassword = "not this one", "not this one"
	low.PrivProtocol = ""
	for want, users := range map[string][]snmp.Security{
		"unknown username": {{User: "stranger"}},
		"decryption error": {wrongPriv},
		// The library does not believe reports that are not authentic, and these cannot be.
		"not authentic": {wrongAuth, {User: "open", AuthProtocol: "SHA", AuthPassword: "a password"}},
	} {
		for _, user := range users {
			_, err := library(t, a.Addr(), &user).Get([]string{"1.3.6.1.4.1.9.1"})
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: got %v, want %s", user.User, err, want)
			}
		}
	}
	p, err := library(t, a.Addr(), &low).Get([]string{"1.3.6.1.4.1.9.1"})
	if err != nil || p.Error != gosnmp.AuthorizationError {
		t.Errorf("too little security: %v", err)
	}
}
