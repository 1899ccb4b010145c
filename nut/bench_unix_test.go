//go:build unix

package nut_test

import (
	"testing"

	"github.com/argus-power/argus/nut/nuttest"
)

// BenchmarkReadUPSD is BenchmarkRead with a real server.
func BenchmarkReadUPSD(b *testing.B) {
	u := nuttest.StartUPSD(b, nuttest.UPSDOptions{Devices: fiveUPSes(), TLS: true})
	compare(b, u.Addr(), 5)
}
