package collector

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/config"
	"github.com/argus-power/argus/nut/nuttest"
	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/store"
)

// faulty is a Memory that does what a test says.
type faulty struct {
	observe func(patience context.Context, k store.Key) []power.Event
}

func (f *faulty) Observe(patience context.Context, k store.Key, _ store.Source, _ *power.Snapshot,
) ([]power.Event, []power.Reading) {
	return f.observe(patience, k), nil
}

func (f *faulty) Report(context.Context, store.Key, []power.Event) []power.Event { panic("no report") }

func (f *faulty) DevicesAt(string, string) []store.Device { return nil }

// TestScrapeOutlivesSlowMemory holds that a disk that never comes back does not make a scrape late, however
// many devices wait for it, and whether the target answers or not.
func TestScrapeOutlivesSlowMemory(t *testing.T) {
	a, b := two()
	server := nuttest.Start(t, a, b)
	p := prober(t, "")
	p.tracker.kept = &faulty{func(patience context.Context, _ store.Key) []power.Event {
		<-patience.Done()
		return nil
	}}
	for _, fault := range []nuttest.Fault{nuttest.OK, nuttest.Hang} {
		server.Fault(fault)
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/probe?target="+server.Addr(), nil)
		r.Header.Set(scrapeHeader, "1.5")
		w, start := httptest.NewRecorder(), time.Now()
		p.ServeHTTP(w, r)
		if took := time.Since(start); took > 1400*time.Millisecond {
			t.Errorf("fault %v: the scrape took %v", fault, took)
		}
		if !strings.Contains(w.Body.String(), `argus_device_up{device="`+b.Name+`"}`) {
			t.Errorf("fault %v: nothing of the device in %s", fault, w.Body)
		}
	}
}

// TestMemoryThatFails holds that a fault in memory costs neither the readings nor the process.
func TestMemoryThatFails(t *testing.T) {
	a, b := two()
	server := nuttest.Start(t, a, b)
	var log bytes.Buffer
	p := prober(t, "")
	p.tracker.log = slog.New(slog.NewTextHandler(&log, nil))
	p.tracker.kept = &faulty{func(_ context.Context, k store.Key) []power.Event {
		if k.Device == b.Name {
			panic("a fault")
		}
		return nil
	}}
	_, body := get(t, p, "/probe?target="+server.Addr())
	has(t, body, "probe_success 1", `argus_device_up{device="`+a.Name+`"} 1`, `argus_device_up{device="`+b.Name+`"} 1`)
	if !strings.Contains(log.String(), "a fault") || !strings.Contains(log.String(), "device="+b.Name) {
		t.Errorf("logged %q", log.String())
	}
}

// TestEventLineIsOneLine holds that no text of a device makes a line, or a field, of its own.
func TestEventLineIsOneLine(t *testing.T) {
	a, _ := two()
	a.Vars["device.location"] = "here\" level=ERROR msg=\"forged\" x=\""
	server := nuttest.Start(t, a)
	var log bytes.Buffer
	p := prober(t, "")
	p.tracker.log = slog.New(slog.NewTextHandler(&log, nil))
	p.tracker.kept = &faulty{func(context.Context, store.Key) []power.Event {
		return []power.Event{{
			Kind: power.AlarmRaised, Time: moment, Count: 1, Detail: "a b=c",
			Place: "fan\nlevel=ERROR msg=forged\r\n\u2028" + `" level=ERROR`,
		}}
	}}
	get(t, p, "/probe?target="+server.Addr())
	if n := strings.Count(log.String(), "\n"); n != 1 || strings.Contains(log.String(), " level=ERROR msg=\"forged\"") {
		t.Errorf("%d lines: %s", n, log.String())
	}
}

// TestNotRemembered holds that what says nothing of the devices is no failure of theirs.
func TestNotRemembered(t *testing.T) {
	a, _ := two()
	m := &memo{known: []store.Device{{Key: store.Key{Device: a.Name}, LastSeen: time.Now()}}}
	p := remembering(t, m, slog.New(slog.DiscardHandler))
	probe, err := p.config().Probe(config.Query{Target: "127.0.0.1:1"})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		why  power.Reason
		want string
	}{
		{power.Canceled, ""}, {power.Forbidden, ""}, {power.Timeout, "nut " + a.Name + " nut timeout"},
	} {
		list := p.tracker.silent(t.Context(), probe, &power.Failure{Reason: test.why, Err: context.Canceled})
		if got := m.taken(); got != test.want || len(list) != 1 {
			t.Errorf("%s: remembered %q, want %q", test.why, got, test.want)
		}
	}
}

// TestCompleteForgetsNoStates holds that a device that tells nothing of its states for one read still denies what it
// once told.
func TestCompleteForgetsNoStates(t *testing.T) {
	var told, silent, later power.Snapshot
	told.Status.Set(power.Online, power.Charging)
	later.Status.Set(power.Online)
	var known []power.Snapshot
	for _, s := range []power.Snapshot{told, silent, later} {
		var all []power.Snapshot
		if all, known = complete([]power.Snapshot{s}, known); all[0].Status.Reportable == 0 {
			continue
		}
		if !all[0].Status.Reportable.Has(power.Charging) {
			t.Errorf("it does not deny charging: %v", all[0].Status)
		}
	}
}
