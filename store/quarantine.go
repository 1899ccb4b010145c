package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// damage is what is wrong with a file that was read.
type damage struct{ err error }

func (d *damage) Error() string { return "it is damaged: " + d.err.Error() }

func (d *damage) Unwrap() error { return d.err }

// inspector checks a file in a process of its own; see [Options.Inspect].
type inspector func(ctx context.Context, path string) error

// ErrNewer says that a file was written by a later version of Argus.
var ErrNewer = errors.New("it was written by a later version of Argus; use that one, or another path")

// maxSetAside is how many damaged files may lie there. None is ever deleted: more than that is not bad luck
// but a broken disk, and filling it up helps nobody.
const maxSetAside = 10

// examine says whether an existing file is sound, and what is in it.
//
// It does so each time, also where the last Argus closed the file in peace: files rot while nobody uses them, and are
// restored from elsewhere. That costs a tenth of a second for most.
func (f *file) examine(ctx context.Context, inspect inspector) (*report, error) {
	r, err := f.survey(ctx)
	if err != nil || inspect == nil {
		return r, err
	}
	// A process that takes long proves nothing: the disk may be slow. What follows has its own protections.
	patience := 20*time.Second + time.Duration(r.size>>20)*time.Second/4
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err = inspect(limited, f.path)
	switch {
	case err == nil:
		return r, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case limited.Err() != nil, errors.Is(err, ErrNotInspected), errors.Is(err, context.DeadlineExceeded):
		f.log.Warn("store was not inspected by another process; going on without", "file", f.path, "err", err)
		return r, nil
	}
	return nil, &damage{fmt.Errorf("inspection: %w", err)}
}

// survey reads the file with plain reads. A fault of the system is no damage.
func (f *file) survey(ctx context.Context) (*report, error) {
	r, err := survey(ctx, f.path)
	var system *fs.PathError
	switch {
	case err != nil && (errors.As(err, &system) || ctx.Err() != nil):
		return nil, err
	case err != nil:
		return nil, &damage{err}
	case r.schema > schemaVersion:
		return nil, fmt.Errorf("%w (its version is %d, this Argus knows %d)", ErrNewer, r.schema, schemaVersion)
	}
	return r, nil
}

// quarantine gives a damaged file another name, durably, and returns it.
func (f *file) quarantine(why *damage) (string, error) {
	set, err := filepath.Glob(f.path + ".corrupt-*")
	if err == nil && len(set) >= maxSetAside {
		return "", fmt.Errorf("%w; %d damaged files were set aside already: look at the disk, and remove those that are "+
			"not needed (%s.corrupt-*)", why, len(set), f.path)
	}
	name, err := freeName(fmt.Sprintf("%s.corrupt-%d", f.path, time.Now().Unix()))
	if err == nil {
		err = os.Rename(f.path, name)
	}
	if err == nil {
		err = syncDir(filepath.Dir(f.path))
	}
	if err != nil {
		return "", fmt.Errorf("%w; it could not be set aside: %w", why, err)
	}
	f.log.Error("store is damaged: set aside, and a new one is started", "file", f.path, "aside", name, "err", why.err)
	return name, nil
}

// freeName adds a number to a name that is taken.
func freeName(name string) (string, error) {
	for n := range maxSetAside + 1 {
		try := name
		if n > 0 {
			try = fmt.Sprintf("%s-%d", name, n)
		}
		_, err := os.Lstat(try)
		if errors.Is(err, fs.ErrNotExist) {
			return try, nil
		}
		if err != nil {
			return "", err
		}
	}
	return "", fmt.Errorf("%q and the names after it are taken", name)
}
