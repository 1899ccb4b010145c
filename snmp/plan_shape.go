package snmp

import (
	"hash/maphash"
	"runtime"
	"slices"
	"sync"
	"weak"
)

// shape is the part of a plan that agents of like devices have in common: what there is, and not what it is
// called and says. It is most of a plan, and there may be thousands of plans: those that have the same share
// one. A shape that is shared never changes; see [reading.own].
type shape struct {
	modules []*Module
	oids    []string  // every instance of interest, once
	live    []int32   // indexes of the oids to ask for at each read
	spare   []int32   // of those that only fallback rows need
	rows    []planRow // what there is to evaluate, best first
	walks   []planRow // rows whose instances come and go
	whens   []int32   // indexes in oids of what the cells' conditions look at
	devices []string  // in order
	shared  bool
	size    int // in bytes, once it is shared
}

func (s *shape) equal(o *shape) bool {
	return slices.Equal(s.modules, o.modules) && slices.Equal(s.oids, o.oids) && slices.Equal(s.live, o.live) &&
		slices.Equal(s.spare, o.spare) && slices.Equal(s.whens, o.whens) && slices.Equal(s.devices, o.devices) &&
		slices.EqualFunc(s.rows, o.rows, planRow.equal) && slices.EqualFunc(s.walks, o.walks, planRow.equal)
}

func (r planRow) equal(o planRow) bool {
	return r.module == o.module && r.row == o.row && r.status == o.status && r.table == o.table &&
		slices.Equal(r.cells, o.cells) && slices.Equal(r.scalars, o.scalars)
}

// hash is the same for equal shapes.
func (s *shape) hash(seed maphash.Seed) uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	for _, oid := range s.oids {
		_, _ = h.WriteString(oid)
		_ = h.WriteByte(' ')
	}
	maphash.WriteComparable(&h, [4]int{len(s.live), len(s.spare), len(s.rows), len(s.walks)})
	return h.Sum64()
}

// own makes the shape one that only this plan has, for it is about to change.
func (r *reading) own() {
	old := r.plan.shape
	if !old.shared {
		return
	}
	s := *old
	s.shared = false
	s.live, s.spare = slices.Clone(s.live), slices.Clone(s.spare)
	s.rows = slices.Clone(s.rows)
	refused := make(map[*planRow]error, len(r.refused))
	for i := range s.rows {
		s.rows[i].cells = slices.Clone(s.rows[i].cells)
		if err := r.refused[&old.rows[i]]; err != nil {
			refused[&s.rows[i]] = err
		}
	}
	r.plan.shape, r.refused = &s, refused
}

// shapes are those that are in use; nobody keeps a shape that no plan has any more.
type shapes struct {
	mu   sync.Mutex
	seed maphash.Seed
	list map[uint64]weak.Pointer[shape]
}

func newShapes() *shapes {
	return &shapes{seed: maphash.MakeSeed(), list: map[uint64]weak.Pointer[shape]{}}
}

// share gives a plan the shape that others have, if there is one, and its own to those to come.
func (all *shapes) share(p *plan) {
	if p.shared {
		return
	}
	key := p.hash(all.seed)
	all.mu.Lock()
	defer all.mu.Unlock()
	if known := all.list[key].Value(); known != nil && known.equal(p.shape) {
		p.shape = known
		return
	}
	p.trim()
	p.shared, p.size = true, p.weigh()
	mine := weak.Make(p.shape)
	all.list[key] = mine
	runtime.AddCleanup(p.shape, func(mine weak.Pointer[shape]) {
		all.mu.Lock()
		defer all.mu.Unlock()
		if all.list[key] == mine {
			delete(all.list, key)
		}
	}, mine)
}

// trim gives back what the lists have too much of.
func (s *shape) trim() {
	for i := range s.rows {
		s.rows[i].cells = fitted(s.rows[i].cells)
	}
	s.rows, s.walks, s.whens = fitted(s.rows), fitted(s.walks), fitted(s.whens)
	s.live, s.spare = fitted(s.live), fitted(s.spare)
}

// fitted is a list in no more memory than it needs.
func fitted[T any](list []T) []T {
	if cap(list) == len(list) {
		return list
	}
	return append(make([]T, 0, len(list)), list...)
}
