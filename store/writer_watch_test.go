package store

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"testing"
	"time"
)

// TestHangingWriteIsTold holds that a disk that does not end a write shows while it does, and no longer.
func TestHangingWriteIsTold(t *testing.T) {
	d := newDisk()
	stalled, told := make(chan time.Time), make(chan bool, 10)
	r := newRig(t, d, func(o *Options, p *parts) {
		o.Log = slog.New(slog.NewTextHandler(writes(func(b []byte) (int, error) {
			if bytes.Contains(b, []byte("keeps nothing now")) {
				told <- true
			}
			return len(b), nil
		}), nil))
		p.after = func(after time.Duration) <-chan time.Time {
			if after == stall {
				return stalled
			}
			return nil
		}
	})
	entered, leave := make(chan bool), make(chan bool)
	d.fate(func(*batch) error { entered <- true; <-leave; return nil })
	r.glance(key(1), "on_battery")
	<-entered
	if err := r.s.Stats().Err; err != nil {
		t.Errorf("told at once: %v", err)
	}
	stalled <- epoch
	<-told
	if st := r.s.Stats(); !errors.Is(st.Err, errStalled) || st.Pending != 1 {
		t.Errorf("stats %+v", st)
	}
	d.fate(nil)
	leave <- true
	r.settle()
	if st := r.s.Stats(); st.Err != nil || st.Pending != 0 {
		t.Errorf("afterwards %+v", st)
	}
}

// TestNothingIsGoodBeforeItIsOpen holds that a file that is still looked through is not said to be used.
func TestNothingIsGoodBeforeItIsOpen(t *testing.T) {
	r, let := late(t, newDisk())
	r.see(key(1), "on_battery")
	if st := r.s.Stats(); !errors.Is(st.Err, ErrOpening) || st.Pending != 1 || st.Failures != 0 {
		t.Errorf("stats %+v", st)
	}
	let()
	if st := r.s.Stats(); st.Err != nil || st.Pending != 0 {
		t.Errorf("afterwards %+v", st)
	}
	r, _ = late(t, newDisk())
	if err := r.s.Close(); !errors.Is(err, errUnopened) {
		t.Errorf("closed with %v", err)
	}
}

// TestWrongClockDropsNothing holds that a clock that is years ahead when Argus starts, and set soon afterwards, costs no
// device its counters and no event its record; and that one that stays is believed.
func TestWrongClockDropsNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "argus.db")
	r := onFile(t, path)
	r.see(key(1), "on_battery")
	if err := r.s.Close(); err != nil {
		t.Fatal(err)
	}
	years := 20 * 365 * 24 * time.Hour
	r = newRig(t, newDisk(), func(o *Options, p *parts) {
		o.Path, p.open = path, openFile
		o.Now = func() time.Time { return epoch.Add(years) }
	})
	for range 3 {
		r.flush()
	}
	if got := r.miss(key(1)); got[batteries] != 1 {
		t.Errorf("served %v", got)
	}
	if n := r.recorded(); n != 1 {
		t.Errorf("%d events", n)
	}
	if err := r.s.Close(); err != nil {
		t.Fatal(err)
	}
	r = onFile(t, path)
	r.pass(years)
	for range 3 {
		r.pass(expireEvery)
		r.flush()
	}
	if n := r.recorded(); n != 0 || len(r.s.Devices()) != 0 {
		t.Errorf("%d events, %d devices after %s", n, len(r.s.Devices()), years)
	}
}

func (r *rig) recorded() (n int) {
	err := r.s.Events(r.t.Context(), Filter{}, func(Record) bool { n++; return true })
	if err != nil {
		r.t.Error(err)
	}
	return n
}

// TestSlowReceiverKeepsNobodyWaiting holds that who receives a backup slowly is not in the way of opening a file
// anew.
func TestSlowReceiverKeepsNobodyWaiting(t *testing.T) {
	r := onFile(t, filepath.Join(t.TempDir(), "argus.db"))
	r.see(key(1), "on_battery")
	entered, leave := make(chan bool), make(chan bool)
	ended := make(chan error)
	go func() {
		ended <- r.s.Backup(r.t.Context(), writes(func(b []byte) (int, error) {
			entered <- true
			<-leave
			return len(b), nil
		}))
	}()
	<-entered
	_ = r.s.backend.(*file).fail(errors.New("a page that is not one"))
	r.glance(key(1), "on_battery_ended")
	r.settle()
	r.pass(time.Hour)
	renewed, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	flushed := make(chan bool)
	go func() { r.flush(); close(flushed) }()
	select {
	case <-flushed:
	case <-renewed.Done():
		t.Error("the backup is in the way")
	}
	go func() {
		for range entered {
		}
	}()
	close(leave)
	if err := <-ended; err != nil {
		t.Error(err)
	}
	close(entered)
	<-flushed
	_, got := r.see(key(1))
	want(t, got, returns, 1)
}

type writes func([]byte) (int, error)

func (w writes) Write(b []byte) (int, error) { return w(b) }
