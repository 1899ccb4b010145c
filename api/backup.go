package api

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

var (
	errInMemory = errors.New("there is no file: --storage.path is empty, so that everything is in memory")
	errBackup   = errors.New("another backup is being made; come back when it is done")
)

// backup sends a consistent copy of the store's file.
func (a *api) backup(w http.ResponseWriter, r *http.Request, _ *query) error {
	if a.Store.Stats().InMemory {
		return &Error{Status: http.StatusConflict, Err: errInMemory}
	}
	select {
	case a.backups <- struct{}{}:
		defer func() { <-a.backups }()
	default:
		return later(w, 30, errBackup)
	}
	out := &download{
		w: w, ctl: http.NewResponseController(w),
		name: "argus-" + a.Now().In(a.Store.Zone()).Format("20060102-150405") + ".db",
	}
	if r.Method == http.MethodHead {
		out.begin()
		return nil
	}
	if err := a.Store.Backup(r.Context(), out); err != nil {
		if out.begun { // a connection that breaks off is how a client learns that the copy is not whole
			panic(http.ErrAbortHandler)
		}
		return later(w, 30, fmt.Errorf("make backup: %w", err))
	}
	out.begin()
	return nil
}

// download is a response that begins with its first byte, and may take as long as it goes on.
type download struct {
	w     http.ResponseWriter
	ctl   *http.ResponseController
	name  string
	begun bool
}

var _ io.Writer = (*download)(nil)

func (d *download) begin() {
	if d.begun {
		return
	}
	d.begun = true
	d.w.Header().Set("Content-Type", "application/octet-stream")
	d.w.Header().Set("Content-Disposition", `attachment; filename="`+d.name+`"`)
	d.w.WriteHeader(http.StatusOK)
}

// Write implements io.Writer.
func (d *download) Write(b []byte) (int, error) {
	d.begin()
	return give(d.w, d.ctl, b)
}

// give writes in parts, for each of which a client has time: one that takes nothing is not waited for.
func give(w io.Writer, ctl *http.ResponseController, b []byte) (done int, err error) {
	for done < len(b) {
		part := b[done:min(len(b), done+1<<20)]
		err := ctl.SetWriteDeadline(time.Now().Add(writeTime))
		if err != nil && !errors.Is(err, http.ErrNotSupported) {
			return done, err
		}
		n, err := w.Write(part)
		if done += n; err != nil {
			return done, err
		}
	}
	return done, nil
}
