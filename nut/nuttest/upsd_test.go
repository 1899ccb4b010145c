//go:build unix

package nuttest_test

import (
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/nut/nuttest"
)

func TestUPSDVariables(t *testing.T) {
	t.Parallel()
	devices := []nuttest.Device{
		{Name: "one", Description: `The "first" \ #1`, Vars: map[string]string{
			"ups.status": "OL", "device.model": `Say  "hi" \ #1`,
			"ups.contacts": strings.Repeat("x", 127),
		}},
		{Name: "two", Vars: map[string]string{"ups.status": "OL CHRG", "battery.charge": "77"}},
	}
	u := nuttest.StartUPSD(t, nuttest.UPSDOptions{Devices: devices})
	c := dial(t, u.Addr())
	c.want("LIST UPS", "BEGIN LIST UPS", `UPS one "The \"first\" \\ \#1"`,
		`UPS two "Description unavailable"`, "END LIST UPS")
	c.want("GET VAR one device.model", `VAR one device.model "Say  \"hi\" \\ \#1"`)
	if got := c.variables("two"); got["battery.charge"] != "77" || got["ups.status"] != "OL CHRG" {
		t.Errorf("two has %v", got)
	}
	u.SetVar("two", "battery.charge", "76")
	c.want("GET VAR two battery.charge", `VAR two battery.charge "76"`)
	u.SetVar("two", "ups.load", "12")
	c.want("GET VAR two ups.load", `VAR two ups.load "12"`)
	if !strings.Contains(u.Log(), "Connected to UPS [one]") {
		t.Errorf("log: %s", u.Log())
	}
}

func TestUPSDStopDriver(t *testing.T) {
	t.Parallel()
	u := nuttest.StartUPSD(t, nuttest.UPSDOptions{Devices: onLine("dead", "well")})
	c := dial(t, u.Addr())
	u.StopDriver("dead")
	c.want("LIST VAR dead", "ERR DRIVER-NOT-CONNECTED")
	c.want("GET VAR well ups.status", `VAR well ups.status "OL"`)
	u.StartDriver("dead")
	c.want("GET VAR dead ups.status", `VAR dead ups.status "OL"`)
}

func TestUPSDStaleDriver(t *testing.T) {
	t.Parallel()
	u := nuttest.StartUPSD(t, nuttest.UPSDOptions{Devices: onLine("stale", "well")})
	c := dial(t, u.Addr())
	u.StaleDriver("stale")
	c.want("LIST VAR stale", "ERR DATA-STALE")
	c.want("GET VAR well ups.status", `VAR well ups.status "OL"`)
	u.ResumeDriver("stale")
	c.want("GET VAR stale ups.status", `VAR stale ups.status "OL"`)
}

func TestUPSDForcedShutdown(t *testing.T) {
	t.Parallel()
	u := nuttest.StartUPSD(t, nuttest.UPSDOptions{Devices: onLine("ups")})
	c := dial(t, u.Addr())
	u.FSD("ups")
	c.want("GET VAR ups ups.status", `VAR ups ups.status "FSD OL"`)
	u.SetVar("ups", "ups.status", "OB LB")
	c.want("GET VAR ups ups.status", `VAR ups ups.status "FSD OB LB"`)
	u.Restart()
	dial(t, u.Addr()).want("GET VAR ups ups.status", `VAR ups ups.status "OB LB"`)
}

func onLine(names ...string) []nuttest.Device {
	var devices []nuttest.Device
	for _, name := range names {
		vars := map[string]string{"ups.status": "OL"}
		devices = append(devices, nuttest.Device{Name: name, Vars: vars})
	}
	return devices
}

func TestUPSDPauseAndKill(t *testing.T) {
	t.Parallel()
	u := nuttest.StartUPSD(t, nuttest.UPSDOptions{})
	addr := u.Addr()
	u.Pause()
	c := dial(t, addr)
	c.write("NETVER\n")
	c.patience(100 * time.Millisecond)
	if got := c.read(); got != "<silence>" {
		t.Errorf("paused: %q", got)
	}
	u.Resume()
	c.patience(10 * time.Second)
	if got := c.read(); got != "1.3" {
		t.Errorf("resumed: %q", got)
	}
	u.Kill()
	if conn, err := net.Dial("tcp", addr); err == nil {
		_ = conn.Close()
		t.Error("killed, and takes connections")
	}
	u.Restart()
	if u.Addr() != addr {
		t.Errorf("the address was %s and is %s", addr, u.Addr())
	}
	dial(t, addr).want("NETVER", "1.3")
}

func TestUPSDMaxConn(t *testing.T) {
	t.Parallel()
	u := nuttest.StartUPSD(t, nuttest.UPSDOptions{MaxConn: 3})
	var clients []*lineClient
	for {
		c := dial(t, u.Addr())
		clients = append(clients, c)
		c.write("NETVER\n")
		c.patience(200 * time.Millisecond)
		if c.read() == "<silence>" {
			break
		}
		if len(clients) > 3 {
			t.Fatal("MAXCONN has no effect")
		}
	}
	_ = clients[0].conn.Close()
	last := clients[len(clients)-1]
	last.patience(10 * time.Second)
	if got := last.read(); got != "1.3" {
		t.Errorf("with a free slot: %q", got)
	}
}

func TestUPSDTLS(t *testing.T) {
	t.Parallel()
	u := nuttest.StartUPSD(t, nuttest.UPSDOptions{TLS: true})
	for _, name := range []string{"localhost", "127.0.0.1"} {
		c := dial(t, u.Addr())
		if err := c.startTLS(trusting(u.CAPEM(), name)); err != nil {
			t.Fatal(err)
		}
		c.want("NETVER", "1.3")
		c.want("STARTTLS", "ERR ALREADY-SSL-MODE")
	}
}

func TestUPSDCommonNameOnly(t *testing.T) {
	t.Parallel()
	u := nuttest.StartUPSD(t, nuttest.UPSDOptions{TLS: true, CNOnly: true})
	err := dial(t, u.Addr()).startTLS(trusting(u.CAPEM(), "localhost"))
	if err == nil || !strings.Contains(err.Error(), "Common Name") {
		t.Errorf("got %v, want a complaint about the common name", err)
	}
}

// TestUPSDMissing hides the programs. It cannot where they lie outside PATH.
func TestUPSDMissing(t *testing.T) {
	for _, dir := range []string{"/lib/nut", "/usr/lib/nut", "/usr/libexec/nut"} {
		if _, err := os.Stat(dir + "/dummy-ups"); err == nil {
			t.Skip("dummy-ups is installed in " + dir)
		}
	}
	t.Setenv("PATH", t.TempDir())
	for require, want := range map[string]string{"": "SKIP ", "1": "FATAL "} {
		t.Setenv("ARGUS_REQUIRE_SERVERS", require)
		r := &fatalRecorder{recorder{TB: t}}
		got := r.run(func() { nuttest.StartUPSD(r, nuttest.UPSDOptions{}) })
		if !strings.HasPrefix(got, want) || !strings.Contains(got, "apt-get install nut-server") {
			t.Errorf("ARGUS_REQUIRE_SERVERS=%q: %q", require, got)
		}
	}
}
