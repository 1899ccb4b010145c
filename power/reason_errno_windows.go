package power

import "syscall"

// What the system calls its errors: the constants of package syscall that are named as on Unix are numbers that
// Windows never returns.
const (
	errRefused    = syscall.Errno(10061) // WSAECONNREFUSED
	errNoHost     = syscall.Errno(10065) // WSAEHOSTUNREACH
	errNoNetwork  = syscall.Errno(10051) // WSAENETUNREACH
	errTimedOut   = syscall.Errno(10060) // WSAETIMEDOUT
	errReset      = syscall.WSAECONNRESET
	errAborted    = syscall.WSAECONNABORTED
	errBrokenPipe = syscall.ERROR_BROKEN_PIPE
)
