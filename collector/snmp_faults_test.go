package collector

import (
	"fmt"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/argus-power/argus/nut/nuttest"
	"github.com/argus-power/argus/snmp/snmptest"
)

// hasty is how agents are asked that are silent.
const hasty = "request_timeout: 100ms, retries: 0"

// asking is a configuration that asks the agents of a test in this way.
func asking(how string) string {
	return anyPort + "auths: {a: {targets: ['127.0.0.1:*'], protocol: snmp, " + how + "}}\n"
}

// card serves a fixture; its uptime stands still, so that expositions can be compared.
func card(tb testing.TB, fixture string) *snmptest.Agent {
	tb.Helper()
	a := snmptest.Start(tb, snmptest.Fixture(tb, fixture))
	a.Clock(still)
	return a
}

func snmpURL(address string) string { return "/probe?module=snmp&target=" + address }

// TestSNMPRefusals holds what is told of agents that do not let Argus in.
func TestSNMPRefusals(t *testing.T) {
	t.Parallel()
	probers := map[string]*Prober{}
	for _, test := range []struct {
		name, config, reason string
		agent                func(a *snmptest.Agent)
	}{
		{"silent", asking(hasty), "timeout", func(a *snmptest.Agent) { a.Faults(snmptest.Faults{DropAll: true}) }},
		{"wrong community", asking(hasty + ", community: guessed"), "timeout", nil},
		{"another community", asking(hasty), "timeout", func(a *snmptest.Agent) { a.Communities("secret") }},
		{"right community", asking(hasty + ", community: secret"), "", func(a *snmptest.Agent) { a.Communities("secret") }},
		{"version 1 only", asking(hasty), "timeout", func(a *snmptest.Agent) { a.Faults(snmptest.Faults{V1Only: true}) }},
		{
			"version 1", asking("version: 1, request_timeout: 10s"), "",
			func(a *snmptest.Agent) { a.Faults(snmptest.Faults{V1Only: true}) },
		},
		{"nobody", asking("version: 3, username: nobody"), "access_denied", nil},
		{"garbage", asking(hasty), "bad_answer", func(a *snmptest.Agent) { a.Faults(snmptest.Faults{Garbage: true}) }},
		{"stranger", asking(""), "unknown_device", func(a *snmptest.Agent) { a.Delete("1.3.6.1.2.1.33") }},
	} {
		p := probers[test.config]
		if p == nil {
			p = prober(t, test.config)
			probers[test.config] = p
		}
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			a := card(t, "ups-mib-battery")
			if test.agent != nil {
				test.agent(a)
			}
			code, body := get(t, p, snmpURL(a.Addr()))
			if code != http.StatusOK {
				t.Fatalf("status %d: %s", code, body)
			}
			lint(t, body)
			if test.reason == "" {
				has(t, body, "probe_success 1", `argus_device_up{device="1"} 1`, `argus_battery_charge_ratio{device="1"} 0.71`)
				return
			}
			has(t, body, "probe_success 0", `argus_probe_error_info{reason="`+test.reason+`"} 1`)
			lacks(t, body, "argus_battery", "argus_device_up") // nobody knows which devices there are
		})
	}
}

// TestSNMPSilentLater holds that a device which was known is named when its agent has
// gone, and that it is back as it was.
func TestSNMPSilentLater(t *testing.T) {
	t.Parallel()
	a := card(t, "apc-rpdu2")
	p := prober(t, asking("request_timeout: 200ms"))
	_, before := get(t, p, snmpURL(a.Addr()))
	a.Faults(snmptest.Faults{DropAll: true})
	code, body := get(t, p, snmpURL(a.Addr()))
	lint(t, body)
	has(t, body, "probe_success 0", `argus_device_up{device="1"} 0`, `argus_device_up{device="2"} 0`,
		`argus_device_error_info{device="2",reason="timeout"} 1`)
	for _, line := range series(before) {
		if strings.HasPrefix(line, "argus_device_info") {
			has(t, body, line)
		}
	}
	lacks(t, body, "argus_outlet", "argus_status")
	a.Faults(snmptest.Faults{})
	if _, after := get(t, p, snmpURL(a.Addr())); code != http.StatusOK || after != before {
		t.Errorf("status %d, and back again: %s", code, firstDifference(before, after))
	}
}

