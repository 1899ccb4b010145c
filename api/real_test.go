package api

import (
	"context"
	"encoding/json"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/store"
)

// TestRealStore follows an outage through a store, in memory and in a file, and asks for all that is
// known of it.
func TestRealStore(t *testing.T) {
	for _, path := range []string{"", filepath.Join(t.TempDir(), "argus.db")} {
		var mu sync.Mutex // the store asks for the time from goroutines of its own
		now := noon
		clock := func() time.Time { mu.Lock(); defer mu.Unlock(); return now }
		s := store.Open(t.Context(), store.Options{
			Path: path, Zone: berlin(t), Now: clock, Log: slog.New(slog.DiscardHandler),
			FlushEvery: 10 * time.Millisecond, OpenWait: 10 * time.Second, MaxDevices: 10,
			Retention: store.Retention{Age: 24 * 365 * time.Hour, MaxEvents: 1000, Months: 12},
		})
		a := newAPI(Options{Store: s, Now: clock})
		server := serve(t, a)
		c := dial(t, server, "", "").ready()
		key := nutKey("ups", "nas.lan")
		see := func(states ...power.State) {
			snap := power.Snapshot{Taken: clock(), Device: "ups", Info: power.Info{Type: "ups", Location: "Cellar", Protocol: "nut"}}
			snap.Status.Deny(power.Online, power.OnBattery)
			snap.Status.Set(states...)
			snap.Readings = []power.Reading{{Quantity: power.Power, Value: 3600}, {Quantity: power.BatteryCharge, Value: 0.9}}
			s.Observe(context.Background(), key, store.Source{Target: "nas.lan", Module: "nut"}, &snap)
		}
		steps := []struct {
			state power.State
			event string
		}{{power.Online, "first_seen"}, {power.OnBattery, "on_battery"}, {power.Online, "on_battery_ended"}}
		for _, step := range steps {
			see(step.state)
			if b := c.event(); b.event != step.event {
				t.Fatalf("%q: got %+v, want %s", path, b, step.event)
			}
			mu.Lock()
			now = now.Add(30 * time.Second)
			mu.Unlock()
		}
		if err := awaitEnergy(t, a); err != "" {
			t.Errorf("%q: %s", path, err)
		}
		outages, _ := fetch[outageRow](t, a, "/api/v1/outages?site=Cellar", "outages")
		if len(outages) != 1 || outages[0].Duration != 30 || *outages[0].LowestCharge != 0.9 || outages[0].AtLeast {
			t.Errorf("%q: outages %+v", path, outages)
		}
		report, _ := fetch[summaryRow](t, a, "/api/v1/outages/summary?target=ups@nas.lan", "summary")
		if len(report) != 1 || report[0].Count != 1 || report[0].Total != 30 || report[0].Availability != 66.666666 {
			t.Errorf("%q: summary %+v", path, report)
		}
		if got := targets(discovered(t, a, "")); len(got) != 1 || got[0] != "ups@nas.lan" {
			t.Errorf("%q: targets %q", path, got)
		}
		r := get(a, "/api/v1/backup")
		if want := map[bool]int{true: 409, false: 200}[path == ""]; r.StatusCode != want {
			t.Errorf("%q: backup %d %.100s", path, r.StatusCode, r.text)
		}
		c.close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		r = get(a, "/api/v1/events")
		if r.StatusCode != 503 || !json.Valid([]byte(r.text)) || !strings.Contains(r.text, "store") {
			t.Errorf("%q: after its end %d %s", path, r.StatusCode, r.text)
		}
	}
}

// awaitEnergy waits until the energy of a minute at 3600 W is committed, which is soon.
func awaitEnergy(t *testing.T, a *api) (wrong string) {
	t.Helper()
	const want = 216_000.0
	deadline := time.After(10 * time.Second)
	for {
		days, _ := fetch[energyRow](t, a, "/api/v1/energy?by=site", "energy")
		months, _ := fetch[energyRow](t, a, "/api/v1/energy?period=month&by=total", "energy")
		total, _ := fetch[energyRow](t, a, "/api/v1/energy?period=total", "energy")
		ok := len(days) == 1 && len(months) == 1 && len(total) == 1
		for _, rows := range [][]energyRow{days, months, total} {
			ok = ok && rows[0].Joules != nil && *rows[0].Joules == want
		}
		if ok && days[0].Group == "Cellar" && days[0].Period == "2026-11-21" {
			return ""
		}
		select {
		case <-deadline:
			text, _ := json.Marshal([][]energyRow{days, months, total})
			return "the energy is " + string(text)
		case <-time.After(5 * time.Millisecond):
		}
	}
}
