package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	bolt "go.etcd.io/bbolt"
)

const (
	compactFrom = 64 << 20 // bytes: smaller files are not worth it
	compactStep = 4 << 20  // bytes of one transaction
)

// wasteful says whether a file is large and mostly empty. bbolt never makes a file smaller.
func (r *report) wasteful() bool {
	return r.size > compactFrom && uint64(r.free)*2 > r.meta.pages
}

// Compact makes the file of a stopped Argus as small as it can be, and says to w what came of it.
func Compact(ctx context.Context, path string, w io.Writer) error {
	return withLock(ctx, path, func(path string) error {
		r, err := survey(ctx, path)
		if err != nil {
			return fmt.Errorf("it is damaged, and left as it is: %w", err)
		}
		if r.schema > schemaVersion {
			return ErrNewer
		}
		if err := compactFile(ctx, path, r); err != nil {
			return err
		}
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%s: %d bytes, were %d\n", path, info.Size(), r.size)
		return nil
	})
}

// withLock does something with the file of a stopped Argus.
func withLock(ctx context.Context, path string, do func(path string) error) error {
	locked := func() error {
		real, err := place(path, false)
		if err != nil {
			return err
		}
		lock, err := lockFile(ctx, real, lockPatience)
		if errors.Is(err, errReadOnly) { // nobody can write to it
			return do(real)
		}
		if err != nil {
			return err
		}
		defer lock.release()
		return do(real)
	}
	if err := locked(); err != nil {
		return fmt.Errorf("store %q: %w", path, advise(err))
	}
	return nil
}

// compactFile puts a copy without free pages in the place of a sound file, if nothing is lost by it.
func compactFile(ctx context.Context, path string, was *report) error {
	tmp := path + compactSuffix
	_ = os.Remove(tmp)
	err := guarded(func() error { return copyCompact(path, tmp) })
	if err == nil {
		err = sameRecords(ctx, tmp, was)
	}
	if err == nil {
		err = install(tmp, path)
	}
	if err != nil {
		_ = os.Remove(tmp)
	}
	return err
}

func copyCompact(path, tmp string) error {
	options := func(readOnly bool) *bolt.Options {
		return &bolt.Options{Timeout: lockPatience, FreelistType: bolt.FreelistMapType, ReadOnly: readOnly}
	}
	from, err := bolt.Open(path, 0o600, options(true))
	if err != nil {
		return err
	}
	defer func() { _ = from.Close() }()
	to, err := bolt.Open(tmp, 0o600, options(false))
	if err != nil {
		return err
	}
	to.AllocSize = growBy
	err = bolt.Compact(to, from, compactStep)
	if fault := to.Close(); err == nil {
		err = fault
	}
	return err
}

func sameRecords(ctx context.Context, path string, was *report) error {
	is, err := survey(ctx, path)
	if err == nil && (is.entries != was.entries || is.records != was.records) {
		err = errors.New("the copy differs from the file")
	}
	return err
}
