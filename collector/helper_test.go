package collector

import (
	"cmp"
	"context"
	"flag"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/config"
	"github.com/argus-power/argus/nut/nuttest"
)

// update rewrites the goldens and the generated documentation.
var update = flag.Bool("update", false, "rewrite golden files and generated documentation")

// moment is the injected time of all tests here; it stands still.
var moment = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func still() time.Time { return moment }

// parse makes a configuration of the built-in modules and some more.
func parse(tb testing.TB, more string) *config.Config {
	tb.Helper()
	text, err := os.ReadFile("../modules.yml")
	if err != nil {
		tb.Fatal(err)
	}
	c, err := config.Parse(config.File{Name: "modules.yml", Text: text},
		config.File{Name: "test.yml", Text: []byte(more)})
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// anyPort lets tests probe servers on free ports.
const anyPort = "targets: {allow: ['127.0.0.1:*', '[::1]:*']}\n"

func prober(tb testing.TB, more string) *Prober {
	tb.Helper()
	c := parse(tb, cmp.Or(more, anyPort))
	return NewProber(func() *config.Config { return c }, NewMetrics(),
		slog.New(slog.DiscardHandler), still, 500*time.Millisecond, nil)
}

// get asks a handler and returns status and body.
func get(tb testing.TB, h http.Handler, url string) (int, string) {
	tb.Helper()
	ctx, cancel := context.WithTimeout(tb.Context(), 20*time.Second)
	defer cancel()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodGet, url, nil))
	body, err := io.ReadAll(w.Result().Body)
	if err != nil {
		tb.Fatal(err)
	}
	return w.Code, string(body)
}

// series returns the samples of an exposition without comments.
func series(body string) []string {
	var lines []string
	for line := range strings.Lines(body) {
		if !strings.HasPrefix(line, "#") {
			lines = append(lines, strings.TrimSuffix(line, "\n"))
		}
	}
	return lines
}

// has checks that an exposition holds all these lines.
func has(tb testing.TB, body string, wanted ...string) {
	tb.Helper()
	for _, line := range wanted {
		if !strings.Contains("\n"+body, "\n"+line+"\n") {
			tb.Errorf("no line %s in\n%s", line, body)
		}
	}
}

// lacks checks that an exposition holds none of these texts.
func lacks(tb testing.TB, body string, unwanted ...string) {
	tb.Helper()
	for _, text := range unwanted {
		if strings.Contains(body, text) {
			tb.Errorf("unwanted %s in\n%s", text, body)
		}
	}
}

// device reads a fixture.
func device(tb testing.TB, name string) nuttest.Device {
	tb.Helper()
	f, err := os.Open(filepath.Join("testdata", name+".dev"))
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	vars, err := nuttest.ReadDump(f)
	if err != nil {
		tb.Fatal(err)
	}
	return nuttest.Device{Name: name, Description: "The " + name, Vars: vars}
}

// golden compares with a file, or rewrites it.
func golden(tb testing.TB, path, got string) {
	tb.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			tb.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		tb.Fatalf("%v; make it with: go test ./collector -update", err)
	}
	if got != string(want) {
		tb.Errorf("%s differs; after a look at the change: go test ./collector -update\n%s", path,
			firstDifference(string(want), got))
	}
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(w), len(g)) {
		a, b := "(end)", "(end)"
		if i < len(w) {
			a = w[i]
		}
		if i < len(g) {
			b = g[i]
		}
		if a != b {
			return "want " + a + "\n got " + b
		}
	}
	return ""
}

func queryOf(target string) config.Query { return config.Query{Target: target} }
