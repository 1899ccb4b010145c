package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestCommitted holds the files to what the generator writes.
func TestCommitted(t *testing.T) {
	var names []string
	for _, b := range boards() {
		want, err := b.encode()
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join("..", b.uid+".json"))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s.json is not what the generator writes (%v): run \"go run . -out ..\" in dashboards/gen", b.uid, err)
		}
		names = append(names, b.uid+".json")
	}
	files, err := filepath.Glob("../*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if !slices.Contains(names, filepath.Base(file)) {
			t.Errorf("%s is nobody's", file)
		}
	}
}

// TestRun writes to a directory of its own.
func TestRun(t *testing.T) {
	dir := t.TempDir()
	var out bytes.Buffer
	if err := run([]string{"-out", dir}, &out); err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(out.String(), "\n"); got != len(boards()) {
		t.Errorf("%d files: %s", got, out.String())
	}
	if err := run([]string{"-out", filepath.Join(dir, "missing")}, &out); err == nil {
		t.Error("writes to a directory that is not there")
	}
	if err := run([]string{"-in"}, &out); err == nil {
		t.Error("takes a flag that it has not")
	}
}
