package trap

import (
	"errors"
	"fmt"
	"net/netip"
	"time"

	"github.com/argus-power/argus/snmp"
)

// Options say where to listen, and whom to believe.
type Options struct {
	Address string // of UDP: ":162", "10.0.0.5:1162"
	// Name names this receiver, and its SNMP engine, to devices: the same after each start, and another one on
	// each host. Mostly it is the name of the host.
	Name string
	// Sender says what a sender has to show; false refuses it. It is asked for each datagram, from one
	// goroutine, and has to be fast.
	Sender func(netip.Addr) (Access, bool)
	// Handle gets what was received, in its order, from one goroutine. It must not block: meanwhile
	// datagrams wait, and then are dropped. It says whether it took the notice: an inform that was
	// not taken is not answered, so that it comes again.
	Handle func(Notice) bool
	// Refused gets what was not believed, or had no room, as one of Outcomes or Undecrypted; it may be nil. It has to
	// be fast, and is called from two goroutines.
	Refused func(from netip.Addr, o Outcome)
	// State is what Listener.State returned before the last restart; zero is a first start.
	State State
	Now   func() time.Time // nil is time.Now

	MaxDatagram int // octets; larger ones are refused; 0 is 8192
	Queue       int // datagrams that wait; 0 is 1024
	Burst       int // datagrams that a sender may send at once; 0 is 100
	PerSecond   int // … and per second in the long run; 0 is 20
}

// An Access is what a sender has to show. The zero value accepts nothing.
type Access struct {
	// Communities are those of v1 and v2c. They are no proof of anything: they travel as plain text, and a
	// sender of UDP can be forged.
	Communities []string
	// Users are those of v3. A message has to have all that its user has: a digest where there is an
	// AuthProtocol, and to be encrypted where there is a PrivProtocol.
	Users []snmp.Security
	// Proxy says that the sender may tell of other devices: by agent-addr and snmpTrapAddress.
	Proxy bool
}

// Defaults of Options.
const (
	maxDatagram      = 8192
	defaultQueue     = 1024
	defaultBurst     = 100
	defaultPerSecond = 20
)

// ErrOptions is wrapped by what Listen says of options that cannot be.
var ErrOptions = errors.New("trap options")

func (o Options) check() (Options, error) {
	if o.Sender == nil || o.Handle == nil {
		return o, fmt.Errorf("%w: Sender and Handle are needed", ErrOptions)
	}
	if o.MaxDatagram < 0 || o.MaxDatagram > 65507 || o.Queue < 0 || o.Burst < 0 || o.PerSecond < 0 {
		return o, fmt.Errorf("%w: a bound is negative, or more than UDP can carry", ErrOptions)
	}
	for _, bound := range []struct {
		of  *int
		def int
	}{
		{&o.MaxDatagram, maxDatagram},
		{&o.Queue, defaultQueue},
		{&o.Burst, defaultBurst},
		{&o.PerSecond, defaultPerSecond},
	} {
		if *bound.of == 0 {
			*bound.of = bound.def
		}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o, nil
}
