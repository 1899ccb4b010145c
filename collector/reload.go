package collector

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/argus-power/argus/config"
)

// A Holder holds the configuration in use, and replaces it when asked to. A bad
// one never replaces a good one.
type Holder struct {
	load    func() (*config.Config, error)
	log     *slog.Logger
	metrics *Metrics
	now     func() time.Time

	mu      sync.Mutex // one reload at a time
	current atomic.Pointer[config.Config]
}

// NewHolder loads the configuration for the first time.
func NewHolder(load func() (*config.Config, error), log *slog.Logger, m *Metrics,
	now func() time.Time,
) (*Holder, error) {
	h := &Holder{load: load, log: log, metrics: m, now: now}
	return h, h.Reload()
}

// Current returns the configuration in use.
func (h *Holder) Current() *config.Config { return h.current.Load() }

// Reload loads the configuration anew, and keeps the old one if that fails.
func (h *Holder) Reload() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	c, err := h.load()
	if err != nil {
		h.metrics.reloadOK.Set(0)
		return err
	}
	if old := h.Current(); old != nil && old != c {
		c.Succeed(old)
	}
	h.current.Store(c)
	h.metrics.reloadOK.Set(1)
	h.metrics.reloadTime.Set(float64(h.now().UnixMilli()) / 1000)
	h.log.Info("configuration loaded", "modules", len(c.ModuleNames()))
	return nil
}

// ReloadOn reloads at each signal until ctx is done.
func (h *Holder) ReloadOn(ctx context.Context, signals <-chan os.Signal) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-signals:
			_ = h.logged()
		}
	}
}

// logged reloads and logs a failure.
func (h *Holder) logged() error {
	err := h.Reload()
	if err != nil {
		h.log.Error("configuration not reloaded, the old one stays in use", "err", err)
	}
	return err
}

// ServeReload reloads on POST and PUT, and answers with what is wrong.
func (h *Holder) ServeReload(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost && r.Method != http.MethodPut {
		w.Header().Set("Allow", "POST, PUT")
		http.Error(w, "reload with POST or PUT", http.StatusMethodNotAllowed)
		return
	}
	if err := h.logged(); err != nil {
		http.Error(w, fmt.Sprintf("The old configuration stays in use.\n%v", err),
			http.StatusInternalServerError)
		return
	}
	_, _ = io.WriteString(w, "Configuration reloaded.\n")
}

// ServeConfig shows the configuration in use, secrets hidden.
func (h *Holder) ServeConfig(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, h.Current().Effective())
}
