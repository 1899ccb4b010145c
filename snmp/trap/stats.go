package trap

import (
	"sync/atomic"

	"github.com/argus-power/argus/snmp"
)

// Outcome is what became of a datagram. It is a label value, so that the set is closed.
type Outcome uint8

// The outcomes.
const (
	Mapped       Outcome = iota // a notification that tells of an event
	Unknown                     // a notification that the table does not know
	Idle                        // one that tells nothing of power: a login, a heartbeat
	Discovery                   // a question for our engine id or clock, which was answered
	Refused                     // from a sender that may not send
	BadCommunity                // with a community that its sender does not have
	BadAuth                     // without the user, the level or the keys that it has to have
	NotInTime                   // authentic, and too old: a replay
	Malformed                   // not a notification, or too large
	Limited                     // beyond the rate of its sender
	Dropped                     // there was no room in the queue
	numOutcomes
)

// Undecrypted is the BadAuth whose digest was right and whose contents are not to be had with the key of its user.
// It is counted as BadAuth, and told apart only to Options.Refused: what has to be mended is another password.
const Undecrypted Outcome = numOutcomes

// String returns the value of an "outcome" label.
func (o Outcome) String() string {
	return [numOutcomes]string{
		"mapped", "unknown", "idle", "discovery", "refused_sender", "bad_community", "bad_auth",
		"not_in_time", "malformed", "rate_limited", "dropped",
	}[o.counted()]
}

// counted is the outcome that this one is counted as.
func (o Outcome) counted() Outcome {
	if o == Undecrypted {
		return BadAuth
	}
	return o
}

// Refusal says whether a datagram with this outcome was of no use.
func (o Outcome) Refusal() bool { return o >= Refused }

// Outcomes lists all that are counted.
func Outcomes() []Outcome {
	all := make([]Outcome, numOutcomes)
	for i := range all {
		all[i] = Outcome(i)
	}
	return all
}

// Versions lists the values of a "version" label; the last one is of datagrams that were not looked into.
func Versions() []string { return []string{"1", "2c", "3", "unknown"} }

const (
	versionUnknown = 3
	numVersions    = 4
)

// Stats count what was received. They may be read at any time.
type Stats struct {
	received [numVersions][numOutcomes]atomic.Uint64
	Informs  atomic.Uint64 // that were answered
	Reports  atomic.Uint64 // that were sent: discoveries and refusals
	Failed   atomic.Uint64 // answers that could not be sent
}

// Count returns how many datagrams of a version, one of [Versions] by its index, had an outcome.
func (s *Stats) Count(version int, o Outcome) uint64 { return s.received[version][o.counted()].Load() }

// Total returns how many datagrams had an outcome.
func (s *Stats) Total(o Outcome) (n uint64) {
	for v := range s.received {
		n += s.Count(v, o)
	}
	return n
}

// Each calls f with each counter that can count something.
func (s *Stats) Each(f func(version string, o Outcome, n uint64)) {
	for v, version := range Versions() {
		for _, o := range Outcomes() {
			unread := o == Refused || o == Limited
			either := o == Malformed || o == Dropped
			onlyV3 := o == Discovery || o == BadAuth || o == NotInTime
			switch {
			case v == versionUnknown && !unread && !either, v != versionUnknown && unread:
			case onlyV3 && v != versionIndex(snmp.V3), o == BadCommunity && v == versionIndex(snmp.V3):
			default:
				f(version, o, s.Count(v, o))
			}
		}
	}
}

func (s *Stats) add(version int, o Outcome) { s.received[version][o.counted()].Add(1) }

// versionIndex is where a version is in Versions.
func versionIndex(v snmp.Version) int {
	switch v {
	case snmp.V1:
		return 0
	case snmp.V2c:
		return 1
	}
	return 2
}
