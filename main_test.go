package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/nut/nuttest"
)

// TestMain is the program itself where a test runs it as a process of its own, or has it look at a file in one.
func TestMain(m *testing.M) {
	if os.Getenv("ARGUS_TEST_PROGRAM") != "" || len(os.Args) > 1 && os.Args[1] == "store" {
		main()
		return
	}
	os.Exit(m.Run())
}

// command runs a command that ends by itself.
func command(t *testing.T, args ...string) (stdout, stderr string, err error) {
	t.Helper()
	var out, errs strings.Builder
	err = run(t.Context(), args, &out, &errs)
	return out.String(), errs.String(), err
}

// write makes a file with this content.
func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const loopback = "targets: {allow: ['127.0.0.1:*', 'localhost:*']}\n"

func someUPS() nuttest.Device {
	return nuttest.Device{Name: "ups", Vars: map[string]string{
		"ups.status": "OL", "battery.charge": "95", "ups.load": "12",
	}}
}

func TestHelp(t *testing.T) {
	for _, args := range [][]string{{"--help"}, {"--version"}, {"probe", "--help"}} {
		out, _, err := command(t, args...)
		if err != nil || !strings.Contains(out, "argus") {
			t.Errorf("%v: %v, %q", args, err, out)
		}
	}
}

func TestBadFlags(t *testing.T) {
	for _, test := range []struct {
		args []string
		says string
	}{
		{[]string{"--no-such-flag"}, "unknown long flag"},
		{[]string{"probe"}, "required argument 'target'"},
		{[]string{"probe", "h", "--format=xml"}, "must be one of"},
		{[]string{"check-config"}, "required argument 'file'"},
		{[]string{"probe", "a@@b"}, "neither a host name nor an address"},
		{[]string{"probe", "h", "--module=nope"}, `no module "nope"`},
		{[]string{"--config.file=/nonexistent/argus.yml"}, "/nonexistent/argus.yml"},
		{[]string{"--log.level=loud"}, "unrecognized log level"},
		{[]string{"--storage.time-zone=Mars"}, "--storage.time-zone: unknown time zone Mars; write it as"},
		{[]string{"--storage.flush-interval=1ms"}, "--storage.flush-interval: 1ms is less than 1s"},
		{[]string{"--storage.retention=1h"}, "--storage.retention: 1h is less than 1d"},
		{[]string{"--storage.retention=soon"}, "not a valid duration"},
		{[]string{"--storage.max-events=0"}, "must be at least 1"},
		{[]string{"store", "check", "--storage.path="}, "name the file"},
		{[]string{"store", "check", "/nonexistent/argus.db"}, "/nonexistent/argus.db"},
		{[]string{"store", "export", "x", "--what=all"}, "must be one of"},
	} {
		_, _, err := command(t, test.args...)
		if err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%v: got %v, want %q", test.args, err, test.says)
		}
	}
}

func TestCheckConfig(t *testing.T) {
	good := write(t, "good.yml", loopback)
	bad := write(t, "bad.yml", "modules: {x: {protocol: nut, timeuot: 5s}}\nauths: []\n")
	for _, args := range [][]string{
		{"check-config", good}, {"--config.check"}, {"--config.check", "--config.file", good},
	} {
		if out, _, err := command(t, args...); err != nil || !strings.Contains(out, "valid") {
			t.Errorf("%v: %v %q", args, err, out)
		}
	}
	for _, args := range [][]string{
		{"check-config", good, bad}, {"--config.check", "--config.file", bad},
	} {
		_, _, err := command(t, args...)
		if err == nil || !strings.Contains(err.Error(), bad+":1:") ||
			!strings.Contains(err.Error(), `did you mean "timeout"`) ||
			!strings.Contains(err.Error(), bad+":2:") {
			t.Errorf("%v: %v", args, err)
		}
	}
}

// TestHelpComplete holds that the first help shows how to serve.
func TestHelpComplete(t *testing.T) {
	out, _, err := command(t, "--help")
	for _, flag := range []string{"--web.listen-address", "--web.config.file", "--config.file", "--log.level", "--storage.path"} {
		if err != nil || !strings.Contains(out, flag) {
			t.Errorf("no %s in the help", flag)
		}
	}
}

func TestProbeCommand(t *testing.T) {
	server := nuttest.Start(t, someUPS())
	if out, _, err := command(t, "probe", server.Addr()); err != nil || !strings.Contains(out, "OL") &&
		!strings.Contains(out, "online") {
		t.Errorf("without configuration: %v\n%s", err, out)
	}
	file := write(t, "argus.yml", loopback)
	for format, says := range map[string]string{
		"table": "battery_charge_ratio  0.95", "prometheus": "\nprobe_success 1\n",
		"debug": "Exposition:",
	} {
		out, _, err := command(t, "probe", server.Addr(), "--config.file", file, "--format", format)
		if err != nil || !strings.Contains(out, says) {
			t.Errorf("%s: %v\n%s", format, err, out)
		}
	}
	server.Fail("ups", "DATA-STALE")
	out, _, err := command(t, "probe", server.Addr(), "--config.file", file)
	if err == nil || !strings.Contains(err.Error(), "stale") || !strings.Contains(out, "no data") {
		t.Errorf("stale: %v\n%s", err, out)
	}
}

