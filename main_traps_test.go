package main

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/deploy/local"
	"github.com/argus-power/argus/snmp/snmptest"
)

const (
	outputSource = "1.3.6.1.2.1.33.1.4.1.0" // upsOutputSource
	onMains      = 3
	onBattery    = 5
	trapBattery  = "1.3.6.1.2.1.33.2.1" // upsTrapOnBattery
)

// trapAuths are what cards show.
const trapAuths = `
auths:
  cards: {protocol: snmp, community: tr4ps, targets: [192.0.2.0/24]}
  nobody: {version: 3, username: nobody, targets: [192.0.2.0/24]}
  signer: {version: 3, username: signer, auth_protocol: SHA256, auth_password: signing-password, targets: [192.0.2.0/24]}
  hider:
    {version: 3, username: hider, auth_protocol: SHA256, auth_password: signing-password, priv_protocol: AES,
     priv_password: hiding-password, targets: [192.0.2.0/24]}
`

// freeUDP returns a port that nobody listens on.
func freeUDP(t *testing.T) string {
	t.Helper()
	address, err := local.FreeUDP(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return address
}

// ups is an agent at an address of loopback, and a card that tells of it.
type ups struct {
	*snmptest.Agent
	host string
}

func startUPS(t *testing.T, host string) ups {
	t.Helper()
	a := snmptest.NewAgent(snmptest.Fixture(t, "ups-mib"))
	if err := a.Listen(host + ":0"); err != nil {
		t.Skipf("this system has no %s: %v", host, err)
	}
	t.Cleanup(func() { _ = a.Close() })
	return ups{a, host}
}

// tell sends with net-snmp: "trap" or "inform", as args say.
func (u ups) tell(t *testing.T, kind, to string, args ...string) error {
	t.Helper()
	path := program(t, "snmp"+kind, "snmp")
	args = append([]string{"-m", "", "-M", "", "-t", "0.5", "-r", "9", "--clientaddr=" + u.host}, args...)
	tail := []string{to, "1", trapBattery}
	if args[len(args)-1] == "-v1" {
		tail = []string{"-c", "tr4ps", to, "1.3.6.1.2.1.33.2", u.host, "6", "1", "1"}
	}
	cmd := exec.CommandContext(t.Context(), path, append(args, tail...)...)
	cmd.Env = append(os.Environ(), "SNMP_PERSISTENT_DIR="+t.TempDir(), "SNMPCONFPATH="+t.TempDir(), "MIBS=")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("snmp%s: %w: %s", kind, err, out)
	}
	return nil
}

type told struct {
	Address, Event, Origin string
	Time                   time.Time
}

// events lists what is recorded of an agent but that it was seen first.
func (a *argus) events(t *testing.T, address string) (list []told) {
	t.Helper()
	_, body := a.do(t, "GET", "/api/v1/events?limit=1000")
	var page struct{ Events []told }
	if err := json.Unmarshal([]byte(body), &page); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	for _, e := range page.Events {
		if e.Address == address && e.Event != "first_seen" {
			list = append(list, e)
		}
	}
	return list
}

// until waits for something that another goroutine or process is about to do.
func until(t *testing.T, what string, done func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !done(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s: not within 20 s", what)
		}
	}
}

// metric returns the value of a series of Argus itself.
func (a *argus) metric(t *testing.T, name string) (value float64) {
	t.Helper()
	_, body := a.do(t, "GET", "/metrics")
	_, after, found := strings.Cut("\n"+body, "\n"+name+" ")
	if _, err := fmt.Sscan(after, &value); !found || err != nil {
		t.Fatalf("no %s in /metrics", name)
	}
	return value
}

func trapped(outcome, version string) string {
	return fmt.Sprintf(`argus_exporter_traps_total{outcome="%s",version="%s"}`, outcome, version)
}

