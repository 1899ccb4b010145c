package main

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/dashboards/gen/demo"
	"github.com/argus-power/argus/rules/check"
)

// TestNames holds every query, variable and annotation to what Argus serves: metrics, labels, words, and
// joins that can meet.
func TestNames(t *testing.T) {
	all, err := demo.Boards("..")
	if err != nil {
		t.Fatal(err)
	}
	view := demo.All(time.Hour, time.Minute, 5*time.Minute)
	judge := func(where, expr string) {
		t.Helper()
		for _, problem := range check.Check(view.Expand(expr)) {
			t.Errorf("%s: %s\n%s", where, problem, view.Expand(expr))
		}
	}
	for _, b := range all {
		for _, p := range b.Panels {
			for _, q := range p.Targets {
				judge(b.UID+" / "+p.Title+" / "+q.RefID, q.Expr)
			}
		}
		for _, a := range b.Annotations.List {
			judge(b.UID+" / annotation "+a.Name, a.Expr)
		}
		for _, v := range b.Templating.List {
			if v.Type == "query" {
				_, selector := v.Asks()
				for _, one := range each(selector) {
					judge(b.UID+" / variable "+v.Name, one)
				}
			}
		}
	}
}

var several = regexp.MustCompile(`^\{__name__=~"(\w+)\(([^)]*)\)",?(.*)\}$`)

// each is a selector of several metrics as one for each of them.
func each(selector string) []string {
	found := several.FindStringSubmatch(selector)
	if found == nil {
		return []string{selector}
	}
	var all []string
	for name := range strings.SplitSeq(found[2], "|") {
		all = append(all, found[1]+name+"{"+found[3]+"}")
	}
	return all
}
