//go:build linux

package deploy

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/argus-power/argus/deploy/local"
)

const soakDiskSize = "48m"

// soakDisk is a small disk of its own, if this may mount one, or a directory.
func soakDisk(t *testing.T) (dir string, small bool) {
	t.Helper()
	root := t.TempDir()
	err := syscall.Mount("tmpfs", root, "tmpfs", 0, "size="+soakDiskSize)
	if err != nil {
		t.Logf("no full and no read-only disk: that needs root, to mount one: %v", err)
	} else {
		t.Cleanup(func() { _ = syscall.Unmount(root, syscall.MNT_DETACH) })
	}
	dir = filepath.Join(root, "data")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return dir, err == nil
}

// spoilBefore makes that Argus starts with a file that it cannot have. What it returns ends that, after a while in
// which targets must be read all the same.
func (s *soak) spoilBefore(n int) (end func()) {
	name, undo := "", func() {}
	switch {
	case n%4 == 2:
		lock, err := os.OpenFile(s.file()+".lock", os.O_RDWR|os.O_CREATE, 0o600)
		if err != nil {
			s.t.Fatal(err)
		}
		if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
			s.t.Fatal(err)
		}
		name, undo = "file in use by another process at the start", func() { _ = lock.Close() }
	case n%4 == 3 && s.disk:
		mount := func(flags uintptr) {
			if err := syscall.Mount("tmpfs", filepath.Dir(s.dir), "tmpfs", syscall.MS_REMOUNT|flags, "size="+soakDiskSize); err != nil {
				s.complain("mount: %v", err)
			}
		}
		mount(syscall.MS_RDONLY)
		name, undo = "disk read-only at the start", func() { mount(0) }
	default:
		return nil
	}
	s.storing.Store(false)
	return func() {
		s.scraped("with a " + name)
		if s.metrics()["argus_store_up"] != 0 {
			s.complain("the store is up in spite of a %s", name)
		}
		undo()
		s.mended(name, true)
	}
}

// spoilDisk lets the disk be full, slow, faulty or hang for a time.
func (s *soak) spoilDisk(n int, d time.Duration) {
	name, undo := "", func() {}
	switch n % 6 {
	case 1:
		if s.disk {
			name, undo = "full disk", s.fill()
		}
	case 2:
		name, undo = s.inject("slow disk (0.2 s a sync)", "fdatasync,fsync", "delay_exit=200000")
	case 3:
		name, undo = s.inject("disk whose syncs fail", "fdatasync,fsync", "error=EIO")
	case 4:
		name, undo = s.inject("disk that hangs", "fdatasync,fsync", "delay_exit=20000000")
	case 5:
		name, undo = s.inject("disk that takes nothing more", "pwrite64", "error=ENOSPC")
	}
	if name == "" {
		time.Sleep(d)
		return
	}
	s.storing.Store(false)
	noticed := false
	for end := time.Now().Add(d); time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		if m := s.metrics(); m != nil && m["argus_store_up"] == 0 {
			noticed = true
		}
	}
	undo()
	s.mended(name, noticed)
}

// mended waits until the store writes again.
func (s *soak) mended(name string, noticed bool) {
	began := time.Now()
	until(s.t, "the store is well after a "+name, func() (bool, any) {
		m := s.metrics()
		return m["argus_store_up"] == 1 && m["argus_store_pending_events"] == 0, m
	})
	s.tally.disk(name, noticed, time.Since(began))
	s.storing.Store(true)
}

// fill takes all the room there is.
func (s *soak) fill() (undo func()) {
	name := filepath.Join(filepath.Dir(s.dir), "ballast")
	file, err := os.Create(name)
	if err != nil {
		s.t.Fatal(err)
	}
	for n := 1 << 20; n > 0; n /= 2 {
		for err = nil; err == nil; {
			_, err = file.Write(make([]byte, n))
		}
	}
	_ = file.Close()
	return func() { _ = os.Remove(name) }
}

// inject has something happen to each call of a kind that Argus makes.
func (s *soak) inject(name, calls, what string) (told string, undo func()) {
	path, err := local.Tool{Names: []string{"strace"}, Get: "apt-get install strace"}.Find()
	if err != nil {
		s.t.Logf("no %s: %v", name, err)
		return "", nil
	}
	trace := exec.Command(path, "-f", "-qq", "-o", "/dev/null", "-e", "trace="+calls, "-e", "inject="+calls+":"+what,
		"-p", strconv.Itoa(s.child.cmd.Process.Pid))
	if err := trace.Start(); err != nil {
		s.t.Fatal(err)
	}
	return name, func() {
		_ = trace.Process.Signal(os.Interrupt) // it lets go of Argus
		_ = trace.Wait()
	}
}
