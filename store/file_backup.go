package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	bolt "go.etcd.io/bbolt"
)

var errBackup = errors.New("another backup is under way; try again when it has ended")

// backup writes a consistent copy. It is made beside the file first: as long as a transaction lasts
// that reads, the file grows, and a slow receiver would make it last.
func (f *file) backup(ctx context.Context, w io.Writer) error {
	if !f.backups.TryLock() {
		return errBackup
	}
	defer f.backups.Unlock()
	tmp, err := os.CreateTemp(filepath.Dir(f.path), filepath.Base(f.path)+backupInfix+"*") // 0600
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	_ = os.Remove(tmp.Name()) // now already, where that is possible: nothing can be left then
	defer func() {
		_ = tmp.Close()
		_ = os.Remove(tmp.Name())
	}()
	err = f.view(func(tx *bolt.Tx) error {
		_, err := tx.WriteTo(&patientWriter{ctx, tmp})
		return err
	})
	if err == nil {
		_, err = tmp.Seek(0, io.SeekStart)
	}
	if err == nil {
		_, err = io.Copy(&patientWriter{ctx, w}, tmp)
	}
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return nil
}

// A patientWriter ends with its context.
type patientWriter struct {
	ctx context.Context
	to  io.Writer
}

func (w *patientWriter) Write(b []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	return w.to.Write(b)
}
