package main

import (
	"errors"
	"net/http"
)

// lastingWriter has the guard look again before all but the first part of an answer is sent: streams of events last for
// days, and who may not come in any more is not to be told more.
type lastingWriter struct {
	http.ResponseWriter
	guard   *guard
	request *http.Request
	begun   bool
}

var errShutOut = errors.New("the web configuration does not let this client in any more")

// Write implements [http.ResponseWriter].
func (w *lastingWriter) Write(part []byte) (int, error) {
	if w.begun {
		if _, status := w.guard.judge(w.request); status != http.StatusOK {
			return 0, errShutOut
		}
	}
	w.begun = true
	return w.ResponseWriter.Write(part)
}

// Unwrap is for [http.ResponseController].
func (w *lastingWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
