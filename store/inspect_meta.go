package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
)

// What follows is the format of bbolt's files, version 2, in the byte order of the machine. It is
// read here with plain reads: a damaged file that is mapped into memory can end the process.
const (
	pageHeader  = 16 // id(8) flags(2) count(2) overflow(4)
	metaSize    = 64 // magic(4) version(4) page size(4) flags(4) root(8) sequence(8) freelist(8) pages(8) tx(8) sum(8)
	metaMagic   = 0xED0CDAED
	metaVersion = 2
	noFreelist  = ^uint64(0)

	minPage, maxPage = 1 << 10, 1 << 16
)

// A fileMeta says where the tree of a file begins, as of one transaction.
type fileMeta struct {
	pageSize int64
	root     uint64 // page of the root bucket
	freelist uint64
	pages    uint64 // high-water mark: pages from here on are not in use
	tx       uint64
}

var errNoMeta = errors.New("neither of its two meta pages is whole")

// readMeta returns the newer of the two meta pages that are whole. One of them may be torn: that is
// what a power cut leaves, and the other one is for.
func readMeta(r io.ReaderAt, size int64) (fileMeta, error) {
	newest, found := fileMeta{}, false
	take := func(at int64) {
		if m, ok := metaAt(r, at); ok && (at == 0 || at == m.pageSize) && (!found || m.tx > newest.tx) {
			newest, found = m, true
		}
	}
	take(0)
	if found {
		take(newest.pageSize)
	} else {
		for at := int64(minPage); at <= maxPage && !found; at *= 2 {
			take(at)
		}
	}
	if !found {
		return newest, errNoMeta
	}
	return newest, newest.check(size)
}

func metaAt(r io.ReaderAt, at int64) (m fileMeta, ok bool) {
	var page [pageHeader + metaSize]byte
	if n, _ := r.ReadAt(page[:], at); n < len(page) {
		return m, false
	}
	b, order := page[pageHeader:], binary.NativeEndian
	sum := fnv.New64a()
	_, _ = sum.Write(b[:metaSize-8])
	if order.Uint32(b) != metaMagic || order.Uint32(b[4:]) != metaVersion || order.Uint64(b[56:]) != sum.Sum64() {
		return m, false
	}
	return fileMeta{
		pageSize: int64(order.Uint32(b[8:])), root: order.Uint64(b[16:]), freelist: order.Uint64(b[32:]),
		pages: order.Uint64(b[40:]), tx: order.Uint64(b[48:]),
	}, true
}

// check says whether a whole meta page can be true of a file of that size.
func (m *fileMeta) check(size int64) error {
	switch {
	case m.pageSize < minPage || m.pageSize > maxPage || m.pageSize&(m.pageSize-1) != 0:
		return fmt.Errorf("a page size of %d", m.pageSize)
	case m.pages < 4 || m.pages > uint64(size/m.pageSize):
		return fmt.Errorf("it is cut short: %d bytes for %d pages of %d", size, m.pages, m.pageSize)
	case m.root < 2 || m.root >= m.pages:
		return fmt.Errorf("its root is page %d of %d", m.root, m.pages)
	case m.freelist != noFreelist && (m.freelist < 2 || m.freelist >= m.pages):
		return fmt.Errorf("its free list is page %d of %d", m.freelist, m.pages)
	}
	return nil
}
