package store

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// onFile is a rig whose store is on a real file.
func onFile(t *testing.T, path string) *rig {
	t.Helper()
	return newRig(t, newDisk(), func(o *Options, p *parts) {
		o.Path, p.open = path, openFile
	})
}

// TestOpensAnewWhatFailed holds that a file that failed under Argus is opened anew, as it is or after it was
// set aside, and that nothing that was served is ever lower or lost.
func TestOpensAnewWhatFailed(t *testing.T) {
	for _, test := range []struct {
		name   string
		befall func(t *testing.T, path string)
		aside  int
	}{
		{"sound", func(*testing.T, string) {}, 0},
		{"damaged", func(t *testing.T, path string) {
			if err := os.WriteFile(path, bytes.Repeat([]byte{7}, 1<<20), 0o600); err != nil {
				t.Fatal(err)
			}
		}, 1},
		{"gone", func(t *testing.T, path string) {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		}, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "argus.db")
			r := onFile(t, path)
			r.see(key(1), "on_battery")
			r.flush()
			_ = r.s.backend.(*file).fail(errors.New("a page that is not one"))
			told, got := r.see(key(1), "on_battery_ended")
			if len(told) != 1 {
				t.Errorf("told %v", told)
			}
			want(t, got, batteries, 1)
			want(t, got, returns, 0)
			test.befall(t, path)
			r.pass(time.Hour)
			r.flush()
			_, got = r.see(key(1))
			want(t, got, batteries, 1)
			want(t, got, returns, 1)
			want(t, got, joules, 2)
			if st := r.s.Stats(); st.Err != nil || st.Pending != 0 || st.Quarantined != uint64(test.aside) {
				t.Errorf("stats %+v", st)
			}
			if err := r.s.Close(); err != nil {
				t.Fatal(err)
			}
			want(t, onFile(t, path).miss(key(1)), returns, 1)
		})
	}
}

// TestNoticesThatTheFileIsGone holds that a file that is removed, or replaced by an older copy of itself, loses nothing.
func TestNoticesThatTheFileIsGone(t *testing.T) {
	for _, test := range []struct {
		name    string
		replace bool
	}{{"removed", false}, {"replaced", true}} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "argus.db")
			r := onFile(t, path)
			r.see(key(1))
			r.flush()
			old, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			r.see(key(1), "on_battery")
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			if test.replace {
				if err := os.WriteFile(path, old, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			r.glance(key(1), "on_battery_ended")
			r.settle()
			r.pass(time.Hour)
			r.flush()
			_, got := r.see(key(1))
			want(t, got, batteries, 1)
			want(t, got, returns, 1)
			if err := r.s.Close(); err != nil {
				t.Fatal(err)
			}
			got = onFile(t, path).miss(key(1))
			want(t, got, batteries, 1)
			want(t, got, returns, 1)
		})
	}
}

// TestOpensAnewPatiently holds that what cannot be opened anew is tried again, not at each flush, and that
// closing meanwhile ends.
func TestOpensAnewPatiently(t *testing.T) {
	d, tries := newDisk(), 0
	r := newRig(t, d, func(_ *Options, p *parts) {
		first := p.open
		p.open = func(ctx context.Context, o Options) (*opened, error) {
			if tries++; tries > 1 {
				return nil, errors.New("no such device")
			}
			return first(ctx, o)
		}
	})
	d.fate(func(*batch) error { return errSpent })
	for range 5 {
		r.see(key(1), "on_battery")
		r.flush()
	}
	if tries != 2 {
		t.Errorf("opened %d times at once, want twice", tries)
	}
	r.pass(firstRetry)
	r.flush()
	if tries != 3 {
		t.Errorf("opened %d times after %s, want three times", tries, firstRetry)
	}
	if err := r.s.Close(); err == nil {
		t.Error("closing tells nothing of what is lost")
	}
}
