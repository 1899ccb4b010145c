package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/argus-power/argus/nut/nuttest"
	"github.com/argus-power/argus/store"
)

// outageOf plays a mains failure in front of Argus.
func outageOf(t *testing.T, a *argus, devices *nuttest.Server) {
	t.Helper()
	for _, status := range []string{"OL", "OB", "OL"} {
		devices.Set("ups", "ups.status", status)
		if code, body := a.do(t, "GET", "/probe?target="+devices.Addr()); code != 200 {
			t.Fatalf("%d %s", code, body)
		}
	}
}

// TestStoreCommands holds that the file of a running Argus is left alone, and what is told of that of a stopped one.
func TestStoreCommands(t *testing.T) {
	devices := nuttest.Start(t, someUPS())
	file := filepath.Join(t.TempDir(), "new", "argus.db")
	a := start(t, "--config.file", write(t, "argus.yml", loopback), "--storage.path="+file)
	outageOf(t, a, devices)
	for _, args := range [][]string{{"store", "check", file}, {"store", "compact", file}, {"store", "export", file}} {
		if _, _, err := command(t, args...); err == nil || !strings.Contains(err.Error(), "in use") {
			t.Errorf("%v beside a running Argus: %v", args, err)
		}
	}
	a.stop()
	if err := <-a.done; err != nil {
		t.Fatal(err)
	}
	a.done <- nil // for the end of the test
	if info, err := os.Stat(file); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("the file is %v, %v", info.Mode(), err)
	}
	for _, args := range [][]string{{"store", "check", file}, {"store", "compact"}, {"store", "check"}} {
		out, _, err := command(t, append(args, "--storage.path="+file)...)
		if err != nil || out == "" {
			t.Errorf("%v: %q, %v", args, out, err)
		}
	}
	out, _, err := command(t, "store", "export", file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(out) {
		if !json.Valid([]byte(line)) {
			t.Errorf("no JSON: %s", line)
		}
	}
	if !strings.Contains(out, "on_battery_ended") {
		t.Errorf("the outage is not in %s", out)
	}
	if out, _, err := command(t, "store", "export", file, "--what=devices", "--format=csv"); err != nil ||
		!strings.Contains(out, devices.Addr()) {
		t.Errorf("%v: %s", err, out)
	}
}

// TestSecondArgus holds that an Argus whose file belongs to another one reads devices all the same, and says why it
// keeps nothing.
func TestSecondArgus(t *testing.T) {
	devices := nuttest.Start(t, someUPS())
	file := filepath.Join(t.TempDir(), "argus.db")
	args := []string{"--config.file", write(t, "argus.yml", loopback), "--storage.path=" + file}
	first := start(t, args...)
	second := start(t, args...)
	outageOf(t, first, devices)
	outageOf(t, second, devices)
	_, body := second.do(t, "GET", "/probe?target="+devices.Addr())
	if !strings.Contains(body, "probe_success 1") || strings.Contains(body, "argus_events_total") {
		t.Errorf("the second serves what it cannot know:\n%s", body)
	}
	for path, want := range map[string]string{
		"/-/ready": "in use", "/metrics": "\nargus_store_up 0\n", "/api/v1/events": `"error":`,
	} {
		if _, body := second.do(t, "GET", path); !strings.Contains(body, want) {
			t.Errorf("%s of the second: %s", path, body)
		}
	}
	_, body = first.do(t, "GET", "/probe?target="+devices.Addr())
	if want := `argus_events_total{device="ups",event="on_battery"} 1`; !strings.Contains(body, want) {
		t.Errorf("no %s of the first in\n%s", want, body)
	}
}

// TestDamagedFile holds that a file that is no store is set aside as it is, and told of.
func TestDamagedFile(t *testing.T) {
	devices := nuttest.Start(t, someUPS())
	dir := t.TempDir()
	file := filepath.Join(dir, "argus.db")
	damaged := bytes.Repeat([]byte("the lights went out "), 4000)
	if err := os.WriteFile(file, damaged, 0o600); err != nil {
		t.Fatal(err)
	}
	a := start(t, "--config.file", write(t, "argus.yml", loopback), "--storage.path="+file)
	outageOf(t, a, devices)
	_, body := a.do(t, "GET", "/metrics")
	for _, want := range []string{"\nargus_store_up 1\n", "\nargus_store_corruptions_total 1\n"} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q in /metrics", want)
		}
	}
	aside, err := filepath.Glob(file + ".corrupt-*")
	if err != nil || len(aside) != 1 {
		t.Fatalf("set aside: %v, %v", aside, err)
	}
	if kept, err := os.ReadFile(aside[0]); err != nil || !bytes.Equal(kept, damaged) {
		t.Errorf("what was set aside was changed: %v", err)
	}
}

