package collector

import (
	"context"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/snmp/snmptest"
	"github.com/argus-power/argus/snmp/trap"
)

var loopbackIP = netip.MustParseAddr("127.0.0.1")

// onBattery is what a card tells.
func onBattery(begins bool, at time.Time) trap.Notice {
	return trap.Notice{Source: loopbackIP, Kind: power.BatteryBegan, Begins: begins, Time: at}
}

// hearing is a prober whose time is set, with what devices told.
func hearing(t *testing.T, m *memo) (p *Prober, told *trap.Pending, now *time.Time) {
	t.Helper()
	now = new(moment)
	p = prober(t, "targets: {allow: ['127.0.0.1:*', 'localhost:*']}\n")
	p.now = func() time.Time { return *now }
	p.tracker.now, p.tracker.kept, p.tracker.log = p.now, m, slog.New(slog.DiscardHandler)
	told = new(trap.Pending)
	p.Settle(told)
	return p, told, now
}

// TestOnlyTold has a card tell of an outage that no read shows: it is recorded as told, once it is certain that none
// will.
func TestOnlyTold(t *testing.T) {
	a, m := snmptest.Start(t, snmptest.Fixture(t, "ups-mib")), &memo{}
	a.Set("1.3.6.1.2.1.33.1.4.1.0", snmptest.Int(3))
	p, told, now := hearing(t, m)
	get(t, p, "/probe?module=ups-mib&target="+a.Addr())
	told.Add(onBattery(true, moment))
	told.Add(onBattery(false, moment.Add(2*time.Second)))
	for _, step := range []struct {
		after time.Duration
		want  string
	}{{time.Second, ""}, {20 * time.Second, ""}, {time.Minute, "1 on_battery, 1 on_battery_ended"}, {time.Hour, ""}} {
		m.reported = nil
		*now = moment.Add(step.after)
		get(t, p, "/probe?module=ups-mib&target="+a.Addr())
		if got := strings.Join(m.reported, ", "); got != step.want {
			t.Errorf("after %s %q is recorded, want %q", step.after, got, step.want)
		}
	}
	if tally := told.Tally(); tally != (trap.Tally{Reported: 2}) {
		t.Errorf("%+v", tally)
	}
	p.metrics.WatchTraps(new(trap.Stats), told)
	_, body := get(t, p.metrics.Handler(), "/metrics")
	has(t, body, `argus_exporter_trap_events_total{result="reported"} 2`,
		`argus_exporter_traps_total{outcome="refused_sender",version="unknown"} 0`)
	lacks(t, body, `outcome="refused_sender",version="2c"`)
}

// TestTrapMetricsPage holds docs/traps.md to the metrics.
func TestTrapMetricsPage(t *testing.T) {
	page, err := os.ReadFile("../docs/traps.md")
	if err != nil {
		t.Fatal(err)
	}
	m := NewMetrics()
	m.WatchTraps(new(trap.Stats), new(trap.Pending))
	_, body := get(t, m.Handler(), "/metrics")
	label := regexp.MustCompile(`(\w+)="(\w+)"`)
	names := map[string]bool{}
	for _, line := range series(body) {
		if !strings.HasPrefix(line, prefix+"exporter_trap") {
			continue
		}
		name, _, _ := strings.Cut(line, "{")
		names[name] = true
		for _, pair := range label.FindAllStringSubmatch(line, -1) {
			if pair[1] != "version" && !strings.Contains(string(page), "`"+pair[2]+"`") {
				t.Errorf("docs/traps.md does not explain %s", line)
			}
		}
	}
	for name := range names {
		if !strings.Contains(string(page), "`"+name+"{") {
			t.Errorf("docs/traps.md does not have %s", name)
		}
	}
	if len(names) != 3 {
		t.Errorf("there are %d metrics of traps", len(names))
	}
}

