package store

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"time"

	bolt "go.etcd.io/bbolt"
)

// The names of what is written beside the file for a moment.
const (
	tmpSuffix     = ".tmp"     // until a new file is complete
	compactSuffix = ".compact" // until a compacted one is
	backupInfix   = ".backup-" // while a backup is served
)

// removeLeftovers removes what an interrupted Argus left half made. The lock is held, so that it is nobody's.
func removeLeftovers(path string) {
	_ = os.Remove(path + tmpSuffix)
	_ = os.Remove(path + compactSuffix)
	left, _ := filepath.Glob(path + backupInfix + "*") // a path that is no pattern has none
	for _, name := range left {
		_ = os.Remove(name)
	}
}

// create makes a new, empty file. Making one is the only time when a power cut can leave a bbolt file
// broken, and so it gets its name when it is complete.
func create(path string) error {
	tmp := path + tmpSuffix
	err := guarded(func() error { return fillNew(tmp) })
	if err == nil {
		err = install(tmp, path)
	}
	if err != nil {
		_ = os.Remove(tmp)
	}
	return err
}

func fillNew(path string) error {
	db, err := bolt.Open(path, 0o600, &bolt.Options{Timeout: lockPatience, FreelistType: bolt.FreelistMapType})
	if err != nil {
		return err
	}
	err = db.Update(func(tx *bolt.Tx) error {
		for t := metaTable; t < endTables; t++ {
			if _, err := tx.CreateBucket(t.name()); err != nil {
				return err
			}
		}
		return describe(tx, schemaVersion, time.Now())
	})
	if fault := db.Close(); err == nil {
		err = fault
	}
	return err
}

// describe writes what a file is.
func describe(tx *bolt.Tx, version uint32, now time.Time) error {
	for key, payload := range map[string][]byte{
		metaSchema:  binary.BigEndian.AppendUint32(nil, version),
		metaID:      []byte(newID()),
		metaCreated: binary.BigEndian.AppendUint64(nil, uint64(now.UnixMilli())),
		metaSeq:     seqKey(0),
	} {
		if err := putMeta(tx, key, payload); err != nil {
			return err
		}
	}
	return nil
}

func putMeta(tx *bolt.Tx, key string, payload []byte) error {
	return in(tx, metaTable).Put([]byte(key), seal(metaTable, []byte(key), payload))
}

// newID makes a random UUID, version 4.
func newID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// install gives a finished file its name, durably.
func install(tmp, path string) error {
	file, err := os.OpenFile(tmp, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	err = file.Sync()
	if fault := file.Close(); err == nil {
		err = fault
	}
	if err == nil {
		err = os.Rename(tmp, path)
	}
	if err == nil {
		err = syncDir(filepath.Dir(path))
	}
	return err
}
