package trap

import (
	"context"
	"net/netip"
	"sync"
	"time"
)

// Defaults and bounds of a Prompter.
const (
	defaultGap  = 5 * time.Second
	maxAtOnce   = 16
	maxPrompted = 4096
)

// A Prompter has devices read that have told of something: each one at a time, and not more often than
// every Gap, however much it tells. What is told during a read makes one more read, so that none is forgotten.
type Prompter struct {
	Read func(context.Context, netip.Addr) // reads the device; it has to end by itself
	Gap  time.Duration                     // between two reads of a device; 0 is 5 s

	mu      sync.Mutex
	devices map[netip.Addr]*prompted
	places  chan struct{} // reads at once
	running sync.WaitGroup
}

type prompted struct {
	asked, running bool
	last           time.Time // when its last read ended
}

// Ask wants a device to be read. It does not wait, and says false if too many wait already. After ctx has ended
// nothing is read.
func (p *Prompter) Ask(ctx context.Context, device netip.Addr) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.devices == nil {
		p.devices, p.places = map[netip.Addr]*prompted{}, make(chan struct{}, maxAtOnce)
	}
	d := p.devices[device]
	if d == nil {
		if len(p.devices) >= maxPrompted {
			p.sweep()
		}
		if len(p.devices) >= maxPrompted {
			return false
		}
		d = new(prompted)
		p.devices[device] = d
	}
	d.asked = true
	if !d.running {
		d.running = true
		p.running.Go(func() { p.serve(ctx, device, d) })
	}
	return true
}

// Wait waits until all reads have ended, when the context of their asking has.
func (p *Prompter) Wait() { p.running.Wait() }

// sweep forgets devices that may be read at once anyway.
func (p *Prompter) sweep() {
	for device, d := range p.devices {
		if !d.running && time.Since(d.last) >= p.gap() {
			delete(p.devices, device)
		}
	}
}

func (p *Prompter) gap() time.Duration {
	if p.Gap > 0 {
		return p.Gap
	}
	return defaultGap
}

// serve reads a device as long as it is asked for.
func (p *Prompter) serve(ctx context.Context, device netip.Addr, d *prompted) {
	for p.due(ctx, d) {
		p.Read(ctx, device)
		<-p.places
		p.mu.Lock()
		d.last = time.Now()
		p.mu.Unlock()
	}
}

// due waits until the device may be read. It returns false when it is not to be read any more.
func (p *Prompter) due(ctx context.Context, d *prompted) bool {
	p.mu.Lock()
	if !d.asked || ctx.Err() != nil {
		d.running = false
		p.mu.Unlock()
		return false
	}
	timer := time.NewTimer(p.gap() - time.Since(d.last))
	p.mu.Unlock()
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
		return p.leave(d)
	}
	select {
	case p.places <- struct{}{}:
	case <-ctx.Done():
		return p.leave(d)
	}
	p.mu.Lock()
	d.asked = false // what is told from now on is not in this read
	p.mu.Unlock()
	return true
}

func (p *Prompter) leave(d *prompted) bool {
	p.mu.Lock()
	d.running = false
	p.mu.Unlock()
	return false
}
