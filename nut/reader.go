package nut

import (
	"context"
	"time"
)

// A Reader reads a whole server again and again. Between reads it remembers the names of the UPSes,
// the length of their lists, and whether the server takes several commands at a time. Its methods
// may be called from several goroutines; each Read has its own connection.
type Reader struct {
	settings *settings
	invalid  error // why there are no settings
	memory   memory
	patience time.Duration // see pass.await
	now      func() time.Time
}

// A Device is a UPS with its variables, or with the reason why it has none.
type Device struct {
	UPS
	Vars []Var // as the server lists them: upsd sorts by name
	// Err concerns this UPS: a *ServerError such as CodeDataStale while the others are well, or
	// what ended the connection before this one was read.
	Err error
}

// NewReader returns a Reader of the server at "host:port". Nothing is dialled. Options that cannot
// work are reported by Read.
func NewReader(address string, o Options) *Reader {
	s, err := o.prepare(address)
	return &Reader{
		settings: s,
		invalid:  err,
		patience: 250 * time.Millisecond,
		now:      time.Now,
	}
}

// Read returns the named UPSes, or every UPS of the server, sorted by name. Names are compared
// without regard to case, and Device.Name is the server's spelling if it lists the UPS.
//
// The error is nil as soon as the server has said which UPSes it has. From then on whatever goes
// wrong is told per device: one UPS is stale and its Err says so; an answer breaks off or hangs,
// and this UPS and all behind it carry the cause, because a connection has one order. Without an
// answer to LIST UPS there are no devices, unless a named UPS was read in spite of it.
//
// A UPS that has disappeared from the server is left out of a read of all, and has
// CodeUnknownUPS when it was named.
//
// All questions that can be known travel in one write, LIST UPS among them. Some servers execute
// only the first command of what they receive; if the second answer does not begin shortly after
// the first, or the server hangs up there, Read connects once more and asks one by one. When that
// helps the Reader asks one by one for an hour, and then tries again.
func (r *Reader) Read(ctx context.Context, only ...string) ([]Device, error) {
	if r.invalid != nil {
		return nil, r.invalid
	}
	for _, name := range only {
		if err := checkName(name); err != nil {
			return nil, err
		}
	}
	known, manner := r.memory.recall(r.now())
	p := newPass(r.settings, only, known, manner)
	p.base = r.patience
	err := p.run(ctx)
	r.memory.keep(p, r.now())
	return p.devices(err)
}
