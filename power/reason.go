package power

import "errors"

// Reason says in one word why a device did not answer. It is a label value, so
// that the set is closed.
type Reason string

// The reasons.
const (
	Stale              Reason = "stale"                // the driver lost the device
	DriverNotConnected Reason = "driver_not_connected" // the driver is not running
	NoDataYet          Reason = "waiting"              // the driver has no data yet
	UnknownDevice      Reason = "unknown_device"       // the server has no such device
	NoDevices          Reason = "no_devices"           // the server has no device at all
	Timeout            Reason = "timeout"              // no answer before the deadline
	Refused            Reason = "refused"              // nobody listens there
	Unreachable        Reason = "unreachable"          // no way to the host
	NameNotFound       Reason = "name_not_found"       // the host name does not resolve
	AccessDenied       Reason = "access_denied"        // the server wants other credentials
	Busy               Reason = "busy"                 // the server serves too many clients
	Forbidden          Reason = "forbidden"            // the target policy says no
	BadTLS             Reason = "tls"                  // no trustworthy encryption
	Disconnected       Reason = "disconnected"         // the connection broke off
	BadAnswer          Reason = "bad_answer"           // the answer makes no sense
	Canceled           Reason = "canceled"             // the caller went away
	OtherReason        Reason = "other"                // anything else; the log says what
)

// Failure is an error that knows its [Reason].
type Failure struct {
	Reason Reason
	Err    error
}

// Error returns the text of the underlying error.
func (f *Failure) Error() string { return f.Err.Error() }

// Unwrap returns the underlying error.
func (f *Failure) Unwrap() error { return f.Err }

// ReasonOf returns the reason of the first [Failure] in the chain of err,
// [OtherReason] if there is none, and "" if err is nil.
func ReasonOf(err error) Reason {
	if err == nil {
		return ""
	}
	if f, ok := errors.AsType[*Failure](err); ok {
		return f.Reason
	}
	return OtherReason
}
