package snmp

import (
	"context"
	"fmt"
	"slices"
)

// find returns the position of the first instance that is not before an object.
func (r Recording) find(oid string) (int, bool) {
	return slices.BinarySearchFunc(r, oid, func(v Varbind, oid string) int { return compareOID(v.OID, oid) })
}

// Get returns recorded instances, as [Client.Get] does.
func (r Recording) Get(_ context.Context, oids []string) ([]Value, error) {
	values := make([]Value, len(oids))
	for i, oid := range oids {
		values[i] = Value{Type: Gone}
		if n, ok := r.find(oid); ok {
			values[i] = r[n].Value
		}
	}
	return values, nil
}

// Next returns what follows objects, as [Client.Next] does.
func (r Recording) Next(_ context.Context, oids []string) ([]Varbind, error) {
	list := make([]Varbind, len(oids))
	for i, oid := range oids {
		n, here := r.find(oid)
		if here {
			n++
		}
		list[i] = Varbind{Value: Value{Type: Gone}}
		if n < len(r) {
			list[i] = r[n]
		}
	}
	return list, nil
}

// Resume returns columns from their beginnings, for here none breaks off.
func (r Recording) Resume(ctx context.Context, begun []Column, maxRows int) []Column {
	roots := make([]string, len(begun))
	for i := range begun {
		roots[i] = begun[i].Root
	}
	return r.Columns(ctx, roots, maxRows)
}

// Columns returns whole columns, as [Client.Columns] does.
func (r Recording) Columns(_ context.Context, roots []string, maxRows int) []Column {
	list := make([]Column, len(roots))
	for i, root := range roots {
		list[i].Root = root
		n, here := r.find(root)
		if here {
			n++
		}
		for ; n < len(r); n++ {
			index, ok := under(r[n].OID, root)
			if !ok {
				break
			}
			if maxRows > 0 && len(list[i].Cells) == maxRows {
				list[i].Err = fmt.Errorf("read column %s: %w: more than %d", root, ErrTooManyRows, maxRows)
				break
			}
			list[i].Cells = append(list[i].Cells, Cell{Index: index, Value: r[n].Value})
		}
	}
	return list
}
