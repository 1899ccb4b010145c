package local

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// patience is how long a program may take to end after it was asked to.
const patience = 15 * time.Second

// A Process is a program that runs.
type Process struct {
	name   string
	pid    int
	cancel context.CancelFunc
	done   chan struct{}
	err    error
}

// Start runs a program until ctx is done or it is stopped. What it says goes to out.
func Start(ctx context.Context, out io.Writer, env []string, path string, args ...string) (*Process, error) {
	ctx, cancel := context.WithCancel(ctx)
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Stdout, cmd.Stderr = out, out
	cmd.Env = append(os.Environ(), env...)
	cmd.SysProcAttr = apart()
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = patience
	if err := cmd.Start(); err != nil {
		cancel()
		return nil, fmt.Errorf("start %s: %w", path, err)
	}
	p := &Process{name: filepath.Base(path), pid: cmd.Process.Pid, cancel: cancel, done: make(chan struct{})}
	go func() {
		defer close(p.done)
		if err := cmd.Wait(); ctx.Err() == nil {
			p.err = fmt.Errorf("%s ended by itself: %w", p.name, why(err))
		}
	}()
	return p, nil
}

var errEnded = errors.New("without a word")

func why(err error) error {
	if err == nil {
		return errEnded
	}
	return err
}

// Done is closed when the program has ended; Err says why if nobody asked it to.
func (p *Process) Done() <-chan struct{} { return p.done }

// Err returns why the program ended, nil if it was asked to. Only after Done.
func (p *Process) Err() error { return p.err }

// PID is the number of the process.
func (p *Process) PID() int { return p.pid }

// Stop ends the program and waits until it has.
func (p *Process) Stop() {
	p.cancel()
	<-p.done
}

// Ready waits until a URL answers with 200, the program ends, or ctx is done.
func (p *Process) Ready(ctx context.Context, url string) error {
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	for {
		if answers(ctx, url) {
			return nil
		}
		select {
		case <-p.done:
			return errors.Join(fmt.Errorf("%s did not come up", p.name), p.err)
		case <-ctx.Done():
			return fmt.Errorf("%s does not answer at %s: %w", p.name, url, ctx.Err())
		case <-ticker.C:
		}
	}
}

func answers(ctx context.Context, url string) bool {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
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
