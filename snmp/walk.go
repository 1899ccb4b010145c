package snmp

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// A Walk reads everything that an agent has below some object identifiers, in
// order, for a recording.
type Walk struct {
	Agent agent // a [Client], or a [Recording]
	Roots []string
	Skip  []string                    // subtrees that are not read, but for roots that lie in them
	Most  int                         // objects at most; 0 means 200000
	Take  func([]Varbind) error       // gets what was read, part by part; its error ends the walk
	Note  func(oid string, err error) // is told what could not be read; the walk goes on behind it

	taken int
	alone int // objects in a row that were read one by one
	holes int
	stuck int // times in a row that there was no way on
}

// Bounds of a walk: one that needs more is not of a power device.
const (
	mostObjects  = 200_000
	mostHoles    = 200
	triesOfLevel = 5
	partRows     = 2000 // objects of one part
	partArcs     = 10   // numbers of a part's root: "1.3.6.1.4.1.318.1.1.1"
)

// Run walks until all is read, or an error ends it. All that was taken before is good.
func (w *Walk) Run(ctx context.Context) error {
	roots := tidyRoots(w.Roots)
	values, err := w.Agent.Get(ctx, roots)
	if err != nil && !local(err) || errors.Is(err, errNoOID) {
		return fmt.Errorf("walk: %w", err)
	}
	for i, root := range roots {
		if values[i].Exists() { // a root that is an instance
			if err := w.take([]Varbind{{OID: root, Value: values[i]}}); err != nil {
				return err
			}
		}
		if err := w.below(ctx, root); err != nil {
			return fmt.Errorf("walk below %s: %w", root, err)
		}
	}
	return nil
}

// below walks one subtree, part by part.
func (w *Walk) below(ctx context.Context, root string) error {
	for at := root; at == root || isBelow(at, root); {
		if err := ctx.Err(); err != nil { // an agent may be faster than its interruption
			return err
		}
		next, err := w.Agent.Next(ctx, []string{at})
		switch {
		case err != nil && !local(err):
			return err
		case err != nil && next[0].OID != "": // there, and not readable
			at, err = next[0].OID, w.hole(next[0].OID, err)
		case err != nil:
			at, err = w.past(at, err)
		case !isBelow(next[0].OID, root):
			return nil
		default:
			w.stuck = 0
			at, err = w.onFrom(ctx, next[0], at)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// onFrom takes what begins with v, which follows at, and returns how far that goes.
func (w *Walk) onFrom(ctx context.Context, v Varbind, at string) (last string, err error) {
	if skip := w.skipped(v.OID); skip != "" {
		return sibling(skip), nil
	}
	root := partRoot(v.OID, at)
	if root != v.OID {
		w.alone = 0
		return w.part(ctx, root, v)
	}
	if w.alone++; w.alone > partRows { // a log, or a table without an end
		w.alone = 0
		column := parent(v.OID)
		return sibling(column), w.hole(column, fmt.Errorf("%w: more than %d", ErrTooManyRows, 2*partRows))
	}
	return v.OID, w.take([]Varbind{v})
}

// part reads the part of the tree below root, whose first instance is v.
func (w *Walk) part(ctx context.Context, root string, v Varbind) (last string, err error) {
	column := w.Agent.Columns(ctx, []string{root}, partRows)[0]
	list := make([]Varbind, 0, len(column.Cells))
	for _, c := range column.Cells {
		oid := root + "." + c.Index
		if last = oid; w.skipped(oid) == "" {
			list = append(list, Varbind{OID: oid, Value: c.Value})
		}
	}
	if last == "" {
		last, list = v.OID, []Varbind{v}
	}
	err = w.take(list)
	switch {
	case err != nil || column.Err == nil || errors.Is(column.Err, ErrTooManyRows):
		return last, err
	case !local(column.Err):
		return last, column.Err
	case errors.Is(column.Err, ErrBadAnswer): // of one value: the column went on behind it
		return last, w.hole(root, column.Err)
	}
	return last, nil // the next step meets the same, and finds a way past
}

// past finds a place behind what the agent cannot tell: some instances on, or else
// behind the column, the table and so on.
func (w *Walk) past(at string, err error) (next string, _ error) {
	if w.stuck++; w.stuck == 1 {
		return sibling(at), w.hole(at, err)
	}
	if w.stuck%triesOfLevel == 0 {
		at = parent(at)
	}
	return sibling(at), nil
}

func (w *Walk) hole(oid string, err error) error {
	if w.Note != nil {
		w.Note(oid, err)
	}
	if w.holes++; w.holes > mostHoles {
		return fmt.Errorf("more than %d objects could not be read, the last: %w", mostHoles, err)
	}
	return nil
}

// take hands over instances that there are.
func (w *Walk) take(list []Varbind) error {
	list = slices.DeleteFunc(list, func(v Varbind) bool { return !v.Value.Exists() })
	most := w.Most
	if most <= 0 {
		most = mostObjects
	}
	room := min(len(list), most-w.taken)
	w.taken += room
	if err := w.Take(list[:room]); err != nil {
		return err
	}
	if len(list) > room {
		return fmt.Errorf("%w: more than %d objects; choose subtrees with --root", ErrTooMuchData, most)
	}
	return nil
}
