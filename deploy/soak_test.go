//go:build linux

package deploy

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// What a soak goes by.
const (
	soakFor        = "ARGUS_SOAK"            // how long it lasts, such as 30m; without it seconds, of which nothing is measured
	soakSimulators = "ARGUS_SOAK_SIMULATORS" // a directory of others' simulators, which join: bin/nut*, bin/snmp*, and data
	soakRace       = "ARGUS_SOAK_RACE"       // 1 builds Argus with the race detector

	soakTimeout  = 5 * time.Second // that scrapes state
	soakRetries  = 2               // scrapes that may fail after a target is well again
	soakPatience = 45 * time.Second
)

// A soak is one run: targets that fall ill and recover, Argus that is killed and started, and what is held
// against each other.
type soak struct {
	t       *testing.T
	program string
	dir     string // of the store: a small disk of its own if that can be had
	disk    bool   // it is
	config  string
	logs    string
	address string
	targets []*target
	every   time.Duration // a target is read
	long    bool

	child   *child       // that runs now
	life    atomic.Int64 // its number; 0 while none is ready
	lives   atomic.Int64
	began   time.Time
	pid     atomic.Int64 // of the child
	storing atomic.Bool  // nothing is wrong with the disk
	stalls  stalls
	ledger  ledger
	tally   tally

	mu    sync.Mutex
	wrong int
}

// complain counts what is wrong, and says the first of it.
func (s *soak) complain(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.wrong++; s.wrong <= 40 {
		s.t.Errorf("%s life %d: %s", time.Since(s.began).Round(time.Millisecond), s.lives.Load(), fmt.Sprintf(format, args...))
	}
}

// TestSoak has real Argus live with everything that goes wrong at once. See docs/performance.md.
func TestSoak(t *testing.T) {
	length, err := time.ParseDuration(os.Getenv(soakFor))
	long := err == nil
	if !long && os.Getenv(soakFor) != "" {
		t.Fatalf("%s: %v", soakFor, err)
	}
	if testing.Short() && !long {
		t.Skip("skipped: it takes ten seconds")
	}
	t.Parallel()
	s := newSoak(t, long)
	if !long { // that it works at all
		s.live(0, 3*time.Second, 2*time.Second)
		s.live(1, 0, time.Second)
	}
	for n := 0; time.Since(s.began) < length; n++ {
		s.live(n, 35*time.Second, time.Duration(2+rand.IntN(5))*time.Second)
	}
	s.last()
	s.report()
}

func newSoak(t *testing.T, long bool) *soak {
	s := &soak{t: t, long: long, logs: t.TempDir(), address: free(t), began: time.Now()}
	s.storing.Store(true)
	s.program = program(t)
	if os.Getenv(soakRace) == "1" {
		s.program = filepath.Join(t.TempDir(), "argus")
		command(t, "go", "build", "-race", "-o", s.program, "..")
	}
	s.ledger.init(s)
	s.dir, s.disk = soakDisk(t)
	s.config = write(t, filepath.Join(t.TempDir(), "argus.yml"), soakConfigs[0])
	n := 4
	if s.every = 200 * time.Millisecond; long {
		n, s.every = 16, 2*time.Second
	}
	s.targets = append(ownUPSes(t, n), ownAgents(t, n)...)
	if dir := os.Getenv(soakSimulators); dir != "" && long {
		s.targets = append(s.targets, simulatedNUT(t, dir)...)
		s.targets = append(s.targets, simulatedSNMP(t, dir)...)
	}
	for _, target := range s.targets {
		target.init(s)
	}
	go s.stalls.watch(t.Context(), func() int { return int(s.pid.Load()) })
	return s
}

// live is one life of Argus: it starts, all is well; then nothing is, and then all is well again, and it must be as
// at first. In the midst of more trouble it is ended.
func (s *soak) live(n int, trouble, end time.Duration) {
	spoilt := s.spoilBefore(n)
	s.start()
	scraping, stop := s.running(s.scrapeAll, s.followAll)
	defer func() { stop(); scraping.Wait() }()
	if spoilt != nil {
		spoilt()
	}
	s.calm("at the start of a life")
	if trouble > 0 {
		before := s.child.measure()
		s.chaos(n, trouble)
		s.calm("after the trouble")
		s.compare(before)
	}
	work, over := s.running(s.troubles(n)...)
	time.Sleep(end)
	s.end(n%2 == 1)
	over()
	work.Wait()
}

// chaos is trouble of every kind for a time, with one of the disk in it.
func (s *soak) chaos(n int, d time.Duration) {
	work, over := s.running(s.troubles(n)...)
	time.Sleep(d / 5)
	s.spoilDisk(n, d/2)
	time.Sleep(d * 3 / 10)
	over()
	work.Wait()
}

// last starts Argus once more, takes its directory away, and looks at the file that it leaves.
func (s *soak) last() {
	s.start()
	scraping, stop := s.running(s.scrapeAll)
	s.calm("in the last life")
	s.compareAll()
	s.end(true)
	stop()
	scraping.Wait()
	command(s.t, s.program, "store", "check", s.file())
	if s.long {
		s.remove()
	}
}
