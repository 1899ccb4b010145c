package trap

import (
	"encoding/hex"
	"time"
)

// A State is what has to outlive a restart, so that nothing that was sent before can be replayed after it. It can be
// stored as JSON.
type State struct {
	Boots   int64                  `json:"boots"`   // of our own engine
	Engines map[string]EngineClock `json:"engines"` // of senders of v3, by their engine ids in hexadecimal
}

// An EngineClock is the clock of an engine when it was stored, at least.
type EngineClock struct {
	Boots int64 `json:"boots"`
	Time  int64 `json:"time"` // snmpEngineTime, seconds
}

// State returns what is to be stored now.
func (l *Listener) State() State {
	l.busy.Lock()
	defer l.busy.Unlock()
	now := l.desk.now()
	s := State{Boots: l.desk.engine.boots, Engines: map[string]EngineClock{}}
	for id, one := range l.desk.clocks {
		s.Engines[hex.EncodeToString([]byte(id))] = EngineClock{one.boots, one.least(now)}
	}
	return s
}

// clocks takes up what was stored. Nobody knows how long ago that was: the clocks went on by that much at least
// as of now. What makes no sense is left out.
func (s State) clocks(now time.Time) clocks {
	all := clocks{}
	for text, one := range s.Engines {
		id, err := hex.DecodeString(text)
		whole := err == nil && len(id) >= minEngineID && len(id) <= maxEngineID
		if whole && one.Boots >= 0 && one.Boots <= maxWholeClock && one.Time >= 0 && one.Time <= maxWholeClock &&
			len(all) < maxEngines {
			all[string(id)] = heard{one.Boots, one.Time, now}
		}
	}
	return all
}
