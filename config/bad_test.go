package config

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what is found into testdata/bad; see the difference")

// builtIn stands in for the modules that the program brings along.
var builtIn = File{"modules.yml", []byte(`modules:
  nut:
    protocol: nut
    timeout: 7s
    info: {model: [ups.model]}
    readings:
      - {quantity: battery_charge_ratio, var: battery.charge, scale: 0.01}
`)}

// wantMark begins the lines at the top of a bad file that say what is wrong with
// it: "# want: line: text", without the line if it is the file as a whole.
const wantMark = "# want: "

// TestBadFiles holds what a user is told about each mistake that can be made.
func TestBadFiles(t *testing.T) {
	names, err := filepath.Glob("testdata/bad/*.yml")
	if err != nil || len(names) < 40 {
		t.Fatalf("%d files, %v", len(names), err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".yml"), func(t *testing.T) {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if *update {
				text = rewrite(t, name, text)
			}
			compare(t, problemsOf(t, text), wanted(string(text)))
		})
	}
}

func problemsOf(t *testing.T, text []byte) Problems {
	t.Helper()
	c, err := Parse(builtIn, File{"bad.yml", text})
	var problems Problems
	if c != nil || !errors.As(err, &problems) || len(problems) == 0 {
		t.Fatalf("got %v, %v, want problems", c, err)
	}
	return problems
}

func wanted(text string) []string {
	var want []string
	for line := range strings.Lines(text) {
		rest, ok := strings.CutPrefix(line, wantMark)
		if !ok {
			break
		}
		want = append(want, strings.TrimSuffix(rest, "\n"))
	}
	return want
}

func compare(t *testing.T, got Problems, want []string) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%d problems, want %d:\n%v", len(got), len(want), got)
		return
	}
	for i, p := range got {
		if p.File != "bad.yml" {
			t.Errorf("problem in %s: %v", p.File, p)
		}
		shown := brief(p)
		if shown != want[i] {
			t.Errorf("got  %s\nwant %s", shown, want[i])
		}
	}
}

func brief(p Problem) string {
	if p.Line == 0 {
		return p.Text
	}
	return fmt.Sprintf("%d: %s", p.Line, p.Text)
}

// rewrite puts what is found at the top of a file, for -update.
func rewrite(t *testing.T, name string, text []byte) []byte {
	t.Helper()
	lines := slices.DeleteFunc(strings.SplitAfter(string(text), "\n"), func(line string) bool {
		return strings.HasPrefix(line, wantMark)
	})
	body := strings.Join(lines, "")
	room := strings.Repeat("#\n", len(problemsOf(t, []byte(body))))
	var b strings.Builder
	for _, p := range problemsOf(t, []byte(room+body)) {
		b.WriteString(wantMark + brief(p) + "\n")
	}
	b.WriteString(body)
	if err := os.WriteFile(name, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return []byte(b.String())
}

func glob(tb testing.TB, pattern string) []string {
	tb.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) == 0 {
		tb.Fatalf("%d files %s, %v", len(names), pattern, err)
	}
	return names
}
