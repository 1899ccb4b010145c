package main

import (
	"encoding/hex"
	"net"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/argus-power/argus/snmp/snmptest"
)

// batteryTrap is upsTrapOnBattery of v2c with the community tr4ps, as it is sent.
const batteryTrap = "303e02010104057472347073a7320201010201000201003027300d06082b060102010103004301013016060a2b0601060301" +
	"0104010006082b06010201210201"

// TestTrapFlood sends far more than cards do, from a sender that may and from one that may not, and what is no
// trap at all. ARGUS_FLOOD says how many datagrams each sends.
func TestTrapFlood(t *testing.T) {
	count := 10_000
	if n, err := strconv.Atoi(os.Getenv("ARGUS_FLOOD")); err == nil {
		count = n
	}
	u, listener := startUPS(t, "127.0.0.1"), freeUDP(t)
	a := start(t, "--snmp.trap-address", listener, "--config.file", write(t, "argus.yml", trapAuths+`
targets: {allow: ["127.0.0.0/8:*"]}
traps: [{from: [127.0.0.1, 127.0.0.3], auth: cards}]
`))
	u.Set(outputSource, snmptest.Int(onMains))
	probe := "/probe?module=snmp&target=" + u.Addr()
	a.do(t, "GET", probe)
	trap, err := hex.DecodeString(batteryTrap)
	if err != nil {
		t.Fatal(err)
	}
	before := heapInUse()
	for name, octets := range map[string][]byte{"127.0.0.1": trap, "127.0.0.2": trap, "127.0.0.3": []byte("\x30\x82garbage")} {
		c := sendFrom(t, name, listener)
		for i := range count {
			_, _ = c.Write(octets) // what the system has no room for is lost, as on a network
			if i%(count/4) == 0 {
				if _, body := a.do(t, "GET", probe); !strings.Contains(body, "\nprobe_success 1\n") {
					t.Fatalf("a probe during the flood: %s", body)
				}
			}
		}
	}
	a.do(t, "GET", probe)
	if after := heapInUse(); after > before+16<<20 {
		t.Errorf("the heap grew from %d to %d", before, after)
	}
	outcome := func(name string, versions ...string) (n float64) {
		for _, version := range versions {
			n += a.metric(t, trapped(name, version))
		}
		return n
	}
	mapped, limited := outcome("mapped", "2c"), outcome("rate_limited", "unknown")
	refused, malformed := outcome("refused_sender", "unknown"), outcome("malformed", "unknown")
	dropped := outcome("dropped", "unknown", "2c")
	lost := a.metric(t, `argus_exporter_trap_events_total{result="lost"}`)
	t.Logf("%d of each: mapped %g, limited %g, refused %g, malformed %g, dropped %g, lost %g; heap %d to %d", count, mapped,
		limited, refused, malformed, dropped, lost, before, heapInUse())
	if mapped == 0 || limited == 0 || refused == 0 || malformed == 0 {
		t.Error("some outcome was not counted")
	}
	if sum := mapped + limited + refused + malformed + dropped; sum > float64(3*count) {
		t.Errorf("%g were counted of %d", sum, 3*count)
	}
	if list := a.events(t, u.Addr()); len(list) > 4 {
		t.Errorf("a flood of one kind made %d events", len(list))
	}
	if requests := u.Stats().Requests; requests[snmptest.Get] > 1000 {
		t.Errorf("the device was asked %v", requests)
	}
}

func sendFrom(t *testing.T, from, to string) *net.UDPConn {
	t.Helper()
	address, err := net.ResolveUDPAddr("udp", to)
	if err != nil {
		t.Fatal(err)
	}
	c, err := net.DialUDP("udp", &net.UDPAddr{IP: net.ParseIP(from)}, address)
	if err != nil {
		t.Skipf("this system has no %s: %v", from, err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func heapInUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
