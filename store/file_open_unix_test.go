//go:build unix

package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestOpenWhatIsNoFile(t *testing.T) {
	o := fileOptions(t, nil)
	if err := syscall.Mkfifo(o.Path, 0o600); err != nil {
		t.Fatal(err)
	}
	refused(t, o, "no regular file")
	device := fileOptions(t, nil)
	device.Path = os.DevNull
	refused(t, device, "no regular file")
}

func TestOpenWithoutPermission(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("needs a user other than root, for whom permissions count")
	}
	o := fileOptions(t, nil)
	f, _ := mustOpen(t, o)
	_ = f.close()
	if err := os.Chmod(o.Path, 0o400); err != nil {
		t.Fatal(err)
	}
	if err := refused(t, o, "permission denied", "must own"); !errors.Is(err, fs.ErrPermission) {
		t.Error(err)
	}
	o = fileOptions(t, nil)
	if err := os.Chmod(filepath.Dir(o.Path), 0o500); err != nil {
		t.Fatal(err)
	}
	refused(t, o, "permission denied")
}
