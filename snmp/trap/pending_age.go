package trap

import (
	"net/netip"
	"slices"
	"time"
)

const (
	// waitFor is how long a notice waits for a device that does not answer.
	waitFor = 24 * time.Hour
	// sweepEvery is how often it is looked for notices that need not wait any more, if there is no room.
	sweepEvery = time.Second
	// ageEvery is how often those that have waited too long are dropped, room or not: no read drops those of a device
	// that nobody reads.
	ageEvery = time.Hour
)

// age drops what is too old, from time to time.
func (p *Pending) age(now time.Time) {
	if since := now.Sub(p.aged); since >= 0 && since < ageEvery {
		return
	}
	p.aged = now
	for device, list := range p.devices {
		p.keep(device, p.fresh(list, now), len(list))
	}
}

// sweep drops what is too old, and what is of devices that nobody reads.
func (p *Pending) sweep(now time.Time) {
	if since := now.Sub(p.swept); since >= 0 && since < sweepEvery {
		return
	}
	p.swept = now
	for device, list := range p.devices {
		fresh := list
		if p.Known != nil && !p.Known(device) {
			fresh = nil
		}
		p.keep(device, p.fresh(fresh, now), len(list))
	}
}

// fresh returns the notices that have not waited too long.
func (p *Pending) fresh(list []Notice, now time.Time) []Notice {
	return slices.DeleteFunc(slices.Clone(list), func(n Notice) bool { return now.Sub(n.Time) > waitFor })
}

// keep has a device keep these of so many notices; the others have expired.
func (p *Pending) keep(device netip.Addr, list []Notice, of int) {
	p.tally.Expired += uint64(of - len(list))
	p.waiting -= of - len(list)
	if p.devices[device] = list; len(list) == 0 {
		delete(p.devices, device)
	}
}
