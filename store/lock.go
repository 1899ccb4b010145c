package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// ErrInUse says that another process has the file open.
var ErrInUse = errors.New("in use by another process")

const (
	lockPatience = 2 * time.Second // for a process that is about to end
	lockRetry    = 50 * time.Millisecond
)

// A fileLock keeps other processes away from a store. It is a file of its own: the store's file is
// renamed and replaced, and read to see whether it is sound, before bbolt may lock it.
type fileLock struct{ file *os.File }

// lockFile takes the lock beside a file.
func lockFile(ctx context.Context, path string, patience time.Duration) (*fileLock, error) {
	name := path + ".lock"
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	end := time.Now().Add(patience)
	for {
		busy, err := tryLock(file)
		if err == nil && !busy {
			l := &fileLock{file}
			l.sign()
			return l, nil
		}
		if err == nil && !time.Now().Before(end) {
			err = fmt.Errorf("%w%s; it holds the lock %q", ErrInUse, owner(file), name)
		}
		if err == nil {
			select {
			case <-ctx.Done():
				err = ctx.Err()
			case <-time.After(lockRetry):
				continue
			}
		}
		_ = file.Close()
		return nil, err
	}
}

// sign leaves the number of this process, for the one that is kept away to tell. Nothing depends on it.
func (l *fileLock) sign() {
	if l.file.Truncate(0) == nil {
		_, _ = l.file.WriteAt(fmt.Appendf(nil, "%d\n", os.Getpid()), 0)
	}
}

func owner(file *os.File) string {
	var b [20]byte
	n, err := file.ReadAt(b[:], 0)
	pid := strings.TrimSpace(string(b[:n]))
	if err != nil && !errors.Is(err, io.EOF) || pid == "" || strings.Trim(pid, "0123456789") != "" {
		return ""
	}
	return " (" + pid + ")"
}

// release gives the lock up. Its file stays: another process may be waiting for it.
func (l *fileLock) release() { _ = l.file.Close() }
