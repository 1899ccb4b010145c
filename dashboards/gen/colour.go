package main

import "github.com/grafana/grafana-foundation-sdk/go/dashboard"

// Colours that mean the same in all dashboards.
const (
	green      = "#73BF69" // well, online
	lightGreen = "#96D98D"
	blue       = "#5794F2" // to know
	purple     = "#B877D9" // bypass
	yellow     = "#FADE2A" // soon
	orange     = "#FF9830" // on battery
	red        = "#F2495C" // low battery, act now
	darkRed    = "#C4162A" // off
	grey       = "#8E8E8E" // nobody knows
)

// A mapped value is shown as a word on a colour.
type mapped struct {
	value, text, color string
}

func mappings(list []mapped) []dashboard.ValueMapping {
	options := map[string]dashboard.ValueMappingResult{}
	for i, m := range list {
		options[m.value] = dashboard.ValueMappingResult{Text: new(m.text), Color: new(m.color), Index: new(int32(i))}
	}
	return []dashboard.ValueMapping{{ValueMap: &dashboard.ValueMap{
		Type: dashboard.MappingTypeValueToText, Options: options,
	}}}
}

// step is where a colour begins.
type step struct {
	from  float64
	color string
}

// thresholds begin with a colour for everything below the first step.
func thresholds(base string, steps ...step) *dashboard.ThresholdsConfig {
	t := &dashboard.ThresholdsConfig{
		Mode: dashboard.ThresholdsModeAbsolute, Steps: []dashboard.Threshold{{Value: nil, Color: base}},
	}
	for _, s := range steps {
		t.Steps = append(t.Steps, dashboard.Threshold{Value: new(s.from), Color: s.color})
	}
	return t
}

func colorBy(mode dashboard.FieldColorModeId) *dashboard.FieldColor {
	return &dashboard.FieldColor{Mode: mode}
}
