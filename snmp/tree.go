package snmp

import "errors"

// tree is what was read of an agent to plan by: whole columns, and instances.
type tree struct {
	columns map[string]Column
	values  map[string]Value
	refused map[string]error // single objects that the agent did not give, though asked
	// undetected is why more modules may apply than were found.
	undetected error
}

func newTree() *tree {
	return &tree{columns: map[string]Column{}, values: map[string]Value{}, refused: map[string]error{}}
}

// add keeps a column that was read.
func (t *tree) add(c Column) {
	t.columns[c.Root] = c
	for _, cell := range c.Cells {
		t.values[c.Root+"."+cell.Index] = cell.Value
	}
}

// cells returns what was read of a column, in the agent's order.
func (t *tree) cells(column string) []Cell { return t.columns[column].Cells }

// has says whether a column was read to its end.
func (t *tree) has(column string) bool { return t.doubtful(column) == nil }

// doubtful returns why a column is not known whole.
func (t *tree) doubtful(column string) error {
	c, ok := t.columns[column]
	if !ok {
		return errNotAsked
	}
	return c.Err
}

// doubtfulObject returns why a single object is not known. One that the agent says
// it does not have is known.
func (t *tree) doubtfulObject(oid string) error {
	if t.values[oid].Type != Unread {
		return nil
	}
	if err := t.refused[oid]; err != nil {
		return err
	}
	return errNotAsked
}

var errNotAsked = errors.New("not read yet")

// value returns one instance.
func (t *tree) value(oid string) Value { return t.values[oid] }

// at returns the instance of a column.
func (t *tree) at(column, index string) Value { return t.values[column+"."+index] }
