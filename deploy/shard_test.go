package deploy

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/argus-power/argus/deploy/local"
	"github.com/argus-power/argus/nut/nuttest"
	"github.com/argus-power/argus/snmp/snmptest"
)

const (
	shardTargets = "ARGUS_SHARD_TARGETS" // how many, such as 3000; 60 without it
	shardAway    = "ARGUS_SHARD_AWAY"    // how long the one that is killed is away, such as 150s; some scrapes without it

	shards     = 3
	shardWatts = 270.0 // of each UPS behind NUT, always
	rate       = 200   // scrapes a second at most
)

// A fleet is targets that several Argus share, as Prometheus tells them to.
type fleet struct {
	ups        []*nuttest.Server
	all        []string // targets of both protocols
	argus      []*shard
	every      time.Duration
	away       time.Duration
	prometheus string
	began      time.Time
	killed     time.Time
	back       time.Time
}

// A shard is one Argus with its own file, under an address that stays while processes come and go.
type shard struct {
	address string
	args    []string
	log     string
	cmd     *exec.Cmd
}

// TestShards holds that of three Argus that share the targets by the hash of their names one can be killed and replaced:
// only its own targets miss scrapes, and what it counts goes on.
func TestShards(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("skipped: it needs all of 127.0.0.0/8, which Linux alone has without setup")
	}
	path := tool(t, local.Prometheus)
	t.Parallel()
	n, away := 60, time.Duration(0)
	if text := os.Getenv(shardTargets); text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil {
			t.Fatalf("%s: %v", shardTargets, err)
		}
	}
	if text := os.Getenv(shardAway); text != "" {
		var err error
		if away, err = time.ParseDuration(text); err != nil {
			t.Fatalf("%s: %v", shardAway, err)
		}
	}
	f := startFleet(t, n)
	f.away = max(away, 2*f.every)
	f.observe(t, path)
	victim := f.argus[1]
	f.play(t, victim)
	list := f.scrapes(t)
	f.compareScrapes(t, list, victim)
	f.compareEnergy(t, list, victim)
	f.compareEvents(t, list)
	f.figures(t)
}

// startFleet starts devices, half of them behind NUT and half behind SNMP, and the Argus that share them.
func startFleet(t *testing.T, n int) *fleet {
	t.Helper()
	f := &fleet{every: max(2*time.Second, time.Duration(n)*time.Second/rate), began: time.Now()}
	_, port, err := net.SplitHostPort(free(t))
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		address := fmt.Sprintf("127.26.%d.%d:%s", i/250, i%250+1, port)
		f.all = append(f.all, address)
		if i%2 == 0 {
			server := nuttest.NewServer(nuttest.Device{Name: "ups", Vars: wellUPS()}) // 30 % of 900 W
			if err := server.Listen(address); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = server.Close() })
			f.ups = append(f.ups, server)
			continue
		}
		demo := snmptest.DemoUPS(uint64(i))
		demo.Step(time.Unix(0, 0))
		if err := demo.Agent().Listen(address); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = demo.Agent().Close() })
	}
	for i := range shards {
		dir := t.TempDir()
		file := write(t, filepath.Join(dir, "argus.yml"), "targets: {allow: ['127.26.0.0/16:*']}\n")
		s := &shard{address: fmt.Sprintf("127.25.0.1%d:%s", i, port), log: filepath.Join(dir, "log")}
		s.args = []string{
			"--config.file=" + file, "--web.listen-address=" + s.address,
			"--storage.path=" + filepath.Join(dir, "argus.db"), "--storage.flush-interval=1s",
		}
		t.Cleanup(func() {
			s.kill()
			if t.Failed() {
				text := read(t, s.log)
				t.Logf("%s said at last:\n%s", s.address, text[max(0, len(text)-3000):])
			}
		})
		s.start(t)
		f.argus = append(f.argus, s)
	}
	return f
}

// start runs Argus, and waits until it is ready.
func (s *shard) start(t *testing.T) {
	t.Helper()
	out, err := os.OpenFile(s.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close() // the process has it
	s.cmd = exec.CommandContext(context.Background(), program(t), s.args...)
	s.cmd.Stdout, s.cmd.Stderr = out, out
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	until(t, s.address+" is ready", func() (bool, any) {
		response, err := http.Get("http://" + s.address + "/-/ready")
		if err != nil {
			return false, err
		}
		defer response.Body.Close()
		return response.StatusCode == http.StatusOK, response.Status
	})
}

// kill gives it no time for anything.
func (s *shard) kill() {
	if s.cmd == nil || s.cmd.Process == nil {
		return // it was never there
	}
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
}
