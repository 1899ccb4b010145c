package snmptest

import (
	"errors"
	"math/rand/v2"
	"net"
	"sync"
	"testing"
	"time"
)

// DefaultMaxSize is the size of the largest answer: what fits into one frame of Ethernet.
const DefaultMaxSize = 1472

// The object with the time since the agent started.
const sysUpTime = "1.3.6.1.2.1.1.3.0"

// An Agent is a simulated agent. It works off its requests one after the other, as the cards in
// devices do. All its methods may be called at any time and from any goroutine; what they change is
// seen by the next request.
type Agent struct {
	mu          sync.Mutex
	tree        *Tree
	vary        map[string]func(now time.Time) Value
	upTime      objectID
	communities map[string]bool
	maxSize     int
	now         func() time.Time
	started     time.Time     // when sysUpTime was upTicks
	upTicks     time.Duration // what the tree says, until the first reboot
	engine      engine

	faults  Faults
	counted int // datagrams, for DropEvery
	noise   *rand.Rand
	stats   Stats
	log     []Request

	conn    *net.UDPConn // nil while the agent is closed
	side    *net.UDPConn // answers that come from another port
	address string
	done    chan struct{} // closed when the agent closes
	running sync.WaitGroup
}

// NewAgent makes an agent that does not listen yet. It serves a copy of the tree to the community
// "public".
func NewAgent(tree *Tree) *Agent {
	a := &Agent{
		vary:        map[string]func(time.Time) Value{},
		upTime:      mustOID(sysUpTime),
		communities: map[string]bool{"public": true},
		maxSize:     DefaultMaxSize,
		now:         time.Now,
		noise:       rand.New(rand.NewPCG(1, 2)),
		stats:       Stats{Requests: map[Kind]int{}},
	}
	a.engine = newEngine("\x80\x00\x00\x00\x05snmptest")
	a.Replace(tree)
	a.engine.begun, a.started = a.now(), a.now()
	return a
}

// Start is the usual way to get an agent in a test: it listens on a free port of 127.0.0.1 and is
// closed when the test ends.
func Start(tb testing.TB, tree *Tree) *Agent {
	tb.Helper()
	a := NewAgent(tree)
	if err := a.Listen("127.0.0.1:0"); err != nil {
		tb.Fatalf("snmptest: %v", err)
	}
	tb.Cleanup(func() { _ = a.Close() })
	return a
}

// Listen opens the address and serves it in the background until Close. A closed agent may listen
// again: Close and Listen(a.Addr()) are an agent that is away for a while.
func (a *Agent) Listen(address string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.conn != nil {
		return errors.New("snmptest: the agent is listening already")
	}
	local, err := net.ResolveUDPAddr("udp", address)
	if err != nil {
		return err
	}
	conn, err := net.ListenUDP("udp", local)
	if err != nil {
		return err
	}
	side, err := net.ListenUDP("udp", &net.UDPAddr{IP: local.IP})
	if err != nil {
		_ = conn.Close()
		return err
	}
	a.conn, a.side = conn, side
	a.address = conn.LocalAddr().String()
	a.done = make(chan struct{})
	a.running.Go(func() { a.serve(conn, side, a.done) })
	return nil
}

// Addr returns the address that the agent listens on, or listened on last.
func (a *Agent) Addr() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.address
}

// Close stops listening and waits until every goroutine has ended. The tree, the settings and the
// statistics stay.
func (a *Agent) Close() error {
	a.mu.Lock()
	var err error
	if a.conn != nil {
		err = errors.Join(a.conn.Close(), a.side.Close())
		a.conn = nil
		close(a.done)
	}
	a.mu.Unlock()
	a.running.Wait()
	return err
}
