package check

import (
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/promql/parser"
	"gopkg.in/yaml.v3"
)

// testFile is what is read of a file of tests.
type testFile struct {
	Tests []struct {
		Alerts []struct {
			Name string `yaml:"alertname"`
			Want []any  `yaml:"exp_alerts"`
		} `yaml:"alert_rule_test"`
		Exprs []struct {
			Expr string `yaml:"expr"`
			Want []any  `yaml:"exp_samples"`
		} `yaml:"promql_expr_test"`
	} `yaml:"tests"`
}

func testFiles(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob("../tests/*_test.yml")
	if err != nil || len(names) == 0 {
		t.Fatalf("%d files of tests: %v", len(names), err)
	}
	return names
}

// TestEveryRuleIsTested holds that each alert has a test in which it fires and one in which it
// does not, and that each recorded series has one with figures.
func TestEveryRuleIsTested(t *testing.T) {
	fires, silent, figures := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, name := range testFiles(t) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var f testFile
		if err := yaml.Unmarshal(text, &f); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, group := range f.Tests {
			for _, a := range group.Alerts {
				fires[a.Name] = fires[a.Name] || len(a.Want) > 0
				silent[a.Name] = silent[a.Name] || len(a.Want) == 0
			}
			for _, e := range group.Exprs {
				for _, metric := range Names(e.Expr) {
					figures[metric] = figures[metric] || len(e.Want) > 0
				}
			}
		}
	}
	for _, r := range shippedRules(t) {
		switch {
		case r.Record != "" && !figures[r.Record]:
			t.Errorf("%s: %s has no test", r.File, r.Record)
		case r.Alert == "ArgusWatchdog": // it never is silent
		case r.Alert != "" && (!fires[r.Alert] || !silent[r.Alert]):
			t.Errorf("%s: %s: fires in a test: %t, does not: %t", r.File, r.Alert, fires[r.Alert], silent[r.Alert])
		}
	}
}

// TestFormat has Prometheus' own code read the files.
func TestFormat(t *testing.T) {
	names, err := filepath.Glob("../*.yml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		_, errs := rulefmt.ParseFile(name, false, model.UTF8Validation, parser.NewParser(parser.Options{}), slog.New(slog.DiscardHandler))
		for _, err := range errs {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestPromtool has promtool check the rules and run their tests. $PROMTOOL names another one than
// that on the path: the rules are for 2.42 and for 3.
func TestPromtool(t *testing.T) {
	name := os.Getenv("PROMTOOL")
	if name == "" {
		name = "promtool"
	}
	program, err := exec.LookPath(name)
	if err != nil {
		say := t.Skipf
		if os.Getenv("ARGUS_REQUIRE_SERVERS") == "1" {
			say = t.Fatalf
		}
		say("skipped: %s is not installed; get it with: apt-get install prometheus", name)
	}
	rules, err := filepath.Glob("../*.yml")
	if err != nil {
		t.Fatal(err)
	}
	run(t, program, append([]string{"check", "rules", "--lint=all", "--lint-fatal"}, rules...)...)
	for _, file := range testFiles(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			run(t, program, "test", "rules", file)
		})
	}
}

func run(t *testing.T, program string, args ...string) {
	t.Helper()
	if out, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput(); err != nil {
		t.Errorf("%v: %v\n%s", args, err, out)
	}
}
