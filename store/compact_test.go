package store

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"
)

func TestCompact(t *testing.T) {
	o := fileOptions(t, nil)
	f, first := mustOpen(t, o)
	fillFile(t, f, 5, 20000)
	for more := true; more; {
		more, _ = f.retain(fileEpoch, Retention{MaxEvents: 100})
	}
	want, before := mustContent(t, f), f.size()
	_ = f.close()
	var said bytes.Buffer
	if err := Compact(t.Context(), o.Path, &said); err != nil {
		t.Fatal(err)
	}
	f, again := mustOpen(t, o)
	sameContent(t, mustContent(t, f), want)
	if f.size() > before/4 || f.lastSeq() != 20000 || again.id != first.id || !strings.Contains(said.String(), "bytes, were") {
		t.Errorf("%d bytes of %d, last %d, said %s", f.size(), before, f.lastSeq(), &said)
	}
	if list, _ := filepath.Glob(o.Path + "*"); len(list) != 2 {
		t.Errorf("left: %v", list)
	}
}

func TestWasteful(t *testing.T) {
	for _, c := range []struct {
		size        int64
		free, pages int
		want        bool
	}{{65 << 20, 60, 100, true}, {65 << 20, 50, 100, false}, {64 << 20, 99, 100, false}} {
		r := report{size: c.size, free: c.free, meta: fileMeta{pages: uint64(c.pages)}}
		if r.wasteful() != c.want {
			t.Errorf("%+v", c)
		}
	}
}

func TestCommandsNeedAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none.db")
	if err := Check(t.Context(), path, new(bytes.Buffer)); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
	if list, _ := os.ReadDir(filepath.Dir(path)); len(list) != 0 {
		t.Errorf("it made %v", list)
	}
}

func TestCheckAndExport(t *testing.T) {
	o := fileOptions(t, nil)
	f, done := mustOpen(t, o)
	fillFile(t, f, 3, 40)
	_ = f.close()
	var said bytes.Buffer
	if err := Check(t.Context(), o.Path, &said); err != nil || !strings.Contains(said.String(), done.id) ||
		!strings.Contains(said.String(), "events   40 records") {
		t.Errorf("%v: %s", err, &said)
	}
	for what, rows := range map[string]int{"events": 40, "devices": 3, "days": 15, "months": 6} {
		lines, table := exported(t, o.Path, what)
		if len(lines) != rows || len(table) != rows+1 {
			t.Errorf("%s: %d lines, %d rows", what, len(lines), len(table)-1)
		}
		for i, row := range table[1:] {
			for n, name := range table[0] {
				if text, is := lines[i][name].(string); is && n < len(row) && text != row[n] {
					t.Errorf("%s: %s is %q and %q", what, name, text, row[n])
				}
			}
		}
	}
	if err := Export(t.Context(), o.Path, "energy", "json", new(bytes.Buffer)); err == nil {
		t.Error("energy is no table of its own")
	}
	if err := Export(t.Context(), o.Path, "days", "xml", new(bytes.Buffer)); err == nil {
		t.Error("there is no XML")
	}
}

func exported(t *testing.T, path, what string) (lines []map[string]any, table [][]string) {
	t.Helper()
	var asJSON, asCSV bytes.Buffer
	if err := errors.Join(Export(t.Context(), path, what, "json", &asJSON), Export(t.Context(), path, what, "csv", &asCSV)); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(asJSON.String()) {
		var row map[string]any
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, row)
	}
	table, err := csv.NewReader(&asCSV).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return lines, table
}

func TestFormulasAreText(t *testing.T) {
	for text, want := range map[string]string{"=1+1": "'=1+1", "UPS": "UPS", "": "", "-x": "'-x"} {
		if got := cell(text); got != want {
			t.Errorf("%q is %q", text, got)
		}
	}
}

// TestExportOfADamagedFile cuts a file short: what is left can be had.
func TestExportOfADamagedFile(t *testing.T) {
	o := fileOptions(t, nil)
	f, _ := mustOpen(t, o)
	fillFile(t, f, 3, 1000)
	if err := f.update(func(tx *bolt.Tx) error {
		key := seqKey(7)
		value := bytes.Clone(in(tx, eventTable).Get(key))
		value[9]++
		return in(tx, eventTable).Put(key, value)
	}); err != nil {
		t.Fatal(err)
	}
	r := used(t, f)
	_ = f.close()
	var said bytes.Buffer
	if err := Check(t.Context(), o.Path, &said); err == nil || !strings.Contains(said.String(), "events: record 7 is damaged") {
		t.Errorf("%v: %s", err, &said)
	}
	var all, left bytes.Buffer
	if err := Export(t.Context(), o.Path, "events", "json", &all); err == nil || !strings.Contains(err.Error(), "1 damaged records") {
		t.Error(err)
	}
	if err := os.Truncate(o.Path, r*2/3); err != nil {
		t.Fatal(err)
	}
	err := Export(t.Context(), o.Path, "events", "json", &left)
	n := strings.Count(left.String(), "\n")
	if err == nil || n == 0 || n >= 999 || strings.Count(all.String(), "\n") != 999 {
		t.Errorf("%d of 999 after %v", n, err)
	}
}
