package check

import (
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const runbooks = "https://github.com/argus-power/argus/blob/main/docs/runbooks.md#"

// wide are the alerts that are not about one device, and the labels that each has instead.
func wide() map[string][]string {
	return map[string][]string{
		"ArgusWatchdog": nil, "ArgusAbsent": nil, "ArgusDown": {"job", "instance"}, "ArgusJobDown": {"job"},
		"ArgusJobGone": {"job"}, "ArgusTargetRefused": {"job", "instance"},
		"ArgusConfigReloadFailed": {"job", "instance"}, "ArgusStoreFailing": {"job", "instance"},
		"ArgusStoreErrors": {"job", "instance"}, "ArgusEventsDropped": {"job", "instance"},
		"ArgusStoreDamaged": {"job", "instance"}, "ArgusDevicesRefused": {"job", "instance"},
		"ArgusRequestsRefused": {"job", "instance", "code"}, "ProbeFailing": {"job", "instance", "site"},
		"ProbeSlow": {"job", "instance", "site"}, "SiteOnBattery": {"site"},
		"FeedLossOverload": {"site", "rack", "type"}, "FeedLost": {"site", "rack", "feed"},
	}
}

func alerts(t *testing.T) (list []Rule) {
	for _, r := range shippedRules(t) {
		if r.Alert != "" {
			list = append(list, r)
		}
	}
	return list
}

// TestAlertLabels holds that every alert can be routed and inhibited: it has a severity, and the
// labels of what it is about.
func TestAlertLabels(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range alerts(t) {
		if !slices.Contains([]string{"critical", "warning", "info"}, r.Labels["severity"]) || len(r.Labels) != 1 {
			t.Errorf("%s: labels %v", r.Alert, r.Labels)
		}
		want, isWide := wide()[r.Alert]
		if !isWide {
			want = []string{"job", "instance", "device", "site"}
		}
		if lacks := shipped().Missing(r.Expr, want...); lacks != nil {
			t.Errorf("%s: some of its results lack %q", r.Alert, lacks)
		}
		if seen[r.Alert] {
			t.Errorf("there are two alerts %s", r.Alert)
		}
		seen[r.Alert] = true
	}
	for name := range wide() {
		if !seen[name] {
			t.Errorf("there is no alert %s", name)
		}
	}
}

// TestAnnotations holds what each alert tells a person, and where its links lead.
func TestAnnotations(t *testing.T) {
	boards := []string{
		"argus-overview", "argus-ups", "argus-pdu", "argus-environment", "argus-energy", "argus-health",
	}
	board := regexp.MustCompile(`^/d/([a-z-]+)/([a-z-]+)(\?[^ ]*.*)?$`)
	variable := regexp.MustCompile(`[?&]var-(\w+)=\{\{ \$labels\.(\w+) \| urlquery \}\}`)
	for _, r := range alerts(t) {
		a := r.Annotations
		if strings.Contains(a["summary"], "$value") || a["summary"] == "" || strings.HasSuffix(a["summary"], ".") {
			t.Errorf("%s: summary %q: it must stay the same, and be no sentence", r.Alert, a["summary"])
		}
		if !strings.ContainsAny(a["description"], ".;") || strings.Contains(a["description"], "\n") {
			t.Errorf("%s: description %q", r.Alert, a["description"])
		}
		if a["runbook_url"] != runbooks+strings.ToLower(r.Alert) {
			t.Errorf("%s: runbook %q", r.Alert, a["runbook_url"])
		}
		link := board.FindStringSubmatch(a["dashboard_url"])
		if link == nil || link[1] != link[2] || !slices.Contains(boards, link[1]) {
			t.Errorf("%s: dashboard %q", r.Alert, a["dashboard_url"])
			continue
		}
		for _, v := range variable.FindAllStringSubmatch(link[3], -1) {
			if v[1] != v[2] {
				t.Errorf("%s: the dashboard's variable %s gets the label %s", r.Alert, v[1], v[2])
			}
		}
		if rest := variable.ReplaceAllString(link[3], ""); rest != "" {
			t.Errorf("%s: dashboard link has %q", r.Alert, rest)
		}
		if len(a) != 4 {
			t.Errorf("%s: %d annotations", r.Alert, len(a))
		}
	}
}

// TestTemplates holds that templates use labels that the expression yields. Those that are asked
// for by "with" may be missing in some results.
func TestTemplates(t *testing.T) {
	used := regexp.MustCompile(`(with )?\$labels\.(\w+)`)
	for _, r := range alerts(t) {
		branches, _ := shipped().infer(r.Expr)
		for name, text := range r.Annotations {
			for _, m := range used.FindAllStringSubmatch(text, -1) {
				if m[1] != "" && anyHas(branches, m[2]) {
					continue
				}
				if lacks := shipped().Missing(r.Expr, m[2]); lacks != nil {
					t.Errorf("%s: %s uses $labels.%s, which some of its results lack", r.Alert, name, m[2])
				}
			}
		}
	}
}

// TestQueriesInTemplates holds the queries of templates to the catalogue, too.
func TestQueriesInTemplates(t *testing.T) {
	query := regexp.MustCompile("printf `([^`]*)`")
	for _, r := range alerts(t) {
		for name, text := range r.Annotations {
			for _, m := range query.FindAllStringSubmatch(text, -1) {
				for _, p := range Check(strings.ReplaceAll(m[1], "%q", `"x"`)) {
					t.Errorf("%s: %s: %s", r.Alert, name, p)
				}
			}
		}
	}
}

// TestRunbooks holds that there is a section for each alert, in the order of the rules or not,
// and none that is left over.
func TestRunbooks(t *testing.T) {
	text, err := os.ReadFile(path.Join("..", "..", "docs", "runbooks.md"))
	if err != nil {
		t.Fatal(err)
	}
	sections := map[string]int{}
	for _, m := range regexp.MustCompile(`(?m)^### (\w+)$`).FindAllStringSubmatch(string(text), -1) {
		sections[m[1]]++
	}
	for _, r := range alerts(t) {
		if sections[r.Alert] != 1 {
			t.Errorf("docs/runbooks.md has %d sections %s", sections[r.Alert], r.Alert)
		}
		delete(sections, r.Alert)
	}
	for name := range sections {
		t.Errorf("docs/runbooks.md has a section %s, and there is no such alert", name)
	}
}
