package store

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/argus-power/argus/power"
	bolt "go.etcd.io/bbolt"
)

// smallDisk mounts a disk in memory of a size such as "2m".
func smallDisk(t *testing.T, size string) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size="+size); err != nil {
		missingForFile(t, "root, to mount a small disk: "+err.Error())
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	return dir
}

func TestFullDisk(t *testing.T) {
	dir := smallDisk(t, "2m")
	o := Options{Path: filepath.Join(dir, "argus.db"), Log: fileLog(nil)}
	f, _ := mustOpen(t, o)
	fillFile(t, f, 20, 200)
	ballast := filepath.Join(dir, "ballast")
	if err := os.WriteFile(ballast, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	fillUp(t, ballast)

	next := uint64(201)
	var err error
	for ; err == nil && next < 100_000; next += 100 { // freed pages last for a while
		if err = f.commit(&batch{events: fileRecords(next, next+99), put: []write{{id: 1, meter: fileMeter(1, float64(next))}}}); err != nil {
			break
		}
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("a full disk is %v", err)
	}
	want := mustContent(t, f) // reading goes on
	if len(allEvents(t, f, Filter{})) != int(next-1) || f.lastSeq() != next-1 {
		t.Errorf("%d events, last %d, want %d", len(allEvents(t, f, Filter{})), f.lastSeq(), next-1)
	}
	if _, err := f.backup(t.Context()); err == nil || !strings.Contains(err.Error(), "no space left") {
		t.Errorf("backup: %v", err)
	}
	if left, _ := filepath.Glob(o.Path + backupInfix + "*"); left != nil {
		t.Errorf("the backup left %v", left)
	}
	if _, err := survey(t.Context(), o.Path); err != nil {
		t.Errorf("the file: %v", err)
	}

	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	mustCommit(t, f, &batch{events: fileRecords(next, next+99)}) // without opening it again
	if err := f.close(); err != nil {
		t.Fatal(err)
	}
	f, done := mustOpen(t, o)
	if done.badRecords != 0 || done.quarantined != "" || f.lastSeq() != next+99 || mustContent(t, f)["meter 1"] != want["meter 1"] {
		t.Errorf("opened again: %+v, last %d", done, f.lastSeq())
	}
}

func fillUp(t *testing.T, path string) {
	t.Helper()
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for n := 1 << 16; n > 0; n /= 2 {
		for err = nil; err == nil; {
			_, err = file.Write(make([]byte, n))
		}
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
}

func TestNewFileOnAFullDisk(t *testing.T) {
	dir := smallDisk(t, "64k")
	ballast := filepath.Join(dir, "ballast")
	if err := os.WriteFile(ballast, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	fillUp(t, ballast)
	o := Options{Path: filepath.Join(dir, "argus.db"), Log: fileLog(nil)}
	if err := refused(t, o, "no space left", "free some"); !errors.Is(err, syscall.ENOSPC) {
		t.Error(err)
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	mustOpen(t, o)
}

func TestReadOnlyDisk(t *testing.T) {
	dir := smallDisk(t, "8m")
	o := Options{Path: filepath.Join(dir, "argus.db"), Log: fileLog(nil)}
	f, _ := mustOpen(t, o)
	fillFile(t, f, 3, 30)
	want := mustContent(t, f)
	if err := f.close(); err != nil {
		t.Fatal(err)
	}
	remount := func(flags uintptr) {
		t.Helper()
		if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT|flags, "size=8m"); err != nil {
			t.Fatal(err)
		}
	}
	remount(syscall.MS_RDONLY)
	before := mustRead(t, o.Path)
	refused(t, o, "read-only", "mount it writable")
	var said bytes.Buffer
	if err := Export(t.Context(), o.Path, "events", "csv", &said); err != nil || strings.Count(said.String(), "\n") != 31 {
		t.Errorf("export: %v, %s", err, &said)
	}
	if !bytes.Equal(before, mustRead(t, o.Path)) {
		t.Error("it was changed")
	}
	remount(0)
	f, _ = mustOpen(t, o)
	sameContent(t, mustContent(t, f), want)
}

// TestUnwritableMeanwhile is about a disk that no write reaches any more, as after a fault of it.
func TestUnwritableMeanwhile(t *testing.T) {
	o := fileOptions(t, nil)
	f, _ := mustOpen(t, o)
	fillFile(t, f, 3, 30)
	want := mustContent(t, f)
	null, err := os.OpenFile(o.Path, os.O_RDONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	id := 0
	if err := f.update(func(tx *bolt.Tx) error { id = tx.ID(); return nil }); err != nil {
		t.Fatal(err)
	}
	fault := errors.New("sync failed")
	if err := f.settle(id, fault); err != nil {
		t.Errorf("what is in force was made durable, and still: %v", err)
	}
	if err := f.settle(id+2, fault); !errors.Is(err, fault) {
		t.Errorf("what is not in force: %v", err)
	}
	saved, err := syscall.Dup(int(f.handle.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Dup3(int(null.Fd()), int(f.handle.Fd()), syscall.O_CLOEXEC); err != nil {
		t.Fatal(err)
	}
	err = f.commit(&batch{events: fileRecords(31, 31), put: []write{{id: 1, meter: new(power.Meter)}}})
	if err == nil || !strings.Contains(err.Error(), "bad file descriptor") {
		t.Fatalf("it was written to: %v", err)
	}
	sameContent(t, mustContent(t, f), want)
	if err := syscall.Dup3(saved, int(f.handle.Fd()), syscall.O_CLOEXEC); err != nil {
		t.Fatal(err)
	}
	mustCommit(t, f, &batch{events: fileRecords(31, 31)})

	// What is in force and cannot be made durable ends the use of the file.
	if err := syscall.Dup3(int(null.Fd()), int(f.handle.Fd()), syscall.O_CLOEXEC); err != nil {
		t.Fatal(err)
	}
	if err := f.settle(id, fault); !errors.Is(err, fault) || f.commit(new(batch)) == nil {
		t.Errorf("in force and not durable: %v", err)
	}
	_ = syscall.Dup3(saved, int(f.handle.Fd()), syscall.O_CLOEXEC)
	_ = syscall.Close(saved)
	_ = f.close()
	f, _ = mustOpen(t, o)
	if f.lastSeq() != 31 {
		t.Errorf("last %d", f.lastSeq())
	}
}
