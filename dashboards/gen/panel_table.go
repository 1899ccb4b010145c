package main

import (
	"strings"

	"github.com/grafana/grafana-foundation-sdk/go/common"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/table"
)

// column is a column of a table: what it is called in the answer, and on the screen.
type column struct {
	field, title string
	width        float64
	properties   []dashboard.DynamicConfigValue
}

func col(field, title string, width float64, properties ...dashboard.DynamicConfigValue) column {
	return column{field, title, width, properties}
}

// fields are the names that the column has in an answer: where only one query of a panel finds
// something, Grafana leaves the query's letter out.
func (c column) fields() []string {
	if c.field == "Value #A" {
		return []string{c.field, "Value"}
	}
	return []string{c.field}
}

// anchor is the first query of a table whose every other query may find nothing. It finds something wherever
// one of them does: alone, Grafana would take that one for the first.
func anchor(by string, exprs ...string) option {
	return rows("0 * max by (" + by + ") (" + strings.Join(exprs, " or ") + ")")
}

// columns joins the queries of a table by the labels that they share and shows these columns of
// them, in this order, and no others.
func columns(list ...column) option {
	return func(p *panel) {
		order, names, include := map[string]any{}, map[string]any{}, []string{}
		for i, c := range list {
			for _, field := range c.fields() {
				order[field], names[field] = i, c.title
				include = append(include, field)
			}
		}
		p.Transformations = []dashboard.DataTransformerConfig{
			{Id: "merge", Options: map[string]any{}},
			{Id: "filterFieldsByName", Options: map[string]any{"include": map[string]any{"names": include}}},
			{Id: "organize", Options: map[string]any{
				"indexByName": order, "renameByName": names, "excludeByName": map[string]any{},
			}},
		}
		for _, c := range list {
			properties := append([]dashboard.DynamicConfigValue{property("noValue", "–")}, c.properties...)
			if c.width > 0 {
				properties = append(properties, property("custom.width", c.width))
			}
			override("byName", c.title, properties...)(p)
		}
	}
}

// grid is a table.
func grid(title, description string, w, h uint32, sortBy string, desc bool, options ...option) *panel {
	p := made("table", title, description, w, h, options)
	p.defaults().Color = colorBy(dashboard.FieldColorModeIdThresholds)
	p.defaults().Custom = table.FieldConfig{
		Align: common.FieldTextAlignmentAuto, Inspect: false, Filterable: new(true),
		CellOptions: &common.TableCellOptions{
			TableAutoCellOptions: &common.TableAutoCellOptions{Type: common.TableCellDisplayModeAuto},
		},
	}
	o := table.Options{ShowHeader: true, CellHeight: new(common.TableCellHeightSm)}
	if sortBy != "" {
		o.SortBy = []common.TableSortByFieldState{{DisplayName: sortBy, Desc: &desc}}
	}
	p.Options = o
	return p
}

// What a cell looks like.

func cellUnit(id string) dashboard.DynamicConfigValue { return property("unit", id) }

func cellDecimals(n int) dashboard.DynamicConfigValue { return property("decimals", n) }

func cellHidden() dashboard.DynamicConfigValue { return property("custom.hidden", true) }

func cellSteps(base string, list ...step) dashboard.DynamicConfigValue {
	return property("thresholds", thresholds(base, list...))
}

func cellWords(list []mapped) dashboard.DynamicConfigValue {
	return property("mappings", mappings(list))
}

// nameless shows a word where a label is empty; the link behind it keeps the empty one.
func nameless(word string) dashboard.DynamicConfigValue {
	return property("mappings", []dashboard.ValueMapping{{SpecialValueMap: &dashboard.SpecialValueMap{
		Type: dashboard.MappingTypeSpecialValue,
		Options: dashboard.DashboardSpecialValueMapOptions{
			Match: dashboard.SpecialValueMatchEmpty, Result: dashboard.ValueMappingResult{Text: &word},
		},
	}}})
}

func cellColored() dashboard.DynamicConfigValue {
	return property("custom.cellOptions", map[string]any{"type": "color-background", "mode": "basic"})
}

func cellText() dashboard.DynamicConfigValue {
	return property("custom.cellOptions", map[string]any{"type": "color-text"})
}

// cellGauge fills a cell as far as the value reaches; without a bound the highest of the column fills it.
func cellGauge(high float64) []dashboard.DynamicConfigValue {
	look := []dashboard.DynamicConfigValue{
		property("custom.cellOptions", map[string]any{"type": "gauge", "mode": "gradient", "valueDisplayMode": "color"}),
		property("min", 0),
	}
	if high > 0 {
		look = append(look, property("max", high))
	}
	return look
}

func cellLink(title, url string) dashboard.DynamicConfigValue {
	return property("links", []any{map[string]any{"title": title, "url": url}})
}

func props(groups ...any) []dashboard.DynamicConfigValue {
	var all []dashboard.DynamicConfigValue
	for _, g := range groups {
		switch g := g.(type) {
		case dashboard.DynamicConfigValue:
			all = append(all, g)
		case []dashboard.DynamicConfigValue:
			all = append(all, g...)
		}
	}
	return all
}
