package snmptest

import (
	"iter"
	"slices"

	"github.com/argus-power/argus/snmp"
)

// A Tree is what an agent has: object instances in order and their values. It is not safe for
// concurrent use; an [Agent] has one of its own.
type Tree struct{ rows []row }

type row struct {
	oid   objectID
	value Value
}

// NewTree makes a tree of a map. It panics when a key is no object identifier.
func NewTree(values map[string]Value) *Tree {
	t := &Tree{rows: make([]row, 0, len(values))}
	for oid, value := range values {
		t.rows = append(t.rows, row{mustOID(oid), value})
	}
	t.sort()
	return t
}

// sort brings the rows into order; of several with one name the first stays.
func (t *Tree) sort() {
	slices.SortStableFunc(t.rows, func(a, b row) int { return slices.Compare(a.oid, b.oid) })
	t.rows = slices.CompactFunc(t.rows, func(a, b row) bool { return slices.Equal(a.oid, b.oid) })
}

// find returns where the row is, or would be.
func (t *Tree) find(oid objectID) (int, bool) {
	return slices.BinarySearchFunc(t.rows, oid, func(r row, oid objectID) int {
		return slices.Compare(r.oid, oid)
	})
}

// after returns where the first row behind oid is.
func (t *Tree) after(oid objectID) int {
	i, found := t.find(oid)
	if found {
		i++
	}
	return i
}

// Len returns the number of instances.
func (t *Tree) Len() int { return len(t.rows) }

// Get returns the value of an instance.
func (t *Tree) Get(oid string) (Value, bool) {
	i, found := t.find(mustOID(oid))
	if !found {
		return Value{}, false
	}
	return t.rows[i].value, true
}

// Next returns the first instance behind an object identifier, as GETNEXT does.
func (t *Tree) Next(oid string) (string, Value, bool) {
	i := t.after(mustOID(oid))
	if i == len(t.rows) {
		return "", Value{}, false
	}
	return t.rows[i].oid.String(), t.rows[i].value, true
}

// Set changes or adds an instance.
func (t *Tree) Set(oid string, value Value) {
	key := mustOID(oid)
	i, found := t.find(key)
	if found {
		t.rows[i].value = value
		return
	}
	t.rows = slices.Insert(t.rows, i, row{key, value})
}

// Delete takes away all instances that an object identifier names or has below it.
func (t *Tree) Delete(root string) {
	key := mustOID(root)
	t.rows = slices.DeleteFunc(t.rows, func(r row) bool { return r.oid.within(key) })
}

// Under returns a tree of the instances that an object identifier names or has below it.
func (t *Tree) Under(root string) *Tree {
	key := mustOID(root)
	i, _ := t.find(key)
	end := i
	for end < len(t.rows) && t.rows[end].oid.within(key) {
		end++
	}
	return &Tree{rows: slices.Clone(t.rows[i:end])}
}

// Clone returns a tree that changes apart from this one.
func (t *Tree) Clone() *Tree { return &Tree{rows: slices.Clone(t.rows)} }

// All iterates over the instances in order.
func (t *Tree) All() iter.Seq2[string, Value] {
	return func(yield func(string, Value) bool) {
		for _, r := range t.rows {
			if !yield(r.oid.String(), r.value) {
				return
			}
		}
	}
}

// Varbinds returns what a client reads that walks the tree, for tests without a network.
func (t *Tree) Varbinds() []snmp.Varbind {
	list := make([]snmp.Varbind, 0, len(t.rows))
	for oid, value := range t.All() {
		list = append(list, snmp.Varbind{OID: oid, Value: value.Value()})
	}
	return list
}
