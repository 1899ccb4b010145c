package deploy

import (
	"net/url"
	"testing"
)

// compareScrapes holds that only the targets of the one that was killed went unread, while it was away. A scrape that
// took all the time it had is this machine's, which is not asked to be fast.
func (f *fleet) compareScrapes(t *testing.T, of map[string]*shard, victim *shard) {
	t.Helper()
	took := map[string]map[int64]float64{}
	for _, series := range f.tracks(t, `scrape_duration_seconds{`+probes+`}`) {
		times := map[int64]float64{}
		for i := range series.Values {
			at, v := series.at(i)
			times[at.UnixMilli()] = v
		}
		took[series.Metric["instance"]] = times
	}
	missed := map[string]int{}
	scrapes, slow := 0, 0
	for _, name := range []string{"up", "probe_success"} {
		for _, series := range f.tracks(t, name+`{`+probes+`}`) {
			instance := series.Metric["instance"]
			for i := range series.Values {
				at, v := series.at(i)
				lasted := took[instance][at.UnixMilli()]
				switch {
				case v == 1:
					scrapes++
				case of[instance] == victim && name == "up" && at.After(f.killed.Add(-f.every)) && at.Before(f.back.Add(f.every)):
					missed[instance]++
				case lasted > f.every.Seconds()/2-0.1:
					slow++
				default:
					t.Errorf("%s of %s, of %s, is %g at %s, %s after the kill; it took %g s", name, instance, of[instance].address, v, at,
						at.Sub(f.killed), lasted)
				}
			}
		}
	}
	mine := 0
	for _, s := range of {
		if s == victim {
			mine++
		}
	}
	if len(missed) == 0 {
		t.Error("an Argus was killed, and nobody missed it")
	}
	t.Logf("%d good samples, %d scrapes that took all the time they had; while it was away %d of its %d targets missed %d scrapes",
		scrapes, slow, len(missed), mine, sum(missed))
}

func sum(counts map[string]int) (n int) {
	for _, c := range counts {
		n += c
	}
	return n
}

// compareEnergy holds that no counter ever fell, and that what is counted is what was delivered, or else a gap.
func (f *fleet) compareEnergy(t *testing.T, of map[string]*shard, victim *shard) {
	t.Helper()
	gaps := map[string]float64{}
	for _, series := range f.tracks(t, `argus_energy_gap_seconds_total{`+probes+`}`) {
		gaps[series.Metric["instance"]+series.Metric["device"]] = series.last()
	}
	list := f.tracks(t, `argus_energy_joules_total{`+probes+`}`)
	if len(list) < len(f.all) {
		t.Errorf("%d counters of energy for %d targets", len(list), len(f.all))
	}
	known, gapped, most := 0.0, 0.0, 0.0
	for _, series := range list {
		before := 0.0
		instance := series.Metric["instance"]
		for i := range series.Values {
			at, v := series.at(i)
			if v < before {
				t.Errorf("%s: %g J at %s, and %g before", instance, v, at, before)
			}
			before = v
		}
		gap := gaps[instance+series.Metric["device"]]
		most = max(most, gap)
		if of[instance] != victim && gap != 0 {
			t.Errorf("%s: a gap of %g s, and its Argus was never away", instance, gap)
		}
		if series.Metric["job"] != "nut" {
			continue
		}
		at, _ := series.at(len(series.Values) - 1)
		if delivered := at.Sub(f.began).Seconds(); before/shardWatts+gap > delivered {
			t.Errorf("%s: %g J and a gap of %g s in %g s", instance, before, gap, delivered)
		}
		known, gapped = known+before, gapped+gap
	}
	t.Logf("energy of %d counters never fell; of those of known load %.0f J, and %.0f s of gaps; the longest gap is %.1f s",
		len(list), known, gapped, most)
}

// compareEvents holds that each device has one Argus, and that everything happened once.
func (f *fleet) compareEvents(t *testing.T, of map[string]*shard) {
	t.Helper()
	seen := map[string]int{}
	for _, s := range f.argus {
		for page := "/api/v1/events?limit=10000&order=asc"; page != ""; {
			var answer struct {
				Events []struct{ Address, Event string }
				Next   *string
			}
			if err := get("http://"+s.address+page, &answer); err != nil {
				t.Fatal(err)
			}
			for _, e := range answer.Events {
				seen[e.Event]++
				if seen[e.Event+" "+e.Address]++; seen[e.Event+" "+e.Address] > 1 || of[e.Address] != s {
					t.Errorf("%s of %s is known to %s, for the %d. time", e.Event, e.Address, s.address, seen[e.Event+" "+e.Address])
				}
			}
			if page = ""; answer.Next != nil {
				page = "/api/v1/events?limit=10000&order=asc&cursor=" + url.QueryEscape(*answer.Next)
			}
		}
	}
	if n := f.struck(); seen["first_seen"] != len(f.all) || seen["on_battery"] != n || seen["on_battery_ended"] != n {
		t.Errorf("%d of %d devices are known, and of %d outages %d began and %d ended", seen["first_seen"], len(f.all), n,
			seen["on_battery"], seen["on_battery_ended"])
	}
}
