package nuttest

import (
	"maps"
	"slices"
	"strings"
)

// A Device is one UPS behind the fake server.
type Device struct {
	Name        string
	Description string            // "" is answered as upsd answers for a UPS without desc
	Vars        map[string]string // sent as they are: long or odd values are the test's choice
	Writable    []string          // names that LIST RW shows
	Commands    []string          // what LIST CMD shows
}

// unit is a Device and what the test has done to it.
type unit struct {
	Device
	fail  string // code that answers instead of data, "" for none
	fault Fault
}

// newUnit copies the device, because the caller may go on using its map.
func newUnit(d Device) *unit {
	d.Vars = maps.Clone(d.Vars)
	if d.Vars == nil {
		d.Vars = map[string]string{}
	}
	d.Writable = slices.Clone(d.Writable)
	d.Commands = slices.Clone(d.Commands)
	return &unit{Device: d}
}

// variable finds a variable in any case, as upsd does.
func (u *unit) variable(name string) (value string, ok bool) {
	if value, ok = u.Vars[name]; ok {
		return value, true
	}
	for n, v := range u.Vars {
		if strings.EqualFold(n, name) {
			return v, true
		}
	}
	return "", false
}

// names lists the variables in the order of upsd, which walks a tree sorted without case.
func (u *unit) names() []string {
	return slices.SortedFunc(maps.Keys(u.Vars), func(a, b string) int {
		return strings.Compare(strings.ToLower(a), strings.ToLower(b))
	})
}

// Set gives a variable a value. It does nothing for a UPS that the server does not have.
func (s *Server) Set(ups, name, value string) {
	s.change(ups, func(u *unit) { u.Vars[name] = value })
}

// Unset takes a variable away.
func (s *Server) Unset(ups, name string) {
	s.change(ups, func(u *unit) { delete(u.Vars, name) })
}

// Replace gives a UPS all its variables anew, in one step that no reader can see half of.
func (s *Server) Replace(ups string, vars map[string]string) {
	vars = maps.Clone(vars)
	s.change(ups, func(u *unit) { u.Vars = vars })
}

// Vars returns a copy of a UPS's variables, nil for a UPS that the server does not have.
func (s *Server) Vars(ups string) map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u := s.unit(ups); u != nil {
		return maps.Clone(u.Vars)
	}
	return nil
}

// Fail makes a UPS answer "ERR code" where it would answer with data: DATA-STALE,
// DRIVER-NOT-CONNECTED or whatever the test likes. The empty code heals it. With an empty name the
// whole server fails, LIST UPS included.
func (s *Server) Fail(ups, code string) {
	if ups == "" {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.fail = code
		return
	}
	s.change(ups, func(u *unit) { u.fail = code })
}

// Add puts another UPS behind the server, or replaces the one of that name. A new one comes first,
// as after a reload of upsd.
func (s *Server) Add(d Device) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := s.index(d.Name); i >= 0 {
		s.units[i] = newUnit(d)
		return
	}
	s.units = slices.Insert(s.units, 0, newUnit(d))
}

// Remove takes a UPS away.
func (s *Server) Remove(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := s.index(name); i >= 0 {
		s.units = slices.Delete(s.units, i, i+1)
	}
}

func (s *Server) change(ups string, f func(*unit)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u := s.unit(ups); u != nil {
		f(u)
	}
}

// unit finds a UPS in any case; the caller holds the lock.
func (s *Server) unit(name string) *unit {
	if i := s.index(name); i >= 0 {
		return s.units[i]
	}
	return nil
}

func (s *Server) index(name string) int {
	return slices.IndexFunc(s.units, func(u *unit) bool { return strings.EqualFold(u.Name, name) })
}
