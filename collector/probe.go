package collector

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/argus-power/argus/config"
	"github.com/argus-power/argus/power"
)

// A Prober serves /probe. Make it with [NewProber].
type Prober struct {
	History *History // the last probes, for the landing page
	Limit   int      // how many probes are carried out at once; 0 is no bound

	config   func() *config.Config
	tracker  *Tracker
	metrics  *Metrics
	log      *slog.Logger
	now      func() time.Time
	offset   time.Duration // taken off Prometheus' timeout, for the way back
	families *families
	outcomes outcomes
	running  atomic.Int64
	zippers  sync.Pool // of *gzip.Writer

	gatherings sync.Pool // of *gathering, empty
}

// NewProber makes a Prober for the configuration that is current at each probe. What is to
// outlive the process goes to kept, which may be nil.
func NewProber(current func() *config.Config, m *Metrics, log *slog.Logger,
	now func() time.Time, offset time.Duration, kept Memory,
) *Prober {
	return &Prober{
		History: &History{}, config: current, tracker: NewTracker(now, m, log, kept), metrics: m, log: log,
		now: now, offset: offset, families: newFamilies(),
	}
}

// writeTime is how long a client may take to fetch an answer that is ready.
const writeTime = 30 * time.Second

// ServeHTTP carries out one probe.
func (p *Prober) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Content-Type-Options", "nosniff") // what devices say is nothing but text
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "probe with GET", http.StatusMethodNotAllowed)
		return
	}
	query, err := parseQuery(r)
	if err != nil {
		p.refuse(w, &config.RequestError{Err: err})
		return
	}
	probe, err := p.config().Probe(query.Query)
	if err != nil {
		p.refuse(w, err)
		return
	}
	leave, err := p.Enter()
	if err != nil {
		w.Header().Set("Retry-After", "5")
		p.refuse(w, err)
		return
	}
	defer leave()
	ctx, cancel := context.WithTimeout(r.Context(), budget(r.Header, probe.Timeout, p.offset))
	defer cancel()
	found := p.Gather(ctx, probe)
	defer p.release(found)
	// Not every writer has a deadline; without one the server's own holds.
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(writeTime))
	switch {
	case found.Reason() == power.Forbidden: // by the address that the name led to
		p.refuse(w, &config.RequestError{Forbidden: true, Err: found.cause()})
	case query.debug:
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		WriteDebug(w, probe, found.told())
	default:
		p.expose(w, r, found)
	}
}

// errBusy is why a probe is not carried out now.
var errBusy = errors.New("too many probes at once; come again later, or raise --web.max-probes")

// Enter asks for a place among the probes that are carried out, and returns how to leave it.
func (p *Prober) Enter() (leave func(), err error) {
	if n := p.running.Add(1); p.Limit > 0 && n > int64(p.Limit) {
		p.running.Add(-1)
		return nil, errBusy
	}
	return func() { p.running.Add(-1) }, nil
}

// Found is a result with its exposition.
type Found struct {
	Result
	exposition *gathering
}

// Gather carries out a probe and counts, records and logs it.
func (p *Prober) Gather(ctx context.Context, probe *config.Probe) Found {
	p.metrics.inFlight.Inc()
	defer p.metrics.inFlight.Dec()
	start := p.now()
	result := p.tracker.Observe(ctx, probe)
	c := &Collector{families: p.families, read: func() Result { return result }}
	x, _ := p.gatherings.Get().(*gathering)
	if x == nil {
		x = &gathering{}
	}
	c.gather(x)
	p.metrics.observe(moduleLabel(probe.Module), c.result)
	if c.result.Reason() != power.Canceled { // that says something of the caller, not of the target
		p.History.Add(entry(start, probe, c.result))
	}
	p.logOutcome(ctx, probe, c.result)
	return Found{c.result, x}
}

// release gives back what a result was rendered with; nobody may use it any more.
func (p *Prober) release(found Found) {
	found.exposition.reset()
	p.gatherings.Put(found.exposition)
}

// moduleLabel is the module in the metrics. Whoever lists modules in a query makes
// up a name: those share one, lest callers make series at will.
func moduleLabel(m *config.Module) string {
	if m.Listed {
		return "several"
	}
	return m.Name
}

func entry(start time.Time, probe *config.Probe, r Result) Entry {
	return Entry{
		Start: start, Target: probe.Target.String(), Module: probe.Module.Name,
		Outcome: r.outcome(), Devices: len(r.Snapshots), Duration: r.Duration,
	}
}

// refuse answers a query that is not carried out.
func (p *Prober) refuse(w http.ResponseWriter, err error) {
	code := StatusOf(err)
	p.metrics.refused.WithLabelValues(strconv.Itoa(code)).Inc()
	p.log.Debug("probe refused", "code", code, "err", err)
	http.Error(w, err.Error(), code)
}

// StatusOf is the HTTP status of a query that was not carried out, or of a target that did not answer.
func StatusOf(err error) int {
	request, asked := errors.AsType[*config.RequestError](err)
	switch {
	case errors.Is(err, errBusy):
		return http.StatusServiceUnavailable
	case asked && !request.Forbidden:
		return http.StatusBadRequest
	case asked, power.ReasonOf(err) == power.Forbidden:
		return http.StatusForbidden
	}
	return http.StatusBadGateway
}
