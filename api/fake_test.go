package api

import (
	"context"
	"encoding/json"
	"flag"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/store"
)

var update = flag.Bool("update", false, "rewrite the goldens")

// fake is a store in memory that does what the tests need.
type fake struct {
	mu      sync.Mutex
	devices []store.Device
	records []store.Record
	days    []store.Period
	months  []store.Period
	changed chan struct{}
	zone    *time.Location
	stats   store.Stats
	err     error
	last    uint64 // the greatest sequence number, if the record of it is gone
	reads   int    // of Periods
	copying func(ctx context.Context, w io.Writer) error
	reading func() // before events are read
	hasRead func() // after that
}

func (f *fake) Devices() []store.Device {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.devices)
}

func (f *fake) DevicesAt(protocol, address string) []store.Device {
	f.mu.Lock()
	defer f.mu.Unlock()
	var list []store.Device
	for i := range f.devices {
		if d := &f.devices[i]; d.Protocol == protocol && d.Address == address {
			list = append(list, *d)
		}
	}
	return list
}

func (f *fake) Events(ctx context.Context, want store.Filter, each func(store.Record) bool) error {
	if f.reading != nil {
		f.reading()
	}
	f.mu.Lock()
	list, err := slices.Clone(f.records), f.err
	f.mu.Unlock()
	if err != nil {
		return err
	}
	if f.hasRead != nil {
		f.hasRead()
	}
	if want.Newest {
		slices.Reverse(list)
	}
	n := 0
	for _, r := range list {
		switch {
		case r.Seq <= want.After, want.Before != 0 && r.Seq >= want.Before,
			!want.From.IsZero() && r.Time.Before(want.From), !want.To.IsZero() && !r.Time.Before(want.To),
			want.Kinds != nil && !slices.Contains(want.Kinds, r.Kind), want.Match != nil && !want.Match(r.Key):
			continue
		}
		if want.Limit > 0 && n == want.Limit {
			return nil
		}
		if n++; !each(r) {
			return nil
		}
	}
	return ctx.Err()
}

func (f *fake) Periods(_ context.Context, months bool, from, to power.Day) ([]store.Period, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.reads++
	list := f.days
	if months {
		list = f.months
	}
	return slices.DeleteFunc(slices.Clone(list), func(p store.Period) bool { return p.Day < from || p.Day > to }), f.err
}

func (f *fake) Zone() *time.Location {
	if f.zone == nil {
		return time.UTC
	}
	return f.zone
}

func (f *fake) LastSeq() uint64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.records) == 0 {
		return f.last
	}
	return f.records[len(f.records)-1].Seq
}

func (f *fake) Changed() <-chan struct{} {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.changed == nil {
		f.changed = make(chan struct{})
	}
	return f.changed
}

func (f *fake) Backup(ctx context.Context, w io.Writer) error { return f.copying(ctx, w) }
func (f *fake) Stats() store.Stats                            { return f.stats }

// add records events.
func (f *fake) add(key store.Key, events ...power.Event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	seq := uint64(0)
	if n := len(f.records); n > 0 {
		seq = f.records[n-1].Seq
	}
	for _, e := range events {
		seq++
		f.records = append(f.records, store.Record{Seq: seq, Key: key, Noticed: e.Time.Add(time.Second), Event: e})
	}
	if f.changed != nil {
		close(f.changed)
	}
	f.changed = make(chan struct{})
}

func when(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return t
}

func nutKey(device, host string) store.Key {
	return store.Key{Protocol: "nut", Address: host + ":3493", Device: device}
}

