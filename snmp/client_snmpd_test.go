package snmp

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
)

const (
	authPassword = "authentication"
	privPassword = "encryption"
	sysContact   = "1.3.6.1.2.1.1.4.0"
)

// snmpdProtocols are what Debian's snmpd knows, by our names.
var (
	snmpdAuth = map[string]string{
		"MD5": "MD5", "SHA": "SHA", "SHA224": "SHA-224", "SHA256": "SHA-256", "SHA384": "SHA-384", "SHA512": "SHA-512",
	}
	snmpdPriv = map[string]string{
		"": "", "DES": "DES", "AES": "AES",
		"AES192": "AES-192", "AES256": "AES-256", "AES192C": "AES-192-C", "AES256C": "AES-256-C",
	}
)

// snmpd starts Debian's agent on a port that the kernel picks.
func snmpd(t *testing.T, engineID string) (address string, log string, stop func()) {
	t.Helper()
	program, err := exec.LookPath("/usr/sbin/snmpd")
	if err != nil {
		if os.Getenv("ARGUS_REQUIRE_SERVERS") == "1" {
			t.Fatal("snmpd is not installed and ARGUS_REQUIRE_SERVERS=1")
		}
		t.Skip("snmpd is not installed")
	}
	free, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	wantNoError(t, err)
	address = free.LocalAddr().String()
	_ = free.Close()
	dir := t.TempDir()
	var conf strings.Builder
	fmt.Fprintf(&conf, "rocommunity public\nsyscontact argus\nengineID %s\ncreateUser none\nrouser none noauth\n", engineID)
	for auth, name := range snmpdAuth {
		for priv, cipher := range snmpdPriv {
			user := "u" + auth + priv
			fmt.Fprintf(&conf, "createUser %s %s %q", user, name, authPassword)
			if priv != "" {
				fmt.Fprintf(&conf, " %s %q", cipher, privPassword)
			}
			fmt.Fprintf(&conf, "\nrouser %s auth\n", user)
		}
	}
	file := filepath.Join(dir, "snmpd.conf")
	wantNoError(t, os.WriteFile(file, []byte(conf.String()), 0o600))
	log = filepath.Join(dir, "log")
	command := exec.Command(program, "-f", "-Lf", log, "-C", "-c", file, "-I", "-smux", "-p", filepath.Join(dir, "pid"), "udp:"+address)
	command.Env = append(os.Environ(), "SNMP_PERSISTENT_DIR="+dir, "SNMPCONFPATH="+dir, "MIBS=")
	wantNoError(t, command.Start())
	stopped := false
	stop = func() {
		if !stopped {
			stopped = true
			_ = command.Process.Kill()
			_ = command.Wait()
		}
	}
	t.Cleanup(stop)
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); {
		c, err := Dial(context.Background(), address, Options{RequestTimeout: 100 * time.Millisecond, Retries: -1}, nil)
		wantNoError(t, err)
		_, err = c.Get(context.Background(), []string{sysContact})
		_ = c.Close()
		if err == nil {
			return address, log, stop
		}
		if reasonOf(err) == power.Refused {
			time.Sleep(20 * time.Millisecond)
		}
	}
	stop()
	said, _ := os.ReadFile(log)
	t.Fatalf("snmpd does not answer: %s", said)
	return "", "", nil
}

// contact asks for sysContact.
func contact(t *testing.T, address string, o Options, m *Memory) (string, Stats, error) {
	t.Helper()
	o.Version = V3
	if o.RequestTimeout == 0 {
		o.RequestTimeout = 5 * time.Second
	}
	c, err := Dial(context.Background(), address, o, m)
	wantNoError(t, err)
	defer func() { _ = c.Close() }()
	values, err := c.Get(context.Background(), []string{sysContact})
	return values[0].Text(), c.Stats(), err
}

func secured(auth, priv string) *Security {
	s := &Security{User: "u" + auth + priv, AuthProtocol: auth, AuthPassword: authPassword}
	if priv != "" {
		s.PrivProtocol, s.PrivPassword = priv, privPassword
	}
	return s
}

