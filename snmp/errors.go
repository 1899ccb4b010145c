package snmp

import (
	"errors"
	"fmt"
	"strconv"
)

// ErrOptions refuses options that cannot work. Nothing has been dialled or sent.
var ErrOptions = errors.New("invalid SNMP options")

// Errors of a conversation: they end it, but for ErrTooMuchData, which ends a call.
var (
	// ErrNoAnswer is an agent that said nothing in time. Agents also keep silent
	// towards a wrong community or a wrong privacy password.
	ErrNoAnswer = errors.New("no answer")
	// ErrAuthentication is an agent that could not verify or decrypt the request.
	ErrAuthentication = errors.New("wrong authentication or privacy password")
	// ErrUnknownUser is an agent that does not know the user of SNMPv3.
	ErrUnknownUser = errors.New("unknown user")
	// ErrUnsupportedSecurity is a user who may not use this security level, or an
	// agent that does not know the protocols.
	ErrUnsupportedSecurity = errors.New("unsupported security level")
	// ErrUnknownContext is an agent without the contextName.
	ErrUnknownContext = errors.New("unknown context")
	// ErrTooMuchData is a call that took more requests or bytes than any device is worth.
	ErrTooMuchData = errors.New("too much data")
)

// Errors of a single object or column; the others may have been read.
var (
	// ErrBadAnswer is an answer that does not belong to the question or makes no sense.
	ErrBadAnswer = errors.New("bad answer")
	// ErrTooManyRows is a column that went on after the most rows that were wanted.
	ErrTooManyRows = errors.New("too many rows")
	// ErrNotIncreasing is an agent that did not go forward in its tree; it might never end.
	ErrNotIncreasing = errors.New("object identifiers do not increase")
)

// Kinds of ErrBadAnswer that a smaller request may cure.
var (
	errCutOff = fmt.Errorf("%w: it is cut off", ErrBadAnswer)
	errSilent = errors.New("no answer to a large request, though there is one to a small one")
)

// errReport is a bad answer that ends the conversation: a report is about the message,
// whatever is asked in it.
var errReport = fmt.Errorf("%w: a report", ErrBadAnswer)

// errNoOID is an object that nobody can be asked for.
var errNoOID = errors.New("no object identifier")

func unaskable(oid string) error { return fmt.Errorf("%q is %w", oid, errNoOID) }

// Error statuses that need a name (RFC 3416, section 3).
const (
	statusTooBig             = 1
	statusNoSuchName         = 2
	statusNoAccess           = 6
	statusResources          = 13
	statusAuthorizationError = 16
)

// AgentError is an error status: the agent understood the request and refuses it
// (RFC 3416, section 3).
type AgentError struct {
	Status int // 1 to 18; agents also make up others
	Index  int // which variable of the request, from 1; 0 means none in particular
}

// Error gives the name of the status.
func (e *AgentError) Error() string {
	names := [...]string{
		"noError", "tooBig", "noSuchName", "badValue", "readOnly", "genErr", "noAccess",
		"wrongType", "wrongLength", "wrongEncoding", "wrongValue", "noCreation",
		"inconsistentValue", "resourceUnavailable", "commitFailed", "undoFailed",
		"authorizationError", "notWritable", "inconsistentName",
	}
	if e.Status > 0 && e.Status < len(names) {
		return "agent answered " + names[e.Status]
	}
	return "agent answered with error status " + strconv.Itoa(e.Status)
}

// hasStatus says whether err is the agent's refusal with this status.
func hasStatus(err error, status int) bool {
	refusal, ok := errors.AsType[*AgentError](err)
	return ok && refusal.Status == status
}

// oversize says whether a smaller request may be answered after this error.
func oversize(err error) bool {
	return hasStatus(err, statusTooBig) || errors.Is(err, errCutOff) || errors.Is(err, errSilent)
}

// local says whether err concerns one request only, so that others are worth asking.
func local(err error) bool {
	if _, ok := errors.AsType[*AgentError](err); ok {
		return !hasStatus(err, statusAuthorizationError)
	}
	if s, ok := errors.AsType[*silence](err); ok {
		return s.single
	}
	if errors.Is(err, ErrBadAnswer) {
		return !errors.Is(err, errReport)
	}
	return errors.Is(err, ErrNotIncreasing) || errors.Is(err, errSilent) || errors.Is(err, errNoOID)
}
