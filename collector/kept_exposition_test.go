package collector

import (
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/store"
)

// TestKeptExposition holds that what is kept of a device is a valid exposition, from its first read over an
// outage and a silence, and that its series stay.
func TestKeptExposition(t *testing.T) {
	m, _ := parse(t, anyPort).Module("nut")
	d := device(t, "line-interactive")
	kept := store.Open(t.Context(), store.Options{Now: still})
	defer kept.Close()
	f, before := newFamilies(), map[string]bool{}
	for i, status := range []string{"OL", "OB DISCHRG", "OB LB", "", "", "OL CHRG"} {
		at := moment.Add(time.Duration(i) * time.Minute)
		d.Vars["ups.status"] = status
		list := dumped(m.NUT(), d, at)
		if status == "" {
			list[0] = power.Snapshot{Taken: at, Device: d.Name, Err: &power.Failure{Reason: power.Timeout, Err: t.Context().Err()}}
		}
		_, list[0].Kept = kept.Observe(t.Context(), store.Key{Protocol: "nut", Device: d.Name}, store.Source{}, &list[0])
		body := exposition(t, f, Result{Snapshots: list})
		lint(t, body)
		now := map[string]bool{}
		for _, line := range series(body) {
			name, _, _ := strings.Cut(line, "} ")
			now[name] = true
		}
		for name := range before {
			if kind, _, _ := strings.Cut(name, "{"); !now[name] && (strings.HasPrefix(kind, "argus_event") ||
				kind == "argus_energy_joules_total" || kind == "argus_on_battery_seconds_total") {
				t.Errorf("read %d (%s): no %s} any more", i, status, name)
			}
		}
		before = now
		if i == 5 {
			for kind, n := range map[string]string{
				"on_battery": "1", "on_battery_ended": "1", "low_battery": "1", "communication_lost": "1", "communication_restored": "1",
			} {
				has(t, body, `argus_events_total{device="`+d.Name+`",event="`+kind+`"} `+n)
			}
		}
	}
}
