package main

import (
	"bytes"
	"encoding/json"

	"github.com/grafana/grafana-foundation-sdk/go/common"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

// family is the tag of all dashboards, by which they find each other.
const family = "argus"

// board is a dashboard: what differs from one to another.
type board struct {
	uid, title, description string
	from, refresh           string
	variables               []dashboard.VariableModel
	annotations             []annotation
	sections                []section
}

// section is a row with a title and the panels below it, which flow from left to right. A folded one asks
// nothing before the reader opens it.
type section struct {
	title  string
	panels []*panel
	folded bool
}

// encode returns the JSON that Grafana reads.
func (b board) encode() ([]byte, error) {
	plain, err := json.Marshal(b.build())
	if err != nil {
		return nil, err
	}
	var tree map[string]any
	if err := json.Unmarshal(plain, &tree); err != nil {
		return nil, err
	}
	complete(tree, b.annotations)
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(tree); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func (b board) build() dashboard.Dashboard {
	d := *dashboard.NewDashboard()
	d.Uid, d.Title, d.Description = &b.uid, &b.title, &b.description
	d.Tags = []string{family}
	d.Editable = new(false)
	d.GraphTooltip = new(dashboard.DashboardCursorSyncTooltip)
	d.SchemaVersion = 41
	d.Timezone = new("browser")
	d.Time = &dashboard.DashboardDashboardTime{From: b.from, To: "now"}
	d.Refresh = &b.refresh
	d.Timepicker = &dashboard.TimePickerConfig{
		RefreshIntervals: []string{"10s", "30s", "1m", "5m", "15m", "1h"},
	}
	d.Links = links()
	d.Templating.List = b.variables
	for _, a := range b.annotations {
		d.Annotations.List = append(d.Annotations.List, a.build())
	}
	d.Panels = layout(b.sections)
	return d
}

// links lead to all dashboards of the family, with the time and the choices made.
func links() []dashboard.DashboardLink {
	return []dashboard.DashboardLink{{
		Title: "Argus dashboards", Type: dashboard.DashboardLinkTypeDashboards, Icon: "external link",
		Tooltip: "The other dashboards of Argus, with the same time and choices",
		Tags:    []string{family}, AsDropdown: true, IncludeVars: true, KeepTime: true,
	}}
}

// source is the data source that the reader chooses.
func source() *common.DataSourceRef {
	return &common.DataSourceRef{Type: new("prometheus"), Uid: new("${datasource}")}
}
