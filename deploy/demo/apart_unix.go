//go:build unix

package main

import "syscall"

// apart keeps Ctrl-C from reaching Argus twice, from the terminal and from us: the
// second one would end it without letting probes finish.
func apart() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
