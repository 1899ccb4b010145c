package snmptest

import (
	"fmt"
	"strconv"
	"strings"
)

// objectID is an object identifier as numbers. Texts of them have no leading dot, as in package
// snmp; one that has a dot is understood.
type objectID []uint32

func parseOID(text string) (objectID, error) {
	parts := strings.Split(strings.TrimPrefix(text, "."), ".")
	oid := make(objectID, len(parts))
	for i, part := range parts {
		n, err := strconv.ParseUint(part, 10, 32)
		if err != nil {
			return nil, fmt.Errorf("%q is no object identifier", text)
		}
		oid[i] = uint32(n)
	}
	if len(oid) < 2 || len(oid) > 128 || oid[0] > 2 || oid[0] < 2 && oid[1] > 39 {
		return nil, fmt.Errorf("%q is no object identifier", text)
	}
	return oid, nil
}

// mustOID is for object identifiers that a test or this package wrote.
func mustOID(text string) objectID {
	oid, err := parseOID(text)
	if err != nil {
		panic("snmptest: " + err.Error())
	}
	return oid
}

// String returns the numbers with dots between them.
func (o objectID) String() string {
	b := make([]byte, 0, 4*len(o))
	for i, n := range o {
		if i > 0 {
			b = append(b, '.')
		}
		b = strconv.AppendUint(b, uint64(n), 10)
	}
	return string(b)
}

// within says whether the identifier is root or lies below it.
func (o objectID) within(root objectID) bool {
	if len(o) < len(root) {
		return false
	}
	for i, n := range root {
		if o[i] != n {
			return false
		}
	}
	return true
}
