package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// opened is what opening a file yields.
type opened struct {
	backend     backend
	id          string // of the store, a UUID
	quarantined string // where a damaged file was put, "" if none was found
	badRecords  uint64 // records that were left out because their checksum was wrong
}

// openFile opens the file, safely whatever it holds.
//
// It takes the lock first; then nobody else reads, renames or writes it. It is read with plain reads, then by a
// process of its own, and only then mapped into this one. Whatever is not sound is set aside under another name.
func openFile(ctx context.Context, o Options) (*opened, error) {
	done, err := openLocked(ctx, o)
	if err != nil {
		return nil, fmt.Errorf("open store %q: %w", o.Path, advise(err))
	}
	return done, nil
}

func openLocked(ctx context.Context, o Options) (*opened, error) {
	path, err := place(o.Path, true)
	if err == nil {
		err = writable(path)
	}
	if err != nil {
		return nil, err
	}
	lock, err := lockFile(ctx, path, lockPatience)
	if err != nil {
		return nil, err
	}
	f := &file{path: path, log: o.Log, zone: o.Zone, lock: lock}
	done, err := f.open(ctx, o.Inspect)
	if err != nil {
		lock.release()
		return nil, err
	}
	return done, nil
}

// open opens a file whose lock is held.
func (f *file) open(ctx context.Context, inspect inspector) (*opened, error) {
	removeLeftovers(f.path)
	done := &opened{backend: f}
	for {
		r, err := f.prepare(ctx, inspect)
		if err == nil {
			err = f.attach(r)
		}
		var bad *damage
		if errors.As(err, &bad) && done.quarantined == "" {
			if done.quarantined, err = f.quarantine(bad); err == nil {
				continue
			}
		}
		if err != nil {
			return nil, err
		}
		done.id, done.badRecords = r.id, r.bad
		if r.bad > 0 {
			f.log.Error("records of the store are damaged and left out", "file", f.path, "records", r.bad)
		}
		return done, nil
	}
}

// prepare sees to it that there is a sound file of the present version that is not mostly empty, and returns
// what is in it.
func (f *file) prepare(ctx context.Context, inspect inspector) (*report, error) {
	if _, err := os.Lstat(f.path); errors.Is(err, fs.ErrNotExist) {
		if err := create(f.path); err != nil {
			return nil, err
		}
		return survey(ctx, f.path)
	}
	r, err := f.examine(ctx, inspect)
	if err == nil && r.schema < schemaVersion {
		if err = migrate(f.path, r.schema, f.log); err == nil {
			r, err = f.survey(ctx)
		}
	}
	if err == nil && r.wasteful() {
		if fault := compactFile(ctx, f.path, r); fault != nil {
			f.log.Warn("store was not compacted", "file", f.path, "err", fault)
		} else {
			r, err = f.survey(ctx)
		}
	}
	return r, err
}

// attach has bbolt open the file.
func (f *file) attach(r *report) error {
	f.seq, f.stored = 0, r.entries[eventTable]
	err := guarded(func() (err error) {
		if f.db, err = bolt.Open(f.path, 0o600, f.options()); err == nil {
			f.db.AllocSize = growBy
			err = f.db.View(f.survivors)
		}
		return err
	})
	var panicked *panicError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &panicked), errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrChecksum):
		f.abandon()
		return &damage{err}
	case errors.Is(err, berrors.ErrTimeout):
		return fmt.Errorf("%w, which does not know the lock file: another program has it open", ErrInUse)
	}
	f.abandon()
	return err
}

// place returns where the file is or will be, and makes its directory where it is to be. What is there and is
// no file is not touched.
func place(path string, make bool) (string, error) {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	dir := filepath.Dir(path)
	if _, err := os.Stat(dir); make && errors.Is(err, fs.ErrNotExist) {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return "", err
		}
		if err := syncDir(filepath.Dir(dir)); err != nil {
			return "", err
		}
	}
	info, err := os.Lstat(path)
	switch {
	case make && errors.Is(err, fs.ErrNotExist):
		return path, nil
	case err != nil:
		return "", err
	case info.IsDir():
		return "", errors.New("it is a directory; give the path of a file in it")
	case info.Mode()&fs.ModeSymlink != 0:
		return "", errors.New("it is a link that leads nowhere")
	case !info.Mode().IsRegular():
		return "", fmt.Errorf("it is no regular file (%s)", info.Mode().Type())
	}
	return path, nil
}

// writable says why a file cannot be written to, if it is there.
func writable(path string) error {
	probe, err := os.OpenFile(path, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return probe.Close()
}

// advise says what to do about errors of the system that do not say so themselves.
func advise(err error) error {
	switch {
	case errors.Is(err, errReadOnly):
		return fmt.Errorf("%w; mount it writable, or choose another path", err)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%w; the user that Argus runs as must own the file and be able to write to its directory", err)
	case errors.Is(err, ErrInUse):
		return fmt.Errorf("%w; stop the other one, or give each its own path", err)
	case errors.Is(err, errDiskFull):
		return fmt.Errorf("%w; free some space", err)
	}
	return err
}
