package api

import (
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// What an answer of 10,000 devices takes is up to a hundred megabytes while it is made, and ten until it is sent.
const (
	maxMade    = 4  // answers that are made at once; others wait
	maxAnswers = 32 // that are made, sent, or wait
	patience   = 10 * time.Second
)

var (
	errCrowd = fmt.Errorf("%d requests are being answered, which is all that may; come back later", maxAnswers)
	errQueue = errors.New("other requests take too long; come back later, or ask for less")
)

// turn waits until an answer may be made. The query tells then when it is made, and when it is sent.
func (a *api) turn(w http.ResponseWriter, r *http.Request, q *query) error {
	select {
	case a.answering <- struct{}{}:
		q.sent = sync.OnceFunc(func() { <-a.answering })
	default:
		return later(w, 5, errCrowd)
	}
	enough := time.NewTimer(a.patience)
	defer enough.Stop()
	select {
	case a.making <- struct{}{}:
		q.made = sync.OnceFunc(func() { <-a.making })
		return nil
	case <-enough.C:
		return later(w, 5, errQueue)
	case <-r.Context().Done():
		return later(w, 5, r.Context().Err())
	}
}

// done ends what turn began.
func (q *query) done() {
	for _, end := range []func(){q.made, q.sent} {
		if end != nil {
			end()
		}
	}
}

// reply sends an answer that is made, so that another one can be.
func (q *query) reply(w http.ResponseWriter, r *http.Request, kind string, body []byte) {
	if q.made != nil {
		q.made()
	}
	send(w, r, http.StatusOK, kind, body)
}
