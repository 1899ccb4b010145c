package snmp

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/argus-power/argus/power"
)

// agent is what reading needs of a [Client].
type agent interface {
	Get(ctx context.Context, oids []string) ([]Value, error)
	Next(ctx context.Context, oids []string) ([]Varbind, error)
	Columns(ctx context.Context, roots []string, maxRows int) []Column
	Resume(ctx context.Context, begun []Column, maxRows int) []Column
}

// maxRows bounds the rows of one table.
const maxRows = 10_000

// discovery is what was found out so far of an agent. It can be gone on with: what
// an agent is too slow to tell before one deadline it tells before the next.
type discovery struct {
	following map[string]Varbind // by what was asked to find the modules
	modules   []*Module
	tree      *tree
	width     int // how many columns to read side by side, so that some are done in time; 0 means all
}

// size is how much was found out so far.
func (d *discovery) size() int {
	if d.tree == nil {
		return 0
	}
	n := len(d.tree.values)
	for _, c := range d.tree.columns {
		n += len(c.Cells)
	}
	return n
}

// discover finds out which modules apply and which instances there are.
func (d *discovery) discover(ctx context.Context, a agent, s *Set) error {
	if d.tree == nil {
		d.tree, d.following = newTree(), map[string]Varbind{}
	}
	if d.modules == nil {
		if err := d.detect(ctx, a, s); err != nil {
			return err
		}
	}
	w := d.wishes()
	if err := d.get(ctx, a, w.scalars); err != nil {
		return err
	}
	if err := d.walk(ctx, a, w.columns); err != nil {
		return err
	}
	return d.get(ctx, a, d.made())
}

// detect finds out which modules apply.
func (d *discovery) detect(ctx context.Context, a agent, s *Set) error {
	modules := s.modules
	if s.detect {
		var err error
		if modules, d.tree.undetected, err = s.detectModules(ctx, a, d.following); err != nil {
			return err
		}
		if len(modules) == 0 {
			return d.stranger(ctx, a)
		}
	}
	d.modules = append(slices.Clone(modules), s.system)
	return nil
}

// stranger says what an agent is that no module knows.
func (d *discovery) stranger(ctx context.Context, a agent) error {
	values, err := a.Get(ctx, []string{sysObjectID, sysDescr})
	if cutOff(err) {
		return fmt.Errorf("ask the agent what it is: %w", err)
	}
	return unknownAgent("no module knows what it has", values[0], values[1])
}

func unknownAgent(why string, objectID, description Value) error {
	return &power.Failure{Reason: power.UnknownDevice, Err: fmt.Errorf(
		"the agent answers, and %s (sysObjectID %q, sysDescr %q); docs/contributing-a-device.md says how to add it",
		why, objectID.Text(), power.CleanLabel(description.Text()))}
}

// get reads single objects into the tree, those that are not there yet.
func (d *discovery) get(ctx context.Context, a agent, oids []string) error {
	// What is refused is asked for once more: if the agent fell silent behind it, only
	// another question tells, and what it has would be missing until the next plan.
	var refused error
	for range 2 {
		oids = slices.DeleteFunc(slices.Clone(oids), func(oid string) bool {
			return d.tree.value(oid).Type != Unread
		})
		if len(oids) == 0 {
			return nil
		}
		values, err := a.Get(ctx, oids)
		for i, v := range values {
			if v.Type != Unread {
				d.tree.values[oids[i]] = v
			}
		}
		if err == nil {
			return nil
		}
		if cutOff(err) {
			return fmt.Errorf("read single objects: %w", err)
		}
		refused = err
	}
	for _, oid := range oids {
		d.tree.refused[oid] = refused // what was given after all is known all the same
	}
	return nil
}

// walk reads whole columns into the tree, those that are not there yet.
func (d *discovery) walk(ctx context.Context, a agent, roots []string) error {
	roots = slices.DeleteFunc(slices.Clone(roots), d.tree.has)
	for len(roots) > 0 {
		n := len(roots)
		if d.width > 0 {
			n = min(n, d.width)
		}
		some, rest := roots[:n], roots[n:]
		if err := d.columns(ctx, a, some); err != nil {
			for _, root := range rest {
				begun := d.tree.columns[root] // in a read before
				begun.Root, begun.Err = root, err
				d.tree.columns[root] = begun
			}
			return err
		}
		roots = rest
	}
	return nil
}

// columns reads columns side by side. If there is no time for any to be read to its
// end, there is for fewer of them next time.
func (d *discovery) columns(ctx context.Context, a agent, roots []string) (late error) {
	list := columnsOf(roots)
	for i, root := range roots {
		if before := d.tree.columns[root]; cutOff(before.Err) {
			list[i].Cells = before.Cells
		}
	}
	begun, done := false, false
	for i, c := range a.Resume(ctx, list, maxRows) {
		begun = begun || len(c.Cells) > len(list[i].Cells)
		if !cutOff(c.Err) || len(roots) == 1 && errors.Is(c.Err, ErrTooMuchData) {
			d.tree.add(c)
			done = true
			continue
		}
		late = fmt.Errorf("read the table of %s: %w", c.Root, c.Err)
		d.tree.columns[c.Root] = c
	}
	if late != nil && begun && !done {
		d.width = max(len(roots)/2, 1)
	}
	return late
}

// cutOff says whether an error is one of the conversation and not of what was asked:
// that may be there all the same.
func cutOff(err error) bool {
	return err != nil && !local(err) && !errors.Is(err, ErrTooManyRows)
}

// made lists the objects that rows made by codecs read.
func (d *discovery) made() []string {
	var list []string
	for _, m := range d.modules {
		if m.codec == nil {
			continue
		}
		rows, status := m.expand(d.tree)
		w := wishes{}
		for _, r := range rows[len(m.rows):] {
			w.row(r)
		}
		for _, s := range status[len(m.status):] {
			w.status(s)
		}
		list = append(list, w.scalars...)
	}
	return list
}
