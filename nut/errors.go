package nut

import (
	"errors"
	"slices"
	"strconv"
	"strings"
)

// Errors of a caller: nothing has been dialled or sent.
var (
	// ErrInvalidName refuses a UPS or variable name that could not be sent safely.
	ErrInvalidName = errors.New("invalid name")
	// ErrInvalidCredentials refuses a user name or password with control bytes, or one that
	// exceeds what upsd keeps of a word.
	ErrInvalidCredentials = errors.New("invalid user name or password")
	// ErrPlaintextPassword refuses to send a password without TLS.
	ErrPlaintextPassword = errors.New("refusing to send a password without TLS")
)

// Errors of a connection.
var (
	// ErrConnect is a connection that could not be made. The error of the dialler is wrapped
	// beside it.
	ErrConnect = errors.New("connect")
	// ErrNoAnswer is a server that took the connection and then said nothing in time. upsd does
	// so when it has more clients than it may have (MAXCONN), or while another client blocks it.
	ErrNoAnswer = errors.New("no answer")
	// ErrConnectionClosed is a connection that ended before the answer did.
	ErrConnectionClosed = errors.New("connection closed before the end of the answer")
	// ErrTLSRefused is a server that does not do STARTTLS; its [*ServerError] is wrapped beside
	// it. Nothing was sent in the clear.
	ErrTLSRefused = errors.New("server refuses STARTTLS")
	// ErrTLSInjection is data behind the answer to STARTTLS: somebody speaks into the connection
	// before it is encrypted.
	ErrTLSInjection = errors.New("unencrypted data behind the answer to STARTTLS")
	// ErrTLS is TLS that failed: a certificate that is not trusted, an alert of the server.
	ErrTLS = errors.New("TLS failed")
)

// Errors of an answer that no server should give. The connection is closed, because there is no
// telling where the next answer would begin.
var (
	// ErrUnexpectedLine is a line that has no place in the answer.
	ErrUnexpectedLine = errors.New("unexpected line")
	// ErrQuoting is a value whose quotes do not close.
	ErrQuoting = errors.New("unterminated quote")
	// ErrLineTooLong is a line beyond Limits.Line.
	ErrLineTooLong = errors.New("line too long")
	// ErrValueTooLong is a value or description beyond Limits.Value.
	ErrValueTooLong = errors.New("value too long")
	// ErrListTooLong is a list beyond Limits.Vars or Limits.UPSes.
	ErrListTooLong = errors.New("list too long")
	// ErrTooMuchData is a connection that carried more than Limits.Bytes.
	ErrTooMuchData = errors.New("too much data")
)

// Codes of a [ServerError] that reading can meet: those of RFC 9271 and what servers add to
// them. The set is open.
const (
	CodeAccessDenied         = "ACCESS-DENIED"          // not allowed from this host or user
	CodeDataStale            = "DATA-STALE"             // the driver runs and has no fresh data
	CodeDriverNotConnected   = "DRIVER-NOT-CONNECTED"   // the driver does not run
	CodeFeatureNotConfigured = "FEATURE-NOT-CONFIGURED" // STARTTLS: the server has no certificate
	CodeFeatureNotSupported  = "FEATURE-NOT-SUPPORTED"  // STARTTLS: built without TLS
	CodeInvalidArgument      = "INVALID-ARGUMENT"
	CodeInvalidPassword      = "INVALID-PASSWORD"
	CodeInvalidUsername      = "INVALID-USERNAME"
	CodeMaxClients           = "MAX-CLIENTS" // ESPHome: full; said unasked, then it hangs up
	CodePasswordRequired     = "PASSWORD-REQUIRED"
	CodeUnknownCommand       = "UNKNOWN-COMMAND"
	CodeUnknownUPS           = "UNKNOWN-UPS"
	CodeUsernameRequired     = "USERNAME-REQUIRED"
	CodeVarNotSupported      = "VAR-NOT-SUPPORTED"
)

// knows says whether a code is one of RFC 9271, of upsd of any age or of ESPHome. Others are told in quotes: what
// answers may be no NUT server at all, and then its words are not for everybody who can choose a target.
func knows(code string) bool {
	switch code {
	case CodeAccessDenied, CodeDataStale, CodeDriverNotConnected, CodeFeatureNotConfigured, CodeFeatureNotSupported,
		CodeInvalidArgument, CodeInvalidPassword, CodeInvalidUsername, CodeMaxClients, CodePasswordRequired,
		CodeUnknownCommand, CodeUnknownUPS, CodeUsernameRequired, CodeVarNotSupported,
		"ALREADY-ATTACHED", "ALREADY-LOGGED-IN", "ALREADY-SET-PASSWORD", "ALREADY-SET-USERNAME", "ALREADY-SSL-MODE",
		"CMD-NOT-SUPPORTED", "FAILED", "INSTCMD-FAILED", "INVALID-VALUE", "MISSING-ARGUMENT", "READONLY", "SET-FAILED",
		"TOO-LONG", "UNKNOWN", "UNKNOWN-INSTCMD", "UNKNOWN-TYPE", "VAR-UNKNOWN":
		return true
	}
	return false
}

// ServerError is a line "ERR code text": the server understood the question and refuses it. The
// connection stays usable, except after CodeMaxClients.
type ServerError struct {
	Code string // in capitals, whatever the server wrote
	Text string // what followed the code, mostly empty, at most 256 bytes
}

// Error gives the code as it is if NUT has it, and in quotes all else that the server said.
func (e *ServerError) Error() string {
	code := e.Code
	if !knows(code) {
		code = strconv.Quote(code)
	}
	if e.Text == "" {
		return "server answered ERR " + code
	}
	return "server answered ERR " + code + " " + strconv.Quote(e.Text)
}

// Is reports whether target is a ServerError with the same code and, if it has one, the same text,
// so that errors.Is(err, &ServerError{Code: CodeDataStale}) asks for a code.
func (e *ServerError) Is(target error) bool {
	t, ok := target.(*ServerError)
	return ok && t.Code == e.Code && (t.Text == "" || t.Text == e.Text)
}

// serverError parses what follows ERR.
func serverError(rest []byte) *ServerError {
	const most = 256
	code, text := cutWord(rest)
	return &ServerError{
		Code: strings.ToUpper(string(code[:min(len(code), most)])),
		Text: string(text[:min(len(text), most)]),
	}
}

// fatal reports whether the connection is of no use after err.
func fatal(err error) bool {
	if refusal, ok := errors.AsType[*ServerError](err); ok {
		return refusal.Code == CodeMaxClients
	}
	return err != nil
}

// hasCode reports whether err is a refusal with one of these codes.
func hasCode(err error, codes ...string) bool {
	refusal, ok := errors.AsType[*ServerError](err)
	return ok && slices.Contains(codes, refusal.Code)
}
