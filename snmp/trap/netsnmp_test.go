package trap

import (
	"net/netip"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/snmp"
)

const engineOfCard = "0x8000137001c0a80007"

// cards are how net-snmp sends: as each version, at each level.
func cards() map[string][]string {
	v3 := func(args ...string) []string { return append([]string{"-v3", "-e", engineOfCard}, args...) }
	return map[string][]string{
		"v2c":    {"-v2c", "-c", "traps"},
		"noAuth": v3("-u", "nobody", "-l", "noAuthNoPriv"),
		"auth":   v3("-u", "signer", "-l", "authNoPriv", "-a", "SHA", "-A", "signing-password"),
		"des": v3("-u", "old", "-l", "authPriv", "-a", "MD5", "-A", "signing-password",
			"-x", "DES", "-X", "hiding-password"),
		"priv": v3("-u", "hider", "-l", "authPriv", "-a", "SHA", "-A", "signing-password",
			"-x", "AES", "-X", "hiding-password"),
		"aes256": v3("-u", "new", "-l", "authPriv", "-a", "SHA-256", "-A", "signing-password",
			"-x", "AES-256-C", "-X", "hiding-password"),
	}
}

// send runs snmptrap or snmpinform, and wants it to be content.
func send(t *testing.T, file string, args ...string) {
	t.Helper()
	if out, err := try(t, file, args...); err != nil {
		t.Fatalf("%s %s: %v\n%s", file, strings.Join(args, " "), err, out)
	}
}

// try runs snmptrap or snmpinform, and returns what it says.
func try(t *testing.T, file string, args ...string) (string, error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), file, append([]string{"-m", "", "-M", "", "-t", "2", "-r", "1"}, args...)...)
	// What it keeps, such as how often it was started, goes to where the test ends.
	cmd.Env = append(cmd.Environ(), "SNMP_PERSISTENT_DIR="+t.TempDir(), "SNMPCONFPATH="+t.TempDir(), "MIBS=")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func TestSnmptrap(t *testing.T) {
	file := program(t, "snmptrap")
	l, got := listen(t, Options{})
	t.Run("v1", func(t *testing.T) {
		send(t, file, "-v1", "-c", "traps", l.Addr().String(), "1.3.6.1.4.1.318", "192.0.2.9", "6", "5", "100",
			"1.3.6.1.4.1.318.2.3.3.0", "s", "UPS: On battery power in response to an input power problem.")
		check(t, got.wait(t), snmp.V1, false)
		send(t, file, "-v1", "-c", "traps", l.Addr().String(), "1.3.6.1.4.1.318", "192.0.2.9", "0", "0", "100")
		if n := got.wait(t); n.Kind != power.DeviceRebooted || n.Name != "coldStart" {
			t.Errorf("a cold start is %+v", n)
		}
	})
	for name, args := range cards() {
		t.Run(name, func(t *testing.T) {
			send(t, file, append(args, l.Addr().String(), "100", "1.3.6.1.4.1.318.0.5",
				"1.3.6.1.4.1.318.2.3.3.0", "s", "UPS: On battery power in response to an input power problem.")...)
			want := snmp.V3
			if name == "v2c" {
				want = snmp.V2c
			}
			check(t, got.wait(t), want, name != "v2c" && name != "noAuth")
		})
	}
	if n := l.Stats.Total(Mapped); n != uint64(len(cards())+2) {
		t.Errorf("%d were mapped", n)
	}
}

func TestSnmpinform(t *testing.T) {
	file := program(t, "snmpinform")
	l, got := listen(t, Options{})
	for name, args := range cards() {
		t.Run(name, func(t *testing.T) {
			if name != "v2c" { // the engine is ours, and is asked for
				args = append([]string{"-v3"}, args[3:]...)
			}
			send(t, file, append(args, l.Addr().String(), "100", "1.3.6.1.4.1.318.0.5",
				"1.3.6.1.4.1.318.2.3.3.0", "s", "UPS: On battery power in response to an input power problem.")...)
			n := got.wait(t)
			if !n.Inform {
				t.Error("it is an inform")
			}
			want := snmp.V3
			if name == "v2c" {
				want = snmp.V2c
			}
			check(t, n, want, name != "v2c" && name != "noAuth")
		})
	}
	if n := l.Stats.Informs.Load(); n != uint64(len(cards())) {
		t.Errorf("%d were answered", n)
	}
	if l.Stats.Total(BadAuth) != 0 || l.Stats.Total(NotInTime) != 0 || l.Stats.Total(Discovery) == 0 {
		t.Error("discoveries are counted as such")
	}
}

// TestWrongPrivacy has net-snmp send with the right user and digest, and hidden by another password or protocol than
// its user has: AES decrypts with any key.
func TestWrongPrivacy(t *testing.T) {
	trap, inform := program(t, "snmptrap"), program(t, "snmpinform")
	for name, user := range map[string][]string{
		"DES":      {"-u", "old", "-a", "MD5", "-x", "DES", "-X", "another-password"},
		"AES":      {"-u", "hider", "-a", "SHA", "-x", "AES", "-X", "another-password"},
		"AES256":   {"-u", "new", "-a", "SHA-256", "-x", "AES-256-C", "-X", "another-password"},
		"protocol": {"-u", "hider", "-a", "SHA", "-x", "DES", "-X", "hiding-password"},
	} {
		t.Run(name, func(t *testing.T) {
			refused := make(chan Outcome, 10)
			l, _ := listen(t, Options{Refused: func(_ netip.Addr, o Outcome) { refused <- o }})
			user = append(user, "-v3", "-l", "authPriv", "-A", "signing-password")
			what := []string{l.Addr().String(), "100", "1.3.6.1.4.1.318.0.5"}
			send(t, trap, slices.Concat(user, []string{"-e", engineOfCard}, what)...)
			if o := within(t, refused); o != Undecrypted || o.String() != "bad_auth" {
				t.Errorf("the trap is %s", o)
			}
			if out, err := try(t, inform, slices.Concat(user, what)...); err == nil || !strings.Contains(out, "ecryption error") {
				t.Errorf("the inform: %v\n%s", err, out)
			}
			if o := within(t, refused); o != Undecrypted {
				t.Errorf("the inform is %s", o)
			}
			if l.Stats.Total(BadAuth) < 2 || l.Stats.Total(Malformed) != 0 || l.Stats.Reports.Load() < 2 {
				t.Errorf("%d bad, %d malformed", l.Stats.Total(BadAuth), l.Stats.Total(Malformed))
			}
		})
	}
}

func check(t *testing.T, n Notice, version snmp.Version, authentic bool) {
	t.Helper()
	if n.Kind != power.BatteryBegan || !n.Begins || n.Name != "upsOnBattery" || n.MIB != "PowerNet-MIB" ||
		n.Version != version || n.Authentic != authentic || n.Source.String() != "127.0.0.1" ||
		!strings.HasPrefix(n.Detail, "UPS: On battery") {
		t.Errorf("it is %+v", n)
	}
}
