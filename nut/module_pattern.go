package nut

import (
	"fmt"
	"strings"

	"github.com/argus-power/argus/power"
)

// Normalised names have their indexes replaced: numbers by '#', lines by '@'.
const (
	anyNumber = "#"
	anyLine   = "@"
)

// limits are the suffixes of threshold variables and their label values.
var limits = map[string]string{
	"low": "low", "low.warning": "low_warning", "low.critical": "low_critical",
	"high": "high", "high.warning": "high_warning", "high.critical": "high_critical",
}

// pattern is one expansion of a row's Var.
type pattern struct {
	key string
	target
}

// expand lists every normalised name that a row's Var stands for.
func expand(r Row) ([]pattern, error) {
	first := pattern{target: target{line: slot{at: -1}}}
	for label, v := range r.Labels {
		if i := r.Quantity.LabelIndex(label); i >= 0 {
			first.place[i] = v
		}
	}
	list := []pattern{first}
	for segment := range strings.SplitSeq(r.Var, ".") {
		var err error
		if list, err = grow(list, segment, r.Quantity); err != nil {
			return nil, err
		}
	}
	for i := range list {
		list[i].key = strings.TrimPrefix(list[i].key, ".")
	}
	return list, nil
}

// grow appends one segment of a Var, in all its forms, to each pattern.
func grow(list []pattern, segment string, q power.Quantity) ([]pattern, error) {
	label, isPlaceholder := strings.CutPrefix(segment, "{")
	if !isPlaceholder {
		if segment == "" || strings.ContainsAny(segment, "{}#@ ") {
			return nil, fmt.Errorf("bad variable segment %q: write words, dots and {placeholders}",
				segment)
		}
		return appendTo(list, literal(segment)), nil
	}
	label, closed := strings.CutSuffix(label, "}")
	label, optional := strings.CutSuffix(label, "?")
	at := q.LabelIndex(label)
	if !closed || at < 0 {
		return nil, fmt.Errorf("placeholder %q is none of the labels of %s: %s", segment,
			q.Name(), orNone(q.Labels()))
	}
	return appendTo(list, forms(label, at, optional)...), nil
}

// form is one way to fill a placeholder.
type form struct {
	key   string // "" leaves the segment out
	at    int    // the label's index in the place
	value string // fixed label value; "" takes it from the variable's name
}

// literal is a segment without a placeholder.
func literal(segment string) form {
	if line, ok := canonicalLine(segment); ok {
		return form{key: anyLine, at: -1, value: line}
	}
	if isNumber(segment) {
		return form{key: anyNumber, at: -1, value: canonicalIndex(segment)}
	}
	return form{key: segment, at: -1}
}

func forms(label string, at int, optional bool) []form {
	var list []form
	switch label {
	case "line":
		list = []form{{key: anyLine, at: at}}
	case "limit":
		for suffix, value := range limits {
			list = append(list, form{key: suffix, at: at, value: value})
		}
	case "input":
		list = []form{
			{key: anyNumber, at: at},
			{key: "bypass", at: at, value: "bypass"},
			{key: "servicebypass", at: at, value: "service_bypass"},
		}
	default:
		list = []form{{key: anyNumber, at: at}}
	}
	if optional {
		absent := form{at: at}
		if label == "outlet" || label == "sensor" {
			absent.value = "0"
		}
		list = append(list, absent)
	}
	return list
}

func appendTo(list []pattern, forms ...form) []pattern {
	grown := make([]pattern, 0, len(list)*len(forms))
	for _, p := range list {
		for _, f := range forms {
			grown = append(grown, p.with(f))
		}
	}
	return grown
}

func (p pattern) with(f form) pattern {
	if f.key != "" {
		p.key += "." + f.key
	}
	switch {
	case f.key == anyLine:
		p.line = slot{f.at, f.value}
	case f.key == anyNumber:
		p.slots = append(p.slots[:len(p.slots):len(p.slots)], slot{f.at, f.value})
	case f.at >= 0:
		p.place[f.at] = f.value
	}
	return p
}
