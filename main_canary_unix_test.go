//go:build unix

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// canaries are the secrets that are planted, by where, and everything that comes out, by where.
type canaries struct {
	mu      sync.Mutex
	secrets map[string]string
	outputs map[string]string
}

// plant makes a secret that is like no other.
func (c *canaries) plant(where string) string {
	secret := fmt.Sprintf("CaNaRy%02d-%s", len(c.secrets), strings.Repeat("x", 3))
	c.secrets[where] = secret
	return secret
}

func (c *canaries) came(out, text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.outputs[out] += text
}

// look looks for each secret in each output, as it is, and as programs write bytes.
func (c *canaries) look(t *testing.T) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	for where, secret := range c.secrets {
		key := secret[:8] // the beginning will do, if that is what is told
		for form, text := range map[string]string{
			"as it is": key, "in hex": hex.EncodeToString([]byte(key)), "as bytes": fmt.Sprintf("%d", []byte(key))[1:20],
			"in base64": base64.StdEncoding.EncodeToString([]byte("prometheus:" + secret))[:20],
		} {
			for out, came := range c.outputs {
				if at := strings.Index(strings.ToLower(came), strings.ToLower(text)); at >= 0 {
					t.Errorf("%s comes out of %s, %s: …%s…", where, out, form, came[max(0, at-100):min(len(came), at+60)])
				}
			}
		}
	}
}

// process is Argus as a process of its own, which is as users run it.
type process struct {
	*exec.Cmd
	url    string
	client *http.Client
	log    bytes.Buffer
	mu     sync.Mutex
	done   chan struct{}
}

// command runs a command that ends by itself.
func (c *canaries) command(t *testing.T, args ...string) (stdout string, err error) {
	t.Helper()
	stdout, stderr, err := command(t, args...)
	c.came("the output of "+args[0], fmt.Sprintf("%s%s%v", stdout, stderr, err))
	return stdout, err
}

var addressLogged = regexp.MustCompile(`Listening on"(?:,"address":"| address=)([0-9.:]+)`)

// start runs Argus until it serves.
func (c *canaries) start(t *testing.T, args ...string) *process {
	t.Helper()
	p := &process{Cmd: exec.CommandContext(context.Background(), os.Args[0], args...), done: make(chan struct{})}
	p.Env = append(os.Environ(), "ARGUS_TEST_PROGRAM=1", "GOTRACEBACK=all")
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	p.Stdout, p.Stderr = writer, writer
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Process.Kill() })
	writer.Close()
	found := make(chan string, 1)
	go func() {
		defer close(p.done)
		for lines := bufio.NewReader(reader); ; {
			line, err := lines.ReadString('\n')
			p.mu.Lock()
			p.log.WriteString(line)
			p.mu.Unlock()
			if address := addressLogged.FindStringSubmatch(line); address != nil {
				found <- "https://" + address[1]
			}
			if err != nil {
				return
			}
		}
	}()
	select {
	case p.url = <-found:
	case <-p.done:
		t.Fatalf("argus ended: %s", p.log.String())
	case <-time.After(30 * time.Second):
		t.Fatal("argus did not start")
	}
	return p
}

// crash has Argus end with all its stacks, as it would at a panic, and returns what it said and all it left in a folder.
func (p *process) crash(t *testing.T, folder string) (log, files string) {
	t.Helper()
	if err := p.Process.Signal(syscall.SIGQUIT); err != nil {
		t.Fatal(err)
	}
	<-p.done
	_ = p.Wait() // it ends badly, which is meant
	left, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range left {
		content, _ := os.ReadFile(name)
		files += name + "\n" + string(content)
	}
	return p.log.String(), files
}

// fetch asks for a page with or without a password, and keeps all that comes back.
func (c *canaries) fetch(t *testing.T, a *process, method, path, password string) string {
	t.Helper()
	return c.fetchIn(t, a, method, path, password, "1")
}

// fetchIn is fetch for a probe that may take some seconds.
func (c *canaries) fetchIn(t *testing.T, a *process, method, path, password, seconds string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, a.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-Prometheus-Scrape-Timeout-Seconds", seconds)
	if password != "" {
		request.SetBasicAuth("prometheus", password)
	}
	var answer bytes.Buffer
	response, err := a.client.Do(request)
	if err == nil {
		defer response.Body.Close()
		_ = response.Header.Write(&answer)
		_, _ = io.Copy(&answer, response.Body)
	}
	path, _, _ = strings.Cut(path, "?")
	c.came("the answer of "+method+" "+path, fmt.Sprintf("%s %v\n", answer.String(), err))
	return answer.String()
}
