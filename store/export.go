package store

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/argus-power/argus/power"
)

// Export writes what the file of a stopped Argus holds: "events", "devices", "days" or "months", as
// "json" (a line for each) or "csv". It also reads a damaged file that was set aside, as far as that
// goes; then its error says what is missing from what it wrote.
func Export(ctx context.Context, path, what, format string, w io.Writer) error {
	t := tableOf([]byte(what))
	if t == 0 || t == metaTable || t == energyTable {
		return fmt.Errorf("export of %q: there are events, devices, days and months", what)
	}
	buffered := bufio.NewWriter(w)
	write, err := exporter(t, format, buffered)
	if err != nil {
		return err
	}
	return withLock(ctx, path, func(path string) error {
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		defer file.Close()
		e := export{table: t, write: write, devices: make(map[uint32]Key), meters: make(map[uint32]*power.Meter)}
		err = e.run(ctx, file)
		return errors.Join(err, buffered.Flush())
	})
}

// An export reads a file with plain reads, and goes on after whatever is damaged.
type export struct {
	table   table
	write   func(any) error
	devices map[uint32]Key
	meters  map[uint32]*power.Meter
	faults  int
	bad     int
	done    map[string]bool // the keys that were written, where pages are searched afterwards
	err     error
}

func (e *export) run(ctx context.Context, file *os.File) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	return e.walkAll(ctx, file, info.Size())
}

// walkAll goes through the file twice: who are the devices, and what of them is to be written.
func (e *export) walkAll(ctx context.Context, file io.ReaderAt, size int64) error {
	meta, err := readMeta(file, size)
	if errors.Is(err, errNoMeta) {
		meta = fileMeta{pageSize: int64(os.Getpagesize())}
	}
	if meta.check(1<<62) != nil { // lost: what is left is found by searching
		meta.pages = 0
	}
	meta.pages = min(meta.pages, uint64(size/max(meta.pageSize, minPage))+1)
	meta.freelist = noFreelist // of no interest
	broken := err != nil
	for _, visit := range []func(table, []byte, []byte){e.names, e.record} {
		e.faults, e.bad = 0, 0
		fault := func(error) { e.faults++ }
		if broken {
			e.done = make(map[string]bool)
		}
		if meta.pages > 0 {
			w := walk{ctx: ctx, from: file, meta: meta, visit: visit, fault: fault}
			w.run()
		}
		if broken = broken || e.faults > 0; broken {
			e.search(ctx, file, size, meta.pageSize, visit)
		}
		if err := errors.Join(ctx.Err(), e.err); err != nil {
			return err
		}
	}
	if broken {
		return fmt.Errorf("it is damaged: what was found is written, and part of it may be as it was earlier; "+
			"%d records are left out", e.bad)
	}
	if e.bad > 0 {
		return fmt.Errorf("%d damaged records are left out", e.bad)
	}
	return nil
}

// search takes what is sound from all pages, whatever they belong to, where the way to them is lost.
func (e *export) search(
	ctx context.Context, file io.ReaderAt, size, pageSize int64, visit func(table, []byte, []byte),
) {
	if pageSize < minPage || pageSize > maxPage {
		return
	}
	for at := 2 * pageSize; at < size && ctx.Err() == nil; at += pageSize {
		w := walk{from: file, meta: fileMeta{pageSize: pageSize, pages: uint64(size / pageSize)}}
		page, err := w.raw(uint64(at / pageSize))
		if err != nil {
			continue
		}
		list, leaf, err := elements(page)
		if err != nil || !leaf {
			continue
		}
		for i := range list {
			for t := metaTable; t < endTables; t++ {
				if _, ok := unseal(t, list[i].key, list[i].value); ok && !list[i].bucket {
					visit(t, list[i].key, list[i].value)
				}
			}
		}
	}
}

// names learns who the devices are, and what they metered.
func (e *export) names(t table, key, value []byte) {
	payload, ok := unseal(t, key, value)
	if !ok || len(key) != 4 {
		return
	}
	id := binary.BigEndian.Uint32(key)
	_, named := e.devices[id]
	switch t { // what is found by searching is older than what the tree leads to
	case deviceTable:
		if c, ok := decodeCold(payload); ok && !named {
			e.devices[id] = c.Key
		}
	case energyTable:
		if m, ok := decodeMeter(payload); ok && e.meters[id] == nil {
			e.meters[id] = m
		}
	}
}

// record writes one record.
func (e *export) record(t table, key, value []byte) {
	if t != e.table || e.err != nil {
		return
	}
	payload, ok := unseal(t, key, value)
	if !ok || !decodes(t, key, payload) {
		e.bad++
		return
	}
	if e.done != nil {
		if e.done[string(key)] {
			return
		}
		e.done[string(key)] = true
	}
	switch t {
	case eventTable:
		r, _ := decodeEvent(binary.BigEndian.Uint64(key), payload)
		e.err = e.write(eventRow(&r))
	case deviceTable:
		c, _ := decodeCold(payload)
		m := e.meters[binary.BigEndian.Uint32(key)]
		if m == nil {
			m = new(power.Meter)
		}
		e.err = e.write(deviceRow(c, m))
	case dayTable, monthTable:
		r, _ := decodeDay(payload)
		day, id := splitDayKey(key)
		e.err = e.write(dayRow(e.devices[id], day, r.sum))
	}
}

// exporter returns what writes rows of a table in a format.
func exporter(t table, format string, w io.Writer) (func(any) error, error) {
	switch format {
	case "json":
		return jsonLines(w), nil
	case "csv":
		return csvLines(t, w), nil
	}
	return nil, fmt.Errorf("export as %q: there are json and csv", format)
}
