package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// A walk goes through all pages of a file with plain reads, and finds what is wrong with them. No
// file can make it crash, go round in circles or need much memory: each page is read once.
type walk struct {
	ctx   context.Context
	from  io.ReaderAt
	meta  fileMeta
	seen  []bool // pages that are part of the tree, or of the list of free ones
	fault func(error)
	visit func(t table, key, value []byte) // each record, sound or not

	tables [endTables]bool // that are there
	free   int             // pages
}

// maxDepth is far more than a tree of the largest file can have.
const maxDepth = 24

// pageFault is a fault of a page.
func (w *walk) pageFault(id uint64, err error) { w.fault(fmt.Errorf("page %d: %w", id, err)) }

// run walks through the file, whose meta is known.
func (w *walk) run() {
	w.seen = make([]bool, w.meta.pages)
	w.seen[0], w.seen[1] = true, true
	w.root()
	if w.ctx.Err() == nil && w.meta.freelist != noFreelist {
		w.freelist()
	}
}

// root reads the bucket of buckets.
func (w *walk) root() {
	w.tree(w.meta.root, nil, nil, 0, func(e *element) {
		t := tableOf(e.key)
		switch {
		case !e.bucket || len(e.value) < bucketHeader:
			w.fault(fmt.Errorf("bucket %.20q: it is none", e.key))
		case t == 0: // of a later version
			w.bucket(0, e)
		default:
			w.tables[t] = true
			w.bucket(t, e)
		}
	})
}

// bucket reads one of them.
func (w *walk) bucket(t table, e *element) {
	record := func(e *element) {
		if e.bucket {
			w.fault(fmt.Errorf("bucket %s: a bucket in it", t))
		} else if t != 0 && w.visit != nil {
			w.visit(t, e.key, e.value)
		}
	}
	if root := binary.NativeEndian.Uint64(e.value); root != 0 {
		w.tree(root, nil, nil, 0, record)
		return
	}
	list, leaf, err := elements(e.value[bucketHeader:])
	if err == nil && !leaf {
		err = errors.New("it is no leaf")
	}
	if err != nil {
		w.fault(fmt.Errorf("bucket %.20q: %w", e.key, err))
		return
	}
	for i := range list {
		record(&list[i])
	}
}

// tree reads a page and what is below it, whose keys are to be from first, and less than limit.
func (w *walk) tree(id uint64, first, limit []byte, depth int, record func(*element)) {
	if w.ctx.Err() != nil {
		return
	}
	page, err := w.page(id)
	if err == nil && depth > maxDepth {
		err = errors.New("the tree is too deep")
	}
	var list []element
	leaf := false
	if err == nil {
		list, leaf, err = elements(page)
	}
	if n := len(list); err == nil && n > 0 && (bytes.Compare(list[0].key, first) < 0 ||
		limit != nil && bytes.Compare(list[n-1].key, limit) >= 0) {
		err = errors.New("its keys belong elsewhere")
	}
	if err == nil && !leaf && len(list) == 0 {
		err = errors.New("it leads nowhere")
	}
	if err != nil {
		w.pageFault(id, err)
		return
	}
	for i := range list {
		if leaf {
			record(&list[i])
			continue
		}
		next := limit
		if i+1 < len(list) {
			next = list[i+1].key
		}
		w.tree(list[i].child, list[i].key, next, depth+1, record)
	}
}

// page reads a page with those that it runs over, which must not have been met before.
func (w *walk) page(id uint64) ([]byte, error) {
	b, err := w.raw(id)
	if err != nil {
		return nil, err
	}
	for i := range uint64(int64(len(b)) / w.meta.pageSize) {
		if w.seen[id+i] {
			return nil, errors.New("it is used twice")
		}
		w.seen[id+i] = true
	}
	return b, nil
}

// raw reads a page with those that it runs over.
func (w *walk) raw(id uint64) ([]byte, error) {
	if id < 2 || id >= w.meta.pages {
		return nil, fmt.Errorf("there are %d pages", w.meta.pages)
	}
	var head [pageHeader]byte
	at := int64(id) * w.meta.pageSize
	if _, err := w.from.ReadAt(head[:], at); err != nil {
		return nil, err
	}
	over := uint64(binary.NativeEndian.Uint32(head[12:]))
	if binary.NativeEndian.Uint64(head[:]) != id {
		return nil, errors.New("it has another number in it")
	}
	if id+over >= w.meta.pages {
		return nil, fmt.Errorf("it runs on over %d pages", over)
	}
	b := make([]byte, (int64(over)+1)*w.meta.pageSize)
	_, err := w.from.ReadAt(b, at)
	return b, err
}

// freelist reads which pages are free: all that the tree does not use, and no others.
func (w *walk) freelist() {
	id := w.meta.freelist
	b, err := w.page(id)
	if err == nil && binary.NativeEndian.Uint16(b[8:]) != freelistPage {
		err = errors.New("it is no list of free pages")
	}
	if err != nil {
		w.pageFault(id, err)
		return
	}
	ids, count := b[pageHeader:], uint64(binary.NativeEndian.Uint16(b[10:]))
	if count == 0xFFFF {
		count, ids = binary.NativeEndian.Uint64(ids), ids[8:]
	}
	if count > uint64(len(ids)/8) {
		w.pageFault(id, errElements)
		return
	}
	w.freePages(ids[:count*8])
}

func (w *walk) freePages(ids []byte) {
	for last := uint64(0); len(ids) > 0; ids = ids[8:] {
		id := binary.NativeEndian.Uint64(ids)
		if id <= last || id < 2 || id >= w.meta.pages || w.seen[id] {
			w.pageFault(id, errors.New("it is listed as free, and is not"))
			return
		}
		w.seen[id], last = true, id
		w.free++
	}
	for id, seen := range w.seen {
		if !seen {
			w.pageFault(uint64(id), errors.New("it is neither used nor free"))
			return
		}
	}
}
