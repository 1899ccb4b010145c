package demo

import (
	"context"
	"maps"
	"regexp"
	"strings"
)

// Choose gives the variables of a board the values that All stands for, where that is no pattern but what
// Prometheus has. Those that the view already knows stay.
func (v View) Choose(ctx context.Context, p *Process, b Board, chosen map[string]string) (View, error) {
	v.Values = maps.Clone(v.Values)
	for _, variable := range b.Templating.List {
		if value, ok := chosen[variable.Name]; ok {
			v.Values[variable.Name] = value
			continue
		}
		if variable.Type != "query" || variable.AllValue != "" {
			continue
		}
		label, selector := variable.Asks()
		values, err := p.Values(ctx, label, v.Expand(selector))
		if err != nil {
			return v, err
		}
		for i := range values {
			values[i] = strings.ReplaceAll(regexp.QuoteMeta(values[i]), `\`, `\\`)
		}
		v.Values[variable.Name] = "(" + strings.Join(values, "|") + ")"
	}
	return v, nil
}

// Asks returns the label and the selector of label_values(selector, label).
func (v Variable) Asks() (label, selector string) {
	inner := strings.TrimSuffix(strings.TrimPrefix(v.Definition, "label_values("), ")")
	comma := strings.LastIndex(inner, ",")
	return strings.TrimSpace(inner[comma+1:]), inner[:comma]
}
