package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// await waits until something is that often in a log.
func (l *logged) await(t *testing.T, text string, times int) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); strings.Count(l.String(), text) < times; time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%q is not there %d times:\n%s", text, times, l)
		}
	}
	if n := strings.Count(l.String(), text); n != times {
		t.Errorf("%q is there %d times, want %d:\n%s", text, n, times, l)
	}
}

// startLogged serves with a web configuration and keeps the log.
func (p *pki) startLogged(t *testing.T, text string, args ...string) (url string, log *logged) {
	t.Helper()
	log = &logged{}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	args = append(args, "--web.listen-address=127.0.0.1:0", "--storage.path=", "--web.config.file="+p.write(t, text))
	go func() { done <- run(ctx, args, io.Discard, log) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	url = "https://" + awaitAddress(t, log)
	log.await(t, "TLS is enabled", 1) // the toolkit reads the file once more after it has said where it listens
	return url, log
}

// breaks are ways to break TLS while Argus runs, and what the log then says.
func (p *pki) breaks(t *testing.T) map[string]func() error {
	file := filepath.Join(p.dir, "web.yml")
	all := spoils(file)
	for how, text := range map[string]string{
		"emptied": "", "no YAML": "basic_auth_users: [", "half of it": withTLS[:40], "without TLS": demandsNothing,
		"what the toolkit quotes": withTLS + "rate_limit: {burst: hunter2}\n",
		"users that are none":     withTLS + "basic_auth_users: hunter2\n",
	} {
		all[how] = func() error { p.write(t, text); return nil }
	}
	all["no certificate"] = func() error { return os.Remove(filepath.Join(p.dir, "server.pem")) }
	return all
}

// TestBrokenTLS holds that a web configuration with TLS that breaks while Argus runs is told once in the log, by the name
// of the file, though no request comes through, and that a supervisor learns that nobody can be served.
func TestBrokenTLS(t *testing.T) {
	p, health := newPKI(t), freeAddress(t)
	url, log := p.startLogged(t, withTLS, "--web.health-address="+health)
	supervised := &argus{url: "http://" + health}
	expect := func(when string, tls, ready int) {
		t.Helper()
		p.dial(t, nil, "", false).expect(t, when, url+"/metrics", tls)
		if tls == 0 {
			log.await(t, "level=ERROR", 1)
		}
		for range 2 {
			if code, said := supervised.do(t, "GET", "/-/ready"); code != ready || code == 503 && strings.Count(said, "\n") != 1 {
				t.Errorf("%s: ready: %d %s", when, code, said)
			}
		}
		if code, _ := supervised.do(t, "GET", "/healthz"); code != http.StatusOK {
			t.Errorf("%s: healthy: %d", when, code)
		}
	}
	file := filepath.Join(p.dir, "web.yml")
	for how, spoil := range p.breaks(t) {
		expect("before "+how, 200, 200)
		log.clear()
		if err := spoil(); err != nil {
			t.Fatal(how, err)
		}
		expect(how, 0, 503)
		log.await(t, "level=ERROR", 1)
		if text := log.String(); !strings.Contains(text, "file="+file) || strings.Contains(text, "hunter2") {
			t.Errorf("%s: %s", how, text)
		}
		p.serverCertificate(t)
		p.mend(t)
		expect("after "+how, 200, 200)
		log.await(t, "again", 1)
	}
}

// mend puts the right file in its place at once: whoever looks meanwhile sees the one or the other.
func (p *pki) mend(t *testing.T) {
	t.Helper()
	file := filepath.Join(p.dir, "web.yml")
	if info, err := os.Stat(file); err == nil && info.IsDir() {
		if err := os.RemoveAll(file); err != nil {
			t.Fatal(err)
		}
	}
	next := file + ".new"
	if err := errors.Join(os.WriteFile(next, []byte(withTLS), 0o600), os.Rename(next, file)); err != nil {
		t.Fatal(err)
	}
}

// clear forgets what was logged.
func (l *logged) clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text.Reset()
}

// TestMendedTLS holds that who is served again has the log say so, without a supervisor that asks.
func TestMendedTLS(t *testing.T) {
	for how, text := range map[string]string{"emptied": "", "without TLS": demandsNothing} {
		p := newPKI(t)
		url, log := p.startLogged(t, withTLS)
		p.write(t, text)
		p.dial(t, nil, "", false).expect(t, how, url+"/metrics", 0)
		log.await(t, "level=ERROR", 1)
		p.write(t, withTLS)
		p.dial(t, nil, "", false).expect(t, how+", mended", url+"/metrics", 200)
		log.await(t, "again", 1)
	}
}

// TestReadyWithoutTLS holds what a supervisor learns where passwords alone are demanded, or nothing at all.
func TestReadyWithoutTLS(t *testing.T) {
	file, health := write(t, "web.yml", passwords), freeAddress(t)
	start(t, "--web.config.file="+file, "--web.health-address="+health)
	open := freeAddress(t)
	start(t, "--web.health-address="+open)
	for _, step := range []struct {
		text  string
		ready int
	}{{passwords, 200}, {"", 503}, {demandsNothing, 503}, {"basic_auth_users: [", 503}, {passwords, 200}} {
		if err := os.WriteFile(file, []byte(step.text), 0o600); err != nil {
			t.Fatal(err)
		}
		for address, want := range map[string]int{health: step.ready, open: 200} {
			if code, said := (&argus{url: "http://" + address}).do(t, "GET", "/-/ready"); code != want {
				t.Errorf("%q: %d %s", step.text, code, said)
			}
		}
	}
}

// TestUnquoted holds that quotations go, and that apostrophes are none.
func TestUnquoted(t *testing.T) {
	for text, want := range map[string]string{
		"cannot unmarshal !!str `hunter2` into web.Config":                        "cannot unmarshal !!str (…) into web.Config",
		"unknown anchor 'hunter2' referenced":                                     "unknown anchor (…) referenced",
		"tls: peer doesn't support any of the certificate's signature algorithms": "",
		"'hunter2' and `hunter2`":                                                 "(…) and (…)",
	} {
		if want == "" {
			want = text
		}
		if got := unquoted(text); got != want {
			t.Errorf("%s: %s", text, got)
		}
	}
}

// TestOneMistakeBehindAnother holds that the log does not end with good news while nobody can connect.
func TestOneMistakeBehindAnother(t *testing.T) {
	p := newPKI(t)
	url, log := p.startLogged(t, withTLS)
	if err := os.Remove(filepath.Join(p.dir, "server.key")); err != nil {
		t.Fatal(err)
	}
	p.dial(t, nil, "", false).expect(t, "no key", url+"/metrics", 0)
	log.await(t, "no connection can be made", 1)
	p.write(t, "")
	p.dial(t, nil, "", false).expect(t, "no key, empty", url+"/metrics", 0)
	log.await(t, "all requests are refused", 1)
	p.mend(t)
	p.dial(t, nil, "", false).expect(t, "no key still", url+"/metrics", 0)
	log.await(t, "no connection can be made", 2)
}
