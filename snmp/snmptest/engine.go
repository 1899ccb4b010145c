package snmptest

import (
	"time"

	"github.com/argus-power/argus/snmp"
)

// timeWindow is how far the times of two engines may be apart (RFC 3414, section 2.2.3).
const timeWindow = 150

// The reports of the user-based security model: the last number of their counters.
const (
	unsupportedSecLevels = iota + 1
	notInTimeWindows
	unknownUserNames
	unknownEngineIDs
	wrongDigests
	decryptionErrors
)

// engine is the v3 side of an agent.
type engine struct {
	id      string
	boots   int64
	begun   time.Time // when its time was 0
	shift   time.Duration
	users   map[string]user
	reports map[uint32]uint64 // sent, by the last number of the counter
}

func newEngine(id string) engine {
	return engine{id: id, boots: 1, users: map[string]user{}, reports: map[uint32]uint64{}}
}

// AddUser lets a user read, with just the security that its protocols say, or replaces one.
func (a *Agent) AddUser(s snmp.Security) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	u, err := newUser(s, a.engine.id)
	if err == nil {
		a.engine.users[s.User] = u
	}
	return err
}

// RemoveUser makes a user unknown.
func (a *Agent) RemoveUser(name string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.engine.users, name)
}

// Engine sets the engine's id, as if the card had been replaced, and its boots, which may go back as
// those of cards that have lost their memory. An empty id or boots of -1 stay as they are.
func (a *Agent) Engine(id string, boots int) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if boots >= 0 {
		a.engine.boots = int64(boots)
		a.engine.begun, a.engine.shift = a.now(), 0
	}
	if id == "" || id == a.engine.id {
		return nil
	}
	a.engine.id = id
	for name, u := range a.engine.users {
		u, err := newUser(u.Security, id)
		if err != nil {
			return err
		}
		a.engine.users[name] = u
	}
	return nil
}

// ShiftEngineTime moves the engine's time: by more than 150 s either way, clients are no longer in
// its time window.
func (a *Agent) ShiftEngineTime(by time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.engine.shift += by
}

// EngineID returns the engine's id.
func (a *Agent) EngineID() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.engine.id
}

// engineTime is in seconds since the last boot. The agent is locked.
func (a *Agent) engineTime() int64 {
	return max(0, int64((a.now().Sub(a.engine.begun)+a.engine.shift)/time.Second))
}
