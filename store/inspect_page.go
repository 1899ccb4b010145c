package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// Flags of pages and elements.
const (
	branchPage   = 0x01
	leafPage     = 0x02
	freelistPage = 0x10

	elementSize   = 16
	bucketElement = 0x01
	bucketHeader  = 16 // root(8) sequence(8)
)

// An element is what a page lists: of a leaf key and value, of a branch key and child.
type element struct {
	key, value []byte
	child      uint64
	bucket     bool
}

var errElements = errors.New("its elements are not where they should be")

// elements reads a page, or a bucket that is so small that it is kept in its parent's page. Nothing
// is taken for granted but that b is there.
func elements(b []byte) (list []element, leaf bool, err error) {
	if len(b) < pageHeader {
		return nil, false, errElements
	}
	order := binary.NativeEndian
	flags, count := order.Uint16(b[8:]), int(order.Uint16(b[10:]))
	if flags != branchPage && flags != leafPage {
		return nil, false, fmt.Errorf("it is no page of a tree: flags %#x", flags)
	}
	leaf = flags == leafPage
	if pageHeader+count*elementSize > len(b) {
		return nil, leaf, errElements
	}
	list = make([]element, count)
	data := pageHeader + count*elementSize // one after the other, or the count is wrong
	for i := range list {
		at := pageHeader + i*elementSize
		if !list[i].read(b[at:], leaf, data-at) {
			return nil, leaf, errElements
		}
		data += len(list[i].key) + len(list[i].value)
		if i > 0 && bytes.Compare(list[i-1].key, list[i].key) >= 0 {
			return nil, leaf, errors.New("its keys are not in order")
		}
	}
	return list, leaf, nil
}

// read reads the element at the beginning of b. Positions count from there; data is the one that it must have.
func (e *element) read(b []byte, leaf bool, data int) bool {
	order := binary.NativeEndian
	var at, keySize, valueSize uint64
	if leaf {
		if order.Uint32(b)&^bucketElement != 0 {
			return false
		}
		e.bucket = order.Uint32(b) == bucketElement
		at, keySize, valueSize = uint64(order.Uint32(b[4:])), uint64(order.Uint32(b[8:])), uint64(order.Uint32(b[12:]))
	} else {
		at, keySize, e.child = uint64(order.Uint32(b)), uint64(order.Uint32(b[4:])), order.Uint64(b[8:])
	}
	if at != uint64(data) || at+keySize+valueSize > uint64(len(b)) {
		return false
	}
	e.key, e.value = b[at:at+keySize], b[at+keySize:at+keySize+valueSize]
	return true
}
