package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"
)

// refused opens what cannot be opened and returns why.
func refused(t *testing.T, o Options, words ...string) error {
	t.Helper()
	done, err := openFile(t.Context(), o)
	if err == nil {
		_ = done.backend.close()
		t.Fatal("it was opened")
	}
	for _, word := range append(words, filepath.Base(o.Path)) {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("%q does not say %q", err, word)
		}
	}
	return err
}

func TestOpenDirectory(t *testing.T) {
	o := fileOptions(t, nil)
	o.Path = filepath.Dir(o.Path)
	refused(t, o, "it is a directory")
}

func TestOpenMakesTheDirectory(t *testing.T) {
	o := fileOptions(t, nil)
	o.Path = filepath.Join(filepath.Dir(o.Path), "data", "deep", "argus.db")
	mustOpen(t, o)
	if info, err := os.Stat(filepath.Dir(o.Path)); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("%v, %v", info, err)
	}
}

func TestOpenTwice(t *testing.T) {
	t.Parallel() // it waits for a lock
	o := fileOptions(t, nil)
	mustOpen(t, o)
	for name, command := range map[string]func() error{
		"open":    func() error { return refused(t, o, "another process", fmt.Sprint(os.Getpid()), ".lock") },
		"check":   func() error { return Check(t.Context(), o.Path, new(bytes.Buffer)) },
		"compact": func() error { return Compact(t.Context(), o.Path, new(bytes.Buffer)) },
		"export":  func() error { return Export(t.Context(), o.Path, "events", "json", new(bytes.Buffer)) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := command(); !errors.Is(err, ErrInUse) {
				t.Errorf("%s: %v", name, err)
			}
		})
	}
}