func TestVersion3WithSnmpd(t *testing.T) {
	address, log, _ := snmpd(t, "argus-one")
	said, err := os.ReadFile(log)
	wantNoError(t, err)
	users := []*Security{{User: "none"}}
	for auth := range snmpdAuth {
		for priv, cipher := range snmpdPriv {
			if len(cipher) > 3 && strings.Contains(string(said), cipher) {
				t.Logf("snmpd does not know %s", cipher)
				continue
			}
			users = append(users, secured(auth, priv))
		}
	}
	for _, s := range users {
		t.Run(s.User, func(t *testing.T) {
			m := new(Memory)
			got, stats, err := contact(t, address, Options{Security: s}, m)
			wantNoError(t, err)
			wantEqual(t, "argus", got)
			wantEqual(t, Stats{Requests: 2, Varbinds: 1}, stats, "discovery and request")
			got, stats, err = contact(t, address, Options{Security: s}, m)
			wantNoError(t, err)
			wantEqual(t, "argus", got)
			wantEqual(t, Stats{Requests: 1, Varbinds: 1}, stats, "what was learned is used")
		})
	}
}

func TestVersion3WalksSnmpd(t *testing.T) {
	address, _, _ := snmpd(t, "argus-one")
	c, err := Dial(context.Background(), address, Options{Version: V3, Security: secured("SHA256", "AES")}, nil)
	wantNoError(t, err)
	defer func() { _ = c.Close() }()
	// sysORTable and what follows it, side by side.
	columns := c.Columns(context.Background(), []string{"1.3.6.1.2.1.1.9.1.2", "1.3.6.1.2.1.1.9.1.3", "1.3.6.1.2.1.1.77"}, 0)
	for _, col := range columns {
		wantNoError(t, col.Err)
	}
	wantEqual(t, len(columns[0].Cells), len(columns[1].Cells))
	wantEqual(t, ObjectID, columns[0].Cells[0].Value.Type)
	wantLen(t, 0, columns[2].Cells)
}

func TestVersion3Recovers(t *testing.T) {
	address, _, stop := snmpd(t, "argus-one")
	s := secured("SHA", "AES")
	m := new(Memory)
	again := func(address string, requests int) {
		t.Helper()
		got, stats, err := contact(t, address, Options{Security: s}, m)
		wantNoError(t, err)
		wantEqual(t, "argus", got)
		wantEqual(t, requests, stats.Requests)
	}
	again(address, 2)
	m.engine().clock += 3600
	again(address, 2)
	m.engine().boots += 3 // the card has lost its counter
	again(address, 2)
	again(address, 1)
	stop()
	address, _, _ = snmpd(t, "argus-two") // another card at the same place
	again(address, 2)
	again(address, 1)
}

func TestVersion3Refusals(t *testing.T) {
	address, _, _ := snmpd(t, "argus-one")
	change := func(f func(*Security)) *Security { s := secured("SHA", "AES"); f(s); return s }
	for name, test := range map[string]struct {
		s      *Security
		want   error
		text   string
		reason power.Reason
	}{
		"user":          {s: change(func(s *Security) { s.User = "nobody" }), want: ErrUnknownUser, reason: power.AccessDenied},
		"auth password": {s: change(func(s *Security) { s.AuthPassword += "x" }), want: ErrAuthentication, reason: power.AccessDenied},
		"auth protocol": {s: change(func(s *Security) { s.AuthProtocol = "SHA256" }), want: ErrAuthentication, reason: power.AccessDenied},
		"level": {
			s:    &Security{User: "none", AuthProtocol: "SHA", AuthPassword: authPassword},
			want: ErrUnsupportedSecurity, reason: power.AccessDenied,
		},
	} {
		t.Run(name, func(t *testing.T) {
			m := new(Memory)
			for range 2 {
				_, _, err := contact(t, address, Options{Security: test.s}, m)
				wantErrorIs(t, err, test.want)
				wantEqual(t, test.reason, reasonOf(err))
			}
			// The right words help at once, with the same memory.
			got, _, err := contact(t, address, Options{Security: secured("SHA", "AES")}, m)
			wantNoError(t, err)
			wantEqual(t, "argus", got)
		})
	}
	t.Run("context", func(t *testing.T) { // Net-SNMP drops it
		o := Options{Security: secured("SHA", "AES"), Context: "elsewhere", RequestTimeout: 200 * time.Millisecond, Retries: -1}
		_, _, err := contact(t, address, o, nil)
		wantErrorIs(t, err, ErrNoAnswer)
		wantErrorText(t, err, "context")
	})
	t.Run("priv password", func(t *testing.T) {
		s := change(func(s *Security) { s.PrivPassword += "x" })
		_, _, err := contact(t, address, Options{Security: s, RequestTimeout: 300 * time.Millisecond, Retries: -1}, new(Memory))
		if err == nil {
			t.Fatal("no error")
		}
		t.Log(err)
		if reasonOf(err) == power.AccessDenied {
			return // an agent that says so
		}
		wantErrorIs(t, err, ErrNoAnswer)
		wantErrorText(t, err, "wrong privacy password")
	})
}
