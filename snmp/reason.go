package snmp

import (
	"context"
	"errors"
	"net"
	"os"
	"syscall"

	"github.com/argus-power/argus/power"
)

// reasonOf finds the reason of an error, most telling cause first.
func reasonOf(err error) power.Reason {
	if err == nil {
		return ""
	}
	if f, ok := errors.AsType[*power.Failure](err); ok {
		return f.Reason
	}
	if e, ok := errors.AsType[*AgentError](err); ok {
		return reasonOfStatus(e.Status)
	}
	if e, ok := errors.AsType[*net.DNSError](err); ok && !e.IsTimeout {
		return power.NameNotFound
	}
	for _, known := range []struct {
		cause  error
		reason power.Reason
	}{
		{context.Canceled, power.Canceled},
		{ErrAuthentication, power.AccessDenied},
		{ErrUnknownUser, power.AccessDenied},
		{ErrUnsupportedSecurity, power.AccessDenied},
		{ErrUnknownContext, power.UnknownDevice},
		{ErrBadAnswer, power.BadAnswer},
		{ErrTooManyRows, power.BadAnswer},
		{ErrTooMuchData, power.BadAnswer},
		{ErrNotIncreasing, power.BadAnswer},
		{context.DeadlineExceeded, power.Timeout},
		{os.ErrDeadlineExceeded, power.Timeout},
		{ErrNoAnswer, power.Timeout},
		{errSilent, power.Timeout},
		{syscall.ECONNREFUSED, power.Refused},
		{syscall.EHOSTUNREACH, power.Unreachable},
		{syscall.ENETUNREACH, power.Unreachable},
		{syscall.ETIMEDOUT, power.Timeout},
	} {
		if errors.Is(err, known.cause) {
			return known.reason
		}
	}
	if e, ok := errors.AsType[net.Error](err); ok && e.Timeout() {
		return power.Timeout
	}
	return power.OtherReason
}

func reasonOfStatus(status int) power.Reason {
	switch status {
	case statusNoAccess, statusAuthorizationError:
		return power.AccessDenied
	case statusResources:
		return power.Busy
	}
	return power.BadAnswer
}
