//go:build unix

package main

import (
	"context"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestHangupAtTheEnd holds that a SIGHUP that comes when all is over does not end the process: that would look as if
// stopping had failed.
func TestHangupAtTheEnd(t *testing.T) {
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if err := run(stopped, []string{"--storage.path=", "--web.listen-address=127.0.0.1:0"}, io.Discard, io.Discard); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(os.Getpid(), syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
}

// TestReloadSignal holds that SIGHUP reloads, and that a bad file changes nothing.
func TestReloadSignal(t *testing.T) {
	file := write(t, "argus.yml", loopback)
	a := start(t, "--web.enable-lifecycle", "--config.file", file)
	reloaded := func(want string) {
		t.Helper()
		const metric = "argus_exporter_config_last_reload_successful "
		for end := time.Now().Add(10 * time.Second); time.Now().Before(end); {
			if _, body := a.do(t, "GET", "/metrics"); strings.Contains(body, "\n"+metric+want+"\n") {
				return
			}
		}
		t.Fatalf("%s never became %s", metric, want)
	}
	hangup := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := syscall.Kill(os.Getpid(), syscall.SIGHUP); err != nil {
			t.Fatal(err)
		}
	}
	hangup("targets: [")
	reloaded("0")
	if _, body := a.do(t, "GET", "/config"); !strings.Contains(body, "127.0.0.1:*") {
		t.Errorf("the old configuration is gone: %s", body)
	}
	if code, body := a.do(t, "POST", "/-/reload"); code != 500 || !strings.Contains(body, file+":1") {
		t.Errorf("POST of a bad file: %d %s", code, body)
	}
	hangup("targets: {allow: ['10.1.2.3']}\n")
	reloaded("1")
	if _, body := a.do(t, "GET", "/config"); !strings.Contains(body, "10.1.2.3") {
		t.Errorf("the new configuration is not in use: %s", body)
	}
}
