package snmptest

import (
	"maps"
	"slices"

	"github.com/argus-power/argus/snmp"
)

// logged is how many requests an agent remembers at most.
const logged = 10000

// Stats counts what clients have done since the agent was made.
type Stats struct {
	Datagrams int          // that came, whatever they were
	Requests  map[Kind]int // by kind; those of v3 that get a report are none
	Refused   int          // datagrams that were no requests, or from strangers
	Dropped   int          // requests that a fault left without an answer
	Reports   int          // of v3, instead of answers: discovery is one
	Asked     int          // varbinds in requests
	Answered  int          // varbinds in answers
	BytesIn   int64
	BytesOut  int64
}

// All returns the number of requests of all kinds.
func (s Stats) All() int {
	n := 0
	for _, count := range s.Requests {
		n += count
	}
	return n
}

// A Request is one that the agent has got, answered or not.
type Request struct {
	Version        snmp.Version
	Kind           Kind
	OIDs           []string
	NonRepeaters   int // of GETBULK
	MaxRepetitions int // of GETBULK
}

// Stats returns the counts so far.
func (a *Agent) Stats() Stats {
	a.mu.Lock()
	defer a.mu.Unlock()
	stats := a.stats
	stats.Requests = maps.Clone(a.stats.Requests)
	return stats
}

// Log returns the requests since the last ResetLog, some ten thousand at most: then the oldest are
// forgotten.
func (a *Agent) Log() []Request {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.log)
}

// ResetLog forgets the requests of the log and all counts.
func (a *Agent) ResetLog() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.log = nil
	a.stats = Stats{Requests: map[Kind]int{}}
}

// note counts a request. The agent is locked.
func (a *Agent) note(version int64, p pdu) {
	a.counted++
	a.stats.Requests[p.kind]++
	a.stats.Asked += len(p.binds)
	if len(a.log) == logged {
		a.log = slices.Delete(a.log, 0, logged/2)
	}
	request := Request{Version: versionOf(version), Kind: p.kind}
	for _, r := range p.binds {
		request.OIDs = append(request.OIDs, r.oid.String())
	}
	if p.kind == GetBulk {
		request.NonRepeaters, request.MaxRepetitions = int(p.status), int(p.index)
	}
	a.log = append(a.log, request)
}
