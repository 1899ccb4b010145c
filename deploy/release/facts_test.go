package main

import (
	"os"
	"os/exec"
	"path/filepath"
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

// checkout is one commit, made without what the user has set.
func checkout(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	t.Setenv("GIT_CONFIG_SYSTEM", os.DevNull)
	for _, args := range [][]string{
		{"init", "--quiet"},
		{"config", "core.abbrev", "7"},
		{"-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--quiet", "--allow-empty", "-m", "first"},
	} {
		if _, err := output(t.Context(), root, nil, "git", args...); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// TestCommit holds that the version is that of the commit, the same in every checkout, and that it tells of files that
// are not in the commit: they are built and packed, too.
func TestCommit(t *testing.T) {
	r := release{root: checkout(t)}
	if err := r.commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if want := "0.0.0+1.g" + r.revision[:12]; r.version != want {
		t.Errorf("got %s, want %s", r.version, want)
	}
	if err := os.WriteFile(filepath.Join(r.root, "more.go"), []byte("package main\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := r.commit(t.Context()); err != nil || !strings.HasSuffix(r.version, ".dirty") {
		t.Errorf("with a new file it is %s, %v", r.version, err)
	}
}

// TestPrepareKeeps holds that a folder is not emptied of what no release has put there: a checkout, say.
func TestPrepareKeeps(t *testing.T) {
	out := t.TempDir()
	if err := os.Mkdir(filepath.Join(out, "argus"), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := prepare(t.Context(), checkout(t), out, "nfpm"); err == nil || !strings.Contains(err.Error(), "of no release") {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(filepath.Join(out, "argus")); err != nil {
		t.Error(err)
	}
}

// TestSettings holds that what somebody has set for their own builds stays out of a release, however they did it.
func TestSettings(t *testing.T) {
	file := filepath.Join(t.TempDir(), "env")
	text := "GOFLAGS=-tags=mine\nGOPROXY=https://proxy.example.org\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOENV", file)
	t.Setenv("GOPROXY", "")
	for _, inherited := range []string{"", "-tags=also-mine"} {
		t.Setenv("GOFLAGS", inherited)
		r := release{root: t.TempDir()}
		settings, err := r.settings(t.Context(), platforms[0])
		if err != nil {
			t.Fatal(err)
		}
		got, err := output(t.Context(), r.root, settings, "go", "env", "GOFLAGS", "GOPROXY")
		if want := "\nhttps://proxy.example.org"; err != nil || got != want {
			t.Errorf("with GOFLAGS=%s: got %q, %v; want %q", inherited, got, err, want)
		}
	}
}
