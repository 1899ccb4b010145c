package snmp

import (
	"fmt"
	"slices"
	"strings"

	"github.com/argus-power/argus/power"
)

// source is where the value of a label comes from. The zero source is "".
type source struct {
	pieces []piece // a text with placeholders
	ref    *ref    // an object
	words  map[string]string
	number bool // where the agent leaves the object's column out, the index will do
}

// piece is a part of a label's text: as it is, or a placeholder.
type piece struct{ text, name string }

// compileLabels settles where each label comes from: from the row's own labels,
// from those of its table, or from the placeholder of its name.
func (r *row) compileLabels(m *Module) error {
	names := r.Quantity.Labels()
	last := len(names) - 1
	fixed := names
	if kind := r.Quantity.Kind(); kind == power.InfoKind || kind == power.StateSet {
		fixed = names[:last] // the last label is what the row reads
	}
	for name := range r.Labels {
		if name != "device" && !slices.Contains(fixed, name) {
			return fmt.Errorf("labels: %s has no label %q; it has %s", r.Quantity.Name(), name,
				strings.Join(append([]string{"device"}, fixed...), ", "))
		}
	}
	table := m.labelsOf(r.at.column)
	var err error
	if r.device, _, err = r.compileLabel(m, "device", table); err != nil {
		return err
	}
	for i, name := range fixed {
		var counted bool
		if r.place[i], counted, err = r.compileLabel(m, name, table); err != nil {
			return err
		}
		switch {
		case name == "line" && counted:
			r.line = i
		case name == "input" && counted:
			r.input = i
		}
	}
	return nil
}

// compileLabel says where one label comes from, and whether its value is what the
// agent counts by, and nobody's word.
func (r *row) compileLabel(m *Module, name string, table map[string]Label) (source, bool, error) {
	label, stated := r.Labels[name]
	if !stated {
		label, stated = table[name]
	}
	if !stated {
		if !r.at.has(name) {
			return source{}, false, nil
		}
		return source{pieces: []piece{{name: name}}}, true, nil
	}
	var s source
	var err error
	switch {
	case label.OID != "":
		var at ref
		if at, err = parseRef(m.root, label.OID, r.at); err != nil {
			return s, false, fmt.Errorf("label %s: %w", name, err)
		}
		s.ref = &at
	case label.Text != "":
		s.pieces, err = r.template(label.Text)
	case label.Map != nil && r.at.has(name):
		s.pieces = []piece{{name: name}}
	default:
		err = fmt.Errorf("give it a text, an oid, or a map for the placeholder {%s}", name)
	}
	if err != nil {
		return s, false, fmt.Errorf("label %s: %w", name, err)
	}
	if label.Map != nil {
		s.words = make(map[string]string, len(label.Map))
		for from, to := range label.Map {
			s.words[strings.ToLower(strings.TrimSpace(from))] = to
		}
	}
	s.number = s.ref != nil && s.words == nil && name != "device"
	return s, label.Map == nil && (s.ref != nil || s.pieces[0].name != ""), nil
}

// template splits a text like "{strip}/{outlet}" into its pieces.
func (r *row) template(text string) ([]piece, error) {
	var list []piece
	for rest := text; rest != ""; {
		before, after, found := strings.Cut(rest, "{")
		if before != "" {
			list = append(list, piece{text: before})
		}
		if !found {
			break
		}
		name, more, closed := strings.Cut(after, "}")
		if !closed || !r.at.has(name) {
			return nil, fmt.Errorf("%q: the row's oid has no placeholder {%s}", text, name)
		}
		list = append(list, piece{name: name})
		rest = more
	}
	return list, nil
}

// labelsOf returns the labels of the innermost subtree around a column.
func (m *Module) labelsOf(column string) map[string]Label {
	best, labels := -1, map[string]Label(nil)
	for _, s := range m.labels {
		if _, below := under(column, s.subtree); (below || column == s.subtree) && len(s.subtree) > best {
			best, labels = len(s.subtree), s.labels
		}
	}
	return labels
}
