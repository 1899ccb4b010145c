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

// backup makes a consistent copy beside the file: as long as a transaction lasts that reads, the file
// grows, and a slow receiver would make it last.
func (f *file) backup(ctx context.Context) (io.ReadCloser, error) {
	if !f.backups.TryLock() {
		return nil, errBackup
	}
	c := &fileCopy{of: f}
	err := c.make(ctx)
	if err != nil {
		_ = c.Close()
		return nil, fmt.Errorf("backup: %w", err)
	}
	return c, nil
}

// A fileCopy is a copy on its way to who wants it. There is one at a time.
type fileCopy struct {
	*os.File
	of *file
}

func (c *fileCopy) make(ctx context.Context) (err error) {
	path := c.of.path
	c.File, err = os.CreateTemp(filepath.Dir(path), filepath.Base(path)+backupInfix+"*") // 0600
	if err != nil {
		return err
	}
	_ = os.Remove(c.Name()) // now already, where that is possible: nothing can be left then
	err = c.of.view(func(tx *bolt.Tx) error {
		_, err := tx.WriteTo(&patientWriter{ctx, c.File})
		return err
	})
	if err == nil {
		_, err = c.Seek(0, io.SeekStart)
	}
	return err
}

// Close removes the copy.
func (c *fileCopy) Close() error {
	defer c.of.backups.Unlock()
	if c.File == nil {
		return nil
	}
	err := c.File.Close()
	_ = os.Remove(c.Name())
	return err
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
