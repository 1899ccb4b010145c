package snmp

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// WalkRoots are what is worth recording: the system group, the MIBs for UPSes and
// sensors, and what makers have of their own.
func WalkRoots() []string {
	return []string{
		"1.3.6.1.2.1.1", "1.3.6.1.2.1.33", "1.3.6.1.2.1.47.1.1.1", "1.3.6.1.2.1.99", "1.3.6.1.4.1",
		"1.3.6.1.2.1.229", "1.3.6.1.2.1.555", // power MIBs under numbers that are not their makers'
	}
}

// WalkSkips are subtrees without anything about power, and often with secrets:
// Net-SNMP's own, and the lists of trap receivers with their communities.
func WalkSkips() []string {
	return []string{
		"1.3.6.1.4.1.8072", "1.3.6.1.4.1.2021",
		"1.3.6.1.4.1.318.2", "1.3.6.1.4.1.3808.2", // APC, CyberPower: managers, traps
		"1.3.6.1.4.1.13409.1.4.1.2", "1.3.6.1.4.1.26609.2.20",
	}
}

// skipped returns the subtree to skip that an instance is in, or "". Who asks for
// a root inside of one means it.
func (w *Walk) skipped(oid string) string {
	for _, skip := range w.Skip {
		asked := func(root string) bool { return isBelow(oid, root) && (root == skip || isBelow(root, skip)) }
		if isBelow(oid, skip) && !slices.ContainsFunc(w.Roots, asked) {
			return skip
		}
	}
	return ""
}

// tidyRoots sorts object identifiers and drops those that lie below another one.
func tidyRoots(roots []string) []string {
	sorted := slices.Clone(roots)
	slices.SortFunc(sorted, compareOID)
	var out []string
	for _, root := range sorted {
		if len(out) > 0 {
			if last := out[len(out)-1]; root == last || isBelow(root, last) {
				continue
			}
		}
		out = append(out, root)
	}
	return out
}

// partRoot returns the largest subtree that an instance is in and that begins
// behind at, unless that would be a whole maker's.
func partRoot(oid, at string) string {
	arcs := 0
	for i := range len(oid) {
		if oid[i] != '.' {
			continue
		}
		arcs++
		prefix := oid[:i]
		if arcs >= partArcs && at != prefix && !isBelow(at, prefix) {
			return prefix
		}
	}
	return oid
}

// sibling is the object identifier that comes after a subtree.
func sibling(oid string) string {
	dot := strings.LastIndexByte(oid, '.')
	n, _ := firstNumber(oid[dot+1:])
	if n == math.MaxUint32 {
		return sibling(parent(oid))
	}
	return oid[:dot+1] + strconv.FormatUint(n+1, 10)
}

// parent is an object identifier without its last number.
func parent(oid string) string { return oid[:strings.LastIndexByte(oid, '.')] }

func isBelow(oid, root string) bool {
	_, below := under(oid, root)
	return below
}
