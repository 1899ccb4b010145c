package store

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// The byte of the lock file that is locked: what is locked nobody else can read, and the owner's number, at the
// beginning, is to be read.
const lockedByte = 1 << 30

// tryLock locks a file unless another one has.
func tryLock(file *os.File) (busy bool, err error) {
	const alone = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	err = windows.LockFileEx(windows.Handle(file.Fd()), alone, 0, 1, 0, &windows.Overlapped{Offset: lockedByte})
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) || errors.Is(err, windows.ERROR_IO_PENDING) {
		return true, nil
	}
	return false, err
}

// unlock gives up what bbolt holds of a file that it cannot close any more: the byte behind the last one.
func unlock(file *os.File) {
	const last = 1<<32 - 1
	_ = windows.UnlockFileEx(windows.Handle(file.Fd()), 0, 1, 0, &windows.Overlapped{Offset: last, OffsetHigh: last})
}

// syncDir does nothing: there is no such thing as syncing a directory.
func syncDir(string) error { return nil }
