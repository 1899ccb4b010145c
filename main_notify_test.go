//go:build unix

package main

import (
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// supervisor is what systemd is to a service: a socket that hears how it is.
func supervisor(t *testing.T, name string) (hear func() string) {
	t.Helper()
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: name, Net: "unixgram"})
	if err != nil {
		t.Skipf("skipped: no socket %s on this system: %v", name, err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	t.Setenv("NOTIFY_SOCKET", name)
	return func() string {
		t.Helper()
		if err := conn.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
			t.Fatal(err)
		}
		buffer := make([]byte, 256)
		n, err := conn.Read(buffer)
		if err != nil {
			t.Fatalf("the supervisor heard nothing: %v", err)
		}
		return string(buffer[:n])
	}
}

// TestNotify holds that systemd hears when Argus listens and when it stops, each once, on both kinds of socket.
func TestNotify(t *testing.T) {
	dir, err := os.MkdirTemp("", "n") // the path of a socket may have 104 bytes
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	for _, name := range []string{filepath.Join(dir, "s"), "@argus-test-" + strconv.Itoa(os.Getpid())} {
		t.Run(name[:1], func(t *testing.T) {
			hear := supervisor(t, name)
			a := start(t)
			if got := hear(); got != "READY=1" {
				t.Errorf("when it listens: %q", got)
			}
			if code, _ := a.do(t, "GET", "/-/healthy"); code != 200 {
				t.Errorf("ready, but: %d", code)
			}
			a.stop()
			if got := hear(); got != "STOPPING=1" {
				t.Errorf("when it stops: %q", got)
			}
		})
	}
}

// TestNotifyNotReady holds that an Argus that cannot listen does not say that it does.
func TestNotifyNotReady(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = taken.Close() })
	hear := supervisor(t, "@argus-test-taken-"+strconv.Itoa(os.Getpid()))
	if _, _, err := command(t, "--web.listen-address="+taken.Addr().String(), "--storage.path="); err == nil {
		t.Fatal("it serves on a port that is taken")
	}
	notify("the end", time.Minute, slog.New(slog.DiscardHandler))
	if got := hear(); got != "the end" {
		t.Errorf("it said %q", got)
	}
}

// TestNotifyNobody holds that a supervisor that is gone keeps nobody from serving, and is told by the log.
func TestNotifyNobody(t *testing.T) {
	t.Setenv("NOTIFY_SOCKET", filepath.Join(t.TempDir(), "gone"))
	start(t)
	var log strings.Builder
	notify("READY=1", time.Minute, slog.New(slog.NewTextHandler(&log, nil)))
	if !strings.Contains(log.String(), "systemd cannot be told") {
		t.Errorf("the log says %q", log.String())
	}
}

// TestNotifyDeaf holds that a supervisor that does not listen keeps nobody waiting for ever.
func TestNotifyDeaf(t *testing.T) {
	name := "@argus-test-deaf-" + strconv.Itoa(os.Getpid())
	supervisor(t, name)
	fill := func() error { // each from its own socket, which has a bound as well
		conn, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: name, Net: "unixgram"})
		if err != nil {
			return err
		}
		defer func() { _ = conn.Close() }()
		_ = conn.SetWriteDeadline(time.Now().Add(10 * time.Millisecond))
		_, err = conn.Write([]byte("x"))
		return err
	}
	const most = 10_000 // sysctl net.unix.max_dgram_qlen, and a good deal more
	for n := 0; fill() == nil; n++ {
		if n == most {
			t.Skipf("skipped: %d words fit into a socket that nobody reads", most)
		}
	}
	var log strings.Builder
	notify("READY=1", 10*time.Millisecond, slog.New(slog.NewTextHandler(&log, nil)))
	if !strings.Contains(log.String(), "systemd cannot be told") || !strings.Contains(log.String(), "timeout") {
		t.Errorf("the log says %q", log.String())
	}
}
