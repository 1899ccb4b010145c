package trap

import (
	"net/netip"
	"slices"

	"github.com/argus-power/argus/power"
)

// Told returns what says whether an event was told by notices that wait; nil if none do.
func (p *Pending) Told(device netip.Addr) func(*power.Event) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := slices.Clone(p.devices[device])
	if len(list) == 0 {
		return nil
	}
	return func(e *power.Event) bool {
		return slices.ContainsFunc(list, func(n Notice) bool { return n.Event() == e.Kind && n.at(e) })
	}
}

// Settle settles the notices from an address with reads of all devices of an agent behind it, and keeps those that
// stay open.
// The events it returns are to be recorded as reported, of the device with that index among the reads.
// A notice that names a unit is of the device called so. Any other may be of any of them: it is settled
// by all together, and what only it told of is recorded of the first. It is to be called with all reads of the
// address, whether notices wait or not. Shared says that there are other agents behind the address.
func (p *Pending) Settle(address netip.Addr, shared bool, reads []Read) map[int][]power.Event {
	before := p.remember(address, reads)
	notices := p.take(address, reads)
	if len(notices) == 0 || len(reads) == 0 {
		p.giveBack(address, notices, Tally{})
		return nil
	}
	reported := map[int][]power.Event{}
	var open []Notice
	var tally Tally
	for i, of := range apart(notices, reads) {
		if len(of) == 0 {
			continue
		}
		at, read := 0, together
		if i < len(reads) {
			at, read = i, func([]Read) Read { return reads[i] }
		}
		r := read(reads)
		r.Before, r.Shared = before, shared
		events, left, came := Settle(of, r)
		reported[at] = append(reported[at], events...)
		open = append(open, left...)
		tally.add(came)
	}
	p.giveBack(address, open, tally)
	return reported
}

// remember keeps what has no end, and returns what was kept before.
func (p *Pending) remember(address netip.Addr, reads []Read) (before []power.Event) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := lastTaken(reads)
	var all []power.Event
	for _, r := range reads {
		for _, e := range r.Events {
			if e.Kind.End() == "" && e.Kind.Begin() == "" {
				all = append(all, e)
			}
		}
	}
	before = slices.DeleteFunc(p.recent[address], func(e power.Event) bool { return now.Sub(e.Time) > recentFor })
	all = append(slices.Clone(before), all...)
	if all = all[max(0, len(all)-maxRecent):]; len(all) == 0 {
		delete(p.recent, address)
		return nil
	}
	if p.recent == nil || len(p.recent) >= maxWaitingDevices && p.recent[address] == nil {
		p.recent = map[netip.Addr][]power.Event{}
	}
	p.recent[address] = all
	return before
}

// apart sorts notices by the devices that they are of; those of no certain one are the last list.
func apart(notices []Notice, reads []Read) [][]Notice {
	lists := make([][]Notice, len(reads)+1)
	for _, n := range notices {
		i := slices.IndexFunc(reads, func(r Read) bool {
			return len(reads) == 1 || n.Unit != "" && r.Snapshot != nil && r.Snapshot.Device == n.Unit
		})
		if i < 0 {
			i = len(reads)
		}
		lists[i] = append(lists[i], n)
	}
	return lists
}

// together is what several devices show. One without data leaves all open.
func together(reads []Read) Read {
	all := Read{Snapshot: new(power.Snapshot)}
	s := all.Snapshot
	for i, r := range reads {
		if r.Snapshot == nil || silent(r.Snapshot) {
			return Read{}
		}
		if i == 0 || r.Snapshot.Taken.Before(s.Taken) {
			s.Taken = r.Snapshot.Taken
		}
		s.Status.Active |= r.Snapshot.Status.Active
		s.Status.Reportable |= r.Snapshot.Status.Reportable
		s.Readings = append(s.Readings, r.Snapshot.Readings...)
		all.Events = append(all.Events, r.Events...)
		all.Partial = all.Partial || r.Partial
	}
	return all
}
