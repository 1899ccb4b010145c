package collector

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/argus-power/argus/nut/nuttest"
	"github.com/argus-power/argus/power"
)

// joined waits until a read has so many waiters. It polls what the code under
// test counts, bounded by the test's own deadline.
func joined(t *testing.T, f *flights, key route, waiters int) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); {
		f.mu.Lock()
		run := f.waiting[key]
		n := 0
		if run != nil {
			n = run.waiters
		}
		f.mu.Unlock()
		if n == waiters {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatalf("%q never had %d waiters", key.key, waiters)
}

// TestSharedRead holds that callers at the same time share one read, and later
// ones do not.
func TestSharedRead(t *testing.T) {
	const callers = 10
	var f flights
	reads := 0
	release := make(chan struct{})
	read := func(context.Context) haul {
		reads++
		<-release
		return haul{snapshots: []power.Snapshot{{Device: "a"}}}
	}
	var group sync.WaitGroup
	sharers := make(chan bool, callers)
	for range callers {
		group.Go(func() {
			found, shared := f.do(t.Context(), route{key: "key"}, time.Time{}, read)
			if list := found.snapshots; found.err != nil || len(list) != 1 || list[0].Device != "a" {
				t.Errorf("got %v", found)
			}
			sharers <- shared
		})
	}
	joined(t, &f, route{key: "key"}, callers)
	close(release)
	group.Wait()
	close(sharers)
	shared := 0
	for s := range sharers {
		if s {
			shared++
		}
	}
	if reads != 1 || shared != callers-1 {
		t.Errorf("%d reads, %d shared; want 1 and %d", reads, shared, callers-1)
	}
	if _, shared := f.do(t.Context(), route{key: "key"}, time.Time{}, read); shared || reads != 2 {
		t.Errorf("a later caller shared an old read: %d reads", reads)
	}
}

// TestLeaving holds that one caller's leaving does not end the read of the
// others, and that the last one's does.
func TestLeaving(t *testing.T) {
	var f flights
	ended := make(chan error, 1)
	read := func(ctx context.Context) haul {
		<-ctx.Done()
		ended <- ctx.Err()
		return haul{err: ctx.Err()}
	}
	first, leaveFirst := context.WithCancel(t.Context())
	second, leaveSecond := context.WithTimeout(t.Context(), time.Hour)
	defer leaveSecond()
	results := make(chan error, 2)
	for _, ctx := range []context.Context{first, second} {
		go func() {
			found, _ := f.do(ctx, route{key: "key"}, time.Time{}, read)
			results <- found.err
		}()
	}
	joined(t, &f, route{key: "key"}, 2)
	leaveFirst()
	if err := <-results; power.ReasonOf(err) != power.Canceled {
		t.Errorf("first caller: got %v, want canceled", err)
	}
	joined(t, &f, route{key: "key"}, 1)
	select {
	case <-ended:
		t.Error("the read ended with its first caller")
	default:
	}
	leaveSecond()
	if err := <-results; power.ReasonOf(err) != power.Canceled {
		t.Errorf("second caller: got %v, want canceled", err)
	}
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("read ended with %v", err)
	}
}

// TestPanic holds that a fault in a read is an error of that probe, that the log has all there is
// to know of it, and that callers learn no more than that it was one.
func TestPanic(t *testing.T) {
	server := nuttest.Start(t, device(t, "line-interactive"))
	var log bytes.Buffer
	p := prober(t, "")
	p.tracker.log = slog.New(slog.NewTextHandler(&log, nil))
	read := p.tracker.now
	p.tracker.now = func() time.Time {
		if _, file, _, _ := runtime.Caller(1); strings.HasSuffix(file, "nut/source.go") {
			panic("boom")
		}
		return read()
	}
	for _, url := range []string{"/probe?target=" + server.Addr(), "/probe?debug=true&target=" + server.Addr()} {
		log.Reset()
		_, body := get(t, p, url)
		lacks(t, body, "boom", "goroutine", ".go:")
		has(t, body, `argus_probe_error_info{reason="other"} 1`)
		if text := log.String(); strings.Count(text, "boom") != 1 || !strings.Contains(text, "source.go") ||
			!strings.Contains(text, server.Addr()) {
			t.Errorf("logged %s", text)
		}
		if strings.Contains(url, "debug") {
			has(t, body, "Error: internal error, please report it with what the log says")
		}
	}
}
