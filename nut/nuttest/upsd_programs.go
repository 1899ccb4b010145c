//go:build unix

package nuttest

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// programs are the paths of what an upsd needs.
type programs struct {
	upsd, driver, certutil string
}

// driverDirs are where distributions put drivers. upsd itself may lie there, too: what Debian has
// in /usr/sbin is a script that looks into /etc/nut before it runs the real one, so these come
// first.
func driverDirs() []string {
	return []string{"/lib/nut", "/usr/lib/nut", "/usr/libexec/nut", "/usr/local/ups/bin"}
}

// findPrograms ends the test when a program is missing. It reports false for a testing.TB that goes
// on all the same.
func findPrograms(tb testing.TB, tls bool) (programs, bool) {
	tb.Helper()
	var p programs
	var ok bool
	systemDirs := []string{"/usr/sbin", "/sbin", "/usr/local/ups/sbin"}
	if p.upsd, ok = find("upsd", append(driverDirs(), systemDirs...)); !ok {
		return p, missing(tb, "upsd", "nut-server")
	}
	if p.driver, ok = find("dummy-ups", driverDirs()); !ok {
		return p, missing(tb, "dummy-ups", "nut-server")
	}
	if !tls {
		return p, true
	}
	if p.certutil, ok = find("certutil", nil); !ok {
		return p, missing(tb, "certutil", "libnss3-tools")
	}
	return p, true
}

// find looks into the directories and then along PATH.
func find(name string, dirs []string) (string, bool) {
	for _, dir := range dirs {
		file := filepath.Join(dir, name)
		if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() {
			return file, true
		}
	}
	file, err := exec.LookPath(name)
	return file, err == nil
}

func missing(tb testing.TB, program, debianPackage string) bool {
	tb.Helper()
	const text = "the test with a real upsd needs %s, which is not installed: apt-get install %s"
	if os.Getenv("ARGUS_REQUIRE_SERVERS") == "1" {
		tb.Fatalf(text, program, debianPackage)
	} else {
		tb.Skipf(text, program, debianPackage)
	}
	return false
}
