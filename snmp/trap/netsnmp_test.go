package trap

import (
	"os/exec"
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
	cmd := exec.CommandContext(t.Context(), file, append([]string{"-m", "", "-M", "", "-t", "2", "-r", "1"}, args...)...)
	// What it keeps, such as how often it was started, goes to where the test ends.
	cmd.Env = append(cmd.Environ(), "SNMP_PERSISTENT_DIR="+t.TempDir(), "SNMPCONFPATH="+t.TempDir(), "MIBS=")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s %s: %v\n%s", file, strings.Join(args, " "), err, out)
	}
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

func check(t *testing.T, n Notice, version snmp.Version, authentic bool) {
	t.Helper()
	if n.Kind != power.BatteryBegan || !n.Begins || n.Name != "upsOnBattery" || n.MIB != "PowerNet-MIB" ||
		n.Version != version || n.Authentic != authentic || n.Source.String() != "127.0.0.1" ||
		!strings.HasPrefix(n.Detail, "UPS: On battery") {
		t.Errorf("it is %+v", n)
	}
}
