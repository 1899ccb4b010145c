package snmp

import (
	"cmp"
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/argus-power/argus/power"
)

// A Source reads the devices behind one SNMP agent as snapshots. It is worth
// keeping: it remembers which modules apply and which instances the agent has,
// and afterwards asks for values only.
type Source struct {
	Address string // host:port
	Options Options
	Set     *Set
	// Rating tells what the owner states about a device; nil means nothing.
	Rating func(device string) power.Ratings
	Now    func() time.Time
	Gates  *Gates // shared by sources of the same agents, so that no agent has two requests at once; may be nil
	// Recording is read instead of the agent at Address if it is not nil.
	Recording Recording

	gates  Gates // in place of those that are nil
	memory memory

	mu    sync.Mutex
	stats Stats // of all reads; guarded by mu
	held  Held  // likewise, since the last read
}

var _ power.Source = (*Source)(nil)

// Read reads the agent once. Devices of which a part could not be read come with
// what there is and the reason as their error; an error of Read itself is a
// [power.Failure] and means that nothing was learnt.
func (s *Source) Read(ctx context.Context) ([]power.Snapshot, error) {
	gates := cmp.Or(s.Gates, &s.gates)
	leave, err := gates.enter(ctx, s.Address)
	if err != nil {
		return nil, failure(fmt.Errorf("wait for another read of the agent: %w", err))
	}
	defer leave()
	defer s.weigh()
	if s.Recording != nil {
		return finish(s.read(ctx, s.Recording))
	}
	options := s.Options
	options.buffers, options.most = &gates.buffers, maxRead
	client, err := Dial(ctx, s.Address, options, &s.memory.client)
	if err != nil {
		return nil, failure(err)
	}
	defer func() {
		s.count(client.Stats())
		_ = client.Close()
	}()
	return finish(s.read(ctx, client))
}

// Stats returns what all reads together did. It may be called while one is under way.
func (s *Source) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stats
}

func (s *Source) count(more Stats) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stats.Requests += more.Requests
	s.stats.Retries += more.Retries
	s.stats.Varbinds += more.Varbinds
	s.stats.Refused += more.Refused
}

// finish gives an error its reason.
func finish(list []power.Snapshot, err error) ([]power.Snapshot, error) {
	if err != nil {
		return nil, failure(err)
	}
	return list, nil
}

// failure gives an error its reason.
func failure(err error) *power.Failure {
	return &power.Failure{Reason: reasonOf(err), Err: err}
}
