package snmp

// wishes are the objects that modules look at: single ones, and whole columns.
type wishes struct {
	scalars []string
	columns []string
	known   map[string]bool
}

// wishes lists what the modules that apply look at.
func (d *discovery) wishes() wishes {
	w := wishes{}
	for _, oid := range []string{sysDescr, sysObjectID, sysUpTime, sysName, sysLocation} {
		w.scalar(oid)
	}
	for _, m := range d.modules {
		for _, field := range InfoFields() {
			for _, s := range m.info[field] {
				if s.word == "" {
					w.pattern(s.at)
				}
			}
		}
		for _, l := range m.lines {
			w.scalar(l.oid)
		}
		for _, r := range m.rows {
			w.row(r)
		}
		for _, s := range m.status {
			w.status(s)
		}
		if m.codec != nil {
			for _, column := range m.codec.columns {
				w.column(m.root + column)
			}
		}
	}
	return w
}

func (w *wishes) row(r *row) {
	w.pattern(r.at)
	w.source(&r.device)
	for i := range r.place {
		w.source(&r.place[i])
	}
	if r.digits != nil {
		w.ref(*r.digits)
	}
	w.conditions(r.when)
}

func (w *wishes) status(s *statusRow) {
	w.pattern(s.at)
	w.source(&s.device)
	w.conditions(s.when)
}

func (w *wishes) conditions(list []condition) {
	for i := range list {
		w.ref(list[i].ref)
	}
}

func (w *wishes) source(s *source) {
	if s.ref != nil {
		w.ref(*s.ref)
	}
}

func (w *wishes) ref(r ref) {
	if r.same {
		w.column(r.at.column)
		return
	}
	w.pattern(r.at)
}

func (w *wishes) pattern(p pattern) {
	if p.instance() {
		w.scalar(p.column)
	} else {
		w.column(p.column)
	}
}

func (w *wishes) scalar(oid string) {
	if w.first("." + oid) {
		w.scalars = append(w.scalars, oid)
	}
}

func (w *wishes) column(oid string) {
	if w.first(oid) {
		w.columns = append(w.columns, oid)
	}
}

// first says whether a wish is new. An object may be wished for alone and as a
// column, and those are two wishes.
func (w *wishes) first(wish string) bool {
	if w.known == nil {
		w.known = map[string]bool{}
	}
	again := w.known[wish]
	w.known[wish] = true
	return !again
}
