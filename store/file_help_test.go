package store

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
)

// fileEpoch is when tests of the file take place.
var fileEpoch = time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC)

// fileOptions keep a file in a directory of the test's own. What is logged goes to log.
func fileOptions(t testing.TB, log *bytes.Buffer) Options {
	t.Helper()
	return Options{Path: filepath.Join(t.TempDir(), "argus.db"), Zone: time.UTC, Log: fileLog(log)}
}

func fileLog(to *bytes.Buffer) *slog.Logger {
	if to == nil {
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(slog.NewTextHandler(to, nil))
}

func mustOpen(t testing.TB, o Options) (*file, *opened) {
	t.Helper()
	done, err := openFile(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	f := done.backend.(*file)
	t.Cleanup(func() { _ = f.close() })
	return f, done
}

func mustCommit(t testing.TB, f backend, b *batch) {
	t.Helper()
	if err := f.commit(b); err != nil {
		t.Fatal(err)
	}
}

func fileDevice(n int) Key {
	return Key{Protocol: "nut", Address: fmt.Sprintf("ups-%03d.example.net:3493", n/3), Device: fmt.Sprintf("rack%d", n%3)}
}

// fileRecord is an event like any other, all of which follows from its number.
func fileRecord(seq uint64) Record {
	at := fileEpoch.Add(time.Duration(seq) * 10 * time.Second)
	r := Record{
		Seq: seq, Key: fileDevice(int(seq % 7)), Noticed: at.Add(1500 * time.Millisecond),
		Event: power.Event{Kind: power.BatteryBegan, Time: at, After: at.Add(-15 * time.Second), Count: 1},
	}
	if seq%2 == 0 {
		charge, volts := float64(seq%100)/100, 24+float64(seq%8)/4
		r.Kind, r.Began, r.Duration = power.BatteryEnded, at.Add(-time.Minute), time.Minute
		r.LowestCharge, r.LowestVoltage, r.Detail = &charge, &volts, fmt.Sprint("detail ", seq)
	}
	if seq%5 == 0 {
		r.Kind, r.Place, r.Suppressed, r.Count, r.Reported = power.AlarmRaised, fmt.Sprint("alarm ", seq), 3, 2, true
	}
	return r
}

func fileRecords(first, last uint64) (list []Record) {
	for seq := first; seq <= last; seq++ {
		list = append(list, fileRecord(seq))
	}
	return list
}

func fileCold(n int) *cold {
	return &cold{
		Key: fileDevice(n), Target: "ups.example.net", Module: "nut", FirstSeen: fileEpoch,
		Info:   power.Info{Type: "ups", Model: fmt.Sprint("Model ", n), Serial: fmt.Sprintf("AS%010d", n)},
		Watch:  new(power.Watch),
		Counts: map[power.EventKind]Count{power.BatteryBegan: {N: uint64(n), Last: fileEpoch}},
	}
}

// fileMeter is a meter as most are: of watts, for weeks.
func fileMeter(n int, joules float64) *power.Meter {
	at := fileEpoch.Add(time.Duration(n) * time.Second)
	return &power.Meter{
		Sum:   power.Totals{Joules: joules, Gap: 93*time.Second + 123456789, OnBattery: time.Duration(n) * time.Second},
		Today: power.Totals{Joules: joules / 2.7}, Day: 20261121, Born: fileEpoch.AddDate(0, 0, -n),
		Source: "power_watts", Serial: fmt.Sprintf("AS%010d", n), At: at, Value: 431, Watts: 431, Rated: 900,
		Pace: power.Pace{Regular: 15003 * time.Millisecond}, StatusAt: at, StatusPace: power.Pace{Regular: 15003 * time.Millisecond},
	}
}

func fileTotals(n int) power.Totals {
	return power.Totals{Joules: 1000.25 * float64(n), Gap: time.Duration(n) * time.Second, OnBattery: time.Duration(n)}
}

func allEvents(t testing.TB, b backend, f Filter) (list []Record) {
	t.Helper()
	if err := b.events(t.Context(), f, func(r Record) bool {
		list = append(list, r)
		return true
	}); err != nil {
		t.Fatal(err)
	}
	return list
}

// fileContent is everything that is in a file, as text by name, to compare.
func fileContent(b backend) (map[string]string, error) {
	all := make(map[string]string)
	err := b.load(func(id uint32, c *cold, m *power.Meter) {
		all[fmt.Sprint("device ", id)] = fmt.Sprintf("%+v %+v %v", c.Key, c.Info, c.Counts)
		all[fmt.Sprint("meter ", id)] = fmt.Sprintf("%+v", *m)
	})
	for _, months := range []bool{false, true} {
		if err == nil {
			err = b.periods(context.Background(), months, 0, 99999999, func(id uint32, day power.Day, t power.Totals) bool {
				all[fmt.Sprint("day ", day, " of ", id)] = fmt.Sprintf("%+v", t)
				return true
			})
		}
	}
	if err == nil {
		err = b.events(context.Background(), Filter{}, func(r Record) bool {
			all[fmt.Sprint("event ", r.Seq)] = recordText(r)
			return true
		})
	}
	return all, err
}

func recordText(r Record) string {
	charge, volts := -1.0, -1.0
	if r.LowestCharge != nil {
		charge = *r.LowestCharge
	}
	if r.LowestVoltage != nil {
		volts = *r.LowestVoltage
	}
	r.LowestCharge, r.LowestVoltage = nil, nil
	return fmt.Sprintf("%+v %v %v", r, charge, volts)
}

func mustContent(t testing.TB, b backend) map[string]string {
	t.Helper()
	all, err := fileContent(b)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func sameContent(t testing.TB, got, want map[string]string) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if got[name] != want[name] {
			t.Fatalf("%s: got %q, want %q", name, got[name], want[name])
		}
	}
	if len(got) != len(want) {
		t.Fatalf("%d records, want %d", len(got), len(want))
	}
}

// fillFile makes a file with something of everything.
func fillFile(t testing.TB, f *file, devices int, events uint64) {
	t.Helper()
	b := new(batch)
	for n := range devices {
		b.put = append(b.put, write{id: uint32(n + 1), cold: fileCold(n), meter: fileMeter(n, float64(n)*1e6+.1)})
		for day := range 5 {
			b.days = append(b.days, closed{uint32(n + 1), power.Day(20261028 + day + day/4*69), fileTotals(n + day + 1)})
		}
	}
	b.events = fileRecords(1, events)
	mustCommit(t, f, b)
}

func mustRead(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// missing skips a test that needs what is not there, or fails where all must be.
func missingForFile(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("ARGUS_REQUIRE_SERVERS") != "" {
		t.Fatal("needs " + what)
	}
	t.Skip("needs " + what)
}
