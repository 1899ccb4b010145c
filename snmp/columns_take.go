package snmp

import (
	"fmt"

	"github.com/argus-power/argus/snmp/ber"
)

// takeRows takes an answer to GETBULK: row by row, a variable for each column
// (RFC 3416, section 4.2.3). It may end early, at any place. The error is for an
// agent that does not go forward: nothing is taken then, for there is no telling
// what was left out or belongs to which column.
func (w *walk) takeRows(cols []*walked) error {
	for _, col := range cols {
		col.mark()
	}
	binds := w.client.answer.binds
	octets := 0
	for k := range binds {
		v := &binds[k]
		octets += len(v.name) + len(v.contents) + 6
		if err := w.take(cols[k%len(cols)], v); err != nil {
			for _, col := range cols {
				col.undo()
			}
			return err
		}
	}
	w.cell = octets/len(binds) + 1
	return nil
}

// take takes a variable that follows what was seen of a column.
func (w *walk) take(col *walked, v *bind) error {
	if v.tag == ber.TagEndOfMibView {
		col.end()
		return nil
	}
	name, ok := w.client.name(v)
	oid := string(name)
	switch {
	case col.done:
		if _, more := under(oid, col.Root); ok && more && col.ended {
			return fmt.Errorf("%w: %s follows the end of its column", ErrNotIncreasing, oid)
		}
		return nil
	case !ok:
		return notOurs("a variable has no readable name")
	}
	order := compareOID(oid, col.last)
	missing := v.tag == ber.TagNoSuchObject || v.tag == ber.TagNoSuchInstance
	switch {
	case order == 0 && missing: // said by agents that mean the end
		col.end()
		return nil
	case order <= 0:
		return fmt.Errorf("%w: %s follows %s", ErrNotIncreasing, oid, col.last)
	}
	value, err := v.value()
	w.add(col, Varbind{OID: oid, Value: value}, err)
	return nil
}

// add adds a variable to a column, unless it lies behind it. An error is that of its value.
func (w *walk) add(col *walked, v Varbind, err error) {
	index, ok := under(v.OID, col.Root)
	if !ok {
		col.end()
		return
	}
	if col.seen++; col.seen > w.maxRows {
		col.fail(fmt.Errorf("%w: more than %d", ErrTooManyRows, w.maxRows))
		return
	}
	col.last = v.OID
	switch {
	case err != nil:
		w.client.stats.Refused++
		if col.Err == nil {
			col.Err = err
		}
	case v.Value.Exists():
		col.Cells = append(col.Cells, Cell{Index: index, Value: v.Value})
	}
}

// fail ends a column.
func (col *walked) fail(err error) {
	col.done = true
	if col.Err == nil {
		col.Err = err
	}
}

// next goes one row forward with GETNEXT. It reports whether that failed for any column.
func (w *walk) next() (failed bool) {
	list, errs, _ := w.client.next(w.lasts(w.open))
	for i, col := range w.open {
		switch {
		case list[i].OID != "":
			w.add(col, list[i], errs[i])
		case errs[i] != nil:
			col.fail(errs[i])
			failed = true
		default:
			col.end()
		}
	}
	return failed
}
