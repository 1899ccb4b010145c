//go:build !windows

package power

import "syscall"

// What the system calls its errors.
const (
	errRefused    = syscall.ECONNREFUSED
	errNoHost     = syscall.EHOSTUNREACH
	errNoNetwork  = syscall.ENETUNREACH
	errTimedOut   = syscall.ETIMEDOUT
	errReset      = syscall.ECONNRESET
	errAborted    = syscall.ECONNABORTED
	errBrokenPipe = syscall.EPIPE
)
