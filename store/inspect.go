package store

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"time"

	bolt "go.etcd.io/bbolt"
)

// ErrNotInspected is for [Options.Inspect] to say that it could not be found out whether a file is damaged: the
// process did not start, or was ended from outside. All other errors tell of damage.
var ErrNotInspected = errors.New("not inspected")

// Inspect reads the whole file at path, without changing it, in every way that Argus will. It is
// meant for a process of its own, for there are files that end the process that reads them.
// What it returns says what is wrong with the file.
func Inspect(ctx context.Context, path string) error {
	debug.SetMaxStack(64 << 20) // damaged pages may lead in circles: end soon, and not with all memory
	if _, err := survey(ctx, path); err != nil {
		return err
	}
	return guarded(func() error { return readMapped(ctx, path) })
}

// readMapped has bbolt check its file, and touches every byte of every record.
func readMapped(ctx context.Context, path string) error {
	db, err := bolt.Open(path, 0, &bolt.Options{
		ReadOnly: true, Timeout: lockPatience, FreelistType: bolt.FreelistMapType,
	})
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	return db.View(func(tx *bolt.Tx) error {
		var first error
		for err := range tx.Check() { // to its end, for it does not stop
			first = errors.Join(first, err)
			if ctx.Err() != nil {
				return ctx.Err()
			}
		}
		if first != nil {
			return first
		}
		return tx.ForEach(func(name []byte, b *bolt.Bucket) error {
			return b.ForEach(func(key, value []byte) error {
				if t := tableOf(name); t != 0 {
					unseal(t, key, value)
				}
				return ctx.Err()
			})
		})
	})
}

// A report is what a survey found in a sound file.
type report struct {
	meta    fileMeta
	size    int64
	free    int    // pages
	schema  uint32 // its version
	dated   bool   // whether it says its version
	id      string
	created time.Time
	records [endTables]uint64 // sound ones
	bytes   [endTables]uint64 // of their keys and values
	entries [endTables]int    // records, sound or not
	bad     uint64            // records that are not sound
}

// survey reads the file at path. An error says what is wrong with it as a whole; bad
// records in a sound file are counted.
func survey(ctx context.Context, path string) (*report, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	return surveyOf(ctx, file, info.Size())
}

func surveyOf(ctx context.Context, from io.ReaderAt, size int64) (*report, error) {
	meta, err := readMeta(from, size)
	if err != nil {
		return nil, err
	}
	r := &report{meta: meta, size: size}
	var faults []error
	w := walk{ctx: ctx, from: from, meta: meta, visit: r.count, fault: func(err error) {
		if len(faults) < 5 {
			faults = append(faults, err)
		}
	}}
	w.run()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	r.free = w.free
	if faults == nil {
		return r, r.complete(w.tables)
	}
	return r, errors.Join(faults...)
}

// count takes note of a record.
func (r *report) count(t table, key, value []byte) {
	r.entries[t]++
	payload, ok := unseal(t, key, value)
	if !ok || !decodes(t, key, payload) {
		r.bad++
		return
	}
	r.records[t]++
	r.bytes[t] += uint64(len(key) + len(value))
	if t != metaTable {
		return
	}
	switch string(key) {
	case metaSchema:
		r.schema, r.dated = binary.BigEndian.Uint32(payload), true
	case metaID:
		r.id = string(payload)
	case metaCreated:
		r.created = time.UnixMilli(int64(binary.BigEndian.Uint64(payload))).UTC()
	}
}

// decodes says whether a payload is one of its table.
func decodes(t table, key, payload []byte) (ok bool) {
	switch t {
	case metaTable:
		switch string(key) {
		case metaSchema:
			return len(payload) == 4
		case metaCreated, metaSeq:
			return len(payload) == 8
		}
		return true
	case deviceTable:
		_, ok = decodeCold(payload)
	case energyTable:
		_, ok = decodeMeter(payload)
	case eventTable:
		_, ok = decodeEvent(binary.BigEndian.Uint64(key), payload)
	case dayTable, monthTable:
		_, ok = decodeDay(payload)
	}
	return ok
}

// complete says whether everything is there that a file of its version has.
func (r *report) complete(has [endTables]bool) error {
	if !has[metaTable] || !r.dated || r.id == "" {
		return errors.New("what says that it is a store of Argus is missing or damaged")
	}
	for t := metaTable; t < endTables; t++ {
		if !has[t] && r.schema <= schemaVersion && !addedLater(t, r.schema) {
			return fmt.Errorf("the bucket %q is missing", t)
		}
	}
	return nil
}
