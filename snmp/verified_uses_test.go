package snmp

import (
	"context"
	"strings"
	"time"

	"github.com/argus-power/argus/power"
)

// Uses is what a set looks at in a recording, besides the values that it reads.
type Uses struct {
	// Labels are the values of labels that were taken from an object, as they came out.
	Labels map[string][]string
	// Conditions are the objects that say whether and how others are read: what their
	// conditions, digits and numbers of lines are, and what codecs go by.
	Conditions map[string]bool
	// Rows are the labels of what is read with the same index in the same table.
	Rows map[string][]string
	info map[string]string // column -> field of power.Info
}

// Field returns the field of power.Info that an object may fill, "" if none.
func (u *Uses) Field(oid string) string {
	for column, field := range u.info {
		if _, below := under(oid, column); below || oid == column {
			return field
		}
	}
	return ""
}

// RowOf returns the labels of what is read with the index of an object of a column.
func (u *Uses) RowOf(column, index string) []string {
	return u.Rows[pattern{column: column}.table()+" "+strings.TrimPrefix(index, ".")]
}

// Uses finds out what a set looks at in the recording.
func (r Recording) Uses(s *Set, taken time.Time) (*Uses, error) {
	source := Source{Set: s, Now: func() time.Time { return taken }}
	if err := source.discover(context.Background(), r); err != nil {
		return nil, failure(err)
	}
	u := &Uses{
		Labels: map[string][]string{}, Conditions: map[string]bool{}, Rows: map[string][]string{},
		info: map[string]string{},
	}
	p := source.memory.plan
	for i := range p.rows {
		u.row(p, &p.rows[i])
	}
	for i := range p.walks {
		for _, n := range p.walks[i].scalars {
			if n >= 0 {
				u.Conditions[p.oids[n]] = true
			}
		}
	}
	for _, m := range p.modules {
		u.module(r, m)
	}
	return u, nil
}

func (u *Uses) module(r Recording, m *Module) {
	for _, l := range m.lines {
		u.Conditions[l.oid] = true
	}
	for field, sources := range m.info {
		for _, s := range sources {
			if s.word == "" {
				u.info[s.at.column] = field
			}
		}
	}
	if m.codec == nil {
		return
	}
	for _, v := range r {
		for _, column := range m.codec.columns {
			if _, below := under(v.OID, m.root+column); below {
				u.Conditions[v.OID] = true
			}
		}
	}
}

// row notes what the cells of a row look at.
func (u *Uses) row(p *plan, r *planRow) {
	at := r.at()
	for i := range r.cells {
		c := &r.cells[i]
		index := strings.TrimPrefix(strings.TrimPrefix(p.oids[c.value], at.column), ".")
		var captured []string
		if !at.instance() {
			captured, _ = at.match(index)
		}
		label := func(s *source, value string) {
			row := r.table + " " + index
			u.Rows[row] = append(u.Rows[row], value)
			if s.ref == nil {
				return
			}
			if oid, ok := s.ref.oid(at, captured, index); ok {
				u.Labels[oid] = append(u.Labels[oid], value)
			}
		}
		for j := range r.conditions() {
			if n := p.whens[int(c.when)+j]; n >= 0 {
				u.Conditions[p.oids[n]] = true
			}
		}
		if c.digits >= 0 {
			u.Conditions[p.oids[c.digits]] = true
		}
		if r.status != nil {
			label(&r.status.device, p.devices[c.device])
			continue
		}
		label(&r.row.device, p.devices[c.device])
		for j := range r.row.place {
			label(&r.row.place[j], p.places[c.place][j])
		}
	}
}

// A MapOf is what a row makes of the words of a column.
type MapOf struct {
	Quantity power.Quantity
	Column   string
	row      *row
	status   *statusRow
}

// Maps lists the maps of a module's rows.
func (m *Module) Maps() (list []MapOf) {
	for _, r := range m.rows {
		if r.mapped != nil {
			list = append(list, MapOf{r.Quantity, strings.TrimSuffix(r.at.column, ".0"), r, nil})
		}
	}
	for _, s := range m.status {
		if len(s.means) > 0 {
			list = append(list, MapOf{power.StatusSet, strings.TrimSuffix(s.at.column, ".0"), nil, s})
		}
	}
	return list
}

// Reads says whether the row reads a word at all: its conditions may be about what it
// reads itself.
func (m MapOf) Reads(word string) bool {
	if m.row == nil {
		return true
	}
	for i := range m.row.when {
		if c := &m.row.when[i]; c.ref.at.column == m.row.at.column && !c.holds(Text(Bytes, word)) {
			return false
		}
	}
	return true
}

// Of returns what a word becomes: a text, a number, or states with blanks between
// them; "" if it is left out.
func (m MapOf) Of(word string) string {
	if m.row != nil {
		if m.row.invalid(Text(Bytes, word)) {
			return ""
		}
		return m.row.mapped[strings.ToLower(word)].text
	}
	var states []string
	for _, s := range m.status.means[word].List() {
		states = append(states, s.String())
	}
	return strings.Join(states, " ")
}
