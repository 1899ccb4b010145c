package nut

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/argus-power/argus/power"
)

// A Source reads the devices of one NUT server as snapshots.
type Source struct {
	Reader *Reader
	Module *Module
	Only   []string // names of the UPSes to read; none means all
	// Rating tells what the owner states about a device; nil means nothing.
	Rating func(device string) power.Ratings
	Now    func() time.Time
}

var _ power.Source = (*Source)(nil)

// Read reads the server once. Devices that the server has no data of come with
// the reason as their error; an error of Read itself is a [power.Failure] and
// means that the server did not answer.
func (s *Source) Read(ctx context.Context) ([]power.Snapshot, error) {
	devices, err := s.Reader.Read(ctx, s.Only...)
	if err != nil {
		return nil, classify(err)
	}
	taken := s.Now()
	list := make([]power.Snapshot, 0, len(devices))
	for _, d := range devices {
		list = append(list, s.Module.Snapshots(d, taken, s.Rating)...)
	}
	return list, nil
}

// Snapshots turns what was read of one UPS into snapshots: one, or one for each
// unit of a daisy chain. Rate tells what the owner states of a device; it may
// be nil.
func (m *Module) Snapshots(
	d Device, taken time.Time, rate func(device string) power.Ratings,
) []power.Snapshot {
	name := power.Identity(d.Description)
	if d.Err == nil && len(d.Vars) == 0 {
		d.Err = noData("the server lists the UPS and not one variable of it")
	}
	if d.Err != nil {
		return []power.Snapshot{{
			Taken: taken, Device: power.CleanLabel(d.Name), Err: classify(d.Err),
			Info: power.Info{Name: name, Protocol: "nut"},
		}}
	}
	chain := units(d.Name, d.Vars)
	wait := waiting(chain[0].vars)
	list := make([]power.Snapshot, 0, len(chain))
	for i, u := range chain {
		var stated power.Ratings
		if rate != nil {
			stated = rate(u.name)
		}
		// While the chain waits for its driver, so do all its units.
		snap := m.snapshot(u, taken, stated, wait || i > 0 && waiting(u.vars))
		if i == 0 {
			snap.Info.Name = cmp.Or(name, snap.Info.Name)
		} else { // what the server calls the chain is not what the unit is called
			snap.Info.Name = cmp.Or(snap.Info.Name, name)
		}
		list = append(list, snap)
	}
	return list
}

func noData(why string) error {
	return &power.Failure{Reason: power.NoDataYet, Err: errors.New(why)}
}

// codeReasons are the server's error codes that say why there is no data.
var codeReasons = map[string]power.Reason{
	CodeDataStale:          power.Stale,
	CodeDriverNotConnected: power.DriverNotConnected,
	CodeUnknownUPS:         power.UnknownDevice,
	CodeAccessDenied:       power.AccessDenied,
	CodeInvalidPassword:    power.AccessDenied,
	CodeInvalidUsername:    power.AccessDenied,
	CodeUsernameRequired:   power.AccessDenied,
	CodePasswordRequired:   power.AccessDenied,
	CodeMaxClients:         power.Busy,
}

// classify finds the reason of an error, most telling cause first.
func classify(err error) *power.Failure {
	if f, ok := errors.AsType[*power.Failure](err); ok {
		return &power.Failure{Reason: f.Reason, Err: err}
	}
	return &power.Failure{Reason: reasonOf(err), Err: err}
}

func reasonOf(err error) power.Reason {
	if errors.Is(err, ErrTLSRefused) { // wraps what the server answered
		return power.BadTLS
	}
	if e, ok := errors.AsType[*ServerError](err); ok {
		if reason, ok := codeReasons[e.Code]; ok {
			return reason
		}
		return power.BadAnswer
	}
	return power.ReasonOfCause(err, []power.Cause{
		{Err: ErrNoAnswer, Reason: power.Timeout},
		{Err: ErrTLSInjection, Reason: power.BadTLS},
		{Err: ErrTLS, Reason: power.BadTLS},
		{Err: ErrPlaintextPassword, Reason: power.Forbidden},
		{Err: ErrUnexpectedLine, Reason: power.BadAnswer},
		{Err: ErrQuoting, Reason: power.BadAnswer},
		{Err: ErrLineTooLong, Reason: power.BadAnswer},
		{Err: ErrValueTooLong, Reason: power.BadAnswer},
		{Err: ErrListTooLong, Reason: power.BadAnswer},
		{Err: ErrTooMuchData, Reason: power.BadAnswer},
		{Err: ErrConnectionClosed, Reason: power.Disconnected},
	})
}