// TestMemoryOnly holds that without a file everything is there but for the file.
func TestMemoryOnly(t *testing.T) {
	devices := nuttest.Start(t, someUPS())
	a := start(t, "--config.file", write(t, "argus.yml", loopback), "--storage.path=")
	outageOf(t, a, devices)
	_, body := a.do(t, "GET", "/probe?target="+devices.Addr())
	if want := `argus_events_total{device="ups",event="on_battery"} 1`; !strings.Contains(body, want) {
		t.Errorf("no %s in\n%s", want, body)
	}
	if _, body := a.do(t, "GET", "/api/v1/events"); !strings.Contains(body, `"on_battery_ended"`) {
		t.Errorf("no event in %s", body)
	}
	if _, body := a.do(t, "GET", "/-/ready"); !strings.Contains(body, "in memory only") {
		t.Errorf("ready: %s", body)
	}
	if code, body := a.do(t, "GET", "/api/v1/backup"); code < 400 || !strings.Contains(body, "memory") {
		t.Errorf("backup: %d %s", code, body)
	}
}

// TestListing holds the service discovery of a server that no probe has seen, under the policy of probes.
func TestListing(t *testing.T) {
	other := someUPS()
	other.Name = "second"
	devices := nuttest.Start(t, someUPS(), other)
	a := start(t, "--config.file", write(t, "argus.yml", "targets: {allow: ['127.0.0.1:*']}\n"))
	for _, test := range []struct {
		path string
		code int
		says string
	}{
		{"/sd", 200, "[]"},
		{"/sd?target=" + devices.Addr(), 200, `"second@` + devices.Addr() + `"`},
		{"/sd", 200, `"ups@` + devices.Addr() + `"`}, // it is known now
		{"/sd?target=10.1.2.3", 403, "10.1.2.3"},
		{"/sd?target=a@@b", 400, "a@@b"},
		{"/sd?target=127.0.0.1&module=nope", 400, "nope"},
		{"/sd?target=" + freeAddress(t), 502, "refused"},
	} {
		if code, body := a.do(t, "GET", test.path); code != test.code || !strings.Contains(body, test.says) {
			t.Errorf("%s: %d %s, want %d with %s", test.path, code, body, test.code, test.says)
		}
	}
}

// TestRemark holds that readiness tells what the store really does.
func TestRemark(t *testing.T) {
	for want, s := range map[string]store.Stats{
		"in memory only":                   {InMemory: true},
		"good, 3 devices":                  {Devices: 3},
		"being opened, 2 events wait":      {Err: store.ErrOpening, Pending: 2},
		"failing, 2 events wait in memory": {Err: errors.New("no space left"), Pending: 2},
	} {
		if got := remark(s); !strings.Contains(got, want) {
			t.Errorf("%+v: %q", s, got)
		}
	}
}

// TestStopKeepsWhatIsNotWritten holds that the store is closed in peace even if running probes get no time.
func TestStopKeepsWhatIsNotWritten(t *testing.T) {
	devices := nuttest.Start(t, someUPS())
	file := filepath.Join(t.TempDir(), "argus.db")
	ctx, stop := context.WithCancel(t.Context())
	done, log := make(chan error, 1), new(logged)
	go func() {
		done <- run(ctx, []string{
			"--config.file", write(t, "argus.yml", loopback), "--storage.path=" + file, "--web.listen-address=127.0.0.1:0",
			"--web.drain-timeout=0s", "--storage.flush-interval=10m",
		}, io.Discard, log)
	}()
	a := &argus{url: "http://" + awaitAddress(t, log)}
	if code, body := a.do(t, "GET", "/probe?target="+devices.Addr()); code != 200 {
		t.Fatalf("%d %s", code, body)
	}
	stop()
	if err := <-done; err != nil || strings.Contains(log.String(), "not closed") {
		t.Errorf("%v\n%s", err, log)
	}
	out, _, err := command(t, "store", "export", "--what=devices", file)
	if err != nil || strings.Count(out, "\n") != 1 {
		t.Errorf("%v, devices: %s", err, out)
	}
}
