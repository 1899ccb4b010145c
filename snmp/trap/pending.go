package trap

import (
	"net/netip"
	"slices"
	"sync"
	"time"

	"github.com/argus-power/argus/power"
)

// Bounds of what waits to be settled.
const (
	maxWaitingDevices = 4096
	maxWaitingInAll   = 8192
	maxWaiting        = 64 // of a device
	maxRecent         = 16 // events of a device
)

// recentFor is how much later than the read that saw it a trap may tell of something.
const recentFor = 2 * time.Minute

// Pending keeps the notices that no read has settled yet. It may be used concurrently; the zero value is
// ready.
type Pending struct {
	// Known says whether a device is read at all; nil is all. Notices of others make room first.
	Known func(netip.Addr) bool

	mu      sync.Mutex
	devices map[netip.Addr][]Notice
	waiting int                          // in all
	recent  map[netip.Addr][]power.Event // that have no end, by when they were seen
	swept   time.Time
	aged    time.Time
	tally   Tally
}

// Add keeps a notice that tells of an event. It says whether there was room.
func (p *Pending) Add(n Notice) bool {
	if n.Kind == "" {
		return true
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.age(n.Time)
	if again(p.devices[n.Source], &n) {
		p.tally.Repeated++
		return true
	}
	if !p.room(n.Source) {
		p.sweep(n.Time)
	}
	if !p.room(n.Source) {
		p.tally.Lost++
		return false
	}
	if p.devices == nil {
		p.devices = map[netip.Addr][]Notice{}
	}
	p.devices[n.Source] = append(p.devices[n.Source], n)
	p.waiting++
	return true
}

// again says whether a notice only repeats what two have told already, the last of which it then replaces: some agents
// say each minute that they are on battery.
func again(list []Notice, n *Notice) bool {
	last := -1
	for i := range slices.Backward(list) {
		switch {
		case list[i].Kind != n.Kind || list[i].Place != n.Place || list[i].Unit != n.Unit:
		case list[i].Begins != n.Begins || list[i].Detail != n.Detail:
			return false
		case last < 0:
			last = i
		default:
			list[last] = *n
			return true
		}
	}
	return false
}

func (p *Pending) room(source netip.Addr) bool {
	list, known := p.devices[source]
	return (known || len(p.devices) < maxWaitingDevices) && len(list) < maxWaiting && p.waiting < maxWaitingInAll
}

// Waiting returns when the newest notice of a device came that is not settled yet; zero if there is none.
func (p *Pending) Waiting(device netip.Addr) (newest time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, n := range p.devices[device] {
		if n.Time.After(newest) {
			newest = n.Time
		}
	}
	return newest
}

// take returns the notices of a device and forgets them: what stays open comes back by giveBack.
func (p *Pending) take(device netip.Addr, reads []Read) []Notice {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := p.devices[device]
	if newest := lastTaken(reads); len(list) > 0 && !newest.IsZero() {
		p.keep(device, p.fresh(list, newest), len(list))
		list = p.devices[device]
	}
	delete(p.devices, device)
	p.waiting -= len(list)
	return list
}

func lastTaken(reads []Read) (newest time.Time) {
	for _, r := range reads {
		if r.Snapshot != nil && r.Snapshot.Taken.After(newest) {
			newest = r.Snapshot.Taken
		}
	}
	return newest
}

// giveBack keeps what is open still, in front of what came meanwhile.
func (p *Pending) giveBack(device netip.Addr, open []Notice, came Tally) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tally.add(came)
	if len(open) == 0 {
		return
	}
	meanwhile := p.devices[device]
	all := slices.Concat(open, meanwhile)
	if over := len(all) - maxWaiting; over > 0 {
		p.tally.Lost += uint64(over)
		all = all[:maxWaiting]
	}
	if p.devices == nil {
		p.devices = map[netip.Addr][]Notice{}
	}
	p.devices[device] = all
	p.waiting += len(all) - len(meanwhile)
}

// Tally returns what came of all notices so far.
func (p *Pending) Tally() Tally {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.tally
}
