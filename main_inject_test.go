package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// A notebook is a NUT server that writes down all it is sent.
type notebook struct {
	mu    sync.Mutex
	lines []string
}

func (n *notebook) serve(t *testing.T) (addr string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go n.listen(conn)
		}
	}()
	return listener.Addr().String()
}

func (n *notebook) listen(conn net.Conn) {
	defer conn.Close()
	for in := bufio.NewReader(conn); ; {
		line, err := in.ReadString('\n')
		if line != "" {
			n.mu.Lock()
			n.lines = append(n.lines, line)
			n.mu.Unlock()
		}
		if err != nil {
			return
		}
		answer := "ERR UNKNOWN-UPS\n"
		if line == "LIST UPS\n" {
			answer = "BEGIN LIST UPS\nUPS ups \"a UPS\"\nEND LIST UPS\n"
		}
		if _, err := io.WriteString(conn, answer); err != nil {
			return
		}
	}
}

// logged runs Argus and keeps its log.
type logged struct {
	mu   sync.Mutex
	text strings.Builder
}

// Write implements io.Writer.
func (l *logged) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// payloads are what goes into every parameter.
func payloads() []string {
	return []string{
		"\n", "\r", "\r\n", "\x00", "\"", "\\", "\t", "#", "%0a", "%250a", "\x1b[2J", "\x7f", "\u2028", "\u0085", "\xc0\x8a", "\xff",
		"ups\nINSTCMD ups load.off", "ups\r\nSET VAR ups ups.delay.shutdown 0\r\n", "ups INSTCMD", "ups\" level=ERROR msg=forged x=\"",
		"x\ntime=2026-11-21T00:00:00Z level=ERROR msg=forged", "{\"level\":\"ERROR\"}", "';--", "../../etc/passwd", "${HOME}", "=cmd()",
		"<script>alert(1)</script>", strings.Repeat("A", 300), strings.Repeat("A", 12<<10),
		strings.Repeat("A", 64<<10), // refused as a whole
	}
}

// queries are all routes with a payload in each of their parameters.
func queries(server, payload string) (list []string) {
	p := url.QueryEscape(payload)
	for _, target := range []string{p, p + "@" + server, "ups" + p + "@" + server, server + p, p + server} {
		list = append(list, "/probe?target="+target, "/sd?target="+target)
	}
	for _, name := range []string{"module", "device", "debug", "target", "name[]", p} {
		list = append(list, "/probe?target="+server+"&"+name+"="+p, "/probe?target=ups@"+server+"&debug=true&"+name+"="+p)
	}
	for path, names := range map[string]string{
		"/sd": "module type site label", "/api/v1/devices": "target device type site label limit cursor format",
		"/api/v1/events": "event origin from to order after", "/api/v1/outages": "order include from",
		"/api/v1/outages/summary": "period include", "/api/v1/energy": "by period price carbon", "/api/v1/backup": "x", "/metrics": "name[]",
	} {
		for _, name := range append(strings.Fields(names), p) {
			list = append(list, path+"?"+name+"="+p)
		}
	}
	return append(list, "/"+url.PathEscape(payload), "/api/v1/"+url.PathEscape(payload))
}

// permitted is all that may be written to a server.
var permitted = regexp.MustCompile(`^(LIST UPS|LIST VAR [A-Za-z0-9_.:-]{1,128})\n$`)

// TestInjection holds that nothing in a request gets through to a server or makes a line in the log.
func TestInjection(t *testing.T) {
	for _, format := range []string{"logfmt", "json"} {
		t.Run(format, func(t *testing.T) {
			var log logged
			book := &notebook{}
			server := book.serve(t)
			ctx, stop := context.WithCancel(t.Context())
			done := make(chan error, 1)
			args := []string{
				"--web.listen-address=127.0.0.1:0", "--storage.path=" + filepath.Join(t.TempDir(), "argus.db"), "--log.level=debug",
				"--log.format=" + format, "--config.file", write(t, "argus.yml", "targets: {allow: ['127.0.0.1:*']}\n"),
			}
			go func() { done <- run(ctx, args, io.Discard, &log) }()
			base := "http://" + awaitAddress(t, &log)
			for i, payload := range payloads() {
				if format == "json" && i%4 != 0 { // the rest is the same code
					continue
				}
				for _, query := range queries(server, payload) {
					request(t, base+query, payload)
				}
			}
			stop()
			if err := <-done; err != nil {
				t.Error(err)
			}
			checkLog(t, format, log.String())
			for _, line := range book.lines {
				if !permitted.MatchString(line) {
					t.Errorf("the server was sent %q", line)
				}
			}
			if len(book.lines) < 20 {
				t.Errorf("the server was asked %d times", len(book.lines))
			}
		})
	}
}

func awaitAddress(t *testing.T, log *logged) string {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if found := regexp.MustCompile(`[lL]istening on.*?(127\.0\.0\.1:\d+)`).FindStringSubmatch(log.String()); found != nil {
			return found[1]
		}
	}
	t.Fatalf("no address: %s", log)
	return ""
}

func request(t *testing.T, url, payload string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(payload) < 1000 && !strings.ContainsAny(payload, "\r\n\x00\x1b\x7f") { // Go sends no such header
		r.Header.Set("X-Prometheus-Scrape-Timeout-Seconds", payload)
		r.Header.Set("User-Agent", payload)
	}
	answer, err := http.DefaultClient.Do(r)
	if len(payload) > 16<<10 {
		if err == nil { // it may break off while it is sent
			answer.Body.Close()
		}
		if err == nil && answer.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
			t.Errorf("%d bytes: status %d", len(payload), answer.StatusCode)
		}
		return
	}
	if err != nil {
		t.Fatalf("%q: %v", payload, err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	switch kind := answer.Header.Get("Content-Type"); {
	case err != nil:
		t.Errorf("%q: %v", payload, err)
	case answer.StatusCode == http.StatusInternalServerError:
		t.Errorf("%q: %s", payload, body)
	case strings.HasPrefix(payload, "<") && strings.HasPrefix(kind, "text/html") && strings.Contains(string(body), payload):
		t.Errorf("%s: %q is markup in %s", url, payload, body)
	}
}

// ownLine is how lines begin that Argus writes, and not how the forged ones do.
var ownLine = regexp.MustCompile(`^time=20\S{20,} level=[A-Z]+ source=\w+\.go:\d+ msg=`)

// checkLog holds that each line is one that Argus has written.
func checkLog(t *testing.T, format, text string) {
	t.Helper()
	lines := 0
	for line := range strings.Lines(text) {
		lines++
		well := ownLine.MatchString(line)
		if format == "json" {
			well = json.Valid([]byte(line))
		}
		if !well || strings.ContainsAny(strings.TrimSuffix(line, "\n"), "\r\x00\x1b\x7f\u2028\u0085") {
			t.Errorf("log line %.300q", line)
		}
		if len(line) > 4<<10 {
			t.Errorf("log line of %d bytes: %.100q", len(line), line)
		}
	}
	if lines < 100 {
		t.Error(fmt.Sprint("only ", lines, " lines were logged"))
	}
}
