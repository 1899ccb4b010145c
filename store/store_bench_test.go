//go:build linux

package store

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// ticking is a store on a real file, with the time of the benchmark. Its ticks come when asked for.
func ticking(b *testing.B, path string) (s *Store, clock *atomic.Int64, ticks chan time.Time) {
	b.Helper()
	clock, ticks = new(atomic.Int64), make(chan time.Time)
	o := Options{Path: path, Now: func() time.Time { return epoch.Add(time.Duration(clock.Load())) }}.withDefaults()
	p := realParts(o)
	p.tick = func(time.Duration) (<-chan time.Time, func()) { return ticks, func() {} }
	s = open(b.Context(), o, p)
	b.Cleanup(func() { s.Close() })
	if err := s.Stats().Err; err != nil {
		b.Fatal(err)
	}
	return s, clock, ticks
}

// BenchmarkObserve is a scrape of one UPS to which nothing happens.
func BenchmarkObserve(b *testing.B) {
	s, clock, _ := ticking(b, "")
	b.ReportAllocs()
	for b.Loop() {
		now := epoch.Add(time.Duration(clock.Add(int64(15 * time.Second))))
		s.Observe(b.Context(), key(1), Source{}, acted(1, 0, now))
	}
}

// BenchmarkEvent is a scrape that shows an event, until it is committed, with so many of them at once.
func BenchmarkEvent(b *testing.B) {
	for _, wide := range []int{1, 50, 500} {
		b.Run(fmt.Sprintf("%d_at_once", wide), func(b *testing.B) {
			s, clock, _ := ticking(b, filepath.Join(b.TempDir(), "argus.db"))
			for i := range wide {
				s.Observe(b.Context(), key(i), Source{}, acted(i, 0, epoch))
			}
			var left atomic.Int64
			left.Store(int64(b.N))
			took := make([][]time.Duration, wide)
			cpu := spent(b)
			var all sync.WaitGroup
			b.ResetTimer()
			for i := range wide {
				all.Go(func() {
					for n := 3; left.Add(-1) >= 0; n += 3 { // on and off battery
						now := epoch.Add(time.Duration(clock.Add(int64(2*time.Minute) / int64(wide))))
						began := time.Now()
						if told, _ := s.Observe(b.Context(), key(i), Source{}, acted(i, n, now)); len(told) == 0 {
							b.Error("no event")
							return
						}
						took[i] = append(took[i], time.Since(began))
					}
				})
			}
			all.Wait()
			b.StopTimer()
			b.ReportMetric(float64((spent(b)-cpu).Microseconds())/float64(b.N), "cpu-µs/event")
			list := slices.Concat(took...)
			slices.Sort(list)
			b.ReportMetric(float64(list[len(list)/2].Microseconds()), "p50-µs")
			b.ReportMetric(float64(list[len(list)*99/100].Microseconds()), "p99-µs")
		})
	}
}

// BenchmarkFlush is what 10,000 devices cost every 15 s: the snapshots, and the flush of all of them.
func BenchmarkFlush(b *testing.B) {
	const devices = 10_000
	s, clock, ticks := ticking(b, filepath.Join(b.TempDir(), "argus.db"))
	scrape := func() {
		now := epoch.Add(time.Duration(clock.Add(int64(15 * time.Second))))
		for i := range devices {
			s.Observe(b.Context(), key(i), Source{}, acted(i, 0, now))
		}
	}
	flush := func() {
		ticks <- epoch
		<-s.writer.urge(&entry{gone: true})
	}
	scrape()
	fresh, began := wrote(b), time.Now()
	flush() // all that is known of them
	first := time.Since(began)
	fresh = wrote(b) - fresh
	var flushing time.Duration
	cpu, bytes := spent(b), wrote(b)
	for b.Loop() {
		scrape()
		began := time.Now()
		flush()
		flushing += time.Since(began)
	}
	n := float64(b.N)
	b.ReportMetric(float64(flushing.Microseconds())/1000/n, "flush-ms")
	b.ReportMetric(float64(spent(b)-cpu)/n/float64(15*time.Second)*100, "%core-at-15s")
	b.ReportMetric(float64(wrote(b)-bytes)/n/1e6, "MB/flush")
	b.ReportMetric(float64(first.Milliseconds()), "first-flush-ms")
	b.ReportMetric(float64(fresh)/1e6, "first-MB")
	if st := s.Stats(); st.Err != nil || st.Devices != devices {
		b.Errorf("stats %+v", st)
	}
}

// spent is the time of processors that the process took.
func spent(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// wrote is how many bytes the process has handed to the file system.
func wrote(b *testing.B) (n int64) {
	b.Helper()
	text, err := os.ReadFile("/proc/self/io")
	if err != nil {
		b.Skip(err)
	}
	for line := range strings.Lines(string(text)) {
		fmt.Sscanf(line, "wchar: %d", &n)
	}
	return n
}
