package main

import (
	"os/exec"
	"strings"
	"testing"
)

// TestVersion holds that versions are as they should be, and that Debian sorts them in the order of this list.
func TestVersion(t *testing.T) {
	before := ""
	for _, test := range []struct{ described, want string }{
		{"60c637f", "0.0.0+70.g60c637f"},
		{"60c637f-dirty", "0.0.0+70.g60c637f.dirty"},
		{"v0.3.0-rc.1-0-gabc1234", "0.3.0-rc.1"},
		{"v0.3.0-rc.1-3-gabc1234", "0.3.0-rc.1+3.gabc1234"},
		{"v0.3.0-rc.2-0-gabc1234", "0.3.0-rc.2"},
		{"v0.3.0-0-gabc1234", "0.3.0"},
		{"v0.3.0-5-gabc1234", "0.3.0+5.gabc1234"},
		{"v0.3.0-5-gabc1234-dirty", "0.3.0+5.gabc1234.dirty"},
		{"v0.3.0-10-gabc1234", "0.3.0+10.gabc1234"},
		{"v0.3.1-0-gabc1234", "0.3.1"},
		{"v0.10.0-0-gabc1234", "0.10.0"},
	} {
		got, err := version(test.described, "70")
		if err != nil || got != test.want {
			t.Errorf("%s: got %s, %v; want %s", test.described, got, err, test.want)
		}
		packaged := strings.Replace(got, "-", "~", 1) // as nfpm writes it
		if dpkg, err := exec.LookPath("dpkg"); err == nil && before != "" {
			if err := exec.Command(dpkg, "--compare-versions", before, "lt", packaged).Run(); err != nil {
				t.Errorf("Debian does not sort %s before %s", before, packaged)
			}
		}
		before = packaged
	}
	for _, bad := range []string{"", "v1-0-gabc", "latest-3-gabc1234", "v1.2-0-gabc1234"} {
		if got, err := version(bad, "70"); err == nil {
			t.Errorf("%q is %q", bad, got)
		}
	}
}
