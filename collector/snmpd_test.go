//go:build unix

package collector

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/argus-power/argus/snmp/snmptest"
)

// Tests against the real snmpd of net-snmp.

// safe is an auth for a user of snmpd's who signs and encrypts.
const safe = anyPort + "auths: {s: {targets: ['127.0.0.1:*'], version: 3, username: sha256-aes, " +
	"auth_protocol: SHA256, auth_password: auth-password, priv_protocol: AES, priv_password: priv-password}}\n"

// wanted is the golden exposition of a fixture.
func wanted(t *testing.T, fixture string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "snmp", fixture+".prom"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestRealSnmpd holds that agents behind the real snmpd give the same as their fixtures,
// whichever version they are asked with, and the second time too.
func TestRealSnmpd(t *testing.T) {
	t.Parallel()
	for _, fixture := range []string{"ups-mib", "apc-rpdu2", "raritan-pdu2"} {
		t.Run(fixture, func(t *testing.T) {
			t.Parallel()
			s := snmptest.StartSnmpd(t, snmptest.Fixture(t, fixture))
			for version, config := range map[string]string{"v2c": anyPort, "v3": safe} {
				p := prober(t, config)
				for range 2 {
					got := scrape(t, p, s.Addr()+"&module=snmp", 20)
					if want := wanted(t, fixture); got != want {
						t.Errorf("%s: %s", version, firstDifference(want, got))
					}
				}
			}
		})
	}
}

// TestRealSnmpdChanges holds that values, rows and names of a device are followed.
func TestRealSnmpdChanges(t *testing.T) {
	t.Parallel()
	s := snmptest.StartSnmpd(t, snmptest.Fixture(t, "ups-mib"))
	p := prober(t, safe)
	target := s.Addr() + "&module=ups-mib"
	has(t, scrape(t, p, target, 20), `argus_status{device="1",state="online"} 1`, `argus_alarms{device="1"} 2`)
	s.Set("1.3.6.1.2.1.33.1.4.1.0", snmptest.Int(5)) // upsOutputSource: battery
	s.Set("1.3.6.1.2.1.33.1.6.1.0", snmptest.Unsigned(snmptest.TagGauge32, 0))
	s.Delete("1.3.6.1.2.1.33.1.6.2")
	body := scrape(t, p, target, 20)
	has(t, body, `argus_status{device="1",state="on_battery"} 1`, `argus_status{device="1",state="online"} 0`,
		`argus_alarms{device="1"} 0`, `argus_status{device="1",state="alarm"} 0`)
	lacks(t, body, "argus_alarm_info")
}

// TestRealSnmpdKill holds that an agent which hangs, dies, is started again or exchanged
// loses nothing but its own data, and is back when it is back.
func TestRealSnmpdKill(t *testing.T) {
	t.Parallel()
	s := snmptest.StartSnmpd(t, snmptest.Fixture(t, "ups-mib"))
	info := ""
	for line := range strings.Lines(wanted(t, "ups-mib")) {
		if strings.HasPrefix(line, "argus_device_info") {
			info = strings.TrimSpace(line)
		}
	}
	p := prober(t, safe)
	target := s.Addr() + "&module=snmp"
	scrape(t, p, target, 20)

	s.Pause()
	has(t, scrape(t, p, target, 1), "probe_success 0", `argus_probe_error_info{reason="timeout"} 1`,
		`argus_device_up{device="1"} 0`, info)
	s.Kill()
	has(t, scrape(t, p, target, 20), "probe_success 0", `argus_probe_error_info{reason="refused"} 1`,
		`argus_device_up{device="1"} 0`, info)
	for _, again := range []func(){s.Restart, s.Forget, s.Exchange} {
		again()
		if want, got := wanted(t, "ups-mib"), scrape(t, p, target, 20); got != want {
			t.Error(firstDifference(want, got))
		}
	}
}
