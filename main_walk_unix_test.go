//go:build unix

package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/argus-power/argus/snmp"
	"github.com/argus-power/argus/snmp/snmptest"
)

// TestWalkSnmpd walks a real agent, with v2c and with v3.
func TestWalkSnmpd(t *testing.T) {
	tree, u := plantedUPS(), snmptest.SnmpdUsers()[5]
	tree.Set("1.3.6.1.4.1.99999.1.0", snmptest.Text(u.User+" has "+u.AuthPassword+" and "+u.PrivPassword))
	agent := snmptest.StartSnmpd(t, tree)
	file := write(t, "argus.yml", loopback+fmt.Sprintf(`
auths:
  a: {targets: ['127.0.0.1:*'], version: 3, username: %s, auth_protocol: %s, auth_password: %s,
    priv_protocol: %s, priv_password: %s}
`, u.User, u.AuthProtocol, u.AuthPassword, u.PrivProtocol, u.PrivPassword))
	for _, args := range [][]string{{agent.Addr()}, {agent.Addr(), "--config.file", file}} {
		out, told, err := walked(t, args...)
		if err != nil || !strings.Contains(out, "1.3.6.1.2.1.33.1.2.4.0|2|93\n") ||
			!strings.Contains(told, "16 objects written") {
			t.Errorf("%v: %v\n%s%s", args, err, out, told)
		}
		for _, secret := range []string{u.User, u.AuthPassword, u.PrivPassword} {
			if len(args) > 1 && strings.Contains(out+told, secret) {
				t.Errorf("%s is told:\n%s%s", secret, out, told)
			}
		}
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	other := write(t, "argus.yml", strings.Replace(string(text), u.AuthPassword, "open-sesame", 1))
	out, told, err := walked(t, agent.Addr(), "--config.file", other)
	if !errors.Is(err, snmp.ErrAuthentication) || strings.Contains(out+told+err.Error(), "open-sesame") {
		t.Errorf("a wrong password: %v\n%s%s", err, out, told)
	}
}
