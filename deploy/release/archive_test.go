package main

import (
	"archive/zip"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// some is a release of two files, collected somewhere at some time.
func some(t *testing.T) *release {
	t.Helper()
	r := &release{out: t.TempDir(), work: t.TempDir(), version: "1.2.3", date: time.Unix(1_700_000_000, 0).UTC()}
	for name, text := range map[string]string{"README.md": "read me", "docs/a.md": "more", notShared + "/argus.1.gz": "manual"} {
		if err := r.keep(name, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

// TestArchives holds that archives have what they should, and the same bytes wherever they are made.
func TestArchives(t *testing.T) {
	made := map[string]string{}
	for round := range 2 {
		r := some(t)
		binary := filepath.Join(r.work, "argus")
		if err := os.WriteFile(binary, []byte("a program"), 0o600|os.FileMode(round)); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(binary, time.Now(), time.Unix(int64(round), 0)); err != nil {
			t.Fatal(err)
		}
		for _, p := range platforms {
			if err := r.archive(p, binary); err != nil {
				t.Fatal(err)
			}
		}
		if err := r.checksums(); err != nil {
			t.Fatal(err)
		}
		files, err := os.ReadDir(r.out)
		if err != nil {
			t.Fatal(err)
		}
		if len(files) != len(platforms)+1 {
			t.Errorf("%d files of %d platforms", len(files), len(platforms))
		}
		for _, file := range files {
			text, err := os.ReadFile(filepath.Join(r.out, file.Name()))
			if err != nil {
				t.Fatal(err)
			}
			if before, known := made[file.Name()]; known != (round == 1) || known && before != string(text) {
				t.Errorf("%s differs", file.Name())
			}
			made[file.Name()] = string(text)
		}
		if round == 0 {
			holds(t, r.out)
		}
	}
}

// holds looks into a zip, and into the others with the tools that users have.
func holds(t *testing.T, out string) {
	t.Helper()
	z, err := zip.OpenReader(filepath.Join(out, "argus-1.2.3.windows-amd64.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	var names []string
	for _, file := range z.File {
		names = append(names, file.Name)
		if file.Name == "argus-1.2.3.windows-amd64/docs/a.md" {
			body, err := file.Open()
			if err != nil {
				t.Fatal(err)
			}
			if text, err := io.ReadAll(body); err != nil || string(text) != "more" {
				t.Errorf("%s: %q, %v", file.Name, text, err)
			}
		}
	}
	const dir = "argus-1.2.3.windows-amd64/"
	if got := strings.Join(names, " "); got != dir+"argus.exe "+dir+"README.md "+dir+"docs/a.md" {
		t.Errorf("the zip has %s", got)
	}
	for _, tool := range [][]string{
		{"sha256sum", "--check", "--strict", sums}, {"tar", "-tzf", "argus-1.2.3.linux-armv7.tar.gz"},
	} {
		if _, err := exec.LookPath(tool[0]); err != nil {
			continue
		}
		cmd := exec.Command(tool[0], tool[1:]...)
		cmd.Dir = out
		if said, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v: %v\n%s", tool, err, said)
		}
	}
}
