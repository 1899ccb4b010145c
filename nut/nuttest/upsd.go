//go:build unix

package nuttest

import (
	"net"
	"os"
	"strings"
	"testing"
	"time"
)

// UPSDOptions says what kind of upsd to run. The zero value has no UPS and no TLS.
type UPSDOptions struct {
	Devices []Device      // Writable and Commands do not count: the driver decides on them
	MaxConn int           // MAXCONN; drivers and listeners count, too. 0 leaves it to upsd
	MaxAge  time.Duration // after which silent drivers are stale; 0 means 3 s

	TLS    bool // offer STARTTLS, with a certificate for localhost and 127.0.0.1
	CNOnly bool // ... with nothing but the common name localhost in it
}

// The user in upsd.users who may do everything.
const (
	UPSDUser     = "admin"
	UPSDPassword = "admin"
)

// UPSD is a real upsd with a dummy-ups for each device. Its methods fail the test when they do not
// succeed, and return when what they do has become visible to clients. They belong to the
// goroutine of the test.
type UPSD struct {
	tb       testing.TB
	options  UPSDOptions
	programs programs
	dir      string
	port     string
	caPEM    []byte

	log     logBuffer
	upsd    *process
	drivers map[string]*process          // by name of the UPS
	vars    map[string]map[string]string // by name of the UPS
}

// StartUPSD runs Debian's upsd, or any other of version 2.8 built with NSS, until the test ends.
// The drivers show variables of their own besides those of the devices, and take values of 1 to 127
// bytes.
//
// Where upsd is not installed the test is skipped, unless ARGUS_REQUIRE_SERVERS is 1: then it
// fails, so that CI does not skip it unnoticed.
func StartUPSD(tb testing.TB, o UPSDOptions) *UPSD {
	tb.Helper()
	programs, ok := findPrograms(tb, o.TLS)
	if !ok {
		return nil // a testing.TB that goes on after Skip or Fatal
	}
	// Not TempDir: its path has the test's name in it, and a socket's path has 108 bytes at most.
	dir, err := os.MkdirTemp("", "nut")
	if err != nil {
		tb.Fatalf("nuttest: %v", err)
	}
	u := &UPSD{
		tb: tb, options: o, programs: programs, dir: dir,
		drivers: map[string]*process{},
		vars:    map[string]map[string]string{},
	}
	tb.Cleanup(u.cleanUp)
	if err := u.configure(); err != nil {
		tb.Fatalf("nuttest: %v", err)
	}
	for _, d := range o.Devices {
		u.runDriver(d.Name)
	}
	u.runUPSD()
	u.waitForData()
	return u
}

// Addr returns the address of upsd.
func (u *UPSD) Addr() string { return net.JoinHostPort("127.0.0.1", u.port) }

// CAPEM returns what clients have to trust when the options asked for TLS.
func (u *UPSD) CAPEM() []byte { return u.caPEM }

// Log returns what upsd and the drivers have printed so far. Failed tests print it anyway.
func (u *UPSD) Log() string { return u.log.String() }

// runUPSD starts upsd on the port that it had, or on a free one. Another process may be faster to
// take that, so there is more than one attempt.
func (u *UPSD) runUPSD() {
	u.tb.Helper()
	for range 5 {
		if u.port == "" {
			u.port = freePort(u.tb)
		}
		if err := u.writeUPSDConf(); err != nil {
			u.tb.Fatalf("nuttest: %v", err)
		}
		p, err := u.start(u.programs.upsd, "-F")
		if err != nil {
			u.tb.Fatalf("nuttest: %v", err)
		}
		u.upsd = p
		u.wait("upsd to listen", func() bool { return p.ended() || u.answers() })
		if !p.ended() {
			return
		}
		u.port = ""
	}
	u.tb.Fatal("nuttest: upsd does not start")
}

func (u *UPSD) runDriver(ups string) {
	u.tb.Helper()
	socket := u.path("dummy-ups-" + ups)
	_ = os.Remove(socket)
	p, err := u.start(u.programs.driver, "-F", "-a", ups)
	if err != nil {
		u.tb.Fatalf("nuttest: %v", err)
	}
	u.drivers[ups] = p
	u.wait("the driver of "+ups, func() bool {
		if p.ended() {
			u.tb.Fatalf("nuttest: the driver of %s has ended", ups)
		}
		_, err := os.Stat(socket)
		return err == nil
	})
}

// waitForData waits until each driver that runs has told all it knows.
func (u *UPSD) waitForData() {
	u.tb.Helper()
	for ups, p := range u.drivers {
		if !p.ended() {
			u.waitForVars(ups)
		}
	}
}

func (u *UPSD) cleanUp() {
	for _, p := range u.drivers {
		p.kill()
	}
	if u.upsd != nil {
		u.upsd.kill()
	}
	if u.tb.Failed() {
		u.tb.Logf("upsd and its drivers said:\n%s", strings.TrimSpace(u.log.String()))
	}
	_ = os.RemoveAll(u.dir)
}
