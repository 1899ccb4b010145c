package snmp

import (
	"math"
	"strconv"
	"strings"
)

// ownArcs are the numbers of an object identifier that say whose it is:
// 1.3.6.1.4.1.N. An index comes later.
const ownArcs = 7

// noteAddress remembers an address, and that there are others around it.
func (r *Redactor) noteAddress(v Varbind) {
	if v.Value.Type != IPAddress || r.address(v.Value.text) == "" {
		return
	}
	arcs := strings.Split(v.OID, ".")
	if n := len(arcs) - 2; n > ownArcs {
		r.near[strings.Join(arcs[:n], ".")] = true
		if arcs[len(arcs)-1] != "0" && n > ownArcs+1 {
			r.near[strings.Join(arcs[:n-1], ".")] = true
		}
	}
}

// isNear says whether an instance is in a table or a group with addresses: where
// managers, mail servers and receivers of traps are set, with their passwords.
func (r *Redactor) isNear(oid string) bool {
	for i := strings.LastIndexByte(oid, '.'); i > 0; i = strings.LastIndexByte(oid[:i], '.') {
		if r.near[oid[:i]] {
			return true
		}
	}
	return false
}

// spells says whether an index tells a secret: a text, as of a community or a
// user, an address, or a MAC address.
func (r *Redactor) spells(oid string) bool {
	arcs := strings.Split(oid, ".")
	arcs = arcs[min(max(ownArcs, r.known.indexOf(oid)), len(arcs)):]
	numbers := make([]int, len(arcs))
	printable := 0
	for i, arc := range arcs {
		n, err := strconv.Atoi(arc)
		if err != nil {
			n = math.MaxInt32 // more than int holds on some machines
		}
		numbers[i] = n
		letter := n >= ' ' && n <= '~' || printable > 0 && n >= 0x80 && n <= 0xff // or Latin-1, or UTF-8
		if printable++; !letter {
			printable = 0
		}
		end := i + 1
		if printable >= shortestSecret ||
			end >= 4 && r.isIPv4(numbers[end-4:end], arcs[end-4:end], end == len(arcs)) ||
			end >= 6 && isMAC(numbers[end-6:end]) {
			return true
		}
	}
	return false
}

// isIPv4 says whether four numbers of an index are an address: one that was seen,
// or one that hardly any table counts by.
func (r *Redactor) isIPv4(n []int, arcs []string, last bool) bool {
	high, large := 0, 0
	for _, x := range n {
		if x > 255 {
			return false
		}
		if x > 31 {
			large++
		}
		if x > 126 {
			high++
		}
	}
	switch {
	case n[0] == 192 && n[1] == 168, n[0] == 172 && n[1] >= 16 && n[1] < 32, n[0] == 169 && n[1] == 254:
		return true
	case last && n[3] != 0 && (n[0] == 10 && large >= 2 || n[0] > 10 && n[0] < 224 && high >= 2):
		return true
	}
	return r.hosts[strings.Join(arcs, ".")]
}

// isMAC says whether six numbers are the octets of a MAC address.
func isMAC(n []int) bool {
	high := 0
	for _, x := range n {
		if x > 255 {
			return false
		}
		if x > 126 {
			high++
		}
	}
	return high >= 3
}
