package main

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/prometheus"
)

func checkPanels(t *testing.T, d dashboard.Dashboard) {
	t.Helper()
	titles := map[string]bool{}
	for _, p := range panelsOf(d) {
		if titles[*p.Title] || *p.Title == "" {
			t.Errorf("the title %q is there twice, or empty", *p.Title)
		}
		titles[*p.Title] = true
		if n := len(*p.Description); n < 20 && p.Type != "text" || n == 0 || !strings.HasSuffix(*p.Description, ".") {
			t.Errorf("%s: description %q", *p.Title, *p.Description)
		}
		if p.Type == "text" {
			continue
		}
		f := p.FieldConfig.Defaults
		if f.Unit == nil || f.NoValue == nil || *f.NoValue == "" || f.Thresholds == nil || *p.Datasource.Uid != "${datasource}" {
			t.Errorf("%s has no unit, words for nothing, thresholds or data source", *p.Title)
		}
		if len(p.Targets) == 0 {
			t.Errorf("%s asks nothing", *p.Title)
		}
		for _, target := range p.Targets {
			checkQuery(t, *p.Title, *target.(*prometheus.Dataquery))
		}
		checkUnits(t, *p)
		checkLinks(t, *p)
		checkColumns(t, *p)
	}
}

// panelsOf are all panels, also those in folded rows.
func panelsOf(d dashboard.Dashboard) []*dashboard.Panel {
	var all []*dashboard.Panel
	for _, either := range d.Panels {
		switch {
		case either.Panel != nil:
			all = append(all, either.Panel)
		case either.RowPanel != nil:
			for i := range either.RowPanel.Panels {
				all = append(all, &either.RowPanel.Panels[i])
			}
		}
	}
	return all
}

// known are the units of Grafana that are used, as its valueFormats/categories.ts writes them.
var known = []string{
	"short", "locale", "percentunit", "s", "watt", "kwatth", "volt", "amp", "hertz", "celsius", "suffix:kg", "bytes",
	"reqps", "cps", "pressurepa", "velocityms", "rotrpm", "dateTimeAsLocal", "dateTimeAsLocalNoDateIfToday",
}

func checkUnits(t *testing.T, p dashboard.Panel) {
	t.Helper()
	if unit := *p.FieldConfig.Defaults.Unit; !slices.Contains(known, unit) {
		t.Errorf("%s: unit %q", *p.Title, unit)
	}
	for _, o := range p.FieldConfig.Overrides {
		for _, property := range o.Properties {
			if unit, is := property.Value.(string); is && property.Id == "unit" && !slices.Contains(known, unit) {
				t.Errorf("%s: unit %q", *p.Title, unit)
			}
		}
	}
}

// checkLinks holds that what leads on keeps the data source and the time.
func checkLinks(t *testing.T, p dashboard.Panel) {
	t.Helper()
	text, err := json.Marshal(p.FieldConfig)
	if err != nil {
		t.Fatal(err)
	}
	for _, found := range urls.FindAllStringSubmatch(strings.ReplaceAll(string(text), `\u0026`, "&"), -1) {
		link := found[1]
		source := strings.Contains(link, "var-datasource=${datasource}") || strings.Contains(link, "${__all_variables}")
		if !strings.HasPrefix(link, "/d/") || !source || !strings.Contains(link, "${__url_time_range}") {
			t.Errorf("%s: the link %s", *p.Title, link)
		}
	}
}

// checkColumns holds that a table shows every query that it asks, and asks what it shows.
func checkColumns(t *testing.T, p dashboard.Panel) {
	t.Helper()
	if p.Type != "table" {
		return
	}
	shown := columnsOf(t, p.Transformations[1].Options)
	for i, target := range p.Targets {
		expr := target.(*prometheus.Dataquery).Expr
		tells := strings.Contains(expr, "_info{") || strings.Contains(expr, "ALERTS{") // by its labels alone
		if name := "Value #" + string(rune('A'+i)); !tells && !slices.Contains(shown, name) {
			t.Errorf("%s asks for %s and does not show it", *p.Title, name)
		}
	}
	for _, name := range shown {
		if letter, is := strings.CutPrefix(name, "Value #"); is && int(letter[0]-'A') >= len(p.Targets) {
			t.Errorf("%s shows %s and does not ask for it", *p.Title, name)
		}
	}
}

func columnsOf(t *testing.T, options any) []string {
	t.Helper()
	var filter struct{ Include struct{ Names []string } }
	text, err := json.Marshal(options)
	if err == nil {
		err = json.Unmarshal(text, &filter)
	}
	if err != nil || len(filter.Include.Names) == 0 {
		t.Fatalf("columns: %v in %s", err, text)
	}
	return filter.Include.Names
}

var (
	selectors = regexp.MustCompile(`\b([a-zA-Z_][a-zA-Z0-9_]*)\{([^{}]*)\}`)
	urls      = regexp.MustCompile(`"url":"([^"]*)"`)
	quoted    = regexp.MustCompile(`"[^"]*"`)
	windows   = regexp.MustCompile(`\[([^\]]*)\]`)
)

// checkQuery holds a query to the choices of the reader, and to windows that fit the time shown.
func checkQuery(t *testing.T, title string, q prometheus.Dataquery) {
	t.Helper()
	for _, found := range selectors.FindAllStringSubmatch(q.Expr, -1) {
		if !strings.Contains(found[2], `instance=~"$`) {
			t.Errorf("%s: %s is not chosen by instance", title, found[0])
		}
		if !strings.Contains(found[2], `job=~"$`) && !strings.Contains(found[2], `instance=~"$argus"`) {
			t.Errorf("%s: %s is not chosen by job", title, found[0])
		}
	}
	for _, found := range selectors.FindAllStringSubmatch(q.Expr, -1) {
		sums := strings.HasPrefix(found[1], "argus_power_") || strings.HasPrefix(found[1], "argus_energy_")
		if sums && strings.Contains(q.Expr, "sum") && !strings.Contains(found[2], `device!~".+/[0-9]+"`) {
			t.Errorf("%s: the units of a daisy chain are in the sum of %s", title, found[0])
		}
	}
	for _, found := range windows.FindAllStringSubmatch(quoted.ReplaceAllString(q.Expr, ""), -1) {
		if !slices.Contains([]string{"$__range", "$__rate_interval", "$__interval", "1d", "6h", "30d", "$__range:$__interval"}, found[1]) {
			t.Errorf("%s: the window [%s]", title, found[1])
		}
	}
	if q.Datasource == nil || *q.Datasource.Uid != "${datasource}" || *q.RefId == "" {
		t.Errorf("%s: a query without the data source", title)
	}
}
