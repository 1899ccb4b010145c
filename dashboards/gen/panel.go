package main

import (
	"github.com/grafana/grafana-foundation-sdk/go/cog/variants"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/prometheus"
)

// panel is a panel before it has its place.
type panel struct {
	dashboard.Panel
	w, h uint32
	late []func(*panel) // changes that need the panel's own options
}

// option changes a panel.
type option func(*panel)

// made makes a panel. What it shows where nothing is there is said by none().
func made(kind, title, description string, w, h uint32, options []option) *panel {
	p := &panel{w: w, h: h}
	p.Type, p.Title, p.Description = kind, &title, &description
	p.Datasource = source()
	p.FieldConfig = &dashboard.FieldConfigSource{
		Defaults:  dashboard.FieldConfig{Thresholds: thresholds(green), Mappings: []dashboard.ValueMapping{}},
		Overrides: []dashboard.DashboardFieldConfigSourceOverrides{},
	}
	for _, change := range options {
		change(p)
	}
	return p
}

func (p *panel) defaults() *dashboard.FieldConfig { return &p.FieldConfig.Defaults }

// add adds a query and names it A, B ...
func (p *panel) add(q prometheus.Dataquery) {
	id := string(rune('A' + len(p.Targets)))
	q.RefId, q.Datasource = &id, source()
	q.EditorMode = new(prometheus.QueryEditorModeCode)
	p.Targets = append(p.Targets, variants.Dataquery(q))
}

// over is a query over the time shown.
func over(expr, legend string) option {
	return func(p *panel) {
		p.add(prometheus.Dataquery{Expr: expr, LegendFormat: &legend, Range: new(true)})
	}
}

// now is a query of the end of the time shown.
func now(expr, legend string) option {
	return func(p *panel) {
		p.add(prometheus.Dataquery{Expr: expr, LegendFormat: &legend, Instant: new(true), Range: new(false)})
	}
}

// rows is a query whose series become the rows of a table, and whose labels the columns.
func rows(expr string) option {
	return func(p *panel) {
		p.add(prometheus.Dataquery{
			Expr: expr, LegendFormat: new(""), Instant: new(true), Range: new(false),
			Format: new(prometheus.PromQueryFormatTable),
		})
	}
}

func unit(id string) option { return func(p *panel) { p.defaults().Unit = &id } }

func decimals(n float64) option { return func(p *panel) { p.defaults().Decimals = &n } }

// none is what is said where there is nothing to show.
func none(words string) option { return func(p *panel) { p.defaults().NoValue = &words } }

// upTo is the range from zero to a value.
func upTo(high float64) option {
	return func(p *panel) { p.defaults().Min, p.defaults().Max = new(0.0), &high }
}

func fromZero() option { return func(p *panel) { p.defaults().Min = new(0.0) } }

func steps(base string, list ...step) option {
	return func(p *panel) { p.defaults().Thresholds = thresholds(base, list...) }
}

func words(list []mapped) option { return func(p *panel) { p.defaults().Mappings = mappings(list) } }

// tall makes it higher than its kind is.
func tall(h uint32) option { return func(p *panel) { p.h = h } }

// every is the shortest interval between two points.
func every(interval string) option { return func(p *panel) { p.Interval = &interval } }

// since shows a time of its own, such as "now/M": this month.
func since(from string) option { return func(p *panel) { p.TimeFrom = &from } }

// shifted moves the time shown into the past: "1M/M" is the whole of the month before.
func shifted(back string) option { return func(p *panel) { p.TimeShift = &back } }

// link makes a click lead on.
func link(title, url string) option {
	return func(p *panel) { p.defaults().Links = append(p.defaults().Links, dataLink(title, url)) }
}

func dataLink(title, url string) dashboard.DashboardLink {
	return dashboard.DashboardLink{
		Title: title, Type: dashboard.DashboardLinkTypeLink, Url: &url, Tags: []string{},
	}
}

// toDevice leads to the UPS of a series, with the same time.
func toDevice() option {
	return link("Open this device", deviceURL("argus-ups", "__field.labels"))
}

// deviceURL takes the device from where Grafana has it: the labels of a field, or the fields of a row.
func deviceURL(page, from string) string {
	return "/d/" + page + "?var-datasource=${datasource}&var-job=${" + from + ".job}" +
		"&var-instance=${" + from + ".instance}&var-device=${" + from + ".device}&${__url_time_range}"
}

// override changes what belongs to a field, a series or a query.
func override(matcher, what string, properties ...dashboard.DynamicConfigValue) option {
	return func(p *panel) {
		p.FieldConfig.Overrides = append(p.FieldConfig.Overrides, dashboard.DashboardFieldConfigSourceOverrides{
			Matcher: dashboard.MatcherConfig{Id: matcher, Options: what}, Properties: properties,
		})
	}
}

func property(id string, value any) dashboard.DynamicConfigValue {
	return dashboard.DynamicConfigValue{Id: id, Value: value}
}
