package main

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/grafana/grafana-foundation-sdk/go/cog/plugins"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

// decoded are the dashboards as a strict reader takes them. What Grafana's annotations of Prometheus know
// and the schema does not is taken out first.
func decoded(t *testing.T) []dashboard.Dashboard {
	t.Helper()
	plugins.RegisterDefaultPlugins()
	var all []dashboard.Dashboard
	for _, b := range boards() {
		text, err := b.encode()
		if err != nil {
			t.Fatal(err)
		}
		var tree map[string]any
		if err := json.Unmarshal(text, &tree); err != nil {
			t.Fatal(err)
		}
		if list, ok := tree["annotations"].(map[string]any)["list"].([]any); ok {
			for _, a := range list {
				for _, key := range []string{"titleFormat", "textFormat", "tagKeys", "useValueForTime"} {
					delete(a.(map[string]any), key)
				}
			}
		}
		if text, err = json.Marshal(tree); err != nil {
			t.Fatal(err)
		}
		var d dashboard.Dashboard
		if err := d.UnmarshalJSONStrict(text); err != nil {
			t.Errorf("%s: %v", b.uid, err)
		}
		if err := d.Validate(); err != nil {
			t.Errorf("%s: %v", b.uid, err)
		}
		all = append(all, d)
	}
	return all
}

func TestDashboards(t *testing.T) {
	uid := regexp.MustCompile(`^argus-[a-z]+$`)
	seen := map[string]bool{}
	for _, d := range decoded(t) {
		t.Run(*d.Uid, func(t *testing.T) {
			if !uid.MatchString(*d.Uid) || seen[*d.Uid] || seen[*d.Title] {
				t.Errorf("uid %q, title %q", *d.Uid, *d.Title)
			}
			seen[*d.Uid], seen[*d.Title] = true, true
			if !slices.Equal(d.Tags, []string{"argus"}) || *d.Editable || d.SchemaVersion < 39 || d.SchemaVersion > 42 ||
				*d.GraphTooltip != dashboard.DashboardCursorSyncTooltip || *d.Description == "" || d.Id != nil {
				t.Errorf("tags %q, editable %t, schema %d", d.Tags, *d.Editable, d.SchemaVersion)
			}
			if len(d.Links) != 1 || !d.Links[0].KeepTime || !d.Links[0].IncludeVars || !d.Links[0].AsDropdown ||
				!slices.Equal(d.Links[0].Tags, []string{"argus"}) {
				t.Errorf("links %v", d.Links)
			}
			checkVariables(t, d)
			checkGrid(t, d)
			checkPanels(t, d)
		})
	}
}

func checkVariables(t *testing.T, d dashboard.Dashboard) {
	t.Helper()
	var names []string
	for _, v := range d.Templating.List {
		names = append(names, v.Name)
		if v.Label == nil || v.Description == nil {
			t.Errorf("variable %s has no label or description", v.Name)
		}
		if v.Type != dashboard.VariableTypeQuery {
			continue
		}
		if !*v.Multi || !*v.IncludeAll || *v.Refresh != dashboard.VariableRefreshOnTimeRangeChanged ||
			*v.Datasource.Uid != "${datasource}" || v.Query.Map["query"] != *v.Definition {
			t.Errorf("variable %s: %+v", v.Name, v)
		}
		want := ".+"
		if v.Name == "site" {
			want = ".*"
		}
		narrow := strings.Contains(*v.Definition, "__name__") || strings.Contains(*v.Definition, "type!~")
		own := narrow && (v.Name == "instance" || v.Name == "device")
		if *d.Uid == "argus-health" { // it asks what other probers have too
			own = v.Name == "job"
		}
		if own != (v.AllValue == nil) || !own && *v.AllValue != want {
			t.Errorf("all values of %s are %v", v.Name, v.AllValue)
		}
	}
	if len(names) < 5 || !slices.Equal(names[:5], []string{"datasource", "job", "site", "instance", "device"}) {
		t.Errorf("variables %q", names)
	}
}

// checkGrid holds that every panel is on the grid and on no other one.
func checkGrid(t *testing.T, d dashboard.Dashboard) {
	t.Helper()
	taken, ids := map[[2]uint32]string{}, map[uint32]bool{}
	place := func(title string, id uint32, g *dashboard.GridPos) {
		if g.X+g.W > 24 || g.W == 0 || g.H == 0 || ids[id] {
			t.Errorf("%s: %+v, id %d", title, *g, id)
		}
		ids[id] = true
		for x := g.X; x < g.X+g.W; x++ {
			for y := g.Y; y < g.Y+g.H; y++ {
				if other := taken[[2]uint32{x, y}]; other != "" {
					t.Errorf("%s lies on %s", title, other)
					return
				}
				taken[[2]uint32{x, y}] = title
			}
		}
	}
	var bottom uint32
	for _, p := range d.Panels {
		if p.RowPanel != nil {
			place(*p.RowPanel.Title, p.RowPanel.Id, p.RowPanel.GridPos)
			bottom = max(bottom, p.RowPanel.GridPos.Y+1)
			checkFolded(t, *p.RowPanel)
			continue
		}
		place(*p.Panel.Title, *p.Panel.Id, p.Panel.GridPos)
		bottom = max(bottom, p.Panel.GridPos.Y+p.Panel.GridPos.H)
	}
	for y := range bottom {
		for x := range uint32(24) {
			if taken[[2]uint32{x, y}] == "" {
				t.Errorf("a hole at column %d, line %d", x, y)
				return
			}
		}
	}
}

// checkFolded holds that the panels of a folded row lie below it, and that an open one has none of its own.
func checkFolded(t *testing.T, row dashboard.RowPanel) {
	t.Helper()
	if row.Collapsed != (len(row.Panels) > 0) {
		t.Errorf("%s: folded is %t with %d panels", *row.Title, row.Collapsed, len(row.Panels))
	}
	line := uint32(0)
	for _, p := range row.Panels {
		if p.GridPos.Y <= row.GridPos.Y || p.GridPos.X+p.GridPos.W > 24 {
			t.Errorf("%s is not below its row: %+v", *p.Title, *p.GridPos)
		}
		line += p.GridPos.W
	}
	if line%24 != 0 {
		t.Errorf("%s: lines that are not full", *row.Title)
	}
}
