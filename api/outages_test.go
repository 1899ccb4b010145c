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

func outage(from, to string, length time.Duration) power.Event {
	return power.Event{Kind: power.BatteryEnded, Began: when(from), Time: when(to), Duration: length, Count: 1}
}

// TestOutagesAsked holds which outages have a part in what is asked for.
func TestOutagesAsked(t *testing.T) {
	f := world(t)
	for query, want := range map[string]string{
		"":                                    "on 6 3 ",
		"order=asc":                           "3 6 on ",
		"include=tests":                       "on 7 6 3 ",
		"site=home":                           "3 ",
		"type=ups":                            "on 3 ",
		"to=2026-11-21":                       "3 ",
		"to=2026-11-20T10:00:00Z":             "",
		"to=2026-11-20T10:00:01Z":             "3 ",
		"from=2026-11-20T10:04:59Z":           "on 6 3 ",
		"from=2026-11-20T10:05:01Z":           "on 6 ",
		"from=now":                            "on ",
		"from=1h&to=2026-11-21T11:58:29Z":     "",
		"target=ups@shed.lan&from=2026-11-01": "on ",
	} {
		rows, _ := fetch[outageRow](t, lab(f), "/api/v1/outages?"+query, "outages")
		var list strings.Builder
		for _, r := range rows {
			if r.Seq == nil {
				list.WriteString("on ")
				continue
			}
			fmt.Fprint(&list, *r.Seq, " ")
		}
		if got := list.String(); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
}

// TestOutagePages holds that pages have each outage once, those that go on among them.
func TestOutagePages(t *testing.T) {
	f := &fake{}
	for i := range 9 {
		k := nutKey("ups", fmt.Sprint("h", i))
		f.devices = append(f.devices, store.Device{Key: k, LastSeen: noon, OnBattery: noon.Add(-time.Minute)})
		for j := range 4 {
			start := noon.Add(-time.Duration(j+1) * time.Hour)
			f.add(k, power.Event{Kind: power.BatteryEnded, Began: start, Time: start.Add(time.Second), Duration: time.Second})
		}
	}
	for _, order := range []string{"desc", "asc"} {
		for limit := 1; limit < 50; limit += 3 {
			rows := pages[outageRow](t, lab(f), fmt.Sprint("/api/v1/outages?order=", order, "&limit=", limit), "outages")
			whole, _ := fetch[outageRow](t, lab(f), "/api/v1/outages?order="+order, "outages")
			if len(rows) != 45 || !slices.EqualFunc(rows, whole, func(x, y outageRow) bool {
				return x.Address == y.Address && x.Start.Equal(*y.Start) && (x.Seq == nil) == (y.Seq == nil)
			}) {
				t.Errorf("%s by %d: %d rows", order, limit, len(rows))
			}
		}
	}
}

// TestOutageEndsNow holds that an outage that ends while it is asked for comes once.
func TestOutageEndsNow(t *testing.T) {
	f := world(t)
	start := f.devices[1].OnBattery
	f.reading = func() {
		f.reading = nil
		f.add(f.devices[1].Key, power.Event{Kind: power.BatteryEnded, Began: start, Time: noon, Duration: 90 * time.Second})
	}
	rows, _ := fetch[outageRow](t, lab(f), "/api/v1/outages?target=shed.lan", "outages")
	if len(rows) != 1 || rows[0].Seq == nil || rows[0].Duration != 90 {
		t.Errorf("got %+v", rows)
	}
	f = world(t)
	f.devices[1].OnBattery = start.Add(234 * time.Microsecond) // records are kept to the millisecond
	f.reading = func() {
		f.reading = nil
		f.add(f.devices[1].Key, power.Event{Kind: power.BatteryEnded, Began: start, Time: noon, Duration: 90 * time.Second})
	}
	report, _ := fetch[summaryRow](t, lab(f), "/api/v1/outages/summary?target=shed.lan", "summary")
	if len(report) != 1 || report[0].Count != 1 || report[0].Total != 90 && report[0].Total != 89.999 && report[0].Total != 90.001 {
		t.Errorf("got %+v", report)
	}
}

// TestAtLeast holds when the length of an outage is only the least that it can be.
func TestAtLeast(t *testing.T) {
	ten := 10 * time.Minute
	for _, test := range []struct {
		name string
		with func(d *store.Device, e *power.Event)
		want bool
		secs float64
	}{
		{"seen", func(*store.Device, *power.Event) {}, false, 600},
		{"not seen for long before its end", func(_ *store.Device, e *power.Event) { e.Time = e.Time.Add(time.Hour) }, true, 600},
		{"by a clock that was set a little", func(_ *store.Device, e *power.Event) { e.Time = e.Time.Add(30 * time.Second) }, false, 600},
		{"several", func(_ *store.Device, e *power.Event) { e.Reported, e.Count = true, 2 }, true, 600},
		{"told", func(_ *store.Device, e *power.Event) { e.Reported = true }, false, 600},
		{"told without a length", func(_ *store.Device, e *power.Event) {
			e.Reported, e.Began, e.Duration = true, e.Time, 0
		}, true, 0},
		{"goes on", func(d *store.Device, _ *power.Event) { d.OnBattery = noon.Add(-ten) }, false, 600},
		{"goes on, no answer", func(d *store.Device, _ *power.Event) {
			d.OnBattery, d.Err, d.LastSeen = noon.Add(-ten), power.Timeout, noon.Add(-time.Minute)
		}, true, 540},
		{"goes on, not asked any more", func(d *store.Device, _ *power.Event) {
			d.OnBattery, d.LastSeen = noon.Add(-ten), noon.Add(-6*time.Minute)
		}, true, 240},
		{"goes on, by clocks that were set", func(d *store.Device, _ *power.Event) { d.OnBattery = noon.Add(time.Hour) }, false, 0},
	} {
		d := store.Device{Key: nutKey("ups", "a"), LastSeen: noon}
		e := outage("2026-11-20T10:00:00Z", "2026-11-20T10:10:00Z", ten)
		test.with(&d, &e)
		f := &fake{devices: []store.Device{d}}
		if d.OnBattery.IsZero() {
			f.add(d.Key, e)
		}
		rows, _ := fetch[outageRow](t, lab(f), "/api/v1/outages", "outages")
		if len(rows) != 1 || rows[0].AtLeast != test.want || rows[0].Duration != test.secs {
			t.Errorf("%s: %+v", test.name, rows)
		}
	}
	f := &fake{devices: []store.Device{{
		Key: nutKey("ups", "a"), LastSeen: noon, OnBattery: noon, Active: power.SetOf(power.OnBattery, power.Testing),
	}}}
	if rows, _ := fetch[outageRow](t, lab(f), "/api/v1/outages", "outages"); len(rows) != 0 {
		t.Errorf("a test: %+v", rows)
	}
	if rows, _ := fetch[outageRow](t, lab(f), "/api/v1/outages?include=tests", "outages"); len(rows) != 1 || rows[0].Detail != "testing" {
		t.Errorf("a test that is asked for: %+v", rows)
	}
}

// quality is a fake with one UPS, known since a time, in Berlin.
func quality(t *testing.T, since string, outages ...power.Event) *api {
	f := &fake{zone: berlin(t)}
	key := nutKey("ups", "a")
	f.devices = []store.Device{
		{Key: key, Info: power.Info{Type: "ups"}, FirstSeen: when(since), LastSeen: noon},
		{Key: nutKey("pdu", "a"), Info: power.Info{Type: "pdu"}, FirstSeen: when(since), LastSeen: noon}, // has no battery
	}
	f.add(key, outages...)
	return lab(f)
}

func (r *summaryRow) String() string {
	opt := func(v *float64) string {
		if v == nil {
			return "-"
		}
		return fmt.Sprint(*v)
	}
	return fmt.Sprint(r.Period, " ", r.End.Sub(*r.Start), " n=", r.Count, " total=", r.Total, " longest=", opt(r.Longest),
		" average=", opt(r.Average), " ", r.Availability, "%")
}

func TestSummary(t *testing.T) {
	night := outage("2026-10-31T22:50:00Z", "2026-10-31T23:20:00Z", 30*time.Minute) // 23:50 to 0:20 in Berlin
	for _, test := range []struct {
		name, query string
		api         *api
		want        []string
	}{
		{"two months", "period=month&from=2026-10-01", quality(t, "2026-01-01T00:00:00Z", night), []string{
			"2026-10 745h0m0s n=1 total=600 longest=1800 average=1800 99.977628%", // an hour more than 31 days
			"2026-11 493h0m0s n=0 total=1200 longest=- average=- 99.932386%",
		}},
		{"the day of a clock change", "period=day&from=2026-10-25&to=2026-10-26", quality(t, "2026-01-01T00:00:00Z",
			outage("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", time.Hour)), []string{
			"2026-10-25 25h0m0s n=1 total=3600 longest=3600 average=3600 96%",
		}},
		{"first seen in the middle of a day", "period=day&from=2026-11-20", quality(t, "2026-11-20T11:00:00Z"), []string{
			"2026-11-20 12h0m0s n=0 total=0 longest=- average=- 100%",
			"2026-11-21 13h0m0s n=0 total=0 longest=- average=- 100%",
		}},
		{"over more than a day", "period=day&from=2026-11-18&to=2026-11-21", quality(t, "2026-01-01T00:00:00Z",
			outage("2026-11-18T22:00:00Z", "2026-11-20T00:00:00Z", 26*time.Hour)), []string{
			"2026-11-18 24h0m0s n=1 total=3600 longest=93600 average=93600 95.833333%",
			"2026-11-19 24h0m0s n=0 total=86400 longest=- average=- 0%",
			"2026-11-20 24h0m0s n=0 total=3600 longest=- average=- 95.833333%",
		}},
		{"before what is asked for", "period=all&from=2026-11-20T10:00:00Z&to=2026-11-20T11:00:00Z", quality(t, "2026-01-01T00:00:00Z",
			outage("2026-11-20T09:30:00Z", "2026-11-20T10:15:00Z", 45*time.Minute),
			outage("2026-11-20T10:59:00Z", "2026-11-20T11:01:00Z", 2*time.Minute),
			outage("2026-11-20T11:30:00Z", "2026-11-20T11:31:00Z", time.Minute)), []string{
			"all 1h0m0s n=1 total=960 longest=120 average=120 73.333333%",
		}},
		{"told, without a length", "period=year", quality(t, "2025-12-31T23:00:00Z",
			power.Event{Kind: power.BatteryEnded, Reported: true, Count: 3, Began: noon.Add(-time.Hour), Time: noon.Add(-time.Hour)}), []string{
			"2026 7789h0m0s n=3 total=0 longest=- average=- 100%",
		}},
		{"a test", "period=year", quality(t, "2026-11-21T11:00:00Z",
			power.Event{Kind: power.BatteryEnded, Count: 1, Detail: "calibrating", Began: noon.Add(-time.Minute), Time: noon, Duration: time.Minute}), []string{
			"2026 1h0m0s n=0 total=0 longest=- average=- 100%",
		}},
		{"a test that is asked for", "period=year&include=tests", quality(t, "2026-11-21T11:00:00Z",
			power.Event{Kind: power.BatteryEnded, Count: 1, Detail: "calibrating", Began: noon.Add(-time.Minute), Time: noon, Duration: time.Minute}), []string{
			"2026 1h0m0s n=1 total=60 longest=60 average=60 98.333333%",
		}},
		{"began before it was first seen", "period=year", quality(t, "2026-11-21T11:00:00Z",
			outage("2026-11-21T10:30:00Z", "2026-11-21T11:30:00Z", time.Hour)), []string{
			"2026 1h0m0s n=1 total=1800 longest=3600 average=3600 50%",
		}},
		{"a blink in a year is less than all", "period=year", quality(t, "2026-01-01T00:00:00Z",
			outage("2026-11-20T10:00:00Z", "2026-11-20T10:00:01Z", time.Millisecond)), []string{
			"2026 7788h0m0s n=1 total=0.001 longest=0.001 average=0.001 99.999999%",
		}},
		{"more than there is time", "period=day&from=2026-11-20&to=2026-11-21", quality(t, "2026-01-01T00:00:00Z",
			outage("2026-11-19T00:00:00Z", "2026-11-21T00:00:00Z", 48*time.Hour), outage("2026-11-20T00:00:00Z", "2026-11-20T01:00:00Z", time.Hour)), []string{
			"2026-11-20 24h0m0s n=1 total=86400 longest=3600 average=3600 0%",
		}},
		{"in the future", "from=2027-01-01", quality(t, "2026-01-01T00:00:00Z"), nil},
		{"all", "period=all", quality(t, "2026-11-21T02:00:00Z"), []string{"all 10h0m0s n=0 total=0 longest=- average=- 100%"}},
	} {
		rows, _ := fetch[summaryRow](t, test.api, "/api/v1/outages/summary?"+test.query, "summary")
		var got []string
		for _, r := range rows {
			got = append(got, r.String())
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s:\ngot  %q\nwant %q", test.name, got, test.want)
		}
	}
}

// TestSummaryAddsUp holds that the parts of periods are the whole, whatever the periods are.
func TestSummaryAddsUp(t *testing.T) {
	var list []power.Event
	start := when("2025-03-01T00:00:00Z")
	for i := range 400 {
		start = start.Add(time.Duration(i*i%97+1) * 23 * time.Minute * time.Duration(1+i%7))
		length := time.Duration(i*37%2000+1) * time.Second
		if start.Add(length).After(noon) {
			break
		}
		list = append(list, power.Event{Kind: power.BatteryEnded, Began: start, Time: start.Add(length), Duration: length, Count: 1})
		start = start.Add(length)
	}
	total := 0.0
	for _, e := range list {
		total += e.Duration.Seconds()
	}
	for _, length := range []string{"day", "month", "year", "all"} {
		rows := pages[summaryRow](t, quality(t, "2025-01-01T00:00:00Z", list...), "/api/v1/outages/summary?limit=17&from=2025-01-01&period="+length, "summary")
		count, sum, known := 0, 0.0, time.Duration(0)
		for _, r := range rows {
			count += r.Count
			sum += r.Total
			known += r.End.Sub(*r.Start)
		}
		if count != len(list) || math.Abs(sum-total) > 0.001 || known != noon.Sub(when("2025-01-01T00:00:00Z")) {
			t.Errorf("%s: %d outages of %d, %g s of %g, in %s; %d rows", length, count, len(list), sum, total, known, len(rows))
		}
	}
}

// TestCountedBesides holds that an outage that a device only counted does not stand for the one that goes on, though
// both are noticed, and so begin, at once.
func TestCountedBesides(t *testing.T) {
	key := nutKey("ups", "a")
	f := &fake{devices: []store.Device{{
		Key: key, Info: power.Info{Type: "ups"}, FirstSeen: noon.Add(-time.Hour), LastSeen: noon, OnBattery: noon.Add(-time.Minute),
	}}}
	f.add(key, power.Event{
		Kind: power.BatteryEnded, Reported: true, Count: 2, Began: noon.Add(-time.Minute), Time: noon.Add(-time.Minute),
	})
	for _, order := range []string{"asc", "desc"} {
		if rows, _ := fetch[outageRow](t, lab(f), "/api/v1/outages?order="+order, "outages"); len(rows) != 2 {
			t.Errorf("%s: %+v", order, rows)
		}
	}
	want := "all 1h0m0s n=3 total=60 longest=60 average=60 98.333333%" // the average of that one of which it is known
	rows, _ := fetch[summaryRow](t, lab(f), "/api/v1/outages/summary?period=all", "summary")
	if len(rows) != 1 || rows[0].String() != want {
		t.Errorf("got %v, want %s", rows, want)
	}
}

// TestForgottenOutages holds that time of which the events are not kept any more is not taken for time without outages.
func TestForgottenOutages(t *testing.T) {
	year := store.Retention{Age: 365 * 24 * time.Hour, MaxEvents: 100}
	for _, test := range []struct {
		name  string
		drop  int
		count int
		kept  store.Retention
		want  string
	}{
		{"all are kept", 0, 3, year, "2024-01-01"},
		{"the oldest are too old", 1, 3, year, "2025-11-21"},
		{"all are too old", 3, 3, year, "2025-11-21"},
		{"the oldest were too many", 1, 100, year, "2026-08-15"},
		{"nobody knows why", 1, 3, store.Retention{}, "2026-11-20"},
		{"nothing happened yet", 0, 0, year, "2024-01-01"},
	} {
		var list []power.Event
		for i := range test.count {
			end := noon.AddDate(0, 0, i+1-test.count)
			list = append(list, power.Event{Kind: power.BatteryEnded, Count: 1, Began: end.Add(-time.Second), Time: end.Add(-time.Second)})
		}
		a := quality(t, "2024-01-01T12:00:00Z", list...)
		a.Kept = test.kept
		f := a.Store.(*fake)
		f.last, f.records = f.LastSeq(), f.records[test.drop:]
		rows, _ := fetch[summaryRow](t, a, "/api/v1/outages/summary?period=all", "summary")
		if len(rows) != 1 || rows[0].Start.Format(time.DateOnly) != test.want {
			t.Errorf("%s: %+v, want from %s", test.name, rows, test.want)
		}
	}
}
