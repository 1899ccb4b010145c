package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/argus-power/argus/deploy/local"
)

// build makes the programs that the stack runs.
func build(t *testing.T) (argus, demo string) {
	t.Helper()
	dir := t.TempDir()
	argus, demo = filepath.Join(dir, "argus"), filepath.Join(dir, "demo")
	for program, pkg := range map[string]string{argus: "../..", demo: "../demo"} {
		if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, pkg).CombinedOutput(); err != nil {
			t.Fatalf("build: %v\n%s", err, out)
		}
	}
	return argus, demo
}

// screen is what is printed.
type screen struct {
	mu   sync.Mutex
	text strings.Builder
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

func body(url string) string {
	response, err := http.Get(url)
	if err != nil {
		return ""
	}
	defer response.Body.Close()
	var b strings.Builder
	_ = response.Write(&b)
	return b.String()
}

// TestStack runs it as make does, opens every address that it prints, and sees that Prometheus scrapes the
// demo and has the rules.
func TestStack(t *testing.T) {
	if _, err := local.Prometheus.Find(); err != nil {
		say := t.Skipf
		if os.Getenv("ARGUS_REQUIRE_SERVERS") == "1" {
			say = t.Fatalf
		}
		say("skipped: %v", err)
	}
	argus, demo := build(t)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	out := &screen{}
	ended := make(chan error, 1)
	data := t.TempDir()
	go func() {
		ended <- run(ctx, []string{"-argus", argus, "-demo", demo, "-root", "../..", "-data", data, "-free"}, out)
	}()
	wait(t, ended, out, "the guide", func() bool { return strings.Contains(out.String(), "Ctrl-C") })
	urls := regexp.MustCompile(`http://\S+`).FindAllString(out.String(), -1)
	if len(urls) < 4 {
		t.Errorf("it prints %q", out)
	}
	for _, url := range urls {
		if !strings.Contains(body(url), "200 OK") {
			t.Errorf("nothing at %s", url)
		}
	}
	found := regexp.MustCompile(`Prometheus: .* (http://\S+)/`).FindStringSubmatch(out.String())
	if found == nil {
		t.Fatalf("no Prometheus:\n%s", out)
	}
	server := found[1]
	wait(t, ended, out, "the demo's devices with their site", func() bool {
		answer := body(server + "/api/v1/query?query=count(argus_device_up%7Bsite%3D%22demo%22%7D)")
		return strings.Contains(answer, `"7"`)
	})
	if !strings.Contains(body(server+"/api/v1/rules"), "ArgusWatchdog") {
		t.Error("Prometheus has no rules")
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("it ended with %v", err)
	}
	for _, url := range urls {
		if body(url) != "" {
			t.Errorf("after the end there is still something at %s", url)
		}
	}
}

func wait(t *testing.T, ended <-chan error, out *screen, what string, yes func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !yes(); time.Sleep(100 * time.Millisecond) {
		select {
		case err := <-ended:
			t.Fatalf("it ended: %v\n%s", err, out)
		default:
		}
		if time.Now().After(end) {
			t.Fatalf("no %s within a minute:\n%s", what, out)
		}
	}
}

// TestMissing holds that what is not installed is named, with how to get it, and that the rest runs.
func TestMissing(t *testing.T) {
	argus, demo := build(t)
	t.Setenv("PATH", t.TempDir())
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	out := &screen{}
	ended := make(chan error, 1)
	go func() { ended <- run(ctx, []string{"-argus", argus, "-demo", demo, "-root", "../..", "-free"}, out) }()
	wait(t, ended, out, "the guide", func() bool { return strings.Contains(out.String(), "Ctrl-C") })
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	for _, want := range []string{
		"prometheus is not installed; get it with: apt-get install prometheus",
		"prometheus-alertmanager is not installed", "grafana-server is not installed", "http://127.0.0.1:",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("it does not say %q:\n%s", want, out)
		}
	}
}

// TestFailures holds what is said when it cannot run.
func TestFailures(t *testing.T) {
	err := run(t.Context(), []string{"-argus", "nowhere", "-root", "../..", "-free"}, &screen{})
	if err == nil || !strings.Contains(err.Error(), `"make stack" builds`) {
		t.Errorf("without Argus: %v", err)
	}
	err = run(t.Context(), []string{"-root", t.TempDir()}, &screen{})
	if err == nil || !strings.Contains(err.Error(), "configuration of Prometheus") {
		t.Errorf("outside of the project: %v", err)
	}
}

// TestTaken holds that what listens already is not taken for a part of the stack.
func TestTaken(t *testing.T) {
	other := httptest.NewServer(http.NotFoundHandler())
	defer other.Close()
	address := other.Listener.Addr().String()
	out := &screen{}
	err := run(t.Context(), []string{
		"-argus", "main.go", "-demo", "main.go", "-root", "../..", "-listen", address,
		"-devices", "127.0.0.1:0", "-prometheus", "127.0.0.1:0", "-alertmanager", "127.0.0.1:0", "-grafana", "127.0.0.1:0",
	}, out)
	if err == nil || !strings.Contains(err.Error(), "-listen ADDRESS or -free") || strings.Contains(out.String(), "run now") {
		t.Errorf("%v, after\n%s", err, out)
	}
}

// TestTell holds what is printed of a notification.
func TestTell(t *testing.T) {
	out := &screen{}
	s := &stack{out: &shared{to: out}}
	s.tell(local.Notification{Receiver: "deadman", Status: "firing"})
	s.tell(local.Notification{Receiver: "oncall", Status: "firing", Alerts: []local.Alert{{
		Status:      "firing",
		Labels:      map[string]string{"alertname": "UPSLowBattery", "device": "ups", "instance": "nas"},
		Annotations: map[string]string{"summary": "Low", "description": "9 % are left."},
		StartsAt:    time.Date(2026, 1, 2, 3, 4, 5, 0, time.Local),
	}}})
	want := "to oncall, firing:\n  firing   03:04:05 UPSLowBattery: 9 % are left. (ups on nas)\n"
	if out.String() != want {
		t.Errorf("%q, want %q", out, want)
	}
}
