package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
)

var errFull = errors.New("no space left on device")

func full(*batch) error { return errFull }

func TestEventsDuringACommitShareTheNext(t *testing.T) {
	d := newDisk()
	r := newRig(t, d)
	entered, leave := make(chan bool), make(chan bool)
	d.fate(func(*batch) error { entered <- true; <-leave; return nil })
	var all sync.WaitGroup
	all.Go(func() { r.see(key(0), "on_battery") })
	<-entered
	d.fate(nil)
	for i := 1; i <= 50; i++ {
		all.Go(func() {
			_, got := r.see(key(i), "on_battery")
			want(t, got, batteries, 1)
		})
	}
	for r.s.Stats().Pending < 51 {
		runtime.Gosched()
	}
	leave <- true
	all.Wait()
	// One that was counted as pending may have asked for its commit a moment too late for the second batch.
	if n := len(d.batches); n < 2 || n > 3 || len(d.batches[1]) < 40 {
		t.Errorf("%d commits, %d in the second", n, len(d.batches[1]))
	}
}

func TestPendingSurvivesFailures(t *testing.T) {
	d := newDisk()
	r := newRig(t, d)
	d.fate(full)
	var last map[string]float64
	for i, text := range []string{"on_battery", "overload", "on_battery_ended", "overload_ended"} {
		r.pass(2 * time.Second)
		told, got := r.see(key(i%2), text)
		if len(told) != 1 {
			t.Errorf("told %v", told)
		}
		last = got
	}
	want(t, last, joules, 0)
	absentOrZero(t, last, "events_total overload")
	if st := r.s.Stats(); st.Pending != 4 || !errors.Is(st.Err, errFull) || st.Failures != 4 || st.Commits != 0 {
		t.Errorf("stats %+v", st)
	}
	r.flush()
	if d.tries != 5 {
		t.Errorf("%d attempts, want one at the flush, too", d.tries)
	}
	d.fate(nil)
	r.flush()
	var kinds []power.EventKind
	for i, rec := range d.records() {
		kinds = append(kinds, rec.Kind)
		if rec.Seq != uint64(i+1) {
			t.Errorf("number %d of record %d", rec.Seq, i)
		}
	}
	if !slices.Equal(kinds, []power.EventKind{"on_battery", "overload", "on_battery_ended", "overload_ended"}) {
		t.Errorf("recorded %v", kinds)
	}
	if st := r.s.Stats(); st.Pending != 0 || st.Err != nil || st.Commits != 1 || !st.LastCommit.Equal(r.clock()) {
		t.Errorf("stats %+v", st)
	}
	got := r.miss(key(1))
	want(t, got, "events_total overload_ended", 1)
	want(t, got, joules, 2)
}

func absentOrZero(t *testing.T, got map[string]float64, name string) {
	t.Helper()
	if got[name] != 0 {
		t.Errorf("%s is %v", name, got[name])
	}
}

func TestDoesNotHammerWhatFails(t *testing.T) {
	d := newDisk()
	r := newRig(t, d)
	d.fate(full)
	for range 5 {
		r.see(key(1), "on_battery", "on_battery_ended")
	}
	if d.tries != 1 {
		t.Errorf("%d attempts within a moment", d.tries)
	}
	r.pass(calm)
	d.fate(nil)
	_, got := r.see(key(2), "on_battery")
	want(t, got, batteries, 1)
	want(t, r.miss(key(1)), batteries, 5) // all that waited went with it
	if n := len(d.records()); n != 11 {
		t.Errorf("%d records", n)
	}
}

// A commit whose success nobody learnt of is made again: nothing is there twice.
func TestCommitThatSeemedToFail(t *testing.T) {
	d := newDisk()
	r := newRig(t, d)
	d.after = full
	r.see(key(1), "on_battery")
	d.lock.Lock()
	d.after = nil
	d.lock.Unlock()
	r.glance(key(0), "overload")
	r.flush()
	recs := d.records()
	if len(recs) != 2 || recs[0].Kind != "on_battery" || recs[0].Seq != 1 || recs[1].Seq != 2 {
		t.Errorf("recorded %+v", recs)
	}
}

func TestOldestIsDroppedBeyondTheBound(t *testing.T) {
	d := newDisk()
	d.fate(full)
	r := newRig(t, d)
	r.s.ledger.limit = 10
	for i := range 25 {
		r.pass(2 * time.Second)
		r.see(key(1), fmt.Sprintf("alarm/%d", i))
	}
	if st := r.s.Stats(); st.Pending != 10 || st.Dropped != 15 {
		t.Errorf("stats %+v", st)
	}
	d.fate(nil)
	r.flush()
	recs := d.records()
	if len(recs) != 10 || recs[0].Place != "15" || recs[9].Place != "24" {
		t.Errorf("recorded %+v", recs)
	}
	want(t, r.miss(key(1)), "events_total alarm", 25) // the counts are right nevertheless
}

