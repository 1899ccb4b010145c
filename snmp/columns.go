package snmp

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/gosnmp/gosnmp"
)

// A Column is what was read below one object identifier.
type Column struct {
	Root  string
	Cells []Cell
	Err   error // it was not read to its end, or not all of it: Cells is a part
}

// A Cell is one instance of a column.
type Cell struct {
	Index string // what follows the root, without a dot in front; nothing is left out
	Value Value
}

// mostRows bounds columns when the caller does not.
const mostRows = 4096

// Columns reads whole subtrees side by side with GETBULK, or with GETNEXT where
// GETBULK does not work. There is one Column for each of roots, in order; what is
// wrong with one does not harm the others. A column with more than maxRows
// instances (0 means 4096) breaks off with ErrTooManyRows. Instances that the agent
// names and does not have are left out. A root is not an instance itself: for
// that, there is Get.
func (c *Client) Columns(ctx context.Context, roots []string, maxRows int) []Column {
	return c.Resume(ctx, columnsOf(roots), maxRows)
}

func columnsOf(roots []string) []Column {
	columns := make([]Column, len(roots))
	for i, root := range roots {
		columns[i].Root = root
	}
	return columns
}

// Resume goes on with columns that broke off, behind their last cells.
func (c *Client) Resume(ctx context.Context, begun []Column, maxRows int) []Column {
	columns := slices.Clone(begun)
	defer c.begin(ctx)()
	w := walk{client: c, maxRows: maxRows}
	if maxRows <= 0 {
		w.maxRows = mostRows
	}
	for i := range columns {
		col := &walked{Column: &columns[i], last: columns[i].Root, seen: len(columns[i].Cells)}
		if col.Err = nil; !askable(col.Root) {
			col.Err = unaskable(col.Root)
			continue
		}
		if col.seen > 0 {
			col.last += "." + col.Cells[col.seen-1].Index
			col.Cells = slices.Clip(col.Cells) // they stay whose they are
		}
		w.open = append(w.open, col)
	}
	for len(w.open) > 0 {
		w.step()
		w.sweep()
	}
	for i := range columns {
		if err := columns[i].Err; err != nil {
			columns[i].Err = fmt.Errorf("read column %s: %w", columns[i].Root, err)
		}
	}
	return columns
}

// A walk reads columns. Those that have come to their end leave it.
type walk struct {
	client  *Client
	maxRows int
	open    []*walked
	byNext  bool // GETBULK has failed, and GETNEXT replaces it until the walk ends or a column fails with that, too
	cells   int  // most variables in an answer to GETBULK, for the rest of this walk; 0 means no limit was met
	cell    int  // mean octets of a variable in the last answer to GETBULK; 0 means unknown
	oids    []string
}

// Walked is a column under way.
type walked struct {
	*Column
	last  string // the latest name seen; the root at first
	seen  int    // names below the root
	done  bool
	ended bool // as far as the agent says

	before struct { // the latest request
		last        string
		seen, cells int
	}
}

func (col *walked) mark() {
	col.before.last, col.before.seen, col.before.cells = col.last, col.seen, len(col.Cells)
}

// undo forgets what the latest answer told.
func (col *walked) undo() {
	col.last, col.seen, col.done, col.ended = col.before.last, col.before.seen, false, false
	col.Cells = col.Cells[:col.before.cells]
}

// end notes that the agent has no more of a column.
func (col *walked) end() { col.done, col.ended = true, true }

func (w *walk) sweep() {
	open := w.open[:0]
	for _, col := range w.open {
		if !col.done {
			open = append(open, col)
		}
	}
	w.open = open
}

// step does one request with GETBULK, or what replaces it.
func (w *walk) step() {
	c := w.client
	traits := &c.memory.traits
	if c.options().Version == V1 || traits.noBulk || w.byNext {
		failed := w.next()
		// Once GETBULK worked: what it stumbled over is out of the way with the column that failed.
		w.byNext = w.byNext && (!failed || !traits.bulkWorks)
		return
	}
	cols, repetitions := w.shape()
	r := request{kind: gosnmp.GetBulkRequest, oids: w.lasts(cols), repetitions: repetitions}
	err := c.ask(r)
	if err == nil {
		if err = w.takeRows(cols); err == nil {
			traits.bulkWorks = true
			return
		}
		c.stats.Refused++
	}
	switch {
	case !local(err):
		for _, col := range w.open {
			col.fail(err)
		}
	case r.size() > 1 && oversize(err) && (traits.bulkWorks || !errors.Is(err, errSilent)):
		w.cells = r.size() / 2
		if c.tooLarge(r, err) {
			traits.bearsCells(w.cells)
		}
	default: // GETBULK is broken, or there is a value in the way that only GETNEXT can name
		w.byNext = true
		w.sweep()
		if before := len(w.open); !w.next() && before > 0 && !traits.bulkWorks {
			traits.bearsNoBulk()
		}
	}
}

// shape chooses how many columns to ask for, and how many rows of them: many
// columns and few rows, since what is read beyond the end of a column is in vain,
// but two rows at least, so that a column with one row is finished at once.
func (w *walk) shape() (cols []*walked, repetitions int) {
	traits, o := &w.client.memory.traits, w.client.options()
	cell := w.cell
	if cell == 0 {
		for _, col := range w.open {
			cell = max(cell, sizeOfOID(col.last))
		}
		cell += 6 + traits.valueSize() // headers, and two more numbers
	}
	cells := limit(limit(max(w.client.room()/cell, 1), traits.cells), w.cells)
	width := limit(min(o.MaxVarbinds, max(cells/2, 1), len(w.open)), traits.varbinds)
	return w.open[:width], min(max(cells/width, 1), o.MaxRepetitions)
}

// lasts lists the names that the next request starts from.
func (w *walk) lasts(cols []*walked) []string {
	w.oids = w.oids[:0]
	for _, col := range cols {
		w.oids = append(w.oids, col.last)
	}
	return w.oids
}
