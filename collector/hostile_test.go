package collector

import (
	"bufio"
	"bytes"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

	"github.com/argus-power/argus/config"
	"github.com/argus-power/argus/power"
)

// An answer writes what a server says to a line that it is sent, and says whether it goes on listening.
type answer func(w *bufio.Writer, question string) bool

// hostile is a NUT server that is out for harm.
func hostile(t *testing.T, a answer) (addr string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go converse(conn, a)
		}
	}()
	return listener.Addr().String()
}

func converse(conn net.Conn, a answer) {
	defer conn.Close()
	in, out := bufio.NewReader(conn), bufio.NewWriter(conn)
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		more := a(out, strings.TrimSpace(line))
		if out.Flush() != nil || !more {
			return
		}
	}
}

// crowd answers with 1000 UPSes, each of which has these variables.
func crowd(vars int, name string) answer {
	return func(w *bufio.Writer, question string) bool {
		ups, about := strings.CutPrefix(question, "LIST VAR ")
		if !about {
			fmt.Fprintln(w, "BEGIN LIST UPS")
			for i := range 1000 {
				fmt.Fprintf(w, "UPS u%d \"%s\"\n", i, strings.Repeat("d", 200))
			}
			fmt.Fprintln(w, "END LIST UPS")
			return true
		}
		fmt.Fprintf(w, "BEGIN LIST VAR %s\n", ups)
		for i := range vars {
			fmt.Fprintf(w, "VAR %s "+name+"\n", ups, i)
		}
		fmt.Fprintf(w, "END LIST VAR %s\n", ups)
		return true
	}
}

func proberOf(c *config.Config, log *slog.Logger) *Prober {
	return NewProber(func() *config.Config { return c }, NewMetrics(), log, still, 0, nil)
}

// TestHostileCrowds holds what servers cost at most that have as much as they can think of.
func TestHostileCrowds(t *testing.T) {
	const mostAllocated, mostText = 200 << 20, 8 << 20
	c := parse(t, anyPort+"modules: {nut: {extends: nut, raw: true}}\n")
	for name, answer := range map[string]answer{
		"units":   crowd(2000, `device.%d.ups.status "OL"`),
		"outlets": crowd(4000, `outlet.%d.voltage "1"`),
	} {
		p := proberOf(c, slog.New(slog.DiscardHandler))
		url := "/probe?target=" + hostile(t, answer)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		code, body := get(t, p, url)
		runtime.ReadMemStats(&after)
		if code != http.StatusOK || len(body) > mostText || len(series(body)) > maxSeries+20*maxDevices {
			t.Errorf("%s: status %d, %d bytes, %d series", name, code, len(body), len(series(body)))
		}
		if allocated := after.TotalAlloc - before.TotalAlloc; allocated > mostAllocated {
			t.Errorf("%s: %d MiB allocated", name, allocated>>20)
		}
	}
}

// TestBounded holds what is left of too many devices and values, and that it is told.
func TestBounded(t *testing.T) {
	var list []power.Snapshot
	for i := range maxDevices + 3 {
		list = append(list, power.Snapshot{Device: fmt.Sprint(i), Readings: make([]power.Reading, 40)})
	}
	list[2].Raw = make([]power.Variable, 5)
	list = bounded(list)
	values := 0
	for _, s := range list {
		if n := len(s.Readings) + len(s.Raw); n < 40 && power.ReasonOf(s.Err) != power.BadAnswer {
			t.Errorf("device %s has lost values: %v", s.Device, s.Err)
		}
		values += len(s.Readings) + len(s.Raw)
	}
	if len(list) != maxDevices || values != maxSeries || list[0].Err != nil || list[3].Err != nil {
		t.Errorf("%d devices, %d values", len(list), values)
	}
	if d := (Result{Snapshots: list}).drops()[power.TooMany]; d < 2 {
		t.Errorf("%d counted as dropped", d)
	}
}

// TestNothingEchoed holds that nobody reads through Argus what some server says that is none, and that
// the log has it, in one line.
func TestNothingEchoed(t *testing.T) {
	const canary = "CANARY"
	c := parse(t, anyPort)
	for _, said := range []string{
		"220 " + canary + " ESMTP", "<html>" + canary, "SSH-2.0-" + canary, "ERR " + canary + "_1 " + canary, "ERR ACCESS-DENIED " + canary,
		"BEGIN LIST " + canary, "BEGIN LIST UPS\nUPS u \"" + canary, "BEGIN LIST UPS\n" + canary + "\nEND LIST UPS",
		"ERR x\"" + canary + "\" \"\\\"" + canary, canary + "\x1b[2J\r\x00\ntime=2026 level=ERROR msg=forged",
	} {
		var log bytes.Buffer
		p := proberOf(c, slog.New(slog.NewTextHandler(&log, nil)))
		url := "/probe?target=" + hostile(t, func(w *bufio.Writer, _ string) bool { fmt.Fprintln(w, said); return false })
		for _, query := range []string{"", "&debug=true", "&device=ups", "&device=ups&debug=true"} {
			w := httptest.NewRecorder()
			p.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, url+query, nil))
			if body := w.Body.String(); strings.Contains(body, canary) || !strings.Contains(body, "probe_success 0") {
				t.Errorf("%q%s: %s", said, query, body)
			}
			if w.Header().Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("%q%s: headers %v", said, query, w.Header())
			}
		}
		_, own := get(t, p.metrics.Handler(), "/metrics")
		lacks(t, own+p.History.HTML(), canary)
		for line := range strings.Lines(log.String()) {
			if !strings.HasPrefix(line, "time=2") || strings.ContainsAny(line, "\r\x00\x1b") {
				t.Errorf("%q: logged %q", said, line)
			}
		}
	}
}

// TestWithoutConfiguration holds what may be probed then: any host, on the protocol's own port.
func TestWithoutConfiguration(t *testing.T) {
	p := prober(t, "# nothing")
	for _, test := range []struct {
		query string
		code  int
	}{
		{"target=127.0.0.1", 200}, // whoever listens there, or nobody
		{"target=localhost:3493", 200},
		{"target=127.0.0.1:161", 403},
		{"target=127.0.0.1:3494", 403},
		{"target=127.0.0.1:161&module=snmp", 200},
		{"target=127.0.0.1:3493&module=snmp", 403},
		{"target=0.0.0.0", 403},
		{"target=::", 403},
		{"target=[::ffff:0.0.0.0]&module=snmp", 403},
		{"target=224.0.0.1&module=snmp", 403},
		{"target=ff02::1&module=snmp", 403},
		{"target=255.255.255.255&module=snmp", 403},
		{"target=127.255.255.255&module=snmp", 403}, // known to the system alone
		{"target=169.254.169.254", 403},
		{"target=fd00:ec2::254&module=snmp", 403},
	} {
		w := httptest.NewRecorder()
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/probe?"+test.query, nil)
		r.Header.Set(scrapeHeader, "0.2")
		if p.ServeHTTP(w, r); w.Code != test.code {
			t.Errorf("%s: %d %s", test.query, w.Code, w.Body)
		}
	}
	if text := p.config().Effective(); strings.Contains(text, "auths:") {
		t.Errorf("there are auths: %s", text)
	}
}