// TestSharedAddress holds that of several agents at one address none is said to have done what another may have told.
func TestSharedAddress(t *testing.T) {
	a, b := snmptest.Start(t, snmptest.Fixture(t, "ups-mib")), snmptest.Start(t, snmptest.Fixture(t, "ups-mib"))
	m := &memo{}
	p, told, now := hearing(t, m)
	for _, agent := range []*snmptest.Agent{a, b} {
		agent.Set("1.3.6.1.2.1.33.1.4.1.0", snmptest.Int(3))
		get(t, p, "/probe?module=ups-mib&target="+agent.Addr())
	}
	told.Add(onBattery(true, moment))
	*now = moment.Add(time.Hour)
	get(t, p, "/probe?module=ups-mib&target="+a.Addr())
	if tally := told.Tally(); len(m.reported) > 0 || tally != (trap.Tally{Expired: 1}) {
		t.Errorf("recorded %v, %+v", m.reported, tally)
	}
}

// TestModulesInTurn has a card tell of what one of its modules cannot tell: the other one has time to.
func TestModulesInTurn(t *testing.T) {
	a, m := snmptest.Start(t, snmptest.Fixture(t, "ups-mib")), &memo{}
	p, told, now := hearing(t, m)
	for _, modules := range []string{"ups-mib", "ups-mib,apc-ups"} {
		get(t, p, "/probe?module="+modules+"&target="+a.Addr())
	}
	n := onBattery(true, moment)
	n.Kind = power.StateBegan(power.HighBattery)
	told.Add(n)
	for minute, want := range []int{0, 0, 0, 0, 0, 2} {
		*now = moment.Add(time.Duration(minute) * time.Minute)
		if get(t, p, "/probe?module=ups-mib&target="+a.Addr()); len(m.reported) != want {
			t.Errorf("after %d minutes %v is recorded", minute, m.reported)
		}
	}
}

// TestPrompt reads what was probed by its name, because its address told of something, and nothing else.
func TestPrompt(t *testing.T) {
	a, b := snmptest.Start(t, snmptest.Fixture(t, "ups-mib")), snmptest.Start(t, snmptest.Fixture(t, "ups-mib"))
	p, _, _ := hearing(t, &memo{})
	p.Prompt(t.Context(), loopbackIP)
	if p.Knows(loopbackIP) || a.Stats().All() > 0 {
		t.Error("what was never probed is read")
	}
	_, port, _ := net.SplitHostPort(a.Addr())
	get(t, p, "/probe?module=ups-mib&target=localhost:"+port)
	get(t, p, "/probe?module=ups-mib,apc-ups&target=localhost:"+port)
	before, others := a.Stats().All(), b.Stats().All()
	probes := len(p.History.last)
	p.Prompt(t.Context(), loopbackIP)
	if !p.Knows(loopbackIP) || a.Stats().All() == before || b.Stats().All() != others || len(p.History.last) != probes+1 {
		t.Errorf("%d requests, %d probes", a.Stats().All()-before, len(p.History.last)-probes)
	}
	p.Limit = 1
	leave, err := p.Enter()
	if err != nil {
		t.Fatal(err)
	}
	before = a.Stats().All()
	p.Prompt(t.Context(), loopbackIP)
	leave()
	if a.Stats().All() != before {
		t.Error("it is read beyond the limit")
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	p.Prompt(gone, loopbackIP) // returns
}

// TestPeersAreForgotten holds the index of addresses to the targets that are remembered.
func TestPeersAreForgotten(t *testing.T) {
	p, _, _ := hearing(t, &memo{})
	p.tracker.max = 3
	for range 6 {
		a := snmptest.Start(t, snmptest.Fixture(t, "ups-mib"))
		get(t, p, "/probe?module=ups-mib&target="+a.Addr())
		get(t, p, "/probe?module=ups-mib&target="+a.Addr())
	}
	if n := len(p.tracker.peers[loopbackIP]); n != 3 || len(p.tracker.asked(loopbackIP)) != 3 {
		t.Errorf("%d are known", n)
	}
	p.tracker.max = 0
	get(t, p, "/probe?module=ups-mib&target="+snmptest.Start(t, snmptest.Fixture(t, "ups-mib")).Addr())
	if len(p.tracker.peers) != 0 || p.Knows(loopbackIP) {
		t.Errorf("%v is left", slices.Collect(func(yield func(netip.Addr) bool) {
			for a := range p.tracker.peers {
				yield(a)
			}
		}))
	}
}
