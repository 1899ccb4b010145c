package nuttest

import "fmt"

// A Fault is one way to misbehave. Faults of lists spoil every answer that they can be applied to.
// Each ends with the connection or with the server's Close at the latest.
type Fault int

// The faults. OK is none.
const (
	OK              Fault = iota
	Hang                  // takes commands and never answers
	HangList              // BEGIN and half of the list, then silence
	CloseFirst            // closes on the first command
	CloseMidList          // half of the list, then closes
	HalfLine              // half of the list and half a line, then closes
	Reset                 // half of the list, then RST
	Garbage               // bytes that are no text instead of each answer
	BadQuote              // values without the closing quote
	WrongEnd              // the END line of another list
	NoEnd                 // the whole list without END, then silence
	Endless               // a list that goes on and on
	HugeLine              // a line of many megabytes
	Drip                  // an endless list, one byte every few milliseconds
	Stale                 // ERR DATA-STALE for data of every UPS
	MaxClientsError       // ERR MAX-CLIENTS unasked, then closes
	TLSRefused            // ERR FEATURE-NOT-SUPPORTED to STARTTLS
	TLSStall              // OK STARTTLS, then silence
	TLSInject             // OK STARTTLS with plain text right behind it, then TLS
)

// faultNames has the names in the order of the constants.
var faultNames = [...]string{
	"OK", "Hang", "HangList", "CloseFirst", "CloseMidList", "HalfLine", "Reset", "Garbage",
	"BadQuote", "WrongEnd", "NoEnd", "Endless", "HugeLine", "Drip", "Stale", "MaxClientsError",
	"TLSRefused", "TLSStall", "TLSInject",
}

// Faults returns all faults but OK, for tables of tests.
func Faults() []Fault {
	var all []Fault
	for f := range faultNames {
		if Fault(f) != OK {
			all = append(all, Fault(f))
		}
	}
	return all
}

// String returns the fault's name.
func (f Fault) String() string {
	if f < 0 || int(f) >= len(faultNames) {
		return fmt.Sprintf("Fault(%d)", int(f))
	}
	return faultNames[f]
}

// Fault makes the whole server misbehave, from the next command on: the fault meets LIST UPS as
// well. OK heals it, but not the connections that have fallen silent.
func (s *Server) Fault(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault = f
}

// FaultUPS makes the server misbehave in commands that name this UPS, unless all of it does. OK
// heals it.
func (s *Server) FaultUPS(ups string, f Fault) {
	s.change(ups, func(u *unit) { u.fault = f })
}

// faultFor returns the fault that a command meets.
func (s *Server) faultFor(words []string) Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fault != OK {
		return s.fault
	}
	for _, word := range words[min(1, len(words)):] {
		if u := s.unit(word); u != nil {
			return u.fault
		}
	}
	return OK
}
