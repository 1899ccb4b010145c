package store

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"runtime"
	"strconv"
	"sync"
	"time"

	bolt "go.etcd.io/bbolt"
)

const (
	// growBy is how much larger the file is made when it is full. Not less than a few commits, for that needs a sync.
	growBy = 1 << 20
	// mapped is how much is mapped at once, so that growing does not wait for readers. It is no memory.
	mapped   = 64 << 20
	mapped32 = 16 << 20 // where addresses are few
)

// A file is the backend that keeps everything in a bbolt file.
//
// After a panic in bbolt, or a sync of which nobody knows what it left on the disk, it counts as failed for
// good: its locks may be held and its memory wrong. Opening it again begins with the file as it is.
type file struct {
	path string
	log  *slog.Logger
	zone *time.Location
	lock *fileLock
	db   *bolt.DB

	mu      sync.Mutex
	handle  *os.File // that bbolt opened
	failed  error
	seq     uint64          // the greatest ever used
	stored  int             // events
	orphans map[uint32]bool // devices whose record is damaged: whose their days are is not known

	backups sync.Mutex
}

var errClosed = errors.New("the store is closed")

// options are those that lose nothing: each commit is synced, twice.
func (f *file) options() *bolt.Options {
	o := &bolt.Options{
		Timeout: lockPatience, FreelistType: bolt.FreelistMapType, InitialMmapSize: mapped,
		OpenFile: func(name string, flag int, mode os.FileMode) (*os.File, error) {
			opened, err := os.OpenFile(name, flag, mode)
			f.mu.Lock()
			defer f.mu.Unlock()
			if f.handle == nil {
				f.handle = opened
			}
			return opened, err
		},
	}
	if strconv.IntSize == 32 {
		o.InitialMmapSize = mapped32
	}
	if runtime.GOOS == "windows" { // there the file is made as large
		o.InitialMmapSize = 0
	}
	return o
}

// guard runs what uses bbolt. A panic of it ends the use of the file, not the process.
func (f *file) guard(do func() error) error {
	f.mu.Lock()
	failed := f.failed
	f.mu.Unlock()
	if failed != nil {
		return failed
	}
	err := guarded(do)
	var panicked *panicError
	if errors.As(err, &panicked) {
		return f.fail(err)
	}
	return err
}

// fail ends the use of the file for good.
func (f *file) fail(err error) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.failed == nil {
		f.failed = fmt.Errorf("store %q failed: %w: %w", f.path, errSpent, err)
		f.log.Error("store failed, and is opened anew", "file", f.path, "err", err)
	}
	return f.failed
}

// view reads in one short transaction.
func (f *file) view(do func(*bolt.Tx) error) error {
	return f.guard(func() error { return f.db.View(do) })
}

// update writes in one transaction, wholly or not at all.
func (f *file) update(do func(*bolt.Tx) error) error {
	return f.guard(func() error {
		id := 0
		err := f.db.Update(func(tx *bolt.Tx) error {
			id = tx.ID()
			return do(tx)
		})
		if err != nil {
			return f.settle(id, err)
		}
		return nil
	})
}

// settle finds out what became of a transaction whose commit failed. Mostly nothing was written. If it was its last
// sync that failed, then it is in force all the same, as long as the system is up: another transaction makes it
// durable, or the disk cannot be trusted any more.
func (f *file) settle(id int, err error) error {
	inForce := false
	if fault := f.db.View(func(tx *bolt.Tx) error {
		inForce = tx.ID() >= id
		return nil
	}); fault != nil {
		return errors.Join(err, fault)
	}
	if !inForce {
		return err
	}
	if fault := f.db.Update(func(*bolt.Tx) error { return nil }); fault != nil {
		return f.fail(fmt.Errorf("what was written could not be made durable: %w", err))
	}
	return nil
}

// here says whether the file is still where it was opened: what is written to one that was removed, or replaced
// by a copy, is lost with the process.
func (f *file) here() error {
	f.mu.Lock()
	handle, failed := f.handle, f.failed
	f.mu.Unlock()
	if failed != nil || handle == nil {
		return failed
	}
	mine, err := handle.Stat()
	if err != nil {
		return fmt.Errorf("look at the open file: %w", err)
	}
	named, err := os.Stat(f.path)
	switch {
	case errors.Is(err, fs.ErrNotExist), err == nil && !os.SameFile(mine, named):
		return f.fail(errors.New("the file was removed or replaced"))
	case err != nil:
		return fmt.Errorf("look for the file: %w", err)
	}
	return nil
}

// in returns a table within a transaction.
func in(tx *bolt.Tx, t table) *bolt.Bucket {
	b := tx.Bucket(t.name())
	b.FillPercent = t.fill()
	return b
}

func (f *file) close() error {
	f.mu.Lock()
	failed := f.failed
	f.failed = errClosed
	f.mu.Unlock()
	defer f.lock.release()
	switch {
	case errors.Is(failed, errClosed):
		return nil
	case failed != nil:
		f.abandon()
		return nil
	}
	if err := guarded(f.db.Close); err != nil {
		return fmt.Errorf("close store %q: %w", f.path, err)
	}
	return nil
}

// abandon lets go of a file that bbolt may not be able to close: what it has mapped stays
// mapped, and would keep the lock.
func (f *file) abandon() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.handle != nil {
		unlock(f.handle)
		_ = f.handle.Close()
		f.handle = nil
	}
	f.db = nil
}

// size is that of the file, which is more than what is in it.
func (f *file) size() int64 {
	info, err := os.Stat(f.path)
	if err != nil {
		return 0
	}
	return info.Size()
}
