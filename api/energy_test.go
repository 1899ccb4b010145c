package api

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/store"
)

// chain is a fake with a daisy chain of which the whole is metered or not, and a device of its own.
func chain(whole bool) *fake {
	f := &fake{}
	for _, d := range []struct {
		name, host string
		joules     float64
		metered    bool
	}{
		{"epdu", "a", 10, whole},
		{"epdu/1", "a", 4, true},
		{"epdu/2", "a", 6, true},
		{"epdu/1", "b", 100, true}, // of another address, where there is no epdu
		{"x/y", "a", 1000, true},
		{"/1", "a", 10_000, true},
	} {
		key := nutKey(d.name, d.host)
		t := power.Totals{}
		if d.metered {
			t.Joules = d.joules
		}
		f.devices = append(f.devices, store.Device{Key: key, Metered: d.metered, Sum: t, FirstSeen: noon.Add(-24 * time.Hour), LastSeen: noon})
		f.days = append(f.days, store.Period{Key: key, Day: 20261121, Sum: t})
		f.months = append(f.months, store.Period{Key: key, Day: 20261100, Sum: t})
	}
	return f
}

// TestChains holds that sums do not count the units of a chain beside the whole.
func TestChains(t *testing.T) {
	for _, whole := range []bool{true, false} {
		for _, by := range []string{"total", "site", "location"} {
			for _, query := range []string{"period=total", "period=day", "period=month", "period=total&from=2026-11-01", "period=total&from=1d", "period=total&type="} {
				rows, _ := fetch[energyRow](t, lab(chain(whole)), "/api/v1/energy?by="+by+"&"+query, "energy")
				if len(rows) != 1 || rows[0].Joules == nil || *rows[0].Joules != 11_110 {
					t.Errorf("whole %t, by %s, %s: %+v", whole, by, query, rows)
				}
			}
		}
		rows, _ := fetch[energyRow](t, lab(chain(whole)), "/api/v1/energy?period=total", "energy")
		if len(rows) != 6 {
			t.Errorf("by device: %d rows", len(rows))
		}
		// Filters do not make a unit count that is in a whole outside of them.
		rows, _ = fetch[energyRow](t, lab(chain(whole)), "/api/v1/energy?period=total&by=total&device=epdu/2", "energy")
		if whole && len(rows) != 0 || !whole && (len(rows) != 1 || *rows[0].Joules != 6) {
			t.Errorf("whole %t, one unit: %+v", whole, rows)
		}
	}
}

func TestEnergySums(t *testing.T) {
	for query, want := range map[string][]string{
		"by=device&period=total": {"ups@nas.lan total 2", "ups@shed.lan total -", "1@pdu.lan total 1", "2@pdu.lan total -"},
		"by=site&period=day&from=2026-11-19": {
			"home 2026-11-19 0.5", "=1+1 2026-11-20 0.25", "home 2026-11-20 0.5", "=1+1 2026-11-21 0.25", "home 2026-11-21 0.5",
		},
		"by=total&period=day&from=2026-11-20&to=2026-11-21":                     {"total 2026-11-20 0.75"},
		"by=total&period=day&from=2026-11-20T23:30:00%2B01:00&to=2026-11-21":    {"total 2026-11-20 0.75"},
		"by=total&period=day&from=2026-11-20T23:30:00Z&to=2026-11-20T23:31:00Z": {"total 2026-11-21 0.75"}, // is the 21st in Berlin
		"by=total&period=day&site=home&from=2026-11-21":                         {"total 2026-11-21 0.5"},
		"by=total&period=month":                               {"total 2026-11 3"},
		"by=total&period=total&from=2026-11-20":               {"total total 1.5"},
		"by=total&period=total&from=2026-11-01":               {"total total 3"}, // by months
		"by=total&period=total&from=2026-11-01&to=2026-12-01": {"total total 3"},
		"by=total&period=total&to=2026-11-21":                 {"total total 1.25"},
		"by=total&period=total&from=2026-12-01":               nil,
		"by=location&period=total":                            {"Cellar total 2", "Rack 1 total 1", "unknown total -"},
		"by=device&period=total&type=ups":                     {"ups@nas.lan total 2", "ups@shed.lan total -"},
	} {
		rows, _ := fetch[energyRow](t, lab(world(t)), "/api/v1/energy?"+query, "energy")
		var got []string
		for _, r := range rows {
			text := r.Group + " " + r.Period + " -"
			if r.KWh != nil {
				text = fmt.Sprint(r.Group, " ", r.Period, " ", *r.KWh)
			}
			got = append(got, text)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s:\ngot  %q\nwant %q", query, got, want)
		}
	}
}

func TestCost(t *testing.T) {
	rows, _ := fetch[energyRow](t, lab(world(t)), "/api/v1/energy?by=total&period=total&price=0.5&carbon=400", "energy")
	if len(rows) != 1 || *rows[0].Cost != 1.5 || math.Abs(*rows[0].CarbonKg-1.2) > 1e-12 {
		t.Errorf("got %+v", rows)
	}
	rows, _ = fetch[energyRow](t, lab(world(t)), "/api/v1/energy?period=total&price=0", "energy")
	if *rows[0].Cost != 0 || rows[0].CarbonKg != nil || rows[1].Cost != nil {
		t.Errorf("free: %+v", rows)
	}
}