func TestFlushAndUrgentFailTogether(t *testing.T) {
	d := newDisk()
	d.fate(full)
	r := newRig(t, d)
	for i := range 100 {
		r.see(key(i))
	}
	r.flush()
	r.flush()
	d.fate(nil)
	r.flush()
	for i := range 100 {
		want(t, r.miss(key(i)), joules, 1)
	}
	if len(d.meters) != 100 || len(d.cold) != 100 {
		t.Errorf("kept %d meters of %d devices", len(d.meters), len(d.cold))
	}
}

func TestPanicFreezesWhatIsServed(t *testing.T) {
	d := newDisk()
	r := newRig(t, d)
	r.see(key(1), "on_battery")
	d.fate(func(*batch) error { panic("page 17 is not a leaf") })
	for range 3 {
		_, got := r.see(key(1), "on_battery_ended")
		want(t, got, batteries, 1)
		want(t, got, returns, 0)
		want(t, got, joules, 1)
		r.flush()
	}
	d.fate(nil)
	r.pass(time.Hour)
	told, got := r.see(key(1), "overload") // scraping goes on, and events are told
	if len(told) != 1 {
		t.Errorf("told %v", told)
	}
	want(t, got, joules, 1)
	if st := r.s.Stats(); !errors.Is(st.Err, errPanic) || st.Pending != 4 {
		t.Errorf("stats %+v", st)
	}
	if err := r.s.Events(t.Context(), Filter{}, nil); !errors.Is(err, errPanic) {
		t.Errorf("events: %v", err)
	}
	if err := r.s.Close(); !errors.Is(err, errPanic) {
		t.Errorf("close: %v", err)
	}
	if d.tries != 2 {
		t.Errorf("touched again: %d attempts", d.tries)
	}
}

func TestCloseCommitsWhatIsLeft(t *testing.T) {
	d := newDisk()
	r := newRig(t, d)
	d.fate(full)
	r.see(key(1), "on_battery")
	d.fate(nil)
	if err := r.s.Close(); err != nil { // although the last attempt was a moment ago
		t.Error(err)
	}
	if len(d.records()) != 1 || d.meters[1].Sum.Joules != 1 {
		t.Errorf("kept %v, %v", d.records(), d.meters)
	}
}

func TestCloseTellsWhatIsLost(t *testing.T) {
	d := newDisk()
	r := newRig(t, d)
	r.see(key(1))
	d.fate(full)
	for range 2 {
		if err := r.s.Close(); !errors.Is(err, errFull) {
			t.Errorf("close: %v", err)
		}
	}
}

// What a snapshot sees while the file is slow must be served as before, and at once.
func TestSlowFlushDoesNotHoldScrapes(t *testing.T) {
	d := newDisk()
	r := newRig(t, d)
	for i := range 1000 {
		r.see(key(i))
	}
	entered, leave := make(chan bool), make(chan bool)
	d.fate(func(*batch) error { entered <- true; <-leave; return nil })
	r.ticks <- r.clock()
	<-entered
	for i := range 1000 {
		_, got := r.see(key(i))
		want(t, got, joules, 0)
	}
	r.see(key(1000)) // and a new one
	if n := len(r.s.Devices()); n != 1001 {
		t.Errorf("%d devices", n)
	}
	d.fate(nil)
	leave <- true
	r.settle()
	want(t, r.miss(key(1)), joules, 1)
	r.flush()
	want(t, r.miss(key(1)), joules, 2)
}

func TestColdIsCommittedSeldom(t *testing.T) {
	d := newDisk()
	r := newRig(t, d)
	cold := 0
	d.fate(func(b *batch) error {
		for _, w := range b.put {
			if w.cold != nil {
				cold++
			}
		}
		return nil
	})
	for range 60 * 4 {
		r.see(key(1))
		r.flush()
		r.pass(15 * time.Second)
	}
	if cold != 1 {
		t.Errorf("%d times in an hour, want once: when it was new", cold)
	}
	r.pass(2 * time.Minute)
	r.see(key(1))
	r.flush()
	if cold != 2 {
		t.Errorf("%d times after an hour", cold)
	}
	r.see(key(1))
	r.flush()
	r.s.Close()
	if cold != 3 {
		t.Errorf("%d times at the end", cold)
	}
}

func TestOpeningGoesOnInTheBackground(t *testing.T) {
	d := newDisk()
	waits := make(chan time.Duration, 10)
	timers := make(chan time.Time)
	var failing sync.Map
	failing.Store("yes", true)
	r := newRig(t, d, func(_ *Options, p *parts) {
		real := p.open
		p.open = func(ctx context.Context, o Options) (*opened, error) {
			if _, yes := failing.Load("yes"); yes {
				return nil, fmt.Errorf("open store %q: locked", o.Path)
			}
			return real(ctx, o)
		}
		p.after = func(d time.Duration) <-chan time.Time {
			if d == defaultWait {
				return nil
			}
			waits <- d
			return timers
		}
	})
	for _, w := range []string{"10s", "20s", "40s", "1m0s", "1m0s"} {
		if got := <-waits; got.String() != w {
			t.Errorf("tried again after %v, want %v", got, w)
		}
		if st := r.s.Stats(); st.Err == nil || st.Devices > 0 {
			t.Errorf("stats %+v", st)
		}
		timers <- epoch
	}
	<-waits
	if err := r.s.Events(t.Context(), Filter{}, nil); err == nil {
		t.Error("events of no file")
	}
	failing.Delete("yes")
	timers <- epoch
	r.settle()
	if st := r.s.Stats(); st.Err != nil || st.ID != "disk" || st.Failures != 6 {
		t.Errorf("stats %+v", st)
	}
}

