package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
)

// Check says to w what the file of a stopped Argus holds, and each fault of it. Nothing is changed, whatever it
// finds. Its error says that there are faults, or why it could not look.
func Check(ctx context.Context, path string, w io.Writer) error {
	return withLock(ctx, path, func(path string) error {
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		defer file.Close()
		c := checker{w: w}
		return c.run(ctx, file)
	})
}

// A checker reports faults one by one. Bounded is how many of a kind are told in full.
type checker struct {
	w      io.Writer
	report report
	faults int
}

const maxFaults = 1000

func (c *checker) fault(err error) {
	if c.faults++; c.faults <= maxFaults {
		fmt.Fprintf(c.w, "fault: %v\n", err)
	}
}

func (c *checker) run(ctx context.Context, file *os.File) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	c.report.size = info.Size()
	c.report.meta, err = readMeta(file, info.Size())
	if err != nil {
		c.fault(err)
		return errors.New("it is damaged")
	}
	walk := walk{ctx: ctx, from: file, meta: c.report.meta, fault: c.fault, visit: c.visit}
	walk.run()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	c.report.free = walk.free
	if err := c.report.complete(walk.tables); err != nil {
		c.fault(err)
	}
	c.print()
	switch {
	case c.report.schema > schemaVersion:
		return ErrNewer
	case c.faults > 0:
		return fmt.Errorf("it has %d faults", c.faults)
	}
	return nil
}

// visit counts a record and tells of those that are not sound.
func (c *checker) visit(t table, key, value []byte) {
	bad := c.report.bad
	c.report.count(t, bytes.Clone(key), value)
	if c.report.bad > bad {
		c.fault(fmt.Errorf("%s: record %s is damaged", t, keyText(t, key)))
	}
}

func keyText(t table, key []byte) string {
	switch {
	case t == eventTable && len(key) == 8:
		return strconv.FormatUint(binary.BigEndian.Uint64(key), 10)
	case (t == dayTable || t == monthTable) && len(key) == 8:
		day, id := splitDayKey(key)
		return fmt.Sprintf("%d of device %d", day, id)
	case len(key) == 4:
		return strconv.FormatUint(uint64(binary.BigEndian.Uint32(key)), 10)
	}
	return fmt.Sprintf("%.20q", key)
}

func (c *checker) print() {
	r := &c.report
	fmt.Fprintf(c.w, "store %s, version %d, created %s\n", r.id, r.schema, r.created.Format("2006-01-02 15:04:05 MST"))
	fmt.Fprintf(c.w, "%d bytes, of which %d are free\n", r.size, r.size-int64(r.meta.pages-uint64(r.free))*r.meta.pageSize)
	for t := deviceTable; t < endTables; t++ {
		fmt.Fprintf(c.w, "%-8s %d records, %d bytes\n", t, r.records[t], r.bytes[t])
	}
}
