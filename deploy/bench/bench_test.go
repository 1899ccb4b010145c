package main

import (
	"bytes"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/snmp/snmptest"
)

func TestTargets(t *testing.T) {
	f := fleet{size: 10_000, snmpShare: 0.5, dead: 0.1, slow: 0.05}
	const want = "10000 targets; NUT: 4250 live, 250 slow, 500 dead; SNMP: 4250 live, 250 slow, 500 dead"
	list := f.targets()
	if got := f.describe(list); !strings.HasPrefix(got, want) {
		t.Errorf("%s, want %s", got, want)
	}
	seen := map[string]bool{}
	for _, target := range list {
		if ip := net.ParseIP(target.host); seen[target.address()] || ip == nil || !ip.IsLoopback() {
			t.Errorf("%s twice, or not of this host", target.address())
		}
		seen[target.address()] = true
	}
	f.size = 2 * mixing // which would not be mixed
	if got := f.describe(f.targets()); !strings.Contains(got, "NUT: 6731 live, 396 slow, 792 dead") {
		t.Error(got)
	}
}

// TestAnswers holds that what the fleet answers is what the agent would.
func TestAnswers(t *testing.T) {
	tree := &snmptest.Tree{}
	tree.Set("1.3.6.1.2.1.1.1.0", snmptest.Text(strings.Repeat("an agent ", 30)))
	agent := snmptest.Start(t, tree)
	conn, err := net.Dial("udp", agent.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	s := source{agent: agent, conn: conn, answers: map[string]answer{}}
	for _, id := range []string{"\x02\x01\x07", "\x02\x02\x12\x34", "\x02\x04\x7f\xff\xff\xff"} {
		rest := id + "\x02\x01\x00\x02\x01\x00\x30\x0e\x30\x0c\x06\x08\x2b\x06\x01\x02\x01\x01\x01\x00\x05\x00"
		request := tagged(0x30, []byte("\x02\x01\x01\x04\x06public"+string(tagged(0xa0, []byte(rest)))))
		want, err := s.ask(request)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 { // once asked, once known
			got, err := s.reply(request)
			if err != nil {
				t.Fatal(err)
			}
			gotID, _, body, err := withoutID(got)
			if err != nil || string(gotID) != id || !bytes.Equal(body, want.body) {
				t.Errorf("id %x, %x, want %x, %x (%v)", gotID, body, id, want.body, err)
			}
		}
	}
	if n := len(s.answers); n != 1 {
		t.Errorf("%d answers are kept for one question", n)
	}
}

func TestSteady(t *testing.T) {
	flat, grows := []sample{{rss: 10, fds: 5000}}, []sample{{rss: 10}}
	for i := range 10 {
		flat = append(flat, sample{rss: 300 + float64(i%2), fds: 1000, goroutines: 3000})
		grows = append(grows, sample{rss: 300 + 20*float64(i), fds: 1000})
	}
	if !steady(flat) || steady(grows) {
		t.Errorf("flat is steady: %t, what grows is: %t", steady(flat), steady(grows))
	}
}

func TestGood(t *testing.T) {
	var o outcomes
	o[0][dead].failed = map[string]int{"timeout": 1}
	o[1][slow].took = []time.Duration{time.Minute}
	o[1][live].took = []time.Duration{time.Second}
	if !o.good(time.Second) || o.good(time.Millisecond) {
		t.Error("live targets count, and no others")
	}
	o[1][live].took = nil
	if o.good(time.Minute) {
		t.Error("all is good where nothing was scraped")
	}
}

// TestReport holds that there is no good verdict on an exporter that ended, or was not asked for anything.
func TestReport(t *testing.T) {
	o := options{warm: time.Second, duration: time.Minute, limits: limits{cores: 1, rss: 400, slow: time.Second}}
	whole := watch{samples: []sample{{after: time.Second}, {after: 61 * time.Second}}}
	ended := watch{samples: []sample{{after: time.Second}, {after: 31 * time.Second}}}
	idle, busy := &load{}, &load{}
	busy.measured[0][live].took = []time.Duration{time.Millisecond}
	for i, test := range []struct {
		load *load
		of   *watch
		good bool
	}{{busy, &whole, true}, {busy, &ended, false}, {idle, &whole, false}, {busy, &watch{}, false}} {
		var out bytes.Buffer
		if err := report(&out, &o, test.load, test.of); (err == nil) != test.good {
			t.Errorf("case %d: %v in\n%s", i, err, &out)
		}
	}
}