func TestOpenDoesNotWaitForEver(t *testing.T) {
	for _, how := range []string{"patience", "caller"} {
		var waited chan time.Time
		ctx, cancel := context.WithCancel(t.Context())
		if how == "caller" {
			cancel()
		} else {
			waited = make(chan time.Time)
			close(waited)
		}
		entered := make(chan bool)
		s := open(ctx, Options{Path: "disk"}.withDefaults(), parts{
			open: func(ctx context.Context, _ Options) (*opened, error) {
				close(entered)
				<-ctx.Done()
				return nil, context.Cause(ctx)
			},
			after: func(d time.Duration) <-chan time.Time {
				if d == defaultWait {
					return waited
				}
				return nil
			},
			watch: toldEvents, meter: plainMeter,
		})
		<-entered
		if err := s.Events(t.Context(), Filter{}, nil); !errors.Is(err, ErrOpening) {
			t.Errorf("%s: events: %v", how, err)
		}
		if err := s.Close(); err == nil {
			t.Errorf("%s: closed well, although nothing was ever kept", how)
		}
		cancel()
	}
}

// One who reads the store and fails must not end it.
func TestFaultOfAReaderIsItsOwn(t *testing.T) {
	r := newRig(t, newDisk())
	r.see(key(1), "on_battery")
	err := r.s.Events(t.Context(), Filter{}, func(Record) bool { panic("not my day") })
	if !errors.Is(err, errPanic) {
		t.Errorf("events: %v", err)
	}
	_, got := r.see(key(1), "on_battery_ended")
	want(t, got, returns, 1)
}

// A store tells of trouble once, and of its end.
func TestTroubleIsToldOnce(t *testing.T) {
	d := newDisk()
	var text strings.Builder
	r := newRig(t, d, func(o *Options, _ *parts) { o.Log = slog.New(slog.NewTextHandler(&text, nil)) })
	for range 3 {
		d.fate(full)
		for range 4 {
			r.see(key(1))
			r.flush()
		}
		d.fate(func(*batch) error { return errors.New("read-only file system") })
		r.flush()
		d.fate(nil)
		r.flush()
	}
	for line, times := range map[string]int{"no space left": 3, "read-only": 3, "works again": 3} {
		if n := strings.Count(text.String(), line); n != times {
			t.Errorf("%q is told %d times, want %d", line, n, times)
		}
	}
}

// Retention that fails keeps nothing from being committed.
func TestRetentionIsAskedForMore(t *testing.T) {
	d := &hoarder{disk: newDisk(), left: 3}
	r := newRig(t, d.disk, func(_ *Options, p *parts) {
		p.open = func(context.Context, Options) (*opened, error) { return &opened{backend: d}, nil }
	})
	r.s.retain(epoch)
	if d.asked != 3 {
		t.Errorf("asked %d times", d.asked)
	}
	d.left, d.asked = 1000, 0
	r.s.retain(epoch)
	if d.asked != chunks {
		t.Errorf("asked %d times after one flush", d.asked)
	}
	d.err = errFull
	r.s.retain(epoch)
	_, got := r.see(key(1), "on_battery")
	want(t, got, batteries, 1)
	if st := r.s.Stats(); st.Err != nil || st.Failures != 1 {
		t.Errorf("stats %+v", st)
	}
}

// Events that come all the time neither wait for all that is to be dropped, nor keep it from being dropped.
func TestRetentionAndEventsShareTheWriter(t *testing.T) {
	d := &hoarder{disk: newDisk(), left: 1000}
	r := newRig(t, d.disk, func(_ *Options, p *parts) {
		p.open = func(context.Context, Options) (*opened, error) { return &opened{backend: d}, nil }
	})
	last := make(chan bool)
	d.meanwhile = func() {
		r.glance(key(1), "source_changed")
		if d.asked == chunks-1 {
			close(last)
		}
	}
	r.ticks <- r.clock()
	select {
	case <-last:
	case <-time.After(10 * time.Second):
		t.Fatal("what is too old is not dropped any more")
	}
	r.settle()
	d.lock.Lock()
	defer d.lock.Unlock()
	if n := len(d.batches); n < chunks-1 {
		t.Errorf("%d commits meanwhile, want one after each of %d parts", n, chunks)
	}
}

// A hoarder has much to drop.
type hoarder struct {
	*disk
	left, asked int
	err         error
	meanwhile   func()
}

func (h *hoarder) retain(time.Time, Retention) (more bool, err error) {
	if h.meanwhile != nil {
		h.meanwhile()
	}
	h.asked++
	h.left--
	return h.left > 0, h.err
}
