package nut_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"

	"github.com/argus-power/argus/nut"
	"github.com/argus-power/argus/nut/nuttest"
)

// BenchmarkRead reads a server with 5 UPSes on loopback: as one would do it without thinking, with
// quick acknowledgements only, and as Reader does it.
func BenchmarkRead(b *testing.B) {
	s := nuttest.Start(b, fiveUPSes()...).WithTLS(withSAN(b).Certificate)
	compare(b, s.Addr(), 5)
}

// compare runs the three ways of reading, plain and with TLS.
func compare(b *testing.B, address string, upses int) {
	trust := nut.TLSOptions{InsecureSkipVerify: true}
	for _, o := range []nut.Options{{}, {TLS: config(b, trust)}} {
		name := "plain"
		if o.TLS != nil {
			name = "TLS"
		}
		reader := nut.NewReader(address, o)
		for _, way := range []struct {
			name string
			read func(context.Context) (int, error)
		}{
			{"naive", func(context.Context) (int, error) { return naive(address, o.TLS) }},
			{"quickack", func(ctx context.Context) (int, error) { return oneByOne(ctx, address, o) }},
			{"pipelined", func(ctx context.Context) (int, error) {
				devices, err := reader.Read(ctx)
				for _, d := range devices {
					if d.Err != nil {
						return 0, d.Err
					}
				}
				return len(devices), err
			}},
		} {
			b.Run(way.name+"/"+name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if n, err := way.read(soon(b)); n != upses || err != nil {
						b.Fatalf("%d UPSes, %v", n, err)
					}
				}
			})
		}
	}
}

func oneByOne(ctx context.Context, address string, o nut.Options) (int, error) {
	c, err := nut.Dial(ctx, address, o)
	if err != nil {
		return 0, err
	}
	defer c.Close()
	list, err := c.ListUPS(ctx)
	for _, u := range list {
		if _, err := c.ListVars(ctx, u.Name); err != nil {
			return 0, err
		}
	}
	return len(list), err
}

// naive asks command by command and leaves the acknowledgements to the kernel.
func naive(address string, config *tls.Config) (int, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	if config != nil {
		if _, err := naiveAsk(conn, "STARTTLS", "OK STARTTLS"); err != nil {
			return 0, err
		}
		conn = tls.Client(conn, config)
	}
	rows, err := naiveAsk(conn, "LIST UPS", "END LIST UPS")
	for _, row := range rows {
		name := strings.Fields(row)[1]
		if _, err := naiveAsk(conn, "LIST VAR "+name, "END LIST VAR "+name); err != nil {
			return 0, err
		}
	}
	return len(rows), err
}

func naiveAsk(conn net.Conn, command, last string) (rows []string, err error) {
	if _, err := io.WriteString(conn, command+"\n"); err != nil {
		return nil, err
	}
	in := bufio.NewReader(conn)
	for {
		line, err := in.ReadString('\n')
		if line = strings.TrimSpace(line); err != nil || line == last {
			return rows, err
		}
		if !strings.HasPrefix(line, "BEGIN") {
			rows = append(rows, line)
		}
	}
}

// BenchmarkParse reads the lists alone, without a network.
func BenchmarkParse(b *testing.B) {
	var answer strings.Builder
	answer.WriteString("BEGIN LIST UPS\nUPS a \"A\"\nEND LIST UPS\nBEGIN LIST VAR a\n")
	for i := range 100 {
		fmt.Fprintf(&answer, "VAR a outlet.%d.desc \"Outlet \\\"%d\\\"\"\n", i, i)
	}
	answer.WriteString("END LIST VAR a\n")
	r := nut.NewReader("x", nut.Options{
		DialContext: func(context.Context, string, string) (net.Conn, error) {
			return &cannedConn{in: strings.NewReader(answer.String())}, nil
		},
	})
	b.ReportAllocs()
	for b.Loop() {
		if d, err := r.Read(context.Background(), "a"); err != nil || len(d[0].Vars) != 100 {
			b.Fatal(d, err)
		}
	}
}

func fiveUPSes() []nuttest.Device {
	var devices []nuttest.Device
	for i := range 5 {
		d := nuttest.Device{Name: fmt.Sprintf("ups%d", i), Vars: map[string]string{}}
		for v := range 80 {
			d.Vars[fmt.Sprintf("outlet.%d.switchable", v)] = "a value"
		}
		devices = append(devices, d)
	}
	return devices
}
