package main

import (
	"bytes"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// passwords is a web configuration: the user "prometheus" with the password "secret".
const passwords = "basic_auth_users:\n  prometheus: $2a$04$yCiJXvvQLRqG6YZ6NOqHLOsk5EwFrdL3HPMjmfRC/ZH5Zw86UpQTK\n"

// asked asks a path with a password, or without if it is "".
func (a *argus) asked(t *testing.T, path, password string) int {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, a.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if password != "" {
		request.SetBasicAuth("prometheus", password)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	return response.StatusCode
}

// TestDoorsStayShut holds that a web configuration that is emptied, broken, unreadable or removed while Argus runs lets
// nobody in, and that one that is mended does again.
func TestDoorsStayShut(t *testing.T) {
	file := write(t, "web.yml", passwords)
	a := start(t, "--web.config.file="+file)
	both := func(when string) {
		t.Helper()
		if with, without := a.asked(t, "/metrics", "secret"), a.asked(t, "/metrics", ""); with != 200 || without != 401 {
			t.Errorf("%s: with a password %d, without %d", when, with, without)
		}
	}
	shut := func(when string) {
		t.Helper()
		for _, password := range []string{"", "secret", "wrong"} {
			for _, path := range []string{"/metrics", "/probe", "/config", "/-/ready", "/api/v1/events"} {
				if code := a.asked(t, path, password); code < 400 {
					t.Errorf("%s: %s with the password %q: %d", when, path, password, code)
				}
			}
		}
	}
	both("at first")
	for _, text := range []string{
		"", "# nothing\n", "basic_auth_users: {}\n", "basic_auth_users: [", "-", passwords[:17], passwords[:30], "http_server_config: {http2: true}\n",
	} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		shut("the file is " + text)
	}
	for how, spoil := range spoils(file) {
		if err := spoil(); err != nil {
			t.Fatal(how, err)
		}
		shut(how)
		if err := os.RemoveAll(file); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(passwords), 0o600); err != nil {
			t.Fatal(err)
		}
		both("after " + how)
	}
}

// spoils are ways for a file to be no longer there for a program.
func spoils(file string) map[string]func() error {
	all := map[string]func() error{
		"removed": func() error { return os.Remove(file) },
		"a folder": func() error {
			_ = os.Remove(file)
			return os.Mkdir(file, 0o700)
		},
		"a link to nothing": func() error {
			_ = os.Remove(file)
			return os.Symlink(filepath.Join(filepath.Dir(file), "nothing"), file)
		},
		"unreadable": func() error { return os.Chmod(file, 0) },
	}
	if runtime.GOOS == "windows" || os.Getuid() == 0 { // who may read everything
		delete(all, "unreadable")
	}
	return all
}

// TestSupervisors holds what is served on the address for supervisors.
func TestSupervisors(t *testing.T) {
	health := freeAddress(t)
	a := start(t, "--web.config.file="+write(t, "web.yml", passwords), "--web.health-address="+health)
	if code := a.asked(t, "/healthz", ""); code != 401 {
		t.Errorf("/healthz on the main address without a password: %d", code)
	}
	supervised := &argus{url: "http://" + health}
	for _, path := range paths(t) {
		want := 404
		if path == "/healthz" || path == "/-/ready" {
			want = 200
		}
		if code := supervised.asked(t, path, ""); code != want {
			t.Errorf("%s: %d, want %d", path, code, want)
		}
	}
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete} {
		if code, _ := supervised.do(t, method, "/-/ready"); code != http.StatusMethodNotAllowed {
			t.Errorf("%s: %d", method, code)
		}
	}
	for _, at := range []string{a.url, supervised.url} { // what a request may be long
		request, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, at+"/healthz", nil)
		request.Header.Set("X-Long", strings.Repeat("a", 64<<10))
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
			t.Errorf("%s: a header of 64 KiB: %d", at, response.StatusCode)
		}
	}
}

// TestBadHealthAddress holds what is told of an address that cannot be had.
func TestBadHealthAddress(t *testing.T) {
	_, _, err := command(t, "--storage.path=", "--web.listen-address=127.0.0.1:0", "--web.health-address=nowhere:x")
	if err == nil || !strings.Contains(err.Error(), "--web.health-address") {
		t.Errorf("got %v", err)
	}
}

// pipes is a listener of connections that are no more than memory, so that their time can be made up.
type pipes chan net.Conn

func (p pipes) Accept() (net.Conn, error) {
	if c, ok := <-p; ok {
		return c, nil
	}
	return nil, net.ErrClosed
}
func (p pipes) Close() error   { return nil }
func (p pipes) Addr() net.Addr { return &net.TCPAddr{} }

// TestSlowClients holds that who asks slowly, or does not ask, is let go.
func TestSlowClients(t *testing.T) {
	for name, test := range map[string]struct {
		says string
		most time.Duration
	}{
		"nothing":         {"", 6 * time.Second},
		"half a header":   {"GET / HTTP/1.1\r\nHost: a\r\nX-", 6 * time.Second},
		"half a body":     {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf", 11 * time.Second},
		"one and no more": {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", 3 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := newServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					_, _ = io.Copy(w, r.Body)
				}), slog.New(slog.DiscardHandler))
				listener := make(pipes, 1)
				go func() { _ = server.Serve(listener) }()
				client, served := net.Pipe()
				listener <- served
				began := time.Now()
				go func() { _, _ = io.WriteString(client, test.says) }()
				_, err := io.Copy(io.Discard, client)
				if took := time.Since(began); err != nil || took > test.most {
					t.Errorf("let go after %s, %v", took, err)
				}
				close(listener)
				_ = server.Close()
			})
		})
	}
}

// TestLifecycle holds who may reload and see the configuration.
func TestLifecycle(t *testing.T) {
	reached := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
	g, _ := guardOf(t, write(t, "web.yml", passwords))
	g.next = restricted(false, reached)
	for _, test := range []struct {
		who            string
		argus          http.Handler
		password, site string
		reload, config int
	}{
		{"anybody", restricted(false, reached), "", "none", 403, 403},
		{"anybody, opened", restricted(true, reached), "", "none", 200, 200},
		{"a page elsewhere, opened", restricted(true, reached), "", "cross-site", 403, 200},
		{"without a password", g, "", "none", 401, 401},
		{"with a password", g, "secret", "none", 200, 200},
		{"a page elsewhere, with a password", g, "secret", "cross-site", 403, 200},
	} {
		for path, want := range map[string]int{"/-/reload": test.reload, "/config": test.config} {
			method := map[string]string{"/-/reload": http.MethodPost, "/config": http.MethodGet}[path]
			r, w := httptest.NewRequestWithContext(t.Context(), method, path, nil), httptest.NewRecorder()
			r.Header.Set("Sec-Fetch-Site", test.site)
			r.SetBasicAuth("prometheus", test.password)
			if test.argus.ServeHTTP(w, r); w.Code != want {
				t.Errorf("%s: %s: %d, want %d", test.who, path, w.Code, want)
			}
		}
	}
}

// TestServerLogs holds that what the server has to say, such as of handshakes that failed, is logged as all else is.
func TestServerLogs(t *testing.T) {
	var log bytes.Buffer
	newServer(nil, slog.New(slog.NewJSONHandler(&log, nil))).ErrorLog.Print("a handshake\nfailed")
	if !strings.Contains(log.String(), `"level":"WARN","msg":"a handshake\nfailed"`) {
		t.Error(log.String())
	}
}
