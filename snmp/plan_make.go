package snmp

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/argus-power/argus/power"
)

// maxDevices bounds the devices behind one agent: each costs a snapshot.
const maxDevices = 256

// planner makes a plan of what was read.
type planner struct {
	t      *tree
	p      *plan
	before *plan                 // may be nil
	index  map[string]int32      // of oids
	places map[power.Place]int32 // of places
	names  map[string]int32      // of devices
	units  int                   // devices with a name
	words  map[string]string     // the texts of places, so that many share one
	infos  map[*infoSource]map[string]string
}

// newPlan settles what there is to read of an agent with these modules. What is
// known of its lines comes from the plan before, if there is one. An error says
// that not all was read of what the agent has.
func newPlan(modules []*Module, t *tree, before *plan, late error) *plan {
	b := planner{
		t: t, before: before, p: &plan{
			shape: &shape{modules: modules}, fresh: true, late: late,
			lines: map[lineAt]bool{}, refused: map[string]bool{}, givers: map[giver]string{},
		},
		index: map[string]int32{}, places: map[power.Place]int32{}, names: map[string]int32{},
		words: map[string]string{}, infos: map[*infoSource]map[string]string{},
	}
	if before != nil {
		b.p.lines, b.p.givers = maps.Clone(before.lines), maps.Clone(before.givers)
	}
	if t.undetected != nil && !b.confirmed("") {
		b.p.gaps = append(b.p.gaps, gap{err: t.undetected})
	}
	b.number(sysUpTime)   // uptimeAt
	b.number(sysObjectID) // objectIDAt
	for i, m := range modules {
		from := len(b.p.rows)
		rows, status := b.rows(m, i)
		for _, r := range rows {
			b.addRow(i, r)
		}
		for _, s := range status {
			b.addStatus(i, s)
		}
		b.settleLines(m, b.p.rows[from:])
		b.settleInputs(m, b.p.rows[from:])
	}
	b.settleDevices()
	b.dropLesserViews()
	b.p.oids, b.p.values, b.p.places = slices.Clone(b.p.oids), slices.Clone(b.p.values), slices.Clone(b.p.places)
	b.p.witness = b.witness()
	b.keepGivers()
	b.p.settleLive()
	return b.p
}

// rows returns a module's rows, those that its codec makes among them. Rows are left
// out that look at what is not known: a sum of half a table is wrong, and so is a
// value whose unit is a guess.
func (b *planner) rows(m *Module, module int) ([]*row, []*statusRow) {
	rows, status := m.rows, m.status
	if m.codec != nil {
		own := wishes{}
		for _, column := range m.codec.columns {
			own.column(m.root + column)
		}
		if own.doubtful(b.t, "") == nil {
			rows, status = m.expand(b.t)
		}
	}
	rows = slices.DeleteFunc(slices.Clone(rows), func(r *row) bool {
		w := wishes{}
		w.row(r)
		doubtful := b.doubts(&w, r.at, r.number < 0)
		if doubtful {
			b.p.partial = append(b.p.partial, r.Quantity)
			b.doubtReading(r)
		}
		return doubtful
	})
	status = slices.DeleteFunc(slices.Clone(status), func(s *statusRow) bool {
		w := wishes{}
		w.status(s)
		doubtful := b.doubts(&w, s.at, s.number < 0)
		if doubtful {
			b.doubtStates(s, module)
		}
		return doubtful
	})
	return rows, status
}

// confirmed notes that the agent refused something, and says whether it did so before:
// then it is as good as not there. The first time it may be a passing weakness.
func (b *planner) confirmed(oid string) bool {
	b.p.refused[oid] = true
	return b.before != nil && b.before.refused[oid]
}

// doubts says whether something is not known that a row looks at, and notes why. A
// single object that the agent refuses twice is one that it does not have, unless it
// has told of it elsewhere: then a codec has made the row.
func (b *planner) doubts(w *wishes, at pattern, made bool) bool {
	own := ""
	if at.instance() && !made && b.t.refused[at.column] != nil && b.confirmed(at.column) {
		own = at.column
	}
	err := w.doubtful(b.t, own)
	if err != nil && b.p.late == nil {
		b.p.gaps = append(b.p.gaps, gap{at.table(), err})
	}
	return err != nil
}

// doubtful returns why something of what is wished for is not known, but for one object.
func (w *wishes) doubtful(t *tree, but string) error {
	for _, column := range w.columns {
		if err := t.doubtful(column); err != nil {
			return err
		}
	}
	for _, oid := range w.scalars {
		if err := t.doubtfulObject(oid); err != nil && oid != but {
			return fmt.Errorf("read %s: %w", oid, err)
		}
	}
	return nil
}

// expand returns a module's rows, those that its codec makes among them.
func (m *Module) expand(t *tree) ([]*row, []*statusRow) {
	if m.codec == nil {
		return m.rows, m.status
	}
	rows, status := m.rows[:len(m.rows):len(m.rows)], m.status[:len(m.status):len(m.status)]
	made, states := m.codec.rows(m.root, t)
	for _, r := range made {
		// What an agent says cannot break a row: a codec's mistake shows in its tests.
		if compiled, err := m.made.rows.of(r, func() (*row, error) { return m.compileRow(r) }); err == nil {
			rows = append(rows, compiled)
		}
	}
	for _, s := range states {
		if compiled, err := m.made.status.of(s, func() (*statusRow, error) { return m.compileStatus(s) }); err == nil {
			status = append(status, compiled)
		}
	}
	return rows, status
}

// number returns the index of an instance, which it enters at first sight.
func (b *planner) number(oid string) int32 {
	if n, ok := b.index[oid]; ok {
		return n
	}
	n := int32(len(b.p.oids))
	b.index[oid] = n
	b.p.oids = append(b.p.oids, oid)
	b.p.values = append(b.p.values, b.t.value(oid))
	return n
}

// place returns the index of a place, which it enters at first sight.
func (b *planner) place(at power.Place) int32 {
	if n, ok := b.places[at]; ok {
		return n
	}
	for i, text := range at {
		word, known := b.words[text]
		if !known { // it may be a part of a long text, which would stay in memory
			word = strings.Clone(text)
			b.words[word] = word
		}
		at[i] = word
	}
	n := int32(len(b.p.places))
	b.places[at] = n
	b.p.places = append(b.p.places, at)
	return n
}

// label changes one label of a cell's place.
func (b *planner) label(c *cell, i int, text string) {
	at := b.p.places[c.place]
	at[i] = text
	c.place = b.place(at)
}

// device returns the index of a device, which it enters at first sight. No name
// means the agent's own device. There may be too many.
func (b *planner) device(name string) (n int32, ok bool) {
	if n, ok := b.names[name]; ok {
		return n, true
	}
	if name != "" && b.units == maxDevices {
		if !slices.ContainsFunc(b.p.gaps, func(g gap) bool { return errors.Is(g.err, errManyDevices) }) {
			b.p.gaps = append(b.p.gaps, gap{err: errManyDevices})
		}
		return 0, false
	}
	if name != "" {
		b.units++
	}
	n = int32(len(b.p.devices))
	name = strings.Clone(name)
	b.names[name] = n
	b.p.devices = append(b.p.devices, name)
	return n, true
}

var errManyDevices = errors.New("more than 256 devices behind one agent; those beyond are left out")
