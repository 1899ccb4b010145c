package snmptest

import "slices"

// object returns what GET answers for an instance. The agent is locked.
func (a *Agent) object(version int64, oid objectID) (r row, ok bool) {
	i, found := a.tree.find(oid)
	if found {
		r = row{oid, a.read(a.tree.rows[i])}
		return r, version != wireV1 || r.value.Tag != TagCounter64
	}
	// An object is there that has other instances: rows with all but the last number in common.
	parent := oid[:len(oid)-1]
	tag := byte(TagNoSuchObject)
	if i < len(a.tree.rows) && a.tree.rows[i].oid.within(parent) ||
		i > 0 && a.tree.rows[i-1].oid.within(parent) {
		tag = TagNoSuchInstance
	}
	return row{oid, Value{Tag: tag}}, false
}

// next returns the instance behind oid, or endOfMibView. First says that oid is from the request and
// not from the row before. The agent is locked.
func (a *Agent) next(version int64, oid objectID, first bool) (r row, ok bool) {
	i, found := a.tree.find(oid)
	from := oid
	if start, again := a.startsOver(oid); first && again {
		i, found = a.tree.find(start)
		from = start
	}
	if found && !a.faults.SameOID {
		i++
	}
	for version == wireV1 && i < len(a.tree.rows) && a.tree.rows[i].value.Tag == TagCounter64 {
		i++
	}
	if grown, endless := a.grow(from, i); endless {
		return row{grown, Int(1)}, true
	}
	if i == len(a.tree.rows) {
		return row{oid, Value{Tag: TagEndOfMibView}}, false
	}
	r = a.tree.rows[i]
	return row{r.oid, a.read(r)}, true
}

func (a *Agent) startsOver(oid objectID) (start objectID, again bool) {
	if a.faults.StartsOver == "" {
		return nil, false
	}
	at := mustOID(a.faults.StartsOver)
	start = at[:len(at)-1]
	return start, oid.within(start) && slices.Compare(oid, at) >= 0
}

// grow invents an instance behind oid, when the table is endless and row i is beyond it.
func (a *Agent) grow(oid objectID, i int) (objectID, bool) {
	if a.faults.Endless == "" {
		return nil, false
	}
	root := mustOID(a.faults.Endless)
	if !oid.within(root) || i < len(a.tree.rows) && a.tree.rows[i].oid.within(root) {
		return nil, false
	}
	if len(oid) == len(root) {
		return append(slices.Clone(oid), 1), true
	}
	grown := slices.Clone(oid)
	grown[len(grown)-1]++
	return grown, true
}
