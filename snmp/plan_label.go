package snmp

import (
	"strings"

	"github.com/argus-power/argus/power"
)

// placeOf returns the labels of a row's instance, and whether the row is about
// that instance at all.
func (r *row) placeOf(t *tree, captured []string, index string) (power.Place, bool) {
	var place power.Place
	for i := range r.place {
		var ok bool
		if place[i], ok = r.place[i].value(r.at, t, captured, index); !ok {
			return place, false
		}
	}
	return place, true
}

// value returns a label's value for an instance of a row. It is not known where
// the label's map does not have what is found.
func (s *source) value(row pattern, t *tree, captured []string, index string) (string, bool) {
	var text string
	switch {
	case s.ref != nil:
		oid, ok := s.ref.oid(row, captured, index)
		if !ok {
			return "", false
		}
		v := t.value(oid)
		switch {
		case v.Exists() && v.Type != Null:
			text = power.CleanLabel(v.Text())
		case s.number && len(captured) > 0 && len(t.cells(s.ref.at.column)) == 0:
			text = captured[len(captured)-1] // a column that the agent leaves out: better a number than nothing
		default:
			return "", false
		}
	case len(s.pieces) == 1:
		text = s.pieces[0].expand(row, captured)
	default:
		var b strings.Builder
		for _, p := range s.pieces {
			b.WriteString(p.expand(row, captured))
		}
		text = b.String()
	}
	if s.words == nil {
		return text, true
	}
	word, ok := s.words[strings.ToLower(text)]
	return word, ok
}

func (p piece) expand(row pattern, captured []string) string {
	if p.name == "" {
		return p.text
	}
	text, _ := row.value(p.name, captured)
	return text
}
