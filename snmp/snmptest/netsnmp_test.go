//go:build unix

package snmptest_test

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/snmp"
	"github.com/argus-power/argus/snmp/snmptest"
)

// netsnmp runs one of net-snmp's commands and returns its lines, or skips the test.
func netsnmp(t *testing.T, addr, command string, args ...string) []string {
	t.Helper()
	program, err := exec.LookPath(command)
	if err != nil {
		const text = "the comparison with net-snmp needs its commands: apt-get install snmp"
		if os.Getenv("ARGUS_REQUIRE_SERVERS") == "1" {
			t.Fatal(text)
		}
		t.Skip(text)
	}
	at := slices.IndexFunc(args, func(arg string) bool { return strings.HasPrefix(arg, "1.") })
	args = slices.Insert(slices.Clone(args), at, addr)
	cmd := exec.CommandContext(t.Context(), program, append([]string{"-Onet", "-t", "5", "-r", "0"}, args...)...)
	cmd.Env = append(os.Environ(), "MIBS=", "SNMPCONFPATH="+t.TempDir(), "SNMP_PERSISTENT_DIR="+t.TempDir())
	out, _ := cmd.CombinedOutput() // what went wrong is in the output
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	return slices.DeleteFunc(lines, func(line string) bool {
		return strings.HasPrefix(line, "Created directory")
	})
}

// login is how the commands are told a user.
func login(u snmp.Security) []string {
	args := []string{"-v3", "-u", u.User, "-l", "noAuthNoPriv"}
	hyphen := strings.NewReplacer("SHA2", "SHA-2", "SHA3", "SHA-3", "SHA5", "SHA-5", "AES2", "AES-2")
	if u.AuthProtocol != "" {
		args[4] = "authNoPriv"
		args = append(args, "-a", hyphen.Replace(u.AuthProtocol), "-A", u.AuthPassword)
	}
	if u.PrivProtocol != "" {
		args[4] = "authPriv"
		args = append(args, "-x", hyphen.Replace(u.PrivProtocol), "-X", u.PrivPassword)
	}
	return args
}

// TestAgentAnswersAsSnmpd asks the agent and the real snmpd the same questions.
func TestAgentAnswersAsSnmpd(t *testing.T) {
	t.Parallel()
	tree := kinds(t)
	tree.Delete("1.3.6.1.4.1.9.8") // NULL
	snmpd := snmptest.StartSnmpd(t, tree)
	tree.Set("1.3.6.1.6.3.10.2.1.4.0", snmptest.Int(1500)) // walks end here, at snmpd's own
	a := snmptest.Start(t, tree)
	for _, u := range snmptest.SnmpdUsers() {
		addUser(t, a, u)
	}
	questions := [][]string{
		{"snmpwalk", "1.3.6.1.4.1"},
		{"snmpbulkwalk", "-Cr3", "1.3.6.1.4.1"},
		{"snmpget", "1.3.6.1.4.1.9.1", "1.3.6.1.4.1.9.10"},
		{"snmpget", "1.3.6.1.4.1.9.1.7"},
		{"snmpgetnext", "1.3.6.1.4.1.9.4", "1.3.6.1.4.1.9.12"},
		{"snmpbulkget", "-Cn1", "-Cr4", "1.3.6.1.4.1.9.1", "1.3.6.1.4.1.9.7"},
		{"snmpbulkget", "-Cn0", "-Cr3", "1.3.6.1.4.1.9.1", "1.3.6.1.6.3.10.2.1.4.0"},
		{"snmpset", "1.3.6.1.4.1.9.1", "i", "4"},
	}
	versions := map[string][]string{"v1": {"-v1", "-cpublic"}, "v2c": {"-v2c", "-cpublic"}}
	for _, u := range snmptest.SnmpdUsers() {
		versions[u.User] = login(u)
	}
	for version, args := range versions {
		for _, q := range questions {
			if version == "v1" && strings.HasPrefix(q[0], "snmpbulk") {
				continue
			}
			args := append(slices.Clone(args), q[1:]...)
			got, want := netsnmp(t, a.Addr(), q[0], args...), netsnmp(t, snmpd.Addr(), q[0], args...)
			if !slices.Equal(got, want) || len(got) == 0 || strings.Contains(got[0], "Timeout") {
				t.Errorf("%s: %v: %s", version, q, difference(got, want))
			}
		}
	}
}

// TestReportsAsSnmpd logs in as nobody may.
func TestReportsAsSnmpd(t *testing.T) {
	t.Parallel()
	tree := kinds(t)
	snmpd := snmptest.StartSnmpd(t, tree)
	a := snmptest.Start(t, tree)
	for _, u := range snmptest.SnmpdUsers() {
		addUser(t, a, u)
	}
	user := snmptest.SnmpdUsers()[4]
	wrongAuth, low := user, user
	wrongAuth.AuthPassword = "not this one"
	low.PrivProtocol = ""
	high := snmp.Security{User: "nobody", AuthProtocol: "SHA", AuthPassword: "auth-password"}
	// snmpd says nothing to a wrong password for privacy, against RFC 3414, section 3.2, step 8.
	for _, u := range []snmp.Security{{User: "stranger"}, wrongAuth, low, high} {
		args := append(login(u), "1.3.6.1.4.1.9.1")
		got, want := netsnmp(t, a.Addr(), "snmpget", args...), netsnmp(t, snmpd.Addr(), "snmpget", args...)
		if !slices.Equal(got, want) {
			t.Errorf("%+v: agent %q, snmpd %q", u, got, want)
		}
	}
}

