//go:build unix

package local

import "syscall"

// apart keeps a Ctrl-C of the terminal from reaching the programs before us: they are ended in order.
func apart() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
