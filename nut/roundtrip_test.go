package nut_test

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"sync/atomic"
	"testing"

	"github.com/argus-power/argus/nut"
)

// turnConn counts how often its user turns from writing to waiting: the round trips.
type turnConn struct {
	net.Conn
	wrote bool
	turns *atomic.Int32
}

func (c *turnConn) Write(b []byte) (int, error) {
	c.wrote = true
	return c.Conn.Write(b)
}

func (c *turnConn) Read(b []byte) (int, error) {
	if c.wrote {
		c.wrote = false
		c.turns.Add(1)
	}
	return c.Conn.Read(b)
}

func counting(turns *atomic.Int32) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
		return &turnConn{Conn: conn, turns: turns}, err
	}
}

// A read takes as many round trips for a hundred UPSes as for one.
func TestRoundTrips(t *testing.T) {
	server := withSAN(t)
	for _, upses := range []int{1, 5, 100} {
		for _, tt := range []struct {
			name         string
			options      nut.Options
			first, later int32
		}{
			{"plain", nut.Options{}, 2, 1},
			{"credentials", nut.Options{
				Username: "me", Password: "pw",
				AllowPlaintextPassword: true,
			}, 2, 1},
			{"TLS", nut.Options{
				TLS: config(t, nut.TLSOptions{CAFile: server.certFile}),
			}, 4, 3},
		} {
			t.Run(fmt.Sprintf("%s %d", tt.name, upses), func(t *testing.T) {
				f := &fakeUpsd{vars: 30, tls: &tls.Config{
					Certificates: []tls.Certificate{server.Certificate},
				}}
				for i := range upses {
					f.upses = append(f.upses, fmt.Sprintf("ups-%03d", i))
				}
				var turns atomic.Int32
				tt.options.DialContext = counting(&turns)
				r := nut.NewReader(f.start(t), tt.options)
				for i, most := range []int32{tt.first, tt.later, tt.later} {
					turns.Store(0)
					devices, err := r.Read(soon(t))
					if err != nil || len(devices) != upses {
						t.Fatalf("%d devices, %v", len(devices), err)
					}
					if n := turns.Load(); n > most {
						t.Errorf("read %d took %d round trips, want %d", i, n, most)
					}
				}
			})
		}
	}
}
