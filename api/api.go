package api

import (
	"context"
	"io"
	"net/http"
	"time"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/store"
)

// A Store is what is served; [store.Store] is one.
type Store interface {
	Devices() []store.Device
	DevicesAt(protocol, address string) []store.Device
	Events(ctx context.Context, f store.Filter, each func(store.Record) bool) error
	Periods(ctx context.Context, months bool, from, to power.Day) ([]store.Period, error)
	Zone() *time.Location
	LastSeq() uint64
	Changed() <-chan struct{}
	Backup(ctx context.Context, w io.Writer) error
	Stats() store.Stats
}

// A Listing is the devices behind a target, just read.
type Listing struct {
	Protocol  string // nut, snmp
	Target    string // as it is probed, without a device
	Address   string // host:port
	Module    string // that it was read with
	Snapshots []power.Snapshot
}

// Options say what is served.
type Options struct {
	Store Store
	// Kept is what the store keeps: what it dropped is not taken for time without outages. Zero fields: unknown.
	Kept store.Retention
	// Labels returns what the owner states about a device, such as its site and role. It may be nil.
	Labels func(store.Key) map[string]string
	// List reads a target, live, for /sd?target=. Module is "" if the request names none. An error other
	// than [*Error] is answered with 502. nil lists no target.
	List func(ctx context.Context, target, module string) (Listing, error)
	Now  func() time.Time
	Done <-chan struct{} // ends those who follow events; may be nil
}

// What is bounded.
const (
	maxRows      = 10_000 // of one answer
	maxFollowers = 100
	keepAlive    = 15 * time.Second
	writeTime    = 15 * time.Second // for a client to take what it is sent
)

type api struct {
	Options
	followers chan struct{} // one of each that follows
	backups   chan struct{}
	answering chan struct{}
	making    chan struct{}
	began     time.Time
	beat      time.Duration
	patience  time.Duration
}

// New returns the handler of /api/ and /sd.
func New(o Options) http.Handler { return newAPI(o).handler() }

func newAPI(o Options) *api {
	if o.Labels == nil {
		o.Labels = func(store.Key) map[string]string { return nil }
	}
	return &api{
		Options: o, began: o.Now(), beat: keepAlive, patience: patience,
		followers: make(chan struct{}, maxFollowers), backups: make(chan struct{}, 1),
		answering: make(chan struct{}, maxAnswers), making: make(chan struct{}, maxMade),
	}
}

// A route is a path, what may be asked of it, and who answers.
type route struct {
	path   string
	params []param
	stream []param // what may be asked of the stream of it; nil if there is none
	free   bool    // takes no turn, or does so by itself: it lasts, or waits for others
	serve  func(w http.ResponseWriter, r *http.Request, q *query) error
}

func (a *api) routes() []route {
	return []route{
		{path: "/api/v1/devices", params: paged(which(), nil), serve: a.devices},
		{path: "/api/v1/events", params: paged(which(), eventParams()), stream: streamParams(), serve: a.events},
		{path: "/api/v1/outages", params: paged(which(), outageParams()), serve: a.outages},
		{path: "/api/v1/outages/summary", params: paged(which(), summaryParams()), serve: a.summary},
		{path: "/api/v1/energy", params: paged(which(), energyParams()), serve: a.energy},
		{path: "/api/v1/backup", free: true, serve: a.backup},
		{path: "/sd", params: sdParams(), free: true, serve: a.discover},
	}
}

func (a *api) handler() http.Handler {
	mux := http.NewServeMux()
	for _, route := range a.routes() {
		mux.HandleFunc(route.path, func(w http.ResponseWriter, r *http.Request) { a.answer(w, r, &route) })
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		guard(w)
		fail(w, r, &Error{Status: http.StatusNotFound, Err: errNoPath})
	})
	return mux
}

// guard has nobody keep an answer, or take it for something else than it says it is.
func guard(w http.ResponseWriter) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
}

// answer serves a request of a route, if it makes sense.
func (a *api) answer(w http.ResponseWriter, r *http.Request, route *route) {
	guard(w)
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		fail(w, r, &Error{Status: http.StatusMethodNotAllowed, Err: errMethod})
		return
	}
	params, free := route.params, route.free
	if route.stream != nil {
		w.Header().Set("Vary", "Accept")
		if streams(r) {
			params, free = route.stream, true
		}
	}
	q, err := a.parse(r, params)
	if err == nil && !free {
		defer q.done()
		err = a.turn(w, r, q)
	}
	if err == nil {
		err = route.serve(w, r, q)
	}
	if err != nil {
		fail(w, r, err)
	}
}
