//go:build unix

package snmptest

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// findSnmpd ends the test when snmpd is missing. It reports false for a testing.TB that goes on all
// the same. The directories of the administrator are often not in PATH.
func findSnmpd(tb testing.TB) (string, bool) {
	tb.Helper()
	if file, err := exec.LookPath("snmpd"); err == nil {
		return file, true
	}
	for _, dir := range []string{"/usr/sbin", "/usr/local/sbin", "/sbin"} {
		file := filepath.Join(dir, "snmpd")
		if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() {
			return file, true
		}
	}
	const text = "the test with a real snmpd needs it, and it is not installed: apt-get install snmpd"
	if os.Getenv("ARGUS_REQUIRE_SERVERS") == "1" {
		tb.Fatal(text)
	} else {
		tb.Skip(text)
	}
	return "", false
}
