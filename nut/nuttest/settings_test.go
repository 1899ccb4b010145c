package nuttest_test

import (
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/nut/nuttest"
)

func TestAuth(t *testing.T) {
	s := nuttest.Start(t, office()).WithAuth("eva", "s3cret")
	c := dial(t, s.Addr())
	c.want("LIST UPS", "ERR ACCESS-DENIED")
	c.want("VER", c.ask("VER")...)
	c.want("USERNAME eva", "OK")
	c.want("PASSWORD wrong", "ERR ACCESS-DENIED")
	c.want("GET VAR office ups.status", "ERR ACCESS-DENIED")
	c.want("PASSWORD s3cret", "OK")
	c.want("GET VAR office ups.status", `VAR office ups.status "OL"`)
}

func TestOneCommandPerRead(t *testing.T) {
	s := nuttest.Start(t, office()).OneCommandPerRead()
	c := dial(t, s.Addr())
	c.write("NETVER\nLIST UPS\nGET VAR office ups.status\n")
	if got := c.read(); got != "1.3" {
		t.Errorf("got %q", got)
	}
	c.want("GET VAR office ups.id", `VAR office ups.id ""`)
}

func TestMaxClients(t *testing.T) {
	s := nuttest.Start(t, office()).MaxClients(1)
	first := dial(t, s.Addr())
	first.want("NETVER", "1.3")
	second := dial(t, s.Addr())
	second.write("NETVER\n")
	second.patience(50 * time.Millisecond)
	if got := second.read(); got != "<silence>" {
		t.Errorf("second client: %q, want silence", got)
	}
	second.patience(10 * time.Second)
	_ = first.conn.Close()
	if got := second.read(); got != "1.3" {
		t.Errorf("second client, first one gone: %q", got)
	}
	if most := s.Stats().MostOpen; most != 2 {
		t.Errorf("most open = %d, want 2", most)
	}
}

func TestCloseWhileWaitingForASlot(t *testing.T) {
	s := nuttest.Start(t, office()).MaxClients(1)
	dial(t, s.Addr()).want("NETVER", "1.3")
	waiting := dial(t, s.Addr())
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got := waiting.read(); got != "<closed>" {
		t.Errorf("got %q", got)
	}
}

func TestLineEnds(t *testing.T) {
	s := nuttest.Start(t, office()).CRLF()
	dial(t, s.Addr()).want("NETVER", "1.3\r")
}

func TestLatency(t *testing.T) {
	const latency = 30 * time.Millisecond
	s := nuttest.Start(t, office()).Latency(latency).Nagle(false)
	c := dial(t, s.Addr())
	begun := time.Now()
	c.write(strings.Repeat("NETVER\n", 2000)) // 28 reads of the server, but one burst
	for range 2000 {
		c.read()
	}
	if took := time.Since(begun); took < latency || took > 20*latency {
		t.Errorf("2000 commands in one write took %v, want about %v", took, latency)
	}
}

// TestNagle shows that the default has upsd's stalls, unless the client acknowledges at once. Only
// the direction is asserted: how long the stall is depends on the kernel.
func TestNagle(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("other systems acknowledge as they like")
	}
	took := func(nagle bool) time.Duration {
		s := nuttest.Start(t, office()).Nagle(nagle)
		c := dial(t, s.Addr())
		begun := time.Now()
		for range 30 {
			c.ask("LIST VAR office")
		}
		return time.Since(begun)
	}
	with, without := took(true), took(false)
	t.Logf("30 lists: %v with Nagle's algorithm, %v without", with, without)
	if with < without {
		t.Errorf("Nagle's algorithm costs nothing: %v, without %v", with, without)
	}
}