// TestSNMPDiesInMidScrape has the way to an agent close after each number of packets of
// its first scrape: what came is served, and that there is more is said.
func TestSNMPDiesInMidScrape(t *testing.T) {
	t.Parallel()
	a := card(t, "apc-rpdu2")
	_, whole := get(t, prober(t, ""), snmpURL(a.Addr()))
	packets := a.Stats().Datagrams
	p := prober(t, asking("request_timeout: 250ms, retries: 0")) // to which each way is a target
	var dying sync.WaitGroup
	var parts atomic.Int32
	for n := range packets {
		dying.Go(func() {
			way := newRelay(t, a.Addr())
			way.let(n)
			_, body := get(t, p, snmpURL(way.address()))
			if wrong := isPart(body, whole); wrong != "" {
				t.Errorf("after %d of %d packets: %s", n, packets, wrong)
			}
			if strings.Contains(body, "probe_success 1") {
				parts.Add(1)
			}
			way.let(1 << 20)
			get(t, p, snmpURL(way.address())) // it may have no time to notice
			if _, after := get(t, p, snmpURL(way.address())); after != whole {
				t.Errorf("after %d of %d packets, and back again: %s", n, packets, firstDifference(whole, after))
			}
		})
	}
	dying.Wait()
	if parts.Load() == 0 {
		t.Errorf("nothing was served after %d deaths", packets)
	}
}

// isPart says what is wrong with the exposition of an agent that timed out.
func isPart(body, whole string) string {
	down := slices.ContainsFunc(series(body), func(line string) bool {
		return line == "probe_success 0" || strings.HasPrefix(line, "argus_device_up") && strings.HasSuffix(line, " 0")
	})
	if !down || !strings.Contains(body, `reason="timeout"} 1`) {
		return "not marked\n" + body
	}
	lines := series(whole)
	for _, line := range series(body) {
		about := strings.HasPrefix(line, "argus_device_") || strings.HasPrefix(line, "probe_") ||
			strings.HasPrefix(line, "argus_probe_") || strings.HasPrefix(line, "argus_power_") // it may be derived
		if !about && !slices.Contains(lines, line) {
			return line
		}
	}
	return ""
}

// TestSNMPOneAtATime has scrapes with different modules come at once: the agent never
// has two requests to work on.
func TestSNMPOneAtATime(t *testing.T) {
	t.Parallel()
	a := card(t, "ups-mib")
	way := newRelay(t, a.Addr())
	way.let(1 << 20)
	p := prober(t, asking("request_timeout: 10s, timeout: 20s"))
	var scraping sync.WaitGroup
	for i := range 9 {
		module := []string{"snmp", "ups-mib", "mge,ups-mib"}[i%3]
		scraping.Go(func() {
			_, body := get(t, p, "/probe?module="+module+"&target="+way.address())
			has(t, body, "probe_success 1", `argus_battery_charge_ratio{device="1"} 0.96`)
		})
	}
	scraping.Wait()
	if way.crowded.Load() {
		t.Error("a request came while another one was under way")
	}
}

// TestSNMPDebug holds that the page for people tells what was read with another scale.
func TestSNMPDebug(t *testing.T) {
	t.Parallel()
	a := card(t, "ups-mib")
	_, body := get(t, prober(t, ""), snmpURL(a.Addr())+"&debug=true")
	has(t, body, "Read with another scale, for nothing real has the value as it came:",
		"  1.3.6.1.2.1.33.1.3.3.1.3.3: 2304 taken as 230.4", "  1.3.6.1.2.1.33.1.3.3.1.3.3: 2304")
	a.Faults(snmptest.Faults{DropAll: true})
	_, body = get(t, prober(t, asking(hasty)), snmpURL(a.Addr())+"&debug=true")
	if !strings.Contains(body, "Error: ") || !strings.Contains(body, "agents are silent towards a wrong community, too") {
		t.Errorf("no hint in %s", body)
	}
}

