//go:build linux

package deploy

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"
)

// stalls are the times in which others had this machine: what is slow then says nothing of Argus.
type stalls struct {
	mu   sync.Mutex
	list [][2]time.Time
	sum  time.Duration
}

const (
	look    = 500 * time.Millisecond
	stalled = time.Second // in all, of one scrape
)

// watch notes when no processor was idle, and Argus and the test had less than half of them.
func (s *stalls) watch(ctx context.Context, child func() int) {
	last, idle, own := time.Now(), 0.0, 0.0
	for wait(ctx, look) {
		now := time.Now()
		i, o := idleTime(), runTime(os.Getpid())+runTime(child())
		span := now.Sub(last).Seconds() * float64(runtime.NumCPU())
		if i-idle < 0.05*span && o-own < span/2 || now.Sub(last) > 2*look {
			s.mu.Lock()
			s.list, s.sum = append(s.list, [2]time.Time{last, now}), s.sum+now.Sub(last)
			s.mu.Unlock()
		}
		last, idle, own = now, i, o
	}
}

// hertz is in what the kernel tells times, on all systems that Linux runs on today.
const hertz = 100

// idleTime is the seconds that all processors were idle since the start.
func idleTime() float64 { return fields("/proc/stat", "cpu ", 3) / hertz }

// runTime is the seconds that a process had of them.
func runTime(pid int) float64 {
	name := fmt.Sprintf("/proc/%d/stat", pid)
	return (fields(name, ") ", 11) + fields(name, ") ", 12)) / hertz
}

// fields is a number of the first line of a file: the nth of those behind a mark.
func fields(file, mark string, n int) float64 {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0 // it has ended
	}
	line, _, _ := strings.Cut(string(text), "\n")
	_, rest, _ := strings.Cut(line, mark)
	if list := strings.Fields(rest); n < len(list) {
		v, _ := strconv.ParseFloat(list[n], 64)
		return v
	}
	return 0
}

// during says whether so much of a time was lost that what was slow in it is this machine's affair.
func (s *stalls) during(from, to time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	var lost time.Duration
	for i := len(s.list) - 1; i >= 0 && s.list[i][1].After(from); i-- {
		begin, end := s.list[i][0], s.list[i][1]
		if begin.Before(from) {
			begin = from
		}
		if end.After(to) {
			end = to
		}
		lost += max(0, end.Sub(begin))
	}
	return lost > stalled
}

func (s *stalls) all() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sum
}
