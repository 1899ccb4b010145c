package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/argus-power/argus/config"
)

// TestHeldConnection holds that who connected while the file demanded no certificate does not stay in.
func TestHeldConnection(t *testing.T) {
	p := newPKI(t)
	right := p.dial(t, p.client(t, true, "a.example.org"), "", false)
	url := p.startTLS(t, withTLS+withClient) + "/metrics"
	right.expect(t, "right, at first", url, 200)
	p.write(t, withTLS)
	held := p.dial(t, nil, "", true)
	held.expect(t, "without a certificate, while none is demanded", url, 503)
	right.expect(t, "right, while none is demanded", url, 503)
	p.write(t, withTLS+withClient)
	held.expect(t, "without a certificate, on the connection that it has", url, 403)
	p.dial(t, nil, "", false).expect(t, "without a certificate, anew", url, 0)
	right.expect(t, "right, mended", url, 200)
	p.write(t, passwords) // which is plain HTTP, or would be
	right.expect(t, "right, without TLS in the file", url, 0)
}

// TestHeldAuthority holds that who came in by an authority that is trusted no more does not stay, and that without a file
// of authorities, when all that the system knows would do, nobody is served.
func TestHeldAuthority(t *testing.T) {
	p := newPKI(t)
	first := p.client(t, true, "a.example.org")
	held, anew := p.dial(t, first, "", true), p.dial(t, first, "", false)
	url := p.startTLS(t, withTLS+withClient) + "/metrics"
	held.expect(t, "at first", url, 200)
	if err := os.Remove(filepath.Join(p.dir, "clients.pem")); err != nil {
		t.Fatal(err)
	}
	held.expect(t, "without authorities", url, 503)
	second := p.dial(t, p.client(t, true, "a.example.org"), "", false)
	held.expect(t, "its authority is gone, on the connection that it has", url, 403)
	anew.expect(t, "its authority is gone, anew", url, 0)
	second.expect(t, "of the authority that is trusted now", url, 200)
	p.write(t, withTLS+"  client_auth_type: RequireAndVerifyClientCert\n")
	held.expect(t, "any authority would do", url, 503)
}

// TestLastingAnswer holds that an answer that lasts, such as a stream, ends when its client may not come in any more.
func TestLastingAnswer(t *testing.T) {
	file := write(t, "web.yml", passwords)
	g, _ := guardOf(t, file)
	var wrote []error
	g.next = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		part := func() {
			_, err := io.WriteString(w, "part ")
			wrote = append(wrote, err)
			if err := http.NewResponseController(w).Flush(); err != nil {
				t.Error(err)
			}
		}
		part()
		part()
		if err := os.WriteFile(file, []byte(strings.Replace(passwords, "prometheus", "other", 1)), 0o600); err != nil {
			t.Error(err)
		}
		part()
	})
	r, w := httptest.NewRequestWithContext(t.Context(), "GET", "/", nil), httptest.NewRecorder()
	r.SetBasicAuth("prometheus", "secret")
	g.ServeHTTP(w, r)
	if w.Body.String() != "part part " || errors.Join(wrote[:2]...) != nil || !errors.Is(wrote[2], errShutOut) {
		t.Errorf("%q was written: %v", w.Body, wrote)
	}
}

// TestResumedSession holds that a session of TLS from before is no way around the names that are allowed now.
func TestResumedSession(t *testing.T) {
	p := newPKI(t)
	from := p.dial(t, p.client(t, true, "a.example.org"), "", false)
	url := p.startTLS(t, withTLS+withClient+withName("a.example.org")) + "/metrics"
	ask := func(when string, resumed bool, code int) {
		t.Helper()
		response, err := from.http.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		_, _ = io.Copy(io.Discard, response.Body)
		if response.TLS.DidResume != resumed || response.StatusCode != code {
			t.Errorf("%s: resumed %t: %d; want %t: %d", when, response.TLS.DidResume, response.StatusCode, resumed, code)
		}
	}
	ask("at first", false, 200)
	ask("again", true, 200)
	p.write(t, withTLS+withClient+withName("b.example.org"))
	ask("the name is no longer allowed", true, 403)
}

// guardOf makes a guard by itself, as if the toolkit had let everybody pass.
func guardOf(t *testing.T, file string) (*guard, *bytes.Buffer) {
	t.Helper()
	var log bytes.Buffer
	demanded, err := config.ReadWebAccess(file)
	if err != nil {
		t.Fatal(err)
	}
	return &guard{
		file: file, demanded: demanded, log: slog.New(slog.NewTextHandler(&log, nil)),
		next: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}),
	}, &log
}

