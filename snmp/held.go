package snmp

// Held is about how much memory a [Source] keeps of its agent, in bytes. What an agent has is mostly the same as what
// others like it have: their sources keep one Shape, which is comparable, and nil if there is none.
type Held struct {
	Own       int
	Shape     any
	ShapeSize int
}

// Held returns what is kept since the last read.
func (s *Source) Held() Held {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.held
}

// weigh notes how much is kept. Nobody else may read meanwhile.
func (s *Source) weigh() {
	held := s.memory.held()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.held = held
}

// What things take, in bytes, without the texts in them: as they are on 64 bits, with their part of maps.
const (
	valueSize = 32
	entrySize = 96
	cellSize  = 24
	rowSize   = 1 << 10 // with what a codec may have made for it alone
	infoSize  = 128
	placeSize = 48
)

func (m *memory) held() (h Held) {
	h.Own = m.found.held() + len(m.withheld)*entrySize
	p := m.plan
	if p == nil {
		return h
	}
	for i := range p.values {
		h.Own += valueSize + len(p.values[i].text)
	}
	for i := range p.places {
		h.Own += placeSize + len(p.places[i][0]) + len(p.places[i][1]) + len(p.places[i][2])
	}
	for i := range p.infos {
		x := &p.infos[i]
		h.Own += infoSize + len(x.Manufacturer) + len(x.Model) + len(x.Serial) + len(x.Firmware) +
			len(x.Name) + len(x.Location)
	}
	h.Own += entrySize * (len(p.lines) + len(p.refused) + len(p.givers) + len(p.gaps))
	if p.shared {
		h.Shape, h.ShapeSize = p.shape, p.size
	} else {
		h.Own += p.weigh()
	}
	return h
}

// weigh returns how much memory a shape takes.
func (s *shape) weigh() int {
	n := 4 * (len(s.live) + len(s.spare) + len(s.whens))
	for _, list := range [][]string{s.oids, s.devices} {
		for _, text := range list {
			n += 16 + len(text)
		}
	}
	for _, rows := range [][]planRow{s.rows, s.walks} {
		for i := range rows {
			n += rowSize + cellSize*len(rows[i].cells) + 4*len(rows[i].scalars)
		}
	}
	return n
}

// held is how much memory takes what was found out so far.
func (d *discovery) held() int {
	if d.tree == nil {
		return 0
	}
	n := entrySize * (len(d.following) + len(d.tree.refused))
	for oid, v := range d.tree.values {
		n += entrySize + len(oid) + len(v.text)
	}
	for _, c := range d.tree.columns {
		for i := range c.Cells {
			n += valueSize + 16 + len(c.Cells[i].Index)
		}
	}
	return n
}
