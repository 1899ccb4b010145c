package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
	bolt "go.etcd.io/bbolt"
)

func TestFileKeepsAll(t *testing.T) {
	o := fileOptions(t, nil)
	f, first := mustOpen(t, o)
	fillFile(t, f, 20, 3210)
	want := mustContent(t, f)
	if len(want) != 20*(2+5+2)+3210 {
		t.Fatalf("%d records", len(want))
	}
	if err := f.close(); err != nil {
		t.Fatal(err)
	}
	if err := f.commit(new(batch)); err == nil {
		t.Error("a closed store took a batch")
	}
	f, again := mustOpen(t, o)
	sameContent(t, mustContent(t, f), want)
	if again.id != first.id || len(again.id) != 36 || again.quarantined != "" || again.badRecords != 0 {
		t.Errorf("opened again: %+v, %+v before", again, first)
	}
	if f.lastSeq() != 3210 || !f.oldest().Equal(fileRecord(1).Noticed) || f.size() < 1<<18 {
		t.Errorf("last %d, oldest %s, size %d", f.lastSeq(), f.oldest(), f.size())
	}
	if info, err := os.Stat(o.Path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %s, %v", info.Mode(), err)
	}
}

// TestFileQueries compares with filtering a list.
func TestFileQueries(t *testing.T) {
	f, _ := mustOpen(t, fileOptions(t, nil))
	const last = 2500
	all := fileRecords(1, last)
	mustCommit(t, f, &batch{events: all})
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		filter := randomFilter(random, last)
		want := filtered(all, &filter)
		got := allEvents(t, f, filter)
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%+v: %d records, want %d", filter, len(got), len(want))
		}
	}
}

func randomFilter(r *rand.Rand, last uint64) (f Filter) {
	some := func() bool { return r.IntN(2) == 0 }
	if some() {
		f.After = r.Uint64N(last + 5)
	}
	if some() {
		f.Before = r.Uint64N(last + 5)
	}
	if some() {
		f.From = fileEpoch.Add(time.Duration(r.Int64N(int64(last * 10 * uint64(time.Second)))))
	}
	if some() {
		f.To = fileEpoch.Add(time.Duration(r.Int64N(int64(last * 10 * uint64(time.Second)))))
	}
	if some() {
		f.Kinds = []power.EventKind{power.AlarmRaised, power.BatteryEnded}
	}
	if some() {
		device := fileDevice(r.IntN(8))
		f.Match = func(k Key) bool { return k == device }
	}
	if some() {
		f.Limit = 1 + r.IntN(50)
	}
	f.Newest = some()
	return f
}

func filtered(all []Record, f *Filter) (list []Record) {
	for _, r := range all {
		if r.Seq <= f.After || f.Before != 0 && r.Seq >= f.Before || !f.From.IsZero() && r.Time.Before(f.From) ||
			!f.To.IsZero() && !r.Time.Before(f.To) || f.Kinds != nil && !slices.Contains(f.Kinds, r.Kind) ||
			f.Match != nil && !f.Match(r.Key) {
			continue
		}
		list = append(list, r)
	}
	if f.Newest {
		slices.Reverse(list)
	}
	if f.Limit > 0 && len(list) > f.Limit {
		list = list[:f.Limit]
	}
	return list
}

