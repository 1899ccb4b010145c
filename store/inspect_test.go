package store

import (
	"bytes"
	"encoding/binary"
	"hash/fnv"
	"testing"

	"github.com/argus-power/argus/power"
	bolt "go.etcd.io/bbolt"
)

// TestSurveyCounts compares what plain reads find with what bbolt finds.
func TestSurveyCounts(t *testing.T) {
	o := fileOptions(t, nil)
	f, done := mustOpen(t, o)
	fillFile(t, f, 300, 5000)
	for more := true; more; {
		more, _ = f.retain(fileEpoch, Retention{MaxEvents: 700})
	}
	_ = f.close()
	r, err := survey(t.Context(), o.Path)
	if err != nil {
		t.Fatal(err)
	}
	db, err := bolt.Open(o.Path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	_ = db.View(func(tx *bolt.Tx) error {
		for table := metaTable; table < endTables; table++ {
			if n := tx.Bucket(table.name()).Stats().KeyN; r.entries[table] != n || r.records[table] != uint64(n) {
				t.Errorf("%s: %d records, %d sound, of %d", table, r.entries[table], r.records[table], n)
			}
		}
		return nil
	})
	if stats := db.Stats(); r.free != stats.FreePageN || r.free == 0 {
		t.Errorf("%d free pages of %d", r.free, stats.FreePageN)
	}
	if r.id != done.id || r.schema != schemaVersion || r.created.IsZero() || r.bad != 0 {
		t.Errorf("%+v", r)
	}
}

// TestPageHeadersAreChecked flips each bit of each header: no record may disappear without a word.
func TestPageHeadersAreChecked(t *testing.T) {
	o := fileOptions(t, nil)
	f, _ := mustOpen(t, o)
	fillFile(t, f, 20, 300)
	b := mustRead(t, o.Path)[:used(t, f)]
	want, err := survey(t.Context(), o.Path)
	if err != nil {
		t.Fatal(err)
	}
	_ = f.close()
	for page := 2 * int(want.meta.pageSize); page < len(b); page += int(want.meta.pageSize) {
		for bit := range 8 * pageHeader {
			b[page+bit/8] ^= 1 << (bit % 8)
			if r, err := surveyOf(t.Context(), bytes.NewReader(b), int64(len(b))); err == nil && r.records != want.records {
				t.Errorf("page %d, bit %d: %v records, were %v", page, bit, r.records, want.records)
			}
			b[page+bit/8] ^= 1 << (bit % 8)
		}
	}
}

func TestMissingBucketIsDamage(t *testing.T) {
	for table := metaTable; table < endTables; table++ {
		o := fileOptions(t, nil)
		f, _ := mustOpen(t, o)
		if err := f.update(func(tx *bolt.Tx) error { return tx.DeleteBucket(table.name()) }); err != nil {
			t.Fatal(err)
		}
		_ = f.close()
		if _, done := mustOpen(t, o); done.quarantined == "" {
			t.Errorf("nobody missed %s", table)
		}
	}
}

// FuzzSurvey changes a small sound file: three of each four bytes say where, and what its newer meta page says, with a
// checksum that fits. Nothing may panic, go on without end, or take memory for more than there is.
func FuzzSurvey(f *testing.F) {
	o := fileOptions(f, nil)
	small, _ := mustOpen(f, o)
	fillFile(f, small, 2, 30)
	sound := mustRead(f, o.Path)[:used(f, small)]
	meta, err := readMeta(bytes.NewReader(sound), int64(len(sound)))
	if err != nil {
		f.Fatal(err)
	}
	at := int(meta.tx%2)*int(meta.pageSize) + pageHeader
	fields := sound[at : at+metaSize-8]
	f.Add([]byte{0, 0, 16, 5}, fields)
	f.Add([]byte{0x12, 0x34, 0x56, 1, 0, 64, 8, 1}, fields[:20])
	f.Fuzz(func(t *testing.T, patches, fields []byte) {
		b := bytes.Clone(sound)
		for ; len(patches) >= 4; patches = patches[4:] {
			b[int(binary.BigEndian.Uint32(patches)>>8)%len(b)] = patches[3]
		}
		copy(b[at:at+metaSize-8], fields)
		sum := fnv.New64a()
		_, _ = sum.Write(b[at : at+metaSize-8])
		binary.NativeEndian.PutUint64(b[at+metaSize-8:], sum.Sum64())
		r, err := surveyOf(t.Context(), bytes.NewReader(b), int64(len(b)))
		if err == nil && r.records[eventTable] > 30 {
			t.Errorf("%d events", r.records[eventTable])
		}
		e := export{table: eventTable, write: func(any) error { return nil }, devices: map[uint32]Key{}, meters: map[uint32]*power.Meter{}}
		_ = e.walkAll(t.Context(), bytes.NewReader(b), int64(len(b)))
	})
}
