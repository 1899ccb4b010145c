package collector

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/config"
	"github.com/argus-power/argus/store"
)

// TestStoreMetrics holds what is told of the store, while it is well and while it is not.
func TestStoreMetrics(t *testing.T) {
	stats := store.Stats{InMemory: true}
	m := NewMetrics()
	m.Watch(func() store.Stats { return stats })
	_, body := get(t, m.Handler(), "/metrics")
	has(t, body, `argus_store_info{id="",memory="true"} 1`, "argus_store_up 1", "argus_store_size_bytes 0")
	lacks(t, body, "argus_store_oldest_event_timestamp_seconds", "argus_store_last_commit_timestamp_seconds")

	stats = store.Stats{
		ID: "4711", Err: errors.New("no space left on device"), Commits: 1, Failures: 2, Dropped: 3, Suppressed: 4,
		Pending: 5, Devices: 6, Refused: 7, BadRecords: 8, Quarantined: 9, Size: 10,
		Oldest: time.Unix(11, 5e8), LastCommit: time.Unix(12, 0),
	}
	_, body = get(t, m.Handler(), "/metrics")
	has(t, body, `argus_store_info{id="4711",memory="false"} 1`, "argus_store_up 0", "argus_store_commits_total 1",
		"argus_store_failures_total 2", "argus_store_events_dropped_total 3", "argus_store_events_suppressed_total 4",
		"argus_store_pending_events 5", "argus_store_devices 6", "argus_store_devices_refused_total 7",
		"argus_store_bad_records_total 8", "argus_store_corruptions_total 9", "argus_store_size_bytes 10",
		"argus_store_oldest_event_timestamp_seconds 11.5", "argus_store_last_commit_timestamp_seconds 12")
	lacks(t, body, "no space")
}

// TestReadiness holds that a failing store shows in the readiness without ending it, that the memory has
// its pages, and that stopping ends it.
func TestReadiness(t *testing.T) {
	ready, remark := true, "The store: good.\n"
	metrics := NewMetrics()
	holder, err := NewHolder(func() (*config.Config, error) { return parse(t, anyPort), nil },
		slog.New(slog.DiscardHandler), metrics, still)
	if err != nil {
		t.Fatal(err)
	}
	page := func(text string) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, text) })
	}
	routes := Routes(prober(t, ""), holder, metrics, Pages{
		Landing: page("landing"), Memory: page("memory"),
		Ready: func() bool { return ready }, Remark: func() string { return remark },
	})
	for path, want := range map[string]string{
		"/": "landing", "/api/v1/events": "memory", "/sd": "memory", "/-/ready": "Argus is ready.\n" + remark,
	} {
		if code, body := get(t, routes, path); code != http.StatusOK || body != want {
			t.Errorf("%s: %d %q, want %q", path, code, body, want)
		}
	}
	remark = "The store: failing.\n"
	if code, body := get(t, routes, "/-/ready"); code != http.StatusOK || !strings.HasSuffix(body, remark) {
		t.Errorf("while the store fails: %d %q", code, body)
	}
	ready = false
	if code, _ := get(t, routes, "/-/ready"); code != http.StatusServiceUnavailable {
		t.Errorf("while it stops: %d", code)
	}
}
