package nuttest

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// recordings are dumps of real devices, seen from a package of the project. They are not part of it.
const recordings = "../../shared/devices/nut"

// remark is what those who collected the dumps wrote behind some values.
var remark = regexp.MustCompile(`(?m)[ \t]+#(?:BAD|COMMENT|<).*$`)

// Recordings reads the dumps of real devices that lie beside the project, or skips the test where
// there are none. A device has the name of its file.
func Recordings(tb testing.TB) []Device {
	tb.Helper()
	if _, err := os.Stat(recordings); err != nil {
		tb.Skipf("the recordings of real devices are not part of the project; "+
			"this test would look for them in %s", recordings)
	}
	var list []Device
	err := filepath.WalkDir(recordings, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".dev" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		vars, err := ReadDump(strings.NewReader(remark.ReplaceAllString(string(text), "")))
		list = append(list, Device{Name: filepath.Base(path), Vars: vars})
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	if len(list) < 500 {
		tb.Fatalf("%d recordings, want 500 or more", len(list))
	}
	return list
}
