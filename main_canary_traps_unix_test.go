//go:build unix

package main

import (
	"net"
	"net/http"
	"regexp"
	"testing"
	"time"
)

// piece is a part of a message of SNMP: a tag, the length, and what is in it.
func piece(tag byte, parts ...[]byte) []byte {
	out := []byte{tag, 0}
	for _, part := range parts {
		out = append(out, part...)
	}
	out[1] = byte(len(out) - 2)
	return out
}

// failureTrap is the trap of RFC 1628 that tells of a power failure, in version 2c.
func failureTrap(community string) []byte {
	number := func(n byte) []byte { return piece(2, []byte{n}) }
	object := func(oid ...byte) []byte { return piece(6, append([]byte{0x2b, 6, 1}, oid...)) }
	return piece(0x30, number(1), piece(4, []byte(community)), piece(0xa7, number(1), number(0), number(0), piece(
		0x30, piece(0x30, object(2, 1, 1, 3, 0), piece(0x43, []byte{9})),
		piece(0x30, object(6, 3, 1, 1, 4, 1, 0), object(2, 1, 33, 2, 1)),
	)))
}

var trapOutcome = regexp.MustCompile(`(?m)^argus_exporter_traps_total\{.*\} [1-9]`)

// traps sends traps with the community that is right, with another one, and bytes that are none.
func (c *canaries) traps(t *testing.T, a *process, listener, web string) {
	t.Helper()
	conn, err := net.Dial("udp", listener)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for _, message := range [][]byte{
		failureTrap(c.secrets["community"]), failureTrap(c.plant("wrong community of a trap")), []byte(c.plant("datagram that is no trap")),
	} {
		if _, err := conn.Write(message); err != nil {
			t.Fatal(err)
		}
	}
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		metrics := c.fetch(t, a, http.MethodGet, "/metrics", web)
		if len(trapOutcome.FindAllString(metrics, -1)) >= 3 {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("the traps were not counted by three outcomes:\n%s", metrics)
		}
	}
}
