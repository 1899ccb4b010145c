package snmp

import (
	"errors"

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
	return power.ReasonOfCause(err, []power.Cause{
		{Err: ErrAuthentication, Reason: power.AccessDenied},
		{Err: ErrUnknownUser, Reason: power.AccessDenied},
		{Err: ErrUnsupportedSecurity, Reason: power.AccessDenied},
		{Err: ErrUnknownContext, Reason: power.UnknownDevice},
		{Err: ErrBadAnswer, Reason: power.BadAnswer},
		{Err: ErrTooManyRows, Reason: power.BadAnswer},
		{Err: ErrTooMuchData, Reason: power.BadAnswer},
		{Err: ErrNotIncreasing, Reason: power.BadAnswer},
		{Err: ErrNoAnswer, Reason: power.Timeout},
		{Err: errSilent, Reason: power.Timeout},
	})
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
