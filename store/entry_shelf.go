package store

import (
	"cmp"
	"maps"
	"slices"
	"sync"
	"time"
)

// rest is how long a device must have been silent to make room for another.
const rest = 24 * time.Hour

// A shelf holds all devices there are. Its lock is taken before that of an entry.
type shelf struct {
	mu       sync.RWMutex
	limit    int
	attached bool // new devices get a number, for there is a file
	nextID   uint32
	all      map[Key]*entry
	behind   map[Key]map[*entry]struct{} // by address: Key without Device
	dropped  []uint32                    // numbers of those that were evicted, not committed yet
	full     time.Time                   // nobody can be evicted before
	refused  uint64
}

func (h *shelf) init(limit int) {
	h.limit, h.nextID = limit, 1
	h.all = map[Key]*entry{}
	h.behind = map[Key]map[*entry]struct{}{}
}

func (k Key) place() Key { return Key{Protocol: k.Protocol, Address: k.Address} }

// find returns a device, and makes it if it gives data; nil if there is none.
func (s *Store) find(k Key, make bool) *entry {
	h := &s.shelf
	h.mu.RLock()
	e := h.all[k]
	h.mu.RUnlock()
	if e != nil || !make {
		return e
	}
	now := s.o.Now()
	h.mu.Lock()
	defer h.mu.Unlock()
	if e = h.all[k]; e != nil {
		return e
	}
	if len(h.all) >= h.limit && !h.evict(now) {
		h.refused++
		return nil
	}
	e = newEntry(k, now)
	e.lastSeen = now
	if h.attached {
		e.adopt(h.number())
	}
	h.put(e)
	return e
}

// number returns a number that no device has, nor had since the start.
func (h *shelf) number() uint32 {
	h.nextID++
	return h.nextID - 1
}

func (h *shelf) put(e *entry) {
	h.all[e.key] = e
	at := e.key.place()
	if h.behind[at] == nil {
		h.behind[at] = map[*entry]struct{}{}
	}
	h.behind[at][e] = struct{}{}
}

// evict drops the device that was not seen for longest, if it rests.
func (h *shelf) evict(now time.Time) bool {
	if now.Before(h.full) && h.full.Sub(now) <= rest {
		return false
	}
	var oldest *entry
	var at time.Time
	for _, e := range h.all {
		if seen := e.seenAt(); oldest == nil || seen.Before(at) {
			oldest, at = e, seen
		}
	}
	if oldest == nil || now.Sub(at) <= rest {
		h.full = at.Add(rest)
		return false
	}
	h.drop(oldest)
	return true
}

// expire drops the devices that were not seen since a time, and returns how many.
func (h *shelf) expire(since time.Time) (n int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, e := range h.all {
		if e.seenAt().Before(since) {
			h.drop(e)
			n++
		}
	}
	return n
}

func (h *shelf) drop(e *entry) {
	e.mu.Lock()
	e.gone = true
	e.mu.Unlock()
	if e.id != 0 {
		h.dropped = append(h.dropped, e.id)
	}
	delete(h.all, e.key)
	at := e.key.place()
	if delete(h.behind[at], e); len(h.behind[at]) == 0 {
		delete(h.behind, at)
	}
}

// takeDropped hands over the numbers of those to be forgotten.
func (h *shelf) takeDropped() []uint32 {
	h.mu.Lock()
	defer h.mu.Unlock()
	list := h.dropped
	h.dropped = nil
	return list
}

func (h *shelf) giveBack(dropped []uint32) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.dropped = append(dropped, h.dropped...)
}

// list returns all devices, sorted by key.
func (h *shelf) list() []*entry {
	h.mu.RLock()
	list := make([]*entry, 0, len(h.all))
	for _, e := range h.all {
		list = append(list, e)
	}
	h.mu.RUnlock()
	return sorted(list)
}

// at returns the devices behind an address, sorted by key.
func (h *shelf) at(place Key) []*entry {
	h.mu.RLock()
	list := slices.Collect(maps.Keys(h.behind[place]))
	h.mu.RUnlock()
	return sorted(list)
}

func sorted(list []*entry) []*entry {
	slices.SortFunc(list, func(a, b *entry) int { return a.key.compare(b.key) })
	return list
}

func (k Key) compare(o Key) int {
	return cmp.Or(
		cmp.Compare(k.Protocol, o.Protocol), cmp.Compare(k.Address, o.Address), cmp.Compare(k.Device, o.Device),
	)
}

func (h *shelf) count() (devices int, refused uint64) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return len(h.all), h.refused
}

// seenAt is when the device last gave data.
func (e *entry) seenAt() time.Time {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.lastSeen
}