// TestEnergyPages holds that pages have each row once, and that not more is read than is needed.
func TestEnergyPages(t *testing.T) {
	f := &fake{zone: berlin(t)}
	for i := range 5 {
		f.devices = append(f.devices, store.Device{Key: nutKey("ups", fmt.Sprint("h", i)), FirstSeen: noon.AddDate(-2, 0, 0), Metered: true, Sum: power.Totals{Joules: 1}})
	}
	for day := dateOf(noon.AddDate(0, 0, -50)); day.Before(noon); day = day.AddDate(0, 0, 1) {
		for _, d := range f.devices {
			f.days = append(f.days, store.Period{Key: d.Key, Day: dayNumber(day), Sum: power.Totals{Joules: 3.6e6}})
		}
	}
	for _, limit := range []int{3, 5, 64, 10_000} {
		rows := pages[energyRow](t, lab(f), fmt.Sprint("/api/v1/energy?from=2026-01-01&limit=", limit), "energy")
		seen := map[string]bool{}
		order := ""
		for _, r := range rows {
			at := r.Period + r.Address
			if seen[at] || at < order {
				t.Errorf("%s comes twice, or too late", at)
			}
			seen[at], order = true, at
		}
		if len(rows) != 51*5 {
			t.Errorf("by %d: %d rows", limit, len(rows))
		}
	}
	for _, query := range []string{"period=total", "period=total&from=2026-10-01T01:00:00Z"} {
		if rows := pages[energyRow](t, lab(f), "/api/v1/energy?limit=2&"+query, "energy"); len(rows) != 5 {
			t.Errorf("%s: %d rows", query, len(rows))
		}
	}
	f.reads = 0
	fetch[energyRow](t, lab(f), "/api/v1/energy?from=2026-10-05&limit=5", "energy")
	if f.reads != 1 {
		t.Errorf("one day took %d reads", f.reads)
	}
}

// TestClockChangeDays holds that the days of the store are those of its zone.
func TestClockChangeDays(t *testing.T) {
	f := &fake{zone: berlin(t)}
	key := nutKey("ups", "a")
	f.devices = []store.Device{{Key: key, FirstSeen: noon.AddDate(-1, 0, 0), Metered: true}}
	for _, day := range []power.Day{20261024, 20261025, 20261026} {
		f.days = append(f.days, store.Period{Key: key, Day: day, Sum: power.Totals{Joules: 1}})
	}
	rows, _ := fetch[energyRow](t, lab(f), "/api/v1/energy?from=2026-10-25&to=2026-10-26", "energy")
	if len(rows) != 1 || rows[0].Period != "2026-10-25" || rows[0].End.Sub(*rows[0].Start) != 25*time.Hour ||
		!strings.HasSuffix(rows[0].Start.Format(time.RFC3339), "+02:00") {
		t.Errorf("got %+v", rows)
	}
}

// TestLongNames holds that pages go on after names as long as they can be.
func TestLongNames(t *testing.T) {
	f := &fake{}
	for i := range 3 {
		k := nutKey(strings.Repeat("ü", 127)+fmt.Sprint(i), strings.Repeat("h", 253))
		f.devices = append(f.devices, store.Device{
			Key: k, Metered: true, FirstSeen: noon.Add(-time.Hour), OnBattery: noon.Add(-time.Minute), LastSeen: noon,
			Info: power.Info{Type: "ups", Location: strings.Repeat("ü", 127) + fmt.Sprint(i)},
		})
	}
	for path, name := range map[string]string{
		"devices?": "devices", "outages?": "outages", "outages/summary?": "summary", "energy?period=total&": "energy",
		"energy?period=total&by=site&": "energy",
	} {
		if rows := pages[map[string]any](t, lab(f), "/api/v1/"+path+"limit=1", name); len(rows) != 3 {
			t.Errorf("%s: %d rows", path, len(rows))
		}
	}
}

// TestForgottenDays holds that a total says since when its days are kept.
func TestForgottenDays(t *testing.T) {
	a := lab(world(t))
	a.Kept.Age = 48 * time.Hour
	rows, _ := fetch[energyRow](t, a, "/api/v1/energy?period=total&from=2026-11-02&target=nas.lan", "energy")
	if len(rows) != 1 || rows[0].Start.Format(time.DateOnly) != "2026-11-19" {
		t.Errorf("got %+v", rows)
	}
}

// TestSameSums holds that what did not change is told as the same number, to its last digit.
func TestSameSums(t *testing.T) {
	f := &fake{}
	for i := range 100 {
		f.devices = append(f.devices, store.Device{
			Key: nutKey("ups", fmt.Sprint("h", i)), FirstSeen: noon, Metered: true, Sum: power.Totals{Joules: 1e6 / float64(i+3)},
		})
	}
	a := lab(f)
	first := get(a, "/api/v1/energy?by=total&period=total").text
	for range 20 {
		if again := get(a, "/api/v1/energy?by=total&period=total").text; again != first {
			t.Fatalf("%s, and then %s", first, again)
		}
	}
}
