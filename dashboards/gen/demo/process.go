package demo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os/exec" //nolint:depguard // this is for tests and pictures
	"sync"
	"syscall"
	"time"
)

// Process is a program that serves HTTP.
type Process struct {
	URL string
	cmd *exec.Cmd
	log logged
}

// FreeAddress is one that nobody listens on.
func FreeAddress(ctx context.Context) (string, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

// Start runs a program until it answers at a path of its address.
func Start(ctx context.Context, address, ready, program string, args ...string) (*Process, error) {
	p := &Process{URL: "http://" + address, cmd: exec.CommandContext(ctx, program, args...)}
	p.cmd.Stdout, p.cmd.Stderr = &p.log, &p.log
	p.cmd.Cancel = func() error { return p.cmd.Process.Signal(syscall.SIGTERM) }
	p.cmd.WaitDelay = 10 * time.Second
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if p.answers(ctx, ready) {
			return p, nil
		}
	}
	p.Stop()
	return nil, fmt.Errorf("%s does not answer:\n%s", program, p.Log())
}

func (p *Process) answers(ctx context.Context, path string) bool {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.URL+path, nil)
	if err != nil {
		return false
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return false
	}
	_ = response.Body.Close()
	return response.StatusCode == http.StatusOK
}

// Stop ends it.
func (p *Process) Stop() {
	if err := p.cmd.Process.Signal(syscall.SIGTERM); !errors.Is(err, syscall.ESRCH) {
		_ = p.cmd.Wait()
	}
}

// Log is what it said.
func (p *Process) Log() string { return p.log.String() }

// logged is written by a process and read while it runs.
type logged struct {
	mu   sync.Mutex
	text bytes.Buffer
}

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
