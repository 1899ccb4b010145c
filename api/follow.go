package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/argus-power/argus/store"
)

const (
	typeStream = "text/event-stream"
	batchSent  = 256   // events of one write
	batchRead  = 8_192 // records looked at for one write
)

// streams says whether a client wants to follow.
func streams(r *http.Request) bool {
	for kind := range strings.SplitSeq(strings.Join(r.Header.Values("Accept"), ","), ",") {
		kind, _, _ = strings.Cut(kind, ";")
		if strings.EqualFold(strings.TrimSpace(kind), typeStream) {
			return true
		}
	}
	return false
}

// follower is a client that is told of events as they are committed: server-sent events, as the HTML
// standard defines them (section 9.2).
type follower struct {
	*api
	wanted picker
	last   uint64 // all records up to it were sent, or are not wanted
	back   bool   // the client comes back: it may have missed something
	out    http.ResponseWriter
	ctl    *http.ResponseController
	buf    bytes.Buffer
}

// follow streams events from now on, or from where the client says that it was interrupted.
func (a *api) follow(w http.ResponseWriter, r *http.Request, q *query) error {
	last, back, err := a.resume(r, q)
	if err != nil {
		return err
	}
	if stats := a.Store.Stats(); !back && !stats.InMemory && stats.ID == "" {
		return later(w, 10, errNoNow)
	}
	select {
	case a.followers <- struct{}{}:
		defer func() { <-a.followers }()
	default:
		return later(w, 30, fmt.Errorf("%d clients follow already, which is all that may; come back later", maxFollowers))
	}
	f := &follower{
		api: a, wanted: q.picker(), last: last, back: back && last > 0, out: w, ctl: http.NewResponseController(w),
	}
	w.Header().Set("Content-Type", typeStream)
	w.Header().Set("X-Accel-Buffering", "no") // of proxies
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodHead {
		return nil
	}
	fmt.Fprint(&f.buf, "retry: 5000\n: following\n\n")
	f.run(r.Context())
	return nil
}

// resume returns the number of the last event that a client has.
func (a *api) resume(r *http.Request, q *query) (last uint64, back bool, err error) {
	if id := r.Header.Get("Last-Event-ID"); id != "" { // later than what the address says
		last, err = parseCount(id, 0, 1<<63-1)
		if err != nil {
			return 0, false, bad("header Last-Event-ID: %w", err)
		}
		return last, true, nil
	}
	if after, given := q.counts["after"]; given {
		return after, true, nil
	}
	return a.Store.LastSeq(), false, nil
}

var errNoNow = errors.New("the store is not open yet, so that nothing is known of now; come back later")

// run tells what happens until the client goes, or the server ends. A store that cannot be read now is
// asked again when there is news.
func (f *follower) run(ctx context.Context) {
	beat := time.NewTicker(f.beat)
	defer beat.Stop()
	for {
		changed := f.Store.Changed() // before reading, so that nothing between the two is missed
		more := f.read(ctx)
		if f.write() != nil {
			return
		}
		if more {
			if f.over(ctx) {
				return
			}
			continue
		}
		select {
		case <-changed:
		case <-beat.C:
			// The number spares a client that gets few events to be told of old ones again.
			fmt.Fprintf(&f.buf, ": keep-alive\nid: %d\n\n", f.last)
		case <-f.Done:
			return
		case <-ctx.Done():
			return
		}
	}
}

func (f *follower) over(ctx context.Context) bool {
	select {
	case <-f.Done:
		return true
	default:
		return ctx.Err() != nil
	}
}

// read takes the next records, and says whether there may be more.
func (f *follower) read(ctx context.Context) (more bool) {
	if f.back && f.missed(ctx) != nil {
		return false
	}
	f.back = false
	if newest := f.Store.LastSeq(); newest > 0 && newest < f.last { // a fresh file
		f.gap(1)
		f.last = 0
	}
	dir, looked, sent := f.directory(), 0, 0
	err := f.Store.Events(ctx, store.Filter{After: f.last}, func(r store.Record) bool {
		if more = looked == batchRead || sent == batchSent; more {
			return false
		}
		looked++
		f.last = r.Seq
		if f.wants(&r, dir) {
			sent++
			f.tell(&r, dir)
		}
		return true
	})
	return more && err == nil
}

func (f *follower) wants(r *store.Record, dir directory) bool {
	return (f.wanted.origin == "" || f.wanted.origin == origin(&r.Event)) &&
		(len(f.wanted.kinds) == 0 || slices.Contains(f.wanted.kinds, r.Kind)) && f.wanted.picks(r.Key, dir.find)
}

func (f *follower) tell(r *store.Record, dir directory) {
	data, err := json.Marshal(f.eventRow(r, dir.find(r.Key)))
	if err == nil { // which it always is
		fmt.Fprintf(&f.buf, "id: %d\nevent: %s\ndata: %s\n\n", r.Seq, r.Kind, data)
	}
}

// missed tells a client that comes back that what it missed is not kept any more.
func (f *follower) missed(ctx context.Context) error {
	oldest := f.Store.LastSeq() + 1
	err := f.Store.Events(ctx, store.Filter{Limit: 1}, func(r store.Record) bool {
		oldest = r.Seq
		return false
	})
	if err == nil && oldest > f.last+1 {
		f.gap(oldest)
	}
	return err
}

// gap is an event of the stream, not of a device.
func (f *follower) gap(oldest uint64) {
	fmt.Fprintf(&f.buf, "event: gap\ndata: {\"after\":%d,\"oldest\":%d}\n\n", f.last, oldest)
}

// write sends what is ready. The client must take it in time.
func (f *follower) write() error {
	if f.buf.Len() == 0 {
		return nil
	}
	defer f.buf.Reset()
	if err := f.ctl.SetWriteDeadline(time.Now().Add(writeTime)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	if _, err := f.out.Write(f.buf.Bytes()); err != nil {
		return err
	}
	return f.ctl.Flush()
}
