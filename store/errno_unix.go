//go:build !windows

package store

import "syscall"

// What the system says of a disk that cannot be written to, and of one that is full.
const (
	errReadOnly = syscall.EROFS
	errDiskFull = syscall.ENOSPC
)
