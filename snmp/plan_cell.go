package snmp

func (b *planner) addRow(module int, r *row) {
	out := planRow{module: module, row: r, table: r.at.table()}
	if r.walked {
		b.addWalk(out, r.when, r.at)
		return
	}
	b.instances(&out, r.at, func(oid, index string, captured []string) {
		place, ok := r.placeOf(b.t, captured, index)
		if !ok {
			return
		}
		c, ok := b.cell(oid, index, captured, r.at, &r.device, r.when)
		if !ok {
			return
		}
		c.place = b.place(place)
		if r.digits != nil {
			c.digits = b.refer(*r.digits, r.at, captured, index)
		}
		out.cells = append(out.cells, c)
	})
	b.keep(out)
}

func (b *planner) addStatus(module int, s *statusRow) {
	out := planRow{module: module, status: s, table: s.at.table()}
	if s.walked {
		b.addWalk(out, s.when, s.at)
		return
	}
	b.instances(&out, s.at, func(oid, index string, captured []string) {
		if c, ok := b.cell(oid, index, captured, s.at, &s.device, s.when); ok {
			out.cells = append(out.cells, c)
		}
	})
	b.keep(out)
}

// cell makes the cell of an instance, unless it belongs to no device.
func (b *planner) cell(
	oid, index string, captured []string, at pattern, device *source, when []condition,
) (c cell, ok bool) {
	name, ok := device.value(at, b.t, captured, index)
	if !ok {
		return c, false
	}
	c.digits, c.when = -1, int32(len(b.p.whens))
	if c.device, ok = b.device(name); !ok {
		return c, false
	}
	c.value = b.number(oid)
	for i := range when {
		b.p.whens = append(b.p.whens, b.refer(when[i].ref, at, captured, index))
	}
	return c, true
}

// addWalk enters a row whose instances come and go. Where the agent has none of the
// objects that would say whether there are any, and no instance, it is taken not to
// know such a table; without such objects there is no telling.
func (b *planner) addWalk(out planRow, when []condition, at pattern) {
	known, asked := len(b.t.cells(at.column)) > 0, false
	for i := range when {
		n := int32(-1)
		if when[i].ref.scalar() {
			asked = true
			n = b.refer(when[i].ref, at, nil, "")
		}
		out.scalars = append(out.scalars, n)
		known = known || n >= 0
	}
	if known || !asked {
		b.p.walks = append(b.p.walks, out)
	}
}

func (b *planner) keep(r planRow) {
	if len(r.cells) > 0 {
		b.p.rows = append(b.p.rows, r)
	}
}

// instances calls found for each instance that the agent has of a row's pattern.
func (b *planner) instances(r *planRow, at pattern, found func(oid, index string, captured []string)) {
	if at.instance() {
		if b.t.value(at.column).Exists() {
			found(at.column, "", nil)
		}
		return
	}
	cells := b.t.cells(at.column)
	r.cells = make([]cell, 0, len(cells))
	for _, c := range cells {
		if captured, ok := at.match(c.Index); ok && c.Value.Exists() {
			found(at.column+"."+c.Index, c.Index, captured)
		}
	}
}

// refer returns the index of the object that a row's instance looks at, or -1.
func (b *planner) refer(to ref, row pattern, captured []string, index string) int32 {
	oid, ok := to.oid(row, captured, index)
	if !ok || !b.t.value(oid).Exists() {
		return -1
	}
	return b.number(oid)
}