// TestOpenWithoutLockFile is about a program that knows nothing of the lock file.
func TestOpenWithoutLockFile(t *testing.T) {
	t.Parallel() // it waits for a lock
	o := fileOptions(t, nil)
	f, _ := mustOpen(t, o)
	_ = f.close()
	db, err := bolt.Open(o.Path, 0o600, &bolt.Options{Timeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if err := refused(t, o); !errors.Is(err, ErrInUse) {
		t.Error(err)
	}
}

func TestOpenWaitsNoLongerThanItsContext(t *testing.T) {
	o := fileOptions(t, nil)
	mustOpen(t, o)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := openFile(ctx, o); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestOpenRemovesLeftovers(t *testing.T) {
	o := fileOptions(t, nil)
	for _, suffix := range []string{tmpSuffix, compactSuffix, backupInfix + "17"} {
		if err := os.WriteFile(o.Path+suffix, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	mustOpen(t, o)
	if list, _ := filepath.Glob(o.Path + "*"); len(list) != 2 {
		t.Errorf("left: %v", list)
	}
}

func TestOpenThroughALink(t *testing.T) {
	o := fileOptions(t, nil)
	f, _ := mustOpen(t, o)
	fillFile(t, f, 1, 1)
	_ = f.close()
	link := o
	link.Path += ".link"
	if err := os.Symlink(o.Path, link.Path); err != nil {
		t.Skip("needs links: ", err)
	}
	g, _ := mustOpen(t, link)
	if g.lastSeq() != 1 || g.path == link.Path {
		t.Errorf("last %d of %s", g.lastSeq(), g.path)
	}
}

// TestOpenSetsAsideWhatIsNone tries files that never were stores.
func TestOpenSetsAsideWhatIsNone(t *testing.T) {
	for name, content := range map[string]string{
		"empty": "", "text": strings.Repeat("not a store\n", 10000), "zeros": strings.Repeat("\x00", 1<<16),
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			o := fileOptions(t, &log)
			if err := os.WriteFile(o.Path, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			f, done := mustOpen(t, o)
			if string(mustRead(t, done.quarantined)) != content || !strings.Contains(log.String(), "level=ERROR") {
				t.Errorf("set aside as %q, logged %s", done.quarantined, &log)
			}
			mustCommit(t, f, &batch{events: fileRecords(1, 1)})
		})
	}
}

func TestOpenNeverDeletesWhatItSetAside(t *testing.T) {
	o := fileOptions(t, nil)
	for n := range maxSetAside + 1 {
		if err := os.WriteFile(o.Path, fmt.Append(nil, n), 0o600); err != nil {
			t.Fatal(err)
		}
		if n == maxSetAside {
			refused(t, o, "10 damaged files", "remove")
			break
		}
		f, _ := mustOpen(t, o)
		_ = f.close()
	}
	list, _ := filepath.Glob(o.Path + ".corrupt-*")
	if len(list) != maxSetAside || string(mustRead(t, o.Path)) != "10" {
		t.Errorf("%d set aside, %q is left", len(list), mustRead(t, o.Path))
	}
}

func TestInspectorIsHeard(t *testing.T) {
	for name, c := range map[string]struct {
		err   error
		aside bool
		level string
	}{
		"sound":         {nil, false, ""},
		"damaged":       {errors.New("exit status 2"), true, "ERROR"},
		"not started":   {fmt.Errorf("fork: %w", ErrNotInspected), false, "WARN"},
		"took too long": {context.DeadlineExceeded, false, "WARN"},
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			o := fileOptions(t, &log)
			f, _ := mustOpen(t, o)
			fillFile(t, f, 1, 3)
			_ = f.close()
			asked := ""
			o.Inspect = func(_ context.Context, path string) error { asked = path; return c.err }
			_, done := mustOpen(t, o)
			if (done.quarantined != "") != c.aside || asked != o.Path || !strings.Contains(log.String(), c.level) {
				t.Errorf("set aside as %q, asked for %q, logged %s", done.quarantined, asked, &log)
			}
		})
	}
}

func TestInspectSoundFile(t *testing.T) {
	o := fileOptions(t, nil)
	f, _ := mustOpen(t, o)
	fillFile(t, f, 30, 3000)
	_ = f.close()
	before := mustRead(t, o.Path)
	if err := Inspect(t.Context(), o.Path); err != nil {
		t.Error(err)
	}
	if !bytes.Equal(before, mustRead(t, o.Path)) {
		t.Error("inspecting changed it")
	}
}

func TestNewerFileIsLeftAlone(t *testing.T) {
	o := fileOptions(t, nil)
	f, _ := mustOpen(t, o)
	if err := f.update(func(tx *bolt.Tx) error {
		return putMeta(tx, metaSchema, []byte{0, 0, 0, schemaVersion + 1})
	}); err != nil {
		t.Fatal(err)
	}
	_ = f.close()
	before := mustRead(t, o.Path)
	if err := refused(t, o, "later version", "version is 2"); !errors.Is(err, ErrNewer) {
		t.Error(err)
	}
	if err := Compact(t.Context(), o.Path, new(bytes.Buffer)); !errors.Is(err, ErrNewer) {
		t.Error(err)
	}
	if !bytes.Equal(before, mustRead(t, o.Path)) {
		t.Error("it was changed")
	}
}

// olderFile makes a file as version 0 would have been: without months.
func olderFile(t *testing.T, o Options) map[string]string {
	t.Helper()
	f, _ := mustOpen(t, o)
	fillFile(t, f, 4, 20)
	want := mustContent(t, f)
	if err := f.update(func(tx *bolt.Tx) error {
		if err := tx.DeleteBucket(monthTable.name()); err != nil {
			return err
		}
		return putMeta(tx, metaSchema, []byte{0, 0, 0, 0})
	}); err != nil {
		t.Fatal(err)
	}
	_ = f.close()
	return want
}

func TestMigration(t *testing.T) {
	o := fileOptions(t, nil)
	want := olderFile(t, o)
	before := mustRead(t, o.Path)
	f, done := mustOpen(t, o)
	if done.quarantined != "" {
		t.Fatal("an older file was taken for a damaged one")
	}
	sameContent(t, mustContent(t, f), want)
	if !bytes.Equal(before, mustRead(t, o.Path+".v0.bak")) {
		t.Error("the copy is none")
	}
	_ = f.close()
	f, _ = mustOpen(t, o)
	sameContent(t, mustContent(t, f), want)
}

func TestFailedMigrationChangesNothing(t *testing.T) {
	o := fileOptions(t, nil)
	olderFile(t, o)
	if err := os.MkdirAll(filepath.Join(o.Path+tmpSuffix, "in the way"), 0o700); err != nil {
		t.Fatal(err)
	}
	before := mustRead(t, o.Path)
	refused(t, o, "migration from version 0")
	if !bytes.Equal(before, mustRead(t, o.Path)) {
		t.Error("it was changed")
	}
}