func difference(agent, snmpd []string) string {
	for i := range min(len(agent), len(snmpd)) {
		if agent[i] != snmpd[i] {
			return fmt.Sprintf("line %d\nagent %q\nsnmpd %q", i, agent[i], snmpd[i])
		}
	}
	return fmt.Sprintf("agent has %d lines, snmpd %d", len(agent), len(snmpd))
}

func TestSnmpd(t *testing.T) {
	t.Parallel()
	tree := kinds(t)
	s := snmptest.StartSnmpd(t, tree)
	g := library(t, s.Addr(), nil)
	get := func() string {
		g.Timeout = 300 * time.Millisecond
		p, err := g.Get([]string{"1.3.6.1.4.1.9.1"})
		if err != nil {
			return "silence"
		}
		return gosnmpText(p.Variables[0])
	}
	check := func(what, want string) {
		t.Helper()
		if got := get(); got != want {
			t.Errorf("%s: got %q, want %q", what, got, want)
		}
	}
	check("as given", "-7")
	s.Set("1.3.6.1.4.1.9.1", snmptest.Int(99))
	check("changed", "99")
	s.Delete("1.3.6.1.4.1.9.1")
	check("deleted", "")
	s.Set("1.3.6.1.4.1.9.1", snmptest.Int(1))
	s.Pause()
	check("paused", "silence")
	s.Resume()
	g = library(t, s.Addr(), nil)
	check("resumed", "1")
	addr := s.Addr()
	s.Kill()
	check("killed", "silence")
	s.Restart()
	check("restarted", "1")
	if s.Addr() != addr {
		t.Errorf("the address was %s and is %s", addr, s.Addr())
	}
}

// TestSnmpdEngine looks at the id and the boots of snmpd's engine.
func TestSnmpdEngine(t *testing.T) {
	t.Parallel()
	s := snmptest.StartSnmpd(t, kinds(t))
	engine := func() (id, boots string) {
		p, err := library(t, s.Addr(), nil).Get([]string{"1.3.6.1.6.3.10.2.1.1.0", "1.3.6.1.6.3.10.2.1.2.0"})
		if err != nil {
			t.Fatal(err)
		}
		return gosnmpText(p.Variables[0]), gosnmpText(p.Variables[1])
	}
	first, boots := engine()
	if boots != "1" {
		t.Errorf("%s boots at first", boots)
	}
	for _, step := range []struct {
		name  string
		do    func()
		same  bool
		boots string
	}{
		{"restarted", s.Restart, true, "2"},
		{"again", s.Restart, true, "3"},
		{"forgotten", s.Forget, true, "1"},
		{"exchanged", s.Exchange, false, "1"},
	} {
		step.do()
		if id, boots := engine(); (id == first) != step.same || boots != step.boots {
			t.Errorf("%s: %q boots %s, was %q", step.name, id, boots, first)
		}
	}
}

// TestSnmpdServesRecordings walks a large recording through the real snmpd.
func TestSnmpdServesRecordings(t *testing.T) {
	t.Parallel()
	largest := snmptest.Recordings(t)[0]
	for _, r := range snmptest.Recordings(t) {
		if r.Tree.Len() > largest.Tree.Len() {
			largest = r
		}
	}
	s := snmptest.StartSnmpd(t, largest.Tree)
	tree := largest.Tree.Under("1.3.6.1.4.1")
	for oid, value := range largest.Tree.All() {
		if value == snmptest.Null() {
			tree.Delete(oid) // which snmpd leaves out
		}
	}
	want := listed(tree)
	if len(want) < 2000 {
		t.Errorf("the largest recording has %d objects", len(want))
	}
	got := walked(t, library(t, s.Addr(), nil), true)
	got = slices.DeleteFunc(got, func(line string) bool { return !strings.HasPrefix(line, "1.3.6.1.4.1.") })
	if !slices.Equal(got, want) {
		t.Errorf("%s: %d objects, want %d", largest.Name, len(got), len(want))
	}
}

// TestSnmpdMissing hides snmpd. It cannot where it lies outside PATH.
func TestSnmpdMissing(t *testing.T) {
	for _, dir := range []string{"/usr/sbin", "/usr/local/sbin", "/sbin"} {
		if _, err := os.Stat(dir + "/snmpd"); err == nil {
			t.Skip("snmpd is installed in " + dir)
		}
	}
	if os.Getenv("ARGUS_REQUIRE_SERVERS") == "1" {
		t.Skip("it would fail")
	}
	t.Run("skips", func(t *testing.T) {
		snmptest.StartSnmpd(t, kinds(t))
		t.Error("it is not skipped")
	})
}
