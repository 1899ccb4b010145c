package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	bolt "go.etcd.io/bbolt"
)

// schemaVersion is how this Argus writes its file.
const schemaVersion = 1

// A step makes a file of one version one of the next, within one transaction.
type step func(*bolt.Tx) error

// steps returns what leads from a version to the present one.
func steps(version uint32) []step {
	all := [schemaVersion]step{addMonths}
	return all[version:]
}

// addedLater says whether a table is one that files of a version do not have yet.
func addedLater(t table, version uint32) bool { return t == monthTable && version < 1 }

// addMonths leads from version 0, which was never released and is what tests begin with: it had no months.
func addMonths(tx *bolt.Tx) error {
	if _, err := tx.CreateBucket(monthTable.name()); err != nil {
		return err
	}
	months := in(tx, monthTable)
	return in(tx, dayTable).ForEach(func(key, value []byte) error {
		payload, ok := unseal(dayTable, key, value)
		if !ok {
			return nil
		}
		r, ok := decodeDay(payload)
		if !ok {
			return nil
		}
		day, id := splitDayKey(key)
		_, err := addTotals(months, monthTable, dayKey(month(day), id), r.sum)
		return err
	})
}

// migrate makes a file of an earlier version one of the present one. A copy of it is made before.
func migrate(path string, version uint32, log *slog.Logger) error {
	err := guarded(func() error { return migrateOpen(path, version) })
	if err != nil {
		return fmt.Errorf("migration from version %d: %w", version, err)
	}
	log.Info("store migrated", "file", path, "from", version, "to", schemaVersion)
	return nil
}

func migrateOpen(path string, version uint32) error {
	if err := keepCopy(path, fmt.Sprintf("%s.v%d.bak", path, version)); err != nil {
		return err
	}
	db, err := bolt.Open(path, 0o600, &bolt.Options{Timeout: lockPatience, FreelistType: bolt.FreelistMapType})
	if err != nil {
		return err
	}
	for _, next := range steps(version) {
		version++
		if err == nil {
			err = db.Update(func(tx *bolt.Tx) error {
				if err := next(tx); err != nil {
					return err
				}
				return putMeta(tx, metaSchema, binary.BigEndian.AppendUint32(nil, version))
			})
		}
	}
	if fault := db.Close(); err == nil {
		err = fault
	}
	return err
}

// keepCopy copies a file that nobody writes. A copy that is there already, from a migration that was
// interrupted, stays.
func keepCopy(path, to string) error {
	if _, err := os.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	from, err := os.Open(path)
	if err != nil {
		return err
	}
	defer from.Close()
	tmp := path + tmpSuffix
	_ = os.Remove(tmp)
	copied, err := os.OpenFile(tmp, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = copied.ReadFrom(from)
	if fault := copied.Close(); err == nil {
		err = fault
	}
	if err == nil {
		err = install(tmp, to)
	}
	if err != nil {
		_ = os.Remove(tmp)
		return fmt.Errorf("copy to %q: %w", filepath.Base(to), err)
	}
	return nil
}
