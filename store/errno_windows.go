package store

import "golang.org/x/sys/windows"

// What the system says of a disk that cannot be written to, and of one that is full.
const (
	errReadOnly = windows.ERROR_WRITE_PROTECT
	errDiskFull = windows.ERROR_DISK_FULL
)
