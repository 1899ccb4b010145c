//go:build unix

package snmptest

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// Snmpd is net-snmp's real snmpd with the values of a tree. Its methods fail the test when they do
// not succeed, and return when what they do has become visible to clients. They belong to the
// goroutine of the test, but for those that say otherwise.
type Snmpd struct {
	tb      testing.TB
	program string
	dir     string
	port    string
	log     logBuffer
	process *process
	agentX  agentX
	engine  byte // a part of its id
	boots   int  // of the engine
}

// StartSnmpd runs Debian's snmpd, or any other of version 5.9, until the test ends. Behind the tree
// it has the group of the v3 engine and nothing else. Values that snmpd cannot serve are missing or
// changed: NULL is not there, and an INTEGER has 32 bits.
//
// Where snmpd is not installed the test is skipped, unless ARGUS_REQUIRE_SERVERS is 1: then it
// fails, so that CI does not skip it unnoticed.
func StartSnmpd(tb testing.TB, tree *Tree) *Snmpd {
	tb.Helper()
	program, ok := findSnmpd(tb)
	if !ok {
		return nil // a testing.TB that goes on after Skip or Fatal
	}
	// Not TempDir: its path has the test's name in it, and a socket's path has 108 bytes at most.
	dir, err := os.MkdirTemp("", "snmpd")
	if err != nil {
		tb.Fatalf("snmptest: %v", err)
	}
	s := &Snmpd{tb: tb, program: program, dir: dir}
	s.agentX.tree = tree.Clone()
	tb.Cleanup(s.cleanUp)
	s.run()
	return s
}

// Addr returns the address of snmpd.
func (s *Snmpd) Addr() string { return net.JoinHostPort("127.0.0.1", s.port) }

// Log returns what snmpd has printed so far. Failed tests print it anyway.
func (s *Snmpd) Log() string { return s.log.String() }

// Set changes or adds an instance. It may be called from any goroutine.
func (s *Snmpd) Set(oid string, value Value) {
	s.agentX.mu.Lock()
	defer s.agentX.mu.Unlock()
	s.agentX.tree.Set(oid, value)
}

// Delete takes away all instances that an object identifier names or has below it. It may be called
// from any goroutine.
func (s *Snmpd) Delete(root string) {
	s.agentX.mu.Lock()
	defer s.agentX.mu.Unlock()
	s.agentX.tree.Delete(root)
}

// Pause stops snmpd without ending it: it answers nothing, and what comes waits in its socket.
func (s *Snmpd) Pause() { s.process.signal(syscall.SIGSTOP) }

// Resume lets a paused snmpd go on.
func (s *Snmpd) Resume() { s.process.signal(syscall.SIGCONT) }

// Kill ends snmpd at once: its port is unreachable.
func (s *Snmpd) Kill() {
	s.process.kill()
	s.agentX.close()
}

// Restart kills snmpd, if it still runs, and starts it on the same port. The engine keeps its id and
// has one boot more.
func (s *Snmpd) Restart() {
	s.tb.Helper()
	s.Kill()
	s.run()
}

// Exchange is a Restart after which the engine has another id and its first boot, as if the card had
// been exchanged.
func (s *Snmpd) Exchange() {
	s.tb.Helper()
	s.engine++
	s.Forget()
}

// Forget is a Restart after which the engine has its first boot again, as that of a card that has
// lost its memory.
func (s *Snmpd) Forget() {
	s.tb.Helper()
	s.boots = 0
	s.Restart()
}

func (s *Snmpd) cleanUp() {
	if s.process != nil {
		s.Kill()
	}
	if s.tb.Failed() {
		s.tb.Logf("snmpd said:\n%s", strings.TrimSpace(s.log.String()))
	}
	_ = os.RemoveAll(s.dir)
}

func (s *Snmpd) path(name string) string { return filepath.Join(s.dir, name) }

// logBuffer collects what a process prints.
type logBuffer struct {
	mu   sync.Mutex
	text strings.Builder
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