// argus is the program serving in the background of a test.
type argus struct {
	url  string
	stop context.CancelFunc
	done chan error
}

// listening finds the address in the log.
var listening = regexp.MustCompile(`msg="Listening on" address=(\S+)`)

// start serves on a free port until the test ends, and keeps what it learns in a new file unless the
// test names one.
func start(t *testing.T, args ...string) *argus {
	t.Helper()
	for flag, value := range map[string]string{
		"--storage.path=": filepath.Join(t.TempDir(), "argus.db"), "--web.listen-address=": "127.0.0.1:0",
	} {
		if !slices.ContainsFunc(args, func(arg string) bool { return strings.HasPrefix(arg, flag) }) {
			args = append(args, flag+value)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	a := &argus{stop: stop, done: make(chan error, 1)}
	go func() {
		err := run(ctx, args, io.Discard, writer)
		_ = writer.CloseWithError(io.EOF)
		a.done <- err
	}()
	address := make(chan string, 1)
	go func() {
		for log := bufio.NewScanner(reader); log.Scan(); {
			if found := listening.FindStringSubmatch(log.Text()); found != nil {
				address <- found[1]
			}
		}
	}()
	select {
	case found := <-address:
		a.url = "http://" + found
	case err := <-a.done:
		t.Fatalf("argus ended: %v", err)
	case <-time.After(20 * time.Second):
		t.Fatal("argus did not start")
	}
	t.Cleanup(func() {
		stop()
		select {
		case err := <-a.done:
			if err != nil {
				t.Errorf("argus ended with %v", err)
			}
		case <-time.After(20 * time.Second):
			t.Error("argus did not stop")
		}
	})
	return a
}

func (a *argus) do(t *testing.T, method, path string) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, a.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

func TestServe(t *testing.T) {
	server := nuttest.Start(t, someUPS())
	a := start(t, "--web.enable-lifecycle", "--config.file", write(t, "argus.yml", loopback))
	for _, test := range []struct {
		method, path string
		code         int
		says         string
	}{
		{"GET", "/", 200, `name="target"`},
		{"GET", "/probe?target=" + server.Addr(), 200, "probe_success 1"},
		{"GET", "/", 200, server.Addr()}, // among the last probes now
		{"GET", "/metrics", 200, `argus_exporter_probes_total{module="nut",result="success"} 1`},
		{"GET", "/metrics", 200, "argus_build_info"},
		{"GET", "/config", 200, "127.0.0.1:*"},
		{"GET", "/-/healthy", 200, "healthy"},
		{"GET", "/healthz", 200, "healthy"},
		{"GET", "/-/ready", 200, "ready"},
		{"GET", "/-/reload", 405, "POST"},
		{"POST", "/-/reload", 200, "reloaded"},
		{"GET", "/nothing", 404, ""},
		{"GET", "/debug/pprof/", 404, ""},
		{"POST", "/probe?target=" + server.Addr(), 405, "probe with GET"},
	} {
		code, body := a.do(t, test.method, test.path)
		if code != test.code || !strings.Contains(body, test.says) {
			t.Errorf("%s %s: got %d, want %d with %q\n%s", test.method, test.path, code, test.code,
				test.says, body)
		}
	}
}

// TestDrain holds that a stop lets a running probe finish and takes no new one.
func TestDrain(t *testing.T) {
	server := nuttest.Start(t, someUPS())
	a := start(t, "--config.file", write(t, "argus.yml", loopback))
	server.Fault(nuttest.Hang)
	answer := make(chan string, 1)
	go func() {
		request, _ := http.NewRequestWithContext(context.Background(), "GET",
			a.url+"/probe?target="+server.Addr(), nil)
		request.Header.Set("X-Prometheus-Scrape-Timeout-Seconds", "3")
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			answer <- err.Error()
			return
		}
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		answer <- fmt.Sprintf("%d %v\n%s", response.StatusCode, err, body)
	}()
	for end := time.Now().Add(10 * time.Second); server.Stats().Connections == 0; {
		if time.Now().After(end) {
			t.Fatal("the probe never reached the server")
		}
		time.Sleep(time.Millisecond)
	}
	a.stop()
	if got := <-answer; !strings.HasPrefix(got, "200 <nil>") || !strings.Contains(got, "\nprobe_success 0\n") {
		t.Errorf("the running probe was cut off: %s", got)
	}
	if response, err := http.Get(a.url + "/healthz"); err == nil {
		response.Body.Close()
		t.Error("still serving after the stop")
	}
}
