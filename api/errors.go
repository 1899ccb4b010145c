package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
)

// An Error is an error that knows the HTTP status that it is answered with.
type Error struct {
	Status int
	Err    error
}

// Error returns what is wrong and what to do.
func (e *Error) Error() string { return e.Err.Error() }

// Unwrap returns the underlying error.
func (e *Error) Unwrap() error { return e.Err }

var (
	errNoPath = errors.New("there is no such path; there are /api/v1/devices, /api/v1/events, /api/v1/outages, " +
		"/api/v1/outages/summary, /api/v1/energy, /api/v1/backup and /sd")
	errMethod = errors.New("everything here is read-only; use GET")
)

// bad is a request that cannot be answered as it stands.
func bad(format string, a ...any) error {
	return &Error{Status: http.StatusBadRequest, Err: fmt.Errorf(format, a...)}
}

// later is what is not possible now; it is worth asking again.
func later(w http.ResponseWriter, seconds int, err error) error {
	w.Header().Set("Retry-After", strconv.Itoa(seconds))
	return &Error{Status: http.StatusServiceUnavailable, Err: err}
}

// unreadable is a failure of the store.
func unreadable(err error) error {
	return &Error{Status: http.StatusServiceUnavailable, Err: fmt.Errorf("the store cannot be read: %w", err)}
}

// fail answers with what is wrong.
func fail(w http.ResponseWriter, r *http.Request, err error) {
	status := http.StatusBadGateway
	if known, ok := errors.AsType[*Error](err); ok {
		status = known.Status
	}
	body, _ := json.Marshal(struct { // a text can always be encoded
		Error string `json:"error"`
	}{err.Error()})
	send(w, r, status, typeJSON, append(body, '\n'))
}

const (
	typeJSON = "application/json"
	typeCSV  = "text/csv; charset=utf-8"
)

// send writes a whole response.
func send(w http.ResponseWriter, r *http.Request, status int, kind string, body []byte) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = give(w, http.NewResponseController(w), body)
	}
}
