package collector

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

	"github.com/argus-power/argus/nut/nuttest"
	"github.com/argus-power/argus/snmp/snmptest"
	"github.com/argus-power/argus/store"
)

// BenchmarkTargets tells what stays in memory of a target between two scrapes, with a store in memory: in a
// fleet of like devices, after each was probed three times.
func BenchmarkTargets(b *testing.B) {
	const fleet = 100
	for _, test := range []struct {
		name  string
		start func(b *testing.B) (url string, forget func())
	}{
		{"nut-ups", startNUT},
		{"snmp-ups", func(b *testing.B) (string, func()) { return startAgent(b, snmptest.Fixture(b, "ups-mib")) }},
		{"snmp-pdu-8", func(b *testing.B) (string, func()) { return startAgent(b, outlets(b, 8)) }},
		{"snmp-pdu-24", func(b *testing.B) (string, func()) { return startAgent(b, outlets(b, 24)) }},
		{"snmp-pdu-48", func(b *testing.B) (string, func()) { return startAgent(b, outlets(b, 48)) }},
	} {
		b.Run(test.name, func(b *testing.B) {
			var urls []string
			var forget []func()
			for range fleet {
				url, f := test.start(b)
				urls, forget = append(urls, url), append(forget, f)
			}
			kept := 0.0
			for b.Loop() {
				kept = keptOf(b, urls, func() {
					for _, f := range forget {
						f()
					}
				})
			}
			b.ReportMetric(kept/1000, "kB/target")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// keptOf probes targets with a new prober and returns how much of each stays. Forget empties what the
// simulated devices note.
func keptOf(b *testing.B, urls []string, forget func()) float64 {
	b.Helper()
	memory := store.Open(context.Background(), store.Options{})
	defer memory.Close()
	p := prober(b, "")
	p.tracker.kept = memory
	forget()
	before := heap()
	for range 3 {
		for _, url := range urls {
			r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, url, nil)
			w := httptest.NewRecorder()
			if p.ServeHTTP(w, r); !strings.Contains(w.Body.String(), "\nprobe_success 1\n") {
				b.Fatal(w.Body)
			}
		}
	}
	forget()
	kept := float64(heap()-before) / float64(len(urls))
	runtime.KeepAlive(p)
	return kept
}

// heap is how much is in use.
func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC() // what cleanups and pools held
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func startNUT(b *testing.B) (url string, forget func()) {
	server := nuttest.NewServer(device(b, "line-interactive")).Nagle(false)
	if err := server.Listen("127.0.0.1:0"); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { server.Close() })
	return "/probe?target=" + server.Addr(), func() {}
}

func startAgent(b *testing.B, tree *snmptest.Tree) (url string, forget func()) {
	agent := snmptest.NewAgent(tree)
	if err := agent.Listen("127.0.0.1:0"); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { agent.Close() })
	return snmpURL(agent.Addr()), agent.ResetLog
}

// outlets is a PDU with so many outlets, each with a name of its own.
func outlets(tb testing.TB, count int) *snmptest.Tree {
	tree := snmptest.Fixture(tb, "apc-rpdu2")
	const table = "1.3.6.1.4.1.318.1.1.26.9"
	for oid, value := range snmptest.Fixture(tb, "apc-rpdu2").Under(table).All() {
		column, first := strings.CutSuffix(oid, ".1")
		if !first {
			continue
		}
		for n := 4; n <= count; n++ {
			cell := value
			switch {
			case strings.HasSuffix(column, ".1.4"): // its number
				cell = snmptest.Int(int64(n))
			case strings.HasSuffix(column, ".1.3") && value.Tag == snmptest.TagOctetString: // its name
				cell = snmptest.Text(fmt.Sprintf("rack %d, server %d", n%7, n))
			}
			tree.Set(fmt.Sprintf("%s.%d", column, n), cell)
		}
	}
	return tree
}