// TestSNMPTraffic holds that all that reading took is counted, once, and shown to people.
func TestSNMPTraffic(t *testing.T) {
	t.Parallel()
	a := card(t, "ups-mib")
	p := prober(t, asking("request_timeout: 100ms, retries: 4"))
	var before [3]int
	for _, test := range []struct {
		query             string
		faults            snmptest.Faults
		repeated, refused bool
	}{
		{"module=snmp", snmptest.Faults{}, false, false},
		{"module=snmp", snmptest.Faults{}, false, false},
		{"module=snmp&device=1", snmptest.Faults{DropAll: true}, true, false},
		{"module=ups-mib", snmptest.Faults{DropAll: true}, true, false}, // is not remembered
		{"module=ups-mib", snmptest.Faults{Garbage: true}, true, true},
		{"module=snmp", snmptest.Faults{}, false, false},
	} {
		a.Faults(test.faults)
		sent := a.Stats().Datagrams
		_, body := get(t, p, "/probe?debug=true&target="+a.Addr()+"&"+test.query)
		sent = a.Stats().Datagrams - sent
		now := counted(t, p, "requests", "retries", "refused_answers")
		has(t, body, fmt.Sprintf("%d requests, %d repeated, %d answers refused",
			now[0]-before[0], now[1]-before[1], now[2]-before[2]))
		if now[0]-before[0] != sent || now[1] > before[1] != test.repeated || now[2] > before[2] != test.refused {
			t.Errorf("%+v: %d datagrams; counted %d, and %d before", test, sent, now, before)
		}
		before = now
	}
	server := nuttest.Start(t, device(t, "line-interactive"))
	_, body := get(t, p, "/probe?debug=true&target="+server.Addr())
	lacks(t, body, "requests,")
}

// counted returns what is counted of SNMP.
func counted(tb testing.TB, p *Prober, what ...string) (values [3]int) {
	tb.Helper()
	_, body := get(tb, p.metrics.Handler(), "/metrics")
	for i, name := range what {
		_, rest, _ := strings.Cut(body, "\nargus_exporter_snmp_"+name+"_total ")
		line, _, _ := strings.Cut(rest, "\n")
		var err error
		if values[i], err = strconv.Atoi(line); err != nil {
			tb.Fatalf("%s: %v", name, err)
		}
	}
	return values
}

// A relay is a way to an agent that closes after some packets, and notices when a
// request comes before the last one was answered.
type relay struct {
	front   *net.UDPConn
	back    net.Conn
	left    atomic.Int32
	crowded atomic.Bool
}

func newRelay(tb testing.TB, agent string) *relay {
	tb.Helper()
	front, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		tb.Fatal(err)
	}
	back, err := net.Dial("udp", agent)
	if err != nil {
		tb.Fatal(err)
	}
	r := &relay{front: front, back: back}
	var running sync.WaitGroup
	running.Go(r.run)
	tb.Cleanup(func() {
		_ = front.Close()
		_ = back.Close()
		running.Wait()
	})
	return r
}

func (r *relay) address() string { return r.front.LocalAddr().String() }

// let has so many packets pass, and no more.
func (r *relay) let(packets int) { r.left.Store(int32(packets)) }

func (r *relay) run() {
	packet := make([]byte, 1<<16)
	for {
		_ = r.front.SetReadDeadline(time.Time{})
		n, from, err := r.front.ReadFromUDP(packet)
		if err != nil {
			return
		}
		if r.left.Add(-1) < 0 {
			continue
		}
		if _, err = r.back.Write(packet[:n]); err != nil {
			return
		}
		if n, err = r.back.Read(packet); err != nil {
			return
		}
		_ = r.front.SetReadDeadline(time.Now().Add(time.Millisecond))
		if _, _, err := r.front.ReadFromUDP(make([]byte, 1)); err == nil {
			r.crowded.Store(true)
		}
		_, _ = r.front.WriteToUDP(packet[:n], from)
	}
}