func (g *guard) code(t *testing.T, user, password string) int {
	t.Helper()
	r, w := httptest.NewRequestWithContext(t.Context(), "GET", "/", nil), httptest.NewRecorder()
	if user != "" {
		r.SetBasicAuth(user, password)
	}
	g.ServeHTTP(w, r)
	return w.Code
}

// TestGuardLooksAgain holds that a request is not served on what the toolkit read of the file a moment before.
func TestGuardLooksAgain(t *testing.T) {
	g, _ := guardOf(t, write(t, "web.yml", passwords))
	for _, test := range []struct {
		user, password string
		want           int
	}{
		{"", "", 401},
		{"nobody", "secret", 401},
		{"nobody", "fakepassword", 401},
		{"prometheus", "", 401},
		{"prometheus", "wrong", 401},
		{"prometheus", "secret", 200},
		{"prometheus", "secret", 200},
		{"prometheus", "wrong", 401},
	} {
		if code := g.code(t, test.user, test.password); code != test.want {
			t.Errorf("%s, %s: %d, want %d", test.user, test.password, code, test.want)
		}
	}
	for file, want := range map[string]int{
		withTLS + "  client_auth_type: RequireAndVerifyClientCert\n": 403, withTLS + "  client_auth_type: RequireAnyClientCert\n": 403, withTLS: 200,
	} {
		g, _ := guardOf(t, write(t, "web.yml", file))
		if code := g.code(t, "", ""); code != want {
			t.Errorf("%s: %d, want %d", file, code, want)
		}
	}
}

// demandsNothing is a web configuration of everybody.
const demandsNothing = "http_server_config: {http2: true}\n"

// TestGuardRemembers holds that what was demanded once, if only since a change, is demanded until a restart, and that
// changes are told once.
func TestGuardRemembers(t *testing.T) {
	file := write(t, "web.yml", demandsNothing)
	g, log := guardOf(t, file)
	for _, step := range []struct {
		text string
		want int
		told int
	}{
		{demandsNothing, 200, 0},
		{passwords, 401, 0},
		{"", 503, 1},
		{"", 503, 1},
		{"basic_auth_users: [", 503, 2},
		{passwords, 401, 3},
		{passwords, 401, 3},
		{demandsNothing, 503, 4},
	} {
		if err := os.WriteFile(file, []byte(step.text), 0o600); err != nil {
			t.Fatal(err)
		}
		code := g.code(t, "", "")
		if told := strings.Count(log.String(), "\n"); code != step.want || told != step.told {
			t.Errorf("%q: %d, want %d; told %d times, want %d", step.text, code, step.want, told, step.told)
		}
	}
}

// TestBadWebConfig holds that Argus does not start with a web configuration that would let nobody in, and does not
// repeat what is in it.
func TestBadWebConfig(t *testing.T) {
	for text, says := range map[string]string{
		"basic_auth_users: {prometheus: hunter2}\n": `user "prometheus"`,
		"basic_auth_users: hunter2\n":               "line 1",
		"":                                          "is empty",
		"basic_auth_users: *hunter2\n":              "web.yml",
		"basic_auth_user: {a: b}\n":                 "basic_auth_user",
		withTLS:                                     "server.pem",
		"rate_limit: {burst: hunter2}\n":            "line 1",
	} {
		_, err := guarded(write(t, "web.yml", text), nil, nil)
		if err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", text, err)
		}
	}
	for _, args := range [][]string{{"--storage.path=", "--web.listen-address=127.0.0.1:0"}, {"--config.check"}} {
		_, log, err := command(t, append(args, "--web.config.file="+write(t, "web.yml", "basic_auth_users: hunter2\n"))...)
		if err == nil || !strings.Contains(err.Error(), "line 1") || strings.Contains(err.Error()+log, "hunter2") {
			t.Errorf("%v: %v", args, err)
		}
	}
}

// TestUnquoting holds that what the toolkit logs of a file that was broken while Argus runs quotes nothing of it.
func TestUnquoting(t *testing.T) {
	var log bytes.Buffer
	logger := slog.New(unquoting{slog.NewTextHandler(&log, nil)})
	logger.ErrorContext(context.Background(), "Unable to parse configuration", "other", "`kept`",
		"err", "yaml: line 3: cannot unmarshal !!str `hunter2` into x; unknown anchor 'hunter2' referenced")
	for _, part := range []string{"Unable to parse", "`kept`", "line 3", "cannot unmarshal !!str (…) into x"} {
		if !strings.Contains(log.String(), part) {
			t.Errorf("%q is gone: %s", part, log.String())
		}
	}
	if strings.Contains(log.String(), "hunter2") {
		t.Error(log.String())
	}
}