// TestTraps has cards tell of an outage in all the ways there are. Each is an event, reported by the card and seen by
// the read that it causes, without any scrape.
func TestTraps(t *testing.T) {
	program(t, "snmptrap", "snmp")
	card := []string{"-v3", "-e", "0x8000137001c0a80007"}
	v2c, noAuth := []string{"-v2c", "-c", "tr4ps"}, []string{"-u", "nobody", "-l", "noAuthNoPriv"}
	auth := []string{"-u", "signer", "-l", "authNoPriv", "-a", "SHA-256", "-A", "signing-password"}
	priv := []string{
		"-u", "hider", "-l", "authPriv", "-a", "SHA-256", "-A", "signing-password", "-x", "AES", "-X", "hiding-password",
	}
	listener := freeUDP(t)
	a := start(t, "--snmp.trap-address", listener, "--config.file", write(t, "argus.yml", trapAuths+`
targets: {allow: ["127.0.0.0/8:*", "localhost:*"]}
traps: [{from: [127.0.0.0/8], auth: [cards, nobody, signer, hider]}]
`))
	ran := 0
	for i, way := range []struct {
		name, kind, version string
		args                []string
	}{
		{"v1", "trap", "1", []string{"-v1"}},
		{"v2c", "trap", "2c", v2c},
		{"v2c inform", "inform", "2c", v2c},
		{"noAuth", "trap", "3", append(card[:3:3], noAuth...)},
		{"noAuth inform", "inform", "3", append(card[:1:1], noAuth...)},
		{"auth", "trap", "3", append(card[:3:3], auth...)},
		{"auth inform", "inform", "3", append(card[:1:1], auth...)},
		{"priv", "trap", "3", append(card[:3:3], priv...)},
		{"priv inform", "inform", "3", append(card[:1:1], priv...)},
		{"by name", "inform", "2c", v2c},
	} {
		t.Run(way.name, func(t *testing.T) {
			u := startUPS(t, fmt.Sprintf("127.0.0.%d", 11+i))
			if way.name == "by name" { // what is probed by its name is known by its address
				u = startUPS(t, "127.0.0.1")
			}
			target := u.Addr()
			if way.name == "by name" {
				_, port, _ := net.SplitHostPort(target)
				target = "localhost:" + port
			}
			ran++
			before := a.metric(t, trapped("mapped", way.version))
			u.Set(outputSource, snmptest.Int(onMains))
			if _, body := a.do(t, "GET", "/probe?module=snmp&target="+target); !strings.Contains(body, "\nprobe_success 1\n") {
				t.Fatal(body)
			}
			u.Set(outputSource, snmptest.Int(onBattery))
			if err := u.tell(t, way.kind, listener, way.args...); err != nil {
				t.Fatal(err)
			}
			until(t, "the event", func() bool { return len(a.events(t, target)) > 0 })
			list := a.events(t, target)
			if len(list) != 1 || list[0].Event != "on_battery" || list[0].Origin != "reported" {
				t.Errorf("the events are %+v", list)
			}
			if n := a.metric(t, trapped("mapped", way.version)); n != before+1 {
				t.Errorf("%g traps were counted", n-before)
			}
			_, body := a.do(t, "GET", "/probe?module=snmp&target="+target)
			for _, line := range []string{
				`argus_events_total{device="1",event="on_battery"} 1`, `argus_status{device="1",state="on_battery"} 1`,
			} {
				if !strings.Contains(body, "\n"+line+"\n") {
					t.Errorf("no %s in %s", line, body)
				}
			}
		})
	}
	if n := a.metric(t, `argus_exporter_trap_events_total{result="confirmed"}`); n != float64(ran) && !t.Failed() {
		t.Errorf("%g were confirmed", n)
	}
}

// TestTrapsOverTime lets the configuration change and Argus restart under cards that send.
func TestTrapsOverTime(t *testing.T) {
	program(t, "snmptrap", "snmp")
	u, listener, db := startUPS(t, "127.0.0.1"), freeUDP(t), filepath.Join(t.TempDir(), "argus.db")
	config := write(t, "argus.yml", trapAuths)
	args := []string{"--snmp.trap-address", listener, "--config.file", config, "--storage.path=" + db, "--web.enable-lifecycle"}
	once, v2c := []string{"-r", "0"}, []string{"-v2c", "-c", "tr4ps"}
	a := start(t, args...)
	if err := u.tell(t, "inform", listener, append(once, v2c...)...); err == nil {
		t.Error("without traps: an inform is answered")
	}
	for _, step := range []struct {
		traps, outcome, version string
		args                    []string
		answered                bool
	}{
		{"traps: [{from: [127.0.0.2], auth: cards}]", "refused_sender", "unknown", v2c, false},
		{"traps: [{from: [127.0.0.1], auth: cards}]", "bad_community", "2c", []string{"-v2c", "-c", "public"}, false},
		{"traps: [{from: [127.0.0.0/8], auth: cards}]", "mapped", "2c", v2c, true},
		{"traps: [{from: [127.0.0.0/8], auth: signer}]", "bad_auth", "3", []string{
			"-v3", "-u", "signer", "-l", "authNoPriv", "-a", "SHA-256", "-A", "another-password",
		}, false},
	} {
		if err := os.WriteFile(config, []byte(trapAuths+step.traps+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		a.reload(t)
		before := a.metric(t, trapped(step.outcome, step.version))
		patience := once
		if step.answered {
			patience = nil
		}
		err := u.tell(t, "inform", listener, append(patience, step.args...)...)
		if n := a.metric(t, trapped(step.outcome, step.version)); (err == nil) != step.answered || n == before {
			t.Errorf("%s: %v, and %g of %s", step.traps, err, n-before, step.outcome)
		}
	}
	engine := db + ".traps"
	first, err := os.ReadFile(engine)
	if err != nil {
		t.Fatal(err)
	}
	a.stop()
	if err := <-a.done; err != nil {
		t.Fatal(err)
	}
	a.done <- nil
	b := start(t, args...)
	if err := u.tell(t, "inform", listener, "-v3", "-u", "signer", "-l", "authNoPriv", "-a", "SHA-256", "-A",
		"signing-password"); err != nil {
		t.Errorf("after a restart: %v", err)
	}
	if n := b.metric(t, trapped("mapped", "3")); n != 1 {
		t.Errorf("after a restart %g were mapped", n)
	}
	if second, err := os.ReadFile(engine); err != nil || string(first) == string(second) {
		t.Errorf("the boots are the same after a restart: %s, %v", second, err)
	}
}

func (a *argus) reload(t *testing.T) {
	t.Helper()
	if code, body := a.do(t, "POST", "/-/reload"); code != 200 {
		t.Fatalf("%d %s", code, body)
	}
}

func TestTrapAddress(t *testing.T) {
	taken, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for address, says := range map[string]string{
		taken.LocalAddr().String(): "--snmp.trap-address: listen for traps",
		"127.0.0.1":                `--snmp.trap-address: "127.0.0.1" is no address; write it as :162`,
	} {
		_, _, err := command(t, "--snmp.trap-address", address, "--storage.path=", "--web.listen-address=127.0.0.1:0")
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", address, err)
		}
	}
}
