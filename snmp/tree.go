package snmp

// tree is what was read of an agent to plan by: whole columns, and instances.
type tree struct {
	columns map[string]Column
	values  map[string]Value
}

func newTree() *tree {
	return &tree{columns: map[string]Column{}, values: map[string]Value{}}
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
func (t *tree) has(column string) bool {
	c, ok := t.columns[column]
	return ok && c.Err == nil
}

// told says whether the agent has told what it has of a column, or that it cannot.
func (t *tree) told(column string) bool {
	c, ok := t.columns[column]
	return ok && !cutOff(c.Err)
}

// value returns one instance.
func (t *tree) value(oid string) Value { return t.values[oid] }

// at returns the instance of a column.
func (t *tree) at(column, index string) Value { return t.values[column+"."+index] }
