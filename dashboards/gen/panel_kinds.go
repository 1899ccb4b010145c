package main

import (
	"github.com/grafana/grafana-foundation-sdk/go/bargauge"
	"github.com/grafana/grafana-foundation-sdk/go/common"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/stat"
	"github.com/grafana/grafana-foundation-sdk/go/statetimeline"
	"github.com/grafana/grafana-foundation-sdk/go/text"
	"github.com/grafana/grafana-foundation-sdk/go/timeseries"
)

func lastValue() common.ReduceDataOptions {
	return common.ReduceDataOptions{Values: new(false), Calcs: []string{"lastNotNull"}, Fields: new("")}
}

// tile is one figure.
func tile(title, description string, w uint32, options ...option) *panel {
	p := made("stat", title, description, w, 4, options)
	p.defaults().Color = colorBy(dashboard.FieldColorModeIdThresholds)
	o := stat.NewOptions()
	o.ReduceOptions = lastValue()
	o.ColorMode, o.GraphMode = common.BigValueColorModeValue, common.BigValueGraphModeNone
	o.JustifyMode, o.TextMode = common.BigValueJustifyModeAuto, common.BigValueTextModeAuto
	p.Options = *o
	for _, change := range p.late {
		change(p)
	}
	return p
}

// history draws the past behind the figure of a tile.
func history() option { return late(func(p *panel) { setStat(p, common.BigValueGraphModeArea, "") }) }

// solid fills a tile with its colour.
func solid() option {
	return late(func(p *panel) { setStat(p, "", common.BigValueColorModeBackgroundSolid) })
}

// late marks what needs the options of a tile.
func late(change func(*panel)) option { return func(p *panel) { p.late = append(p.late, change) } }

func setStat(p *panel, graph common.BigValueGraphMode, color common.BigValueColorMode) {
	o := p.Options.(stat.Options)
	if graph != "" {
		o.GraphMode = graph
	}
	if color != "" {
		o.ColorMode = color
	}
	p.Options = o
}

// series are lines over time.
func series(title, description string, w, h uint32, options ...option) *panel {
	p := made("timeseries", title, description, w, h, options)
	if p.defaults().Color == nil {
		p.defaults().Color = colorBy(dashboard.FieldColorModeIdPaletteClassic)
	}
	if p.defaults().Custom == nil {
		p.defaults().Custom = lines()
	}
	p.Options = timeseries.Options{
		Legend: common.VizLegendOptions{
			DisplayMode: common.LegendDisplayModeList, Placement: common.LegendPlacementBottom,
			ShowLegend: true, Calcs: []string{},
		},
		Tooltip: common.VizTooltipOptions{Mode: common.TooltipDisplayModeMulti, Sort: common.SortOrderDescending},
	}
	return p
}

func lines() timeseries.FieldConfig {
	return timeseries.FieldConfig{
		DrawStyle: new(common.GraphDrawStyleLine), LineWidth: new(1.5), FillOpacity: new(5.0),
		GradientMode: new(common.GraphGradientModeOpacity), ShowPoints: new(common.VisibilityModeNever),
		LineInterpolation: new(common.LineInterpolationLinear),
		ThresholdsStyle:   &common.GraphThresholdsStyleConfig{Mode: common.GraphThresholdsStyleModeOff},
	}
}

// stacked puts the series on top of each other.
func stacked() option {
	return func(p *panel) {
		c := lines()
		c.FillOpacity = new(35.0)
		c.Stacking = &common.StackingConfig{Mode: new(common.StackingModeNormal), Group: new("A")}
		p.defaults().Custom = c
	}
}

// bars draws stacked bars, one for each interval.
func bars() option {
	return func(p *panel) {
		c := lines()
		c.DrawStyle, c.FillOpacity = new(common.GraphDrawStyleBars), new(75.0)
		c.GradientMode = new(common.GraphGradientModeNone)
		c.BarAlignment = new(common.BarAlignmentAfter)
		c.Stacking = &common.StackingConfig{Mode: new(common.StackingModeNormal), Group: new("A")}
		p.defaults().Custom = c
	}
}

// barsBefore draws each bar before its moment: what it counts came before that.
func barsBefore() option {
	return func(p *panel) {
		bars()(p)
		c := p.defaults().Custom.(timeseries.FieldConfig)
		c.BarAlignment = new(common.BarAlignmentBefore)
		p.defaults().Custom = c
	}
}

// limits draws the series of a query as dashed lines: they are bounds that the device gave.
func limits(query, color string) option {
	return override("byFrameRefID", query,
		property("custom.lineStyle", map[string]any{"fill": "dash", "dash": []int{8, 6}}),
		property("custom.lineWidth", 1), property("custom.fillOpacity", 0),
		property("custom.stacking", map[string]any{"mode": "none", "group": "limits"}),
		property("color", map[string]any{"mode": "fixed", "fixedColor": color}))
}

// timeline is a line of coloured states for each series.
func timeline(title, description string, w, h uint32, options ...option) *panel {
	p := made("state-timeline", title, description, w, h, options)
	p.defaults().Color = colorBy(dashboard.FieldColorModeIdThresholds)
	p.defaults().Custom = statetimeline.FieldConfig{LineWidth: new(uint32(0)), FillOpacity: new(uint32(80))}
	p.Options = statetimeline.Options{
		ShowValue: common.VisibilityModeAuto, RowHeight: 0.85, MergeValues: new(true),
		AlignValue: new(common.TimelineValueAlignmentLeft),
		Legend: common.VizLegendOptions{
			DisplayMode: common.LegendDisplayModeList, Placement: common.LegendPlacementBottom,
			ShowLegend: true, Calcs: []string{},
		},
		Tooltip: common.VizTooltipOptions{Mode: common.TooltipDisplayModeSingle, Sort: common.SortOrderNone},
	}
	return p
}

// gauges are horizontal bars, one for each series.
func gauges(title, description string, w, h uint32, options ...option) *panel {
	p := made("bargauge", title, description, w, h, options)
	p.defaults().Color = colorBy(dashboard.FieldColorModeIdThresholds)
	o := bargauge.NewOptions()
	o.DisplayMode, o.ValueMode = common.BarGaugeDisplayModeGradient, common.BarGaugeValueModeColor
	o.NamePlacement, o.Sizing = common.BarGaugeNamePlacementLeft, common.BarGaugeSizingAuto
	o.Orientation, o.ShowUnfilled = common.VizOrientationHorizontal, true
	o.MinVizHeight, o.MaxVizHeight = 12, 28
	o.ReduceOptions = lastValue()
	o.Legend = common.VizLegendOptions{
		DisplayMode: common.LegendDisplayModeList, Placement: common.LegendPlacementBottom, Calcs: []string{},
	}
	p.Options = *o
	return p
}

// note is text for the reader.
func note(title, description string, w, h uint32, markdown string) *panel {
	p := made("text", title, description, w, h, nil)
	p.Options = text.Options{Mode: text.TextModeMarkdown, Content: markdown}
	return p
}

// dashedSteps draws the thresholds as lines.
func dashedSteps() option {
	return func(p *panel) {
		c := lines()
		c.ThresholdsStyle = &common.GraphThresholdsStyleConfig{Mode: common.GraphThresholdsStyleModeDashed}
		p.defaults().Custom = c
	}
}

// unlabelled writes no words on a timeline, where the name of a line says all.
func unlabelled(p *panel) *panel {
	o := p.Options.(statetimeline.Options)
	o.ShowValue = common.VisibilityModeNever
	p.Options = o
	return p
}
