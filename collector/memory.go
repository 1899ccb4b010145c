package collector

import (
	"cmp"
	"container/list"
	"net/netip"
	"slices"
	"sync"
	"time"
	"weak"

	"github.com/argus-power/argus/config"
	"github.com/argus-power/argus/power"
)

// MaxTargets bounds the targets that a Tracker remembers.
const MaxTargets = 20_000

// perAgent bounds what is remembered of one SNMP agent, for there are as many ways
// to read it as there are lists of modules. Mostly one is used, sometimes two.
const perAgent = 8

// memory is what is remembered of targets, those that were used last.
type memory struct {
	mu      sync.Mutex
	targets map[string]*list.Element       // of *target, by the keys of their probes
	agents  map[string][]*list.Element     // the same, by the addresses of SNMP agents
	peers   map[netip.Addr][]*list.Element // the same, by where the names of the agents led
	recent  *list.List                     // most recently used first
	max     int
	uses    uint64

	weight, maxWeight int         // how much all of it takes, in bytes
	sharing           map[any]int // how many targets share a part of it
}

func newMemory() memory {
	return memory{
		targets: map[string]*list.Element{}, agents: map[string][]*list.Element{},
		peers:  map[netip.Addr][]*list.Element{},
		recent: list.New(), max: MaxTargets,
		sharing: map[any]int{}, maxWeight: MaxWeight,
	}
}

// target is what is remembered of one target.
type target struct {
	key    string
	agent  string                      // "" if it is none
	peer   netip.AddrPort              // where its name led; not valid if it is none
	used   uint64                      // the greater, the later
	config weak.Pointer[config.Config] // of the last probe; a target that is not probed any more keeps none
	reader *reader
	known  []power.Snapshot // the last good state of each device, without readings
	held   config.Held      // what all this takes
}

// reader is a source with what it was made of, and what it has taken so far.
type reader struct {
	source power.Source
	means  *config.Means
	taken  config.Traffic // guarded by memory.mu
}

// recall returns what a target is read with, and the devices known behind it. After a
// reload it is what it was, if all that it depends on is.
func (m *memory) recall(p *config.Probe, now func() time.Time) (*reader, []power.Snapshot) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e, ok := m.targets[p.Key]
	if !ok {
		return newReader(p.Means(), now), nil
	}
	known := e.Value.(*target)
	m.use(e)
	if current := weak.Make(p.Config); known.config != current {
		if means := p.Means(); !means.Same(known.reader.means) {
			known.reader = newReader(means, now)
		}
		known.config = current
	}
	return known.reader, known.known
}

func newReader(means *config.Means, now func() time.Time) *reader {
	return &reader{source: means.Source(now), means: means}
}

// use notes that a target is used; the caller holds the lock.
func (m *memory) use(e *list.Element) {
	m.uses++
	e.Value.(*target).used = m.uses
	m.recent.MoveToFront(e)
}

// remember keeps what a target was read with, and its devices.
func (m *memory) remember(p *config.Probe, r *reader, known []power.Snapshot) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e, ok := m.targets[p.Key]
	if !ok {
		e = m.recent.PushFront(&target{key: p.Key, config: weak.Make(p.Config), reader: r})
		m.targets[p.Key] = e
		m.use(e)
	}
	t := e.Value.(*target)
	t.known = known
	m.weigh(t)
	if !ok && p.Module.Protocol == config.SNMP {
		m.join(e, p.Target.Address())
	}
	m.reached(e, r.means.Peer())
	if m.tooLarge(t) {
		m.forget(e)
	}
	for m.recent.Len() > m.max || m.weight > m.maxWeight {
		m.forget(m.recent.Back())
	}
}

// join notes of which agent a target is, and forgets one where there are too many.
func (m *memory) join(e *list.Element, agent string) {
	e.Value.(*target).agent = agent
	m.agents[agent] = append(m.agents[agent], e)
	if all := m.agents[agent]; len(all) > perAgent {
		m.forget(slices.MinFunc(all, func(a, b *list.Element) int {
			return cmp.Compare(a.Value.(*target).used, b.Value.(*target).used)
		}))
	}
}

func (m *memory) forget(e *list.Element) {
	t := m.recent.Remove(e).(*target)
	delete(m.targets, t.key)
	m.unweigh(t)
	m.unreached(e)
	others := slices.DeleteFunc(m.agents[t.agent], func(other *list.Element) bool { return other == e })
	if m.agents[t.agent] = others; len(others) == 0 {
		delete(m.agents, t.agent)
	}
}

// devices returns the devices that are known of a target.
func (m *memory) devices(p *config.Probe) (known []power.Snapshot) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e, ok := m.targets[p.Key]; ok {
		known = e.Value.(*target).known
	}
	return known
}

// spent returns what a reader has taken since the last call.
func (m *memory) spent(r *reader) config.Traffic {
	m.mu.Lock()
	defer m.mu.Unlock()
	before := r.taken
	r.taken = config.TrafficOf(r.source)
	return r.taken.Since(before)
}
