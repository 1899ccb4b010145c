// Package deploy holds what runs Argus among others: the tests here read it as those others do.
package deploy

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/argus-power/argus/deploy/local"
)

// tool finds a program, or skips the test; in CI, where nothing may be skipped, it fails instead.
func tool(t *testing.T, what local.Tool) string {
	t.Helper()
	path, err := what.Find()
	if err == nil {
		return path
	}
	say := t.Skipf
	if os.Getenv("ARGUS_REQUIRE_SERVERS") == "1" {
		say = t.Fatalf
	}
	say("skipped: %v", err)
	return ""
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.FromSlash(name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func write(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// command runs a program that must succeed, and returns what it prints.
func command(t *testing.T, path string, args ...string) string {
	t.Helper()
	var words bytes.Buffer
	cmd := exec.CommandContext(t.Context(), path, args...)
	cmd.Stderr = &words
	out, err := cmd.Output()
	if err != nil {
		t.Errorf("%s %s: %v\n%s%s", filepath.Base(path), strings.Join(args, " "), err, out, &words)
	}
	return string(out)
}

// layOut copies deploy/prometheus and the rules to where Prometheus expects them.
func layOut(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("prometheus")); err != nil {
		t.Fatal(err)
	}
	for name, text := range rules(t) {
		write(t, filepath.Join(dir, "rules", name), text)
	}
	return dir
}

// rules are the files of rules/ that Prometheus reads.
func rules(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	names, err := fs.Glob(os.DirFS("../rules"), "*.yml")
	if err != nil || len(names) == 0 {
		t.Fatalf("no rules: %v", err)
	}
	for _, name := range names {
		files[name] = read(t, "../rules/"+name)
	}
	return files
}
