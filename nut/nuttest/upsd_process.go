//go:build unix

package nuttest

import (
	"bytes"
	"os"
	"os/exec"
	"sync"
	"syscall"
)

// process is a child that is waited for from its start.
type process struct {
	command *exec.Cmd
	gone    chan struct{} // closed when it has ended
}

// start runs a program of NUT with the test's own configuration.
func (u *UPSD) start(program string, args ...string) (*process, error) {
	if os.Geteuid() == 0 {
		// upsd would become the user nut, who may not enter the test's directory.
		args = append([]string{"-u", "root"}, args...)
	}
	command := exec.Command(program, args...)
	command.Env = append(os.Environ(),
		"NUT_CONFPATH="+u.dir, "NUT_STATEPATH="+u.dir, "NUT_ALTPIDPATH="+u.dir)
	command.Stdout, command.Stderr = &u.log, &u.log
	if err := command.Start(); err != nil {
		return nil, err
	}
	p := &process{command: command, gone: make(chan struct{})}
	go func() {
		_ = command.Wait() // it was killed or it failed: its output tells more
		close(p.gone)
	}()
	return p, nil
}

func (p *process) ended() bool {
	select {
	case <-p.gone:
		return true
	default:
		return false
	}
}

// kill ends the process, stopped or not, and returns when it has gone.
func (p *process) kill() {
	_ = p.command.Process.Kill()
	<-p.gone
}

func (p *process) signal(s syscall.Signal) { _ = p.command.Process.Signal(s) }

// logBuffer collects the output of several processes.
type logBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write appends to the buffer.
func (b *logBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

// String returns all that was written.
func (b *logBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}