func berlin(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

var noon = when("2026-11-21T12:00:00Z")

// lab is an API over a fake, at noon.
func lab(f *fake) *api {
	return newAPI(Options{
		Store: f, Now: func() time.Time { return noon },
		Labels: func(k store.Key) map[string]string {
			switch k.Address {
			case "nas.lan:3493":
				return map[string]string{"site": "home", "role": "it", "bad-name": "x", "device": "y"}
			case "pdu.lan:161":
				return map[string]string{"site": "=1+1", "rack": k.Device}
			}
			return nil
		},
	})
}

// world is a fake with devices of all sorts.
func world(t testing.TB) *fake {
	low, volts := 0.42, 11.9
	f := &fake{zone: berlin(t), stats: store.Stats{ID: "x"}}
	ups, other := nutKey("ups", "nas.lan"), nutKey("ups", "shed.lan")
	pdu := store.Key{Protocol: "snmp", Address: "pdu.lan:161", Device: "1"}
	pdu2 := pdu
	pdu2.Device = "2"
	f.devices = []store.Device{
		{
			Key: ups, Target: "nas.lan", Module: "nut",
			Info:      power.Info{Type: "ups", Manufacturer: "Acme", Model: "Smart, \"1500\"", Serial: "A1", Firmware: "1.0", Name: "=cmd()", Location: "Cellar", Protocol: "nut"},
			FirstSeen: when("2026-11-01T00:00:00Z"), LastSeen: noon.Add(-10 * time.Second),
			Active: power.SetOf(power.Online, power.Charging), Metered: true,
			Sum: power.Totals{Joules: 7.2e6, Gap: 90 * time.Second, OnBattery: 5 * time.Minute},
			Counts: map[power.EventKind]store.Count{
				power.BatteryBegan: {N: 1, Last: when("2026-11-20T10:00:00Z")}, power.BatteryEnded: {N: 1, Last: when("2026-11-20T10:05:00Z")},
			},
		},
		{
			Key: other, Target: "shed.lan", Module: "nut", Info: power.Info{Type: "ups", Protocol: "nut"},
			FirstSeen: when("2026-11-21T00:00:00Z"), LastSeen: noon, Active: power.SetOf(power.OnBattery, power.Discharging),
			OnBattery: noon.Add(-90 * time.Second),
		},
		{
			Key: pdu, Target: "pdu.lan", Module: "snmp", Info: power.Info{Type: "pdu", Location: "Rack 1", Protocol: "snmp"},
			FirstSeen: when("2026-11-20T00:00:00Z"), LastSeen: noon.Add(-time.Hour), Err: power.Timeout, Metered: true,
			Sum: power.Totals{Joules: 3.6e6},
		},
		{
			Key: pdu2, Target: "pdu.lan", Module: "snmp", Info: power.Info{Type: "pdu", Location: "Rack 1", Protocol: "snmp"},
			FirstSeen: when("2026-11-20T00:00:00Z"), LastSeen: noon.Add(-time.Hour), Err: power.Timeout,
		},
	}
	f.add(ups, power.Event{Kind: power.FirstSeen, Time: when("2026-11-01T00:00:00Z"), Detail: "online"},
		power.Event{Kind: power.BatteryBegan, Time: when("2026-11-20T10:00:00Z"), After: when("2026-11-20T09:59:45Z"), Count: 1},
		power.Event{
			Kind: power.BatteryEnded, Time: when("2026-11-20T10:05:00Z"), After: when("2026-11-20T10:04:45Z"), Count: 1,
			Began: when("2026-11-20T10:00:00Z"), Duration: 5 * time.Minute, LowestCharge: &low, LowestVoltage: &volts,
		})
	f.add(pdu, power.Event{Kind: power.OutletOff, Time: when("2026-11-20T11:00:00Z"), Place: "outlet 3", Detail: "-2+3", Count: 1, Suppressed: 2})
	f.add(other, power.Event{Kind: power.BatteryBegan, Time: noon.Add(-90 * time.Second), Count: 1})
	f.add(nutKey("gone", "old.lan"), power.Event{
		Kind: power.BatteryEnded, Time: when("2026-11-21T09:00:00Z"), Began: when("2026-11-21T09:00:00Z"), Reported: true, Count: 3,
	}, power.Event{
		Kind: power.BatteryEnded, Time: when("2026-11-21T10:00:30Z"), Began: when("2026-11-21T10:00:00Z"), Duration: 30 * time.Second,
		Detail: "testing", Count: 1,
	})
	for day := power.Day(20261119); day <= 20261121; day++ {
		f.days = append(f.days, store.Period{Key: ups, Day: day, Sum: power.Totals{Joules: 1.8e6, Gap: time.Minute}})
		if day > 20261119 {
			f.days = append(f.days, store.Period{Key: pdu, Day: day, Sum: power.Totals{Joules: 0.9e6}}, store.Period{Key: pdu2, Day: day})
		}
	}
	f.months = []store.Period{
		{Key: ups, Day: 20261100, Sum: power.Totals{Joules: 7.2e6}}, {Key: pdu, Day: 20261100, Sum: power.Totals{Joules: 3.6e6}},
	}
	return f
}

// reply is an answer, read whole.
type reply struct {
	StatusCode int
	Status     string
	Header     http.Header
	text       string
}

// get asks for a path and returns the answer.
func get(a *api, path string, header ...string) reply {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	a.handler().ServeHTTP(w, r)
	return reply{w.Code, http.StatusText(w.Code), w.Header(), w.Body.String()}
}

// fetch asks for a path that must be answered with rows under a name.
func fetch[T any](t testing.TB, a *api, path, name string) (rows []T, next string) {
	t.Helper()
	r := get(a, path)
	text := r.text
	if r.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s: %s", path, r.Status, text)
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &all); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(all[name], &rows); err != nil {
		t.Fatalf("%s: %v in %s", path, err, text)
	}
	var cursor *string
	if err := json.Unmarshal(all["next"], &cursor); err != nil {
		t.Fatal(err)
	}
	if cursor != nil {
		next = *cursor
	}
	return rows, next
}

// pages asks for all pages of a path.
func pages[T any](t testing.TB, a *api, path, name string) (rows []T) {
	t.Helper()
	cursor := ""
	for range 10_000 {
		page, next := fetch[T](t, a, path+"&cursor="+url.QueryEscape(cursor), name)
		rows = append(rows, page...)
		if next == "" {
			return rows
		}
		cursor = next
	}
	t.Fatalf("%s: the pages do not end", path)
	return nil
}

// golden compares a text with a file.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s: got\n%s\nwant\n%s\n(go test ./api -update rewrites it)", name, got, want)
	}
}
