package config

import "syscall"

// errNoBroadcast is how the system refuses to connect to a broadcast address.
const errNoBroadcast = syscall.WSAEACCES

// noBroadcast has the system refuse broadcast addresses, which Go lets UDP sockets send to. The system knows
// those of its own networks, too.
func noBroadcast(raw syscall.RawConn) (err error) {
	failed := raw.Control(func(fd uintptr) {
		err = syscall.SetsockoptInt(syscall.Handle(fd), syscall.SOL_SOCKET, syscall.SO_BROADCAST, 0)
	})
	if failed != nil {
		return failed
	}
	return err
}
