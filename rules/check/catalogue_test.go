package check

import (
	"go/ast"
	"go/parser"
	"go/token"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/collector"
	"github.com/argus-power/argus/config"
	"github.com/argus-power/argus/store"
)

// ownPage is what Argus tells of itself after a probe.
func ownPage(t *testing.T) string {
	t.Helper()
	modules, err := os.ReadFile("../../modules.yml")
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := config.Parse(config.File{Name: "modules.yml", Text: modules})
	if err != nil {
		t.Fatal(err)
	}
	m := collector.NewMetrics()
	m.Watch(func() store.Stats { return store.Stats{Oldest: time.Unix(1, 0), LastCommit: time.Unix(1, 0)} })
	prober := collector.NewProber(func() *config.Config { return cfg }, m, slog.New(slog.DiscardHandler),
		time.Now, 0, nil)
	get := func(h http.Handler, path string) string {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, http.NoBody))
		return w.Body.String()
	}
	get(prober, "/probe?target=ups@127.0.0.1:3493") // nobody needs to listen there
	return get(m.Handler(), "/metrics")
}

// TestExporterMetrics holds the list of what Argus tells of itself to what it does tell.
func TestExporterMetrics(t *testing.T) {
	served := map[string][]string{}
	name := regexp.MustCompile(`(?m)^(\w+)(?:\{(.*)\})? \S+$`)
	label := regexp.MustCompile(`(\w+)="`)
	for _, m := range name.FindAllStringSubmatch(ownPage(t), -1) {
		names := []string{}
		for _, l := range label.FindAllStringSubmatch(m[2], -1) {
			names = append(names, l[1])
		}
		slices.Sort(names)
		served[m[1]] = names
	}
	for name, want := range exporter() {
		got, has := served[name]
		slices.Sort(want)
		if !has || !slices.Equal(got, want) && name != "process_open_fds" {
			t.Errorf("%s: served %t, with %q; listed with %q", name, has, got, want)
		}
	}
	for name := range served {
		if _, listed := exporter()[name]; !listed && strings.HasPrefix(name, "argus_") {
			t.Errorf("%s is served, and not listed", name)
		}
	}
}

// TestWords holds the lists of words to the constants they come from.
func TestWords(t *testing.T) {
	for _, list := range []struct {
		file, of string
		got      []string
	}{
		{"event_kind.go", "EventKind", events()},
		{"reason.go", "Reason", reasons()},
	} {
		for _, want := range constants(t, "../../power/"+list.file, list.of) {
			if !slices.Contains(list.got, want) {
				t.Errorf("%s %q is not in the list", list.of, want)
			}
		}
	}
}

// constants returns the string constants of a type in a source file.
func constants(t *testing.T, file, of string) (values []string) {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if name, ok := spec.Type.(*ast.Ident); ok && name.Name == of {
			value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			values = append(values, value)
		}
		return true
	})
	if len(values) == 0 {
		t.Fatalf("%s has no constants of type %s", file, of)
	}
	return values
}

// TestRecordedLabels holds what is inferred of the series that rules record.
func TestRecordedLabels(t *testing.T) {
	for name, want := range map[string]string{
		"device:argus_load:max":           "device feed instance job rack role site",
		"site:argus_power_watts:sum":      "site",
		"rack:argus_feed_loss_load:ratio": "rack site type",
		"device:argus_status:last":        "device feed instance job rack role site state",
		"device:argus_status:lost":        "device feed instance job rack role site state", // uses itself
		"device:argus_battery_use:open":   "device feed instance job rack role site",
	} {
		var got []string
		for l := range shipped().metrics[name].labels {
			got = append(got, l)
		}
		slices.Sort(got)
		if strings.Join(got, " ") != want {
			t.Errorf("%s: labels %q, want %q", name, got, want)
		}
	}
}