func TestFileSlowConsumerHoldsNothing(t *testing.T) {
	f, _ := mustOpen(t, fileOptions(t, nil))
	mustCommit(t, f, &batch{events: fileRecords(1, 2500)})
	n := 0
	err := f.events(t.Context(), Filter{}, func(Record) bool {
		if n++; n%500 == 0 && f.db.Stats().OpenTxN != 0 {
			t.Error("a transaction is open while the consumer works")
		}
		return true
	})
	if err != nil || n != 2500 {
		t.Fatalf("%d records, %v", n, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := f.events(ctx, Filter{}, func(Record) bool { return true }); err == nil {
		t.Error("a query outlived its context")
	}
}

func TestFileDays(t *testing.T) {
	f, _ := mustOpen(t, fileOptions(t, nil))
	b := &batch{days: []closed{
		{1, 20261130, fileTotals(1)}, {1, 20261201, fileTotals(2)}, {2, 20261201, fileTotals(3)}, {1, 20261202, fileTotals(4)},
	}}
	mustCommit(t, f, b)
	mustCommit(t, f, b)                                                    // nobody knew whether it was kept
	mustCommit(t, f, &batch{days: []closed{{2, 20261201, fileTotals(5)}}}) // a clock was set back
	got := mustContent(t, f)
	want := map[string]power.Totals{
		"day 20261130 of 1": fileTotals(1), "day 20261201 of 1": fileTotals(2), "day 20261202 of 1": fileTotals(4),
		"day 20261201 of 2": plus(fileTotals(3), fileTotals(5)), "day 20261100 of 1": fileTotals(1),
		"day 20261200 of 1": plus(fileTotals(2), fileTotals(4)), "day 20261200 of 2": plus(fileTotals(3), fileTotals(5)),
	}
	text := make(map[string]string)
	for name, t := range want {
		text[name] = fmt.Sprintf("%+v", t)
	}
	sameContent(t, got, text)

	n := 0
	_ = f.periods(t.Context(), false, 20261201, 20261201, func(uint32, power.Day, power.Totals) bool { n++; return true })
	if n != 2 {
		t.Errorf("%d days within a day", n)
	}
	mustCommit(t, f, &batch{dropped: []uint32{1}})
	if left := mustContent(t, f); len(left) != 2 {
		t.Errorf("left of another device: %v", left)
	}
}

func TestFileNeverUsesANumberAgain(t *testing.T) {
	o := fileOptions(t, nil)
	f, _ := mustOpen(t, o)
	mustCommit(t, f, &batch{events: fileRecords(1, 1500)})
	for more := true; more; {
		var err error
		if more, err = f.retain(fileEpoch.AddDate(1, 0, 0), Retention{Age: time.Hour}); err != nil {
			t.Fatal(err)
		}
	}
	if list := allEvents(t, f, Filter{}); len(list) != 0 || f.lastSeq() != 1500 {
		t.Fatalf("%d are left, last %d", len(list), f.lastSeq())
	}
	_ = f.close()
	if f, _ = mustOpen(t, o); f.lastSeq() != 1500 {
		t.Errorf("after opening again the last is %d", f.lastSeq())
	}
}

func TestFileRetention(t *testing.T) {
	f, _ := mustOpen(t, fileOptions(t, nil))
	fillFile(t, f, 3, 4000)
	drop := func(now time.Time, r Retention) {
		t.Helper()
		for more, rounds := true, 0; more; rounds++ {
			var err error
			if more, err = f.retain(now, r); err != nil || rounds > 10 {
				t.Fatal(rounds, err)
			}
		}
	}
	drop(time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC), Retention{Age: 72 * time.Hour, Months: 1})
	content := mustContent(t, f)
	for name, want := range map[string]bool{
		"day 20261028 of 1": false, "day 20261029 of 1": true, "day 20261000 of 1": true,
	} {
		if _, is := content[name]; is != want {
			t.Errorf("%s: %v", name, is)
		}
	}
	newest := fileRecord(4000).Noticed
	drop(newest, Retention{})
	if n := len(allEvents(t, f, Filter{})); n != 4000 {
		t.Errorf("%d of all", n)
	}
	drop(newest, Retention{MaxEvents: 1234})
	if list := allEvents(t, f, Filter{}); len(list) != 1234 || list[0].Seq != 4000-1233 {
		t.Errorf("%d of the newest 1234", len(list))
	}
	drop(newest, Retention{Age: 1000 * time.Second})
	if list := allEvents(t, f, Filter{}); len(list) != 101 || list[0].Seq != 3900 {
		t.Errorf("%d of the last 1,000 s", len(list))
	}
	drop(time.Date(2026, 12, 31, 12, 0, 0, 0, time.UTC), Retention{Months: 1})
	if _, is := mustContent(t, f)["day 20261000 of 1"]; is {
		t.Error("October is kept in December")
	}
}

// TestFileLevelsOff inserts and drops for as long as it takes to see whether space is used again.
func TestFileLevelsOff(t *testing.T) {
	f, _ := mustOpen(t, fileOptions(t, nil))
	f.db.AllocSize = 1 << 12 // to see each page
	f.db.NoSync = true       // only here: what is measured is space
	var sizes []int64
	for cycle := range uint64(60) {
		mustCommit(t, f, &batch{events: fileRecords(cycle*500+1, cycle*500+500), put: []write{{id: 1, meter: fileMeter(1, float64(cycle))}}})
		for more := true; more; {
			more, _ = f.retain(fileEpoch, Retention{MaxEvents: 2000})
		}
		sizes = append(sizes, used(t, f))
	}
	if sizes[59] > sizes[20]*11/10 {
		t.Errorf("the file grows: %v", sizes)
	}
}

// used is how many bytes of the file were ever in use.
func used(t testing.TB, f *file) int64 {
	t.Helper()
	r, err := survey(t.Context(), f.path)
	if err != nil {
		t.Fatal(err)
	}
	return int64(r.meta.pages) * r.meta.pageSize
}

func TestFileLeavesDamagedRecordsOut(t *testing.T) {
	o := fileOptions(t, nil)
	f, _ := mustOpen(t, o)
	fillFile(t, f, 3, 10)
	want := mustContent(t, f)
	spoil := func(table table, key []byte) {
		if err := f.update(func(tx *bolt.Tx) error {
			b := in(tx, table)
			value := bytes.Clone(b.Get(key))
			value[len(value)/2] ^= 4
			return b.Put(key, value)
		}); err != nil {
			t.Fatal(err)
		}
	}
	spoil(eventTable, seqKey(10))
	spoil(energyTable, idKey(1))
	spoil(deviceTable, idKey(3))
	spoil(dayTable, dayKey(20261028, 1))
	spoil(metaTable, []byte(metaSeq))
	_ = f.close()
	f, done := mustOpen(t, o)
	if done.badRecords != 5 || done.quarantined != "" {
		t.Errorf("%+v", done)
	}
	for _, gone := range []string{"event 10", "device 3", "meter 3", "day 20261028 of 1"} {
		delete(want, gone)
	}
	want["meter 1"] = mustContent(t, f)["meter 1"] // an empty one
	sameContent(t, mustContent(t, f), want)

	// The next commits replace them. A new device does not inherit the days of the one whose name is lost.
	mustCommit(t, f, &batch{
		put:    []write{{id: 1, meter: fileMeter(1, 5)}, {id: 3, cold: fileCold(7), meter: fileMeter(7, 7)}},
		events: fileRecords(10, 11),
		days:   []closed{{1, 20261028, fileTotals(9)}},
	})
	_ = f.close()
	f, done = mustOpen(t, o)
	if done.badRecords != 0 || f.lastSeq() != 11 {
		t.Errorf("after the next commit: %+v, last %d", done, f.lastSeq())
	}
	if _, is := mustContent(t, f)["day 20261029 of 3"]; is {
		t.Error("a new device has days of an old one")
	}
}

func TestFileBackup(t *testing.T) {
	o := fileOptions(t, nil)
	f, first := mustOpen(t, o)
	fillFile(t, f, 5, 100)
	want := mustContent(t, f)
	var copied bytes.Buffer
	made, err := f.backup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.backup(t.Context()); !errors.Is(err, errBackup) {
		t.Errorf("two at once: %v", err)
	}
	if _, err := copied.ReadFrom(made); err != nil {
		t.Fatal(err)
	}
	if err := made.Close(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for range 2 { // the first one is not in the way of the second
		if _, err := f.backup(ctx); err == nil || errors.Is(err, errBackup) {
			t.Errorf("a backup outlived its context: %v", err)
		}
	}
	restored := fileOptions(t, nil)
	if err := os.WriteFile(restored.Path, copied.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	g, done := mustOpen(t, restored)
	sameContent(t, mustContent(t, g), want)
	if done.id != first.id {
		t.Errorf("another id: %s", done.id)
	}
	if list, _ := os.ReadDir(filepath.Dir(o.Path)); len(list) != 2 {
		t.Errorf("left behind: %v", list)
	}
}

func TestFileFailsForGoodAfterAPanic(t *testing.T) {
	o := fileOptions(t, nil)
	f, _ := mustOpen(t, o)
	fillFile(t, f, 2, 5)
	want := mustContent(t, f)
	err := f.update(func(*bolt.Tx) error { panic("torn") })
	if err == nil {
		t.Fatal("a panic is no error")
	}
	if again := f.commit(&batch{events: fileRecords(6, 6)}); again == nil || again.Error() != err.Error() {
		t.Errorf("after it: %v", again)
	}
	if err := f.events(t.Context(), Filter{}, func(Record) bool { return true }); err == nil {
		t.Error("after it events are read")
	}
	_ = f.close()
	f, _ = mustOpen(t, o) // the locks are free
	sameContent(t, mustContent(t, f), want)
}
