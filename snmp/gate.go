package snmp

import (
	"context"
	"sync"
)

// Gates let one read at a time pass to each agent, whoever wants it: management
// cards are slow, and two questions at once make them slower than one after the
// other.
type Gates struct {
	mu      sync.Mutex
	open    map[string]*gate // agents that are being read
	buffers sync.Pool        // of as many agents as are being read
}

// gate is passed by whoever can put something into its channel.
type gate struct {
	pass  chan struct{}
	users int // guarded by Gates.mu
}

// enter waits until no one else reads the agent. The function that it returns
// lets the next one pass.
func (g *Gates) enter(ctx context.Context, address string) (leave func(), err error) {
	own := g.join(address)
	select {
	case own.pass <- struct{}{}:
		return func() { <-own.pass; g.quit(address) }, nil
	case <-ctx.Done():
		g.quit(address)
		return nil, ctx.Err()
	}
}

func (g *Gates) join(address string) *gate {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.open == nil {
		g.open = map[string]*gate{}
	}
	own := g.open[address]
	if own == nil {
		own = &gate{pass: make(chan struct{}, 1)}
		g.open[address] = own
	}
	own.users++
	return own
}

func (g *Gates) quit(address string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.open[address].users--; g.open[address].users == 0 {
		delete(g.open, address)
	}
}
