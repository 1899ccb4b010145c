package power

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"slices"
)

// A Cause is an error and what it is the reason of.
type Cause struct {
	Err    error
	Reason Reason
}

// ReasonOfCause finds the reason of an error: what ended a wait, one of a protocol's own
// causes, or what can happen to any conversation over a network, in this order.
// It is [OtherReason] for anything else.
func ReasonOfCause(err error, own []Cause) Reason {
	if e, ok := errors.AsType[*net.DNSError](err); ok && !e.IsTimeout {
		return NameNotFound
	}
	for _, c := range slices.Concat(waitCauses(), own, networkCauses()) {
		if errors.Is(err, c.Err) {
			return c.Reason
		}
	}
	if e, ok := errors.AsType[net.Error](err); ok && e.Timeout() {
		return Timeout
	}
	return OtherReason
}

func waitCauses() []Cause {
	return []Cause{
		{context.Canceled, Canceled},
		{context.DeadlineExceeded, Timeout},
		{os.ErrDeadlineExceeded, Timeout},
	}
}

func networkCauses() []Cause {
	return []Cause{
		{errRefused, Refused},
		{errNoHost, Unreachable},
		{errNoNetwork, Unreachable},
		{errTimedOut, Timeout},
		{errReset, Disconnected},
		{errAborted, Disconnected},
		{errBrokenPipe, Disconnected},
		{io.EOF, Disconnected},
		{io.ErrUnexpectedEOF, Disconnected},
	}
}
