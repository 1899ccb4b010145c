package collector

import (
	"bytes"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/argus-power/argus/config"
)

// TestReload holds that a bad configuration never replaces a good one, and that
// everybody concerned is told.
func TestReload(t *testing.T) {
	good := parse(t, anyPort)
	var bad error
	load := func() (*config.Config, error) {
		if bad != nil {
			return nil, bad
		}
		return good, nil
	}
	var log bytes.Buffer
	m := NewMetrics()
	h, err := NewHolder(load, slog.New(slog.NewTextHandler(&log, nil)), m, still)
	if err != nil {
		t.Fatal(err)
	}
	post := func(method string) (int, string) {
		w := httptest.NewRecorder()
		h.ServeReload(w, httptest.NewRequestWithContext(t.Context(), method, "/-/reload", nil))
		return w.Code, w.Body.String()
	}
	if code, _ := post(http.MethodGet); code != http.StatusMethodNotAllowed {
		t.Errorf("GET: %d", code)
	}
	if code, body := post(http.MethodPost); code != 200 {
		t.Errorf("POST: %d %s", code, body)
	}
	_, body := get(t, m.Handler(), "/metrics")
	has(t, body, "argus_exporter_config_last_reload_successful 1",
		"argus_exporter_config_last_reload_success_timestamp_seconds 1.7952624e+09")

	bad = errors.New("argus.yml:3: no such thing")
	if code, body := post(http.MethodPut); code != 500 || !strings.Contains(body, "argus.yml:3") {
		t.Errorf("bad configuration: %d %s", code, body)
	}
	if h.Current() != good {
		t.Error("the good configuration is gone")
	}
	if !strings.Contains(log.String(), "argus.yml:3") {
		t.Errorf("not logged: %s", &log)
	}
	_, body = get(t, m.Handler(), "/metrics")
	has(t, body, "argus_exporter_config_last_reload_successful 0")
	_, body = get(t, http.HandlerFunc(h.ServeConfig), "/config")
	if !strings.Contains(body, "nut: {protocol: nut") {
		t.Errorf("/config: %s", body)
	}
}
