//go:build linux

package deploy

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// A child is one process of Argus.
type child struct {
	s    *soak
	cmd  *exec.Cmd
	done chan error
	log  string
}

func (s *soak) file() string { return filepath.Join(s.dir, "argus.db") }

// start runs Argus and waits until it is ready.
func (s *soak) start() {
	n := s.lives.Add(1)
	c := &child{s: s, done: make(chan error, 1), log: filepath.Join(s.logs, fmt.Sprintf("%03d.log", n))}
	out, err := os.Create(c.log)
	if err != nil {
		s.t.Fatal(err)
	}
	defer out.Close() // the process has it
	c.cmd = exec.Command(s.program, "--config.file="+s.config, "--web.listen-address="+s.address,
		"--storage.path="+s.file(), "--storage.flush-interval=5s", "--web.enable-lifecycle")
	c.cmd.Stdout, c.cmd.Stderr = out, out
	c.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := c.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	go func() { c.done <- c.cmd.Wait() }()
	s.t.Cleanup(func() { _ = c.cmd.Process.Kill() }) // if the test ended before it did
	s.child = c
	s.pid.Store(int64(c.cmd.Process.Pid))
	until(s.t, "Argus is ready", func() (bool, any) {
		response, err := http.Get("http://" + s.address + "/-/ready")
		if err != nil {
			return false, err
		}
		response.Body.Close()
		return response.StatusCode == http.StatusOK, response.Status
	})
	s.life.Store(n)
}

// end kills Argus, or asks it to stop, which it must do, and looks through what it has said.
func (s *soak) end(gently bool) {
	c := s.child
	s.life.Store(0)
	signal := syscall.SIGKILL
	if gently {
		signal = syscall.SIGTERM
	}
	select {
	case err := <-c.done:
		s.complain("Argus ended by itself: %v", err)
		c.done <- err
	default:
	}
	asked := time.Now()
	_ = c.cmd.Process.Signal(signal)
	select {
	case err := <-c.done:
		if gently {
			s.tally.stop(time.Since(asked))
		}
		if gently && err != nil {
			s.complain("it ended with %v", err)
		}
	case <-time.After(soakPatience):
		s.complain("it did not stop within %s; its stacks are in its log", soakPatience)
		_ = c.cmd.Process.Signal(syscall.SIGQUIT)
		<-c.done
	}
	c.listen()
}

// listen holds that nothing has gone wrong inside Argus.
func (c *child) listen() {
	file, err := os.Open(c.log)
	if err != nil {
		c.s.t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := lines.Text()
		for _, bad := range []string{"panic", "fatal error", "DATA RACE", "internal error", "goroutine "} {
			if strings.Contains(line, bad) {
				c.s.complain("the log says: %s", line)
				c.s.keep(c.log)
			}
		}
		if _, rest, found := strings.Cut(line, "level=ERROR"); found {
			_, rest, _ = strings.Cut(rest, "msg=")
			c.s.tally.say(rest[:min(len(rest), 100)])
		}
	}
}

// keep copies what helps to find out why.
func (s *soak) keep(log string) {
	if text, err := os.ReadFile(log); err == nil {
		_ = os.WriteFile(filepath.Join(os.TempDir(), "soak-"+filepath.Base(log)), text, 0o600)
	}
}

// metrics is what Argus tells of itself.
func (s *soak) metrics() map[string]float64 {
	response, err := http.Get("http://" + s.address + "/metrics")
	if err != nil {
		return nil
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(response.Body)
	values := map[string]float64{}
	for line := range strings.Lines(string(body)) {
		name, text, _ := strings.Cut(strings.TrimSpace(line), " ")
		if v, err := strconv.ParseFloat(text, 64); err == nil && !strings.HasPrefix(line, "#") {
			values[name] = v
		}
	}
	return values
}

// size is what a process has of each.
type size struct{ goroutines, descriptors, megabytes float64 }

// measure returns the least of some looks: scrapes come and go.
func (c *child) measure() size {
	http.DefaultClient.CloseIdleConnections()
	least := size{math.Inf(1), math.Inf(1), math.Inf(1)}
	for range 15 {
		m := c.s.metrics()
		if m == nil {
			continue
		}
		least.goroutines = min(least.goroutines, m["go_goroutines"])
		least.descriptors = min(least.descriptors, m["process_open_fds"])
		least.megabytes = min(least.megabytes, m["process_resident_memory_bytes"]/(1<<20))
		time.Sleep(100 * time.Millisecond)
	}
	return least
}

// compare holds that all that trouble took is given back.
func (s *soak) compare(before size) {
	after := s.child.measure()
	s.tally.measured(before, after)
	const connections = 10 // of scrapers, may be between two just then
	if after.goroutines > before.goroutines+connections || after.descriptors > before.descriptors+connections ||
		os.Getenv(soakRace) == "" && after.megabytes > 2*before.megabytes+40 { // the detector remembers who read what
		s.complain("before the trouble %.0f, after it %.0f", before, after)
	}
}
