package snmptest

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Where recordings are, from the root of the repository: those of real devices lie beside the
// project and are not part of it, those of the project are made up.
const (
	recordings = "../shared/devices/snmp"
	fixtures   = "snmp/testdata/fixtures"
)

// A Recording is what an agent of a real device once answered.
type Recording struct {
	Name string // of its file, without the extension
	Tree *Tree
}

// Recordings reads the recordings of real devices that lie beside the project, or skips the test
// where there are none.
func Recordings(tb testing.TB) []Recording {
	tb.Helper()
	dir := filepath.Join(repository(tb), recordings)
	files, err := filepath.Glob(filepath.Join(dir, "*.snmprec"))
	if err != nil || len(files) == 0 {
		tb.Skipf("the recordings of real devices are not part of the project; "+
			"this test would look for them in %s", dir)
	}
	var list []Recording
	for _, file := range files {
		tree, err := ReadRecording(file)
		if err != nil {
			tb.Fatalf("snmptest: %v", err)
		}
		list = append(list, Recording{strings.TrimSuffix(filepath.Base(file), ".snmprec"), tree})
	}
	return list
}

// Fixture reads a recording that the project has made for itself.
func Fixture(tb testing.TB, name string) *Tree {
	tb.Helper()
	tree, err := ReadRecording(filepath.Join(repository(tb), fixtures, name+".snmprec"))
	if err != nil {
		tb.Fatalf("snmptest: %v", err)
	}
	return tree
}

// repository finds the root of the repository, from whichever package the test is in.
func repository(tb testing.TB) string {
	tb.Helper()
	dir, err := os.Getwd()
	if err != nil {
		tb.Fatalf("snmptest: %v", err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); !errors.Is(err, os.ErrNotExist) {
			return dir
		}
		if dir == filepath.Dir(dir) {
			tb.Fatal("snmptest: no go.mod above the directory of the test")
		}
		dir = filepath.Dir(dir)
	}
}
