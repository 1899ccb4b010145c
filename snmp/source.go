package snmp

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
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
	Only   []string // devices to return; none means all
	Now    func() time.Time
	Gates  *Gates // shared by sources of the same agents, so that no agent has two requests at once; may be nil
	// Recording is read instead of the agent at Address if it is not nil.
	Recording Recording

	gates  Gates // in place of those that are nil
	memory memory

	mu    sync.Mutex
	stats Stats // of all reads; guarded by mu
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
	if s.Recording != nil {
		return s.finish(s.read(ctx, s.Recording))
	}
	options := s.Options
	options.buffers = &gates.buffers
	client, err := Dial(ctx, s.Address, options, &s.memory.client)
	if err != nil {
		return nil, failure(err)
	}
	defer func() {
		s.count(client.Stats())
		_ = client.Close()
	}()
	return s.finish(s.read(ctx, client))
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

// finish gives an error its reason, and leaves out what was not asked for.
func (s *Source) finish(list []power.Snapshot, err error) ([]power.Snapshot, error) {
	if err != nil {
		return nil, failure(err)
	}
	return s.only(list), nil
}

// failure gives an error its reason.
func failure(err error) *power.Failure {
	return &power.Failure{Reason: reasonOf(err), Err: err}
}

// only leaves out the devices that were not asked for.
func (s *Source) only(list []power.Snapshot) []power.Snapshot {
	if len(s.Only) == 0 {
		return list
	}
	why := &power.Failure{Reason: power.UnknownDevice, Err: errors.New("the agent has no such device")}
	if p := s.memory.plan; p != nil && p.late != nil { // it may have, and nobody knows yet
		why = failure(p.late)
	}
	var out []power.Snapshot
	for _, name := range s.Only {
		i := slices.IndexFunc(list, func(snap power.Snapshot) bool { return snap.Device == name })
		if i >= 0 {
			out = append(out, list[i])
			continue
		}
		out = append(out, power.Snapshot{Taken: s.Now(), Device: name, Err: why})
	}
	return out
}
