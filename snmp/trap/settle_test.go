package trap

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
)

// claim is a notice some seconds after the start.
func claim(kind power.EventKind, begins bool, place string, second int) Notice {
	return Notice{Kind: kind, Begins: begins, Place: place, Time: start.Add(time.Duration(second) * time.Second)}
}

// read is a UPS with these states, or with its outlet 3 on or off.
func read(second int, states ...power.State) *power.Snapshot {
	return &power.Snapshot{
		Taken:    start.Add(time.Duration(second) * time.Second),
		Readings: []power.Reading{{Quantity: power.OutletOn, Place: power.Place{"3"}, Value: 1}},
		Status: power.Status{
			Active: power.SetOf(states...), Reportable: power.SetOf(power.OnBattery, power.LowBattery, power.Online),
		},
	}
}

func text(events []power.Event) string {
	var all []string
	for _, e := range events {
		if !e.Reported || e.Count != 1 {
			all = append(all, "not reported:")
		}
		one := fmt.Sprintf("%s@%d", e.Kind, int(e.Time.Sub(start).Seconds()))
		if e.Place != "" {
			one += "[" + e.Place + "]"
		}
		if e.Ends() {
			one += fmt.Sprintf("+%d", int(e.Duration.Seconds()))
		}
		all = append(all, one)
	}
	return strings.Join(all, " ")
}

func TestSettle(t *testing.T) {
	on, off := claim(power.BatteryBegan, true, "", 10), claim(power.BatteryBegan, false, "", 14)
	again, bypassed := claim(power.BatteryBegan, true, "", 12), claim(power.StateBegan(power.Bypass), true, "", 10)
	silent := read(60)
	silent.Err, silent.Readings = context.DeadlineExceeded, nil
	began := power.Event{Kind: power.BatteryBegan, Time: start.Add(11 * time.Second)}
	ended := power.Event{Kind: power.BatteryEnded, Time: start.Add(20 * time.Second), Began: start}
	outlet := claim(power.OutletOff, true, "outlet 3", 10)
	for _, one := range []struct {
		name    string
		notices []Notice
		read    Read
		want    string
		open    int
	}{
		{"the read saw it begin", []Notice{on}, Read{Snapshot: read(11, power.OnBattery), Events: []power.Event{began}}, "", 0},
		{"it was seen before", []Notice{on, again}, Read{Snapshot: read(50, power.OnBattery)}, "", 0},
		{"the read saw only its end", []Notice{on}, Read{Snapshot: read(50), Events: []power.Event{ended}}, "", 0},
		{"the card does not tell yet", []Notice{on}, Read{Snapshot: read(11)}, "", 1},
		{"it was over before", []Notice{on, off}, Read{Snapshot: read(50)}, "on_battery@10 on_battery_ended@14+4", 0},
		{"its end was lost", []Notice{on}, Read{Snapshot: read(50)}, "on_battery@10 on_battery_ended@10+0", 0},
		{"told twice", []Notice{on, again, off}, Read{Snapshot: read(50)}, "on_battery@10 on_battery_ended@14+4", 0},
		{"an end of what was never seen", []Notice{off}, Read{Snapshot: read(50)}, "", 0},
		{"an end that the device denies", []Notice{off}, Read{Snapshot: read(50, power.OnBattery)}, "", 0},
		{"an end that the card does not show yet", []Notice{off}, Read{Snapshot: read(15, power.OnBattery)}, "", 1},
		{"… and a begin that it just shows", []Notice{on, off}, Read{
			Snapshot: read(15, power.OnBattery), Events: []power.Event{began},
		}, "", 1},
		{"an end that was seen, and another begin", []Notice{on, off}, Read{
			Snapshot: read(15, power.OnBattery), Events: []power.Event{began, ended},
		}, "", 0},
		{"a module that cannot tell, beside one that can", []Notice{bypassed}, Read{Snapshot: read(50), Partial: true}, "", 1},
		{"… and that did not, either", []Notice{bypassed}, Read{
			Snapshot: read(400), Partial: true,
		}, "bypass@10 bypass_ended@10+0", 0},
		{"a module that can, beside one that cannot", []Notice{on, off}, Read{
			Snapshot: read(50), Partial: true,
		}, "on_battery@10 on_battery_ended@14+4", 0},
		{"in any order", []Notice{off, on}, Read{Snapshot: read(50)}, "on_battery@10 on_battery_ended@14+4", 0},
		{"the device is silent", []Notice{on, off}, Read{Snapshot: silent}, "", 2},
		{"a read from before", []Notice{on}, Read{Snapshot: read(5, power.OnBattery)}, "", 1},
		{
			"the device cannot tell",
			[]Notice{bypassed},
			Read{Snapshot: read(50)},
			"bypass@10 bypass_ended@10+0", 0,
		},
		{"an outlet that is on", []Notice{outlet}, Read{Snapshot: read(50)}, "outlet_off@10[outlet 3] outlet_on@10[outlet 3]+0", 0},
		{"an outlet that was seen to go off", []Notice{outlet}, Read{
			Snapshot: read(50), Events: []power.Event{{Kind: power.OutletOff, Place: "outlet 3"}},
		}, "", 0},
		{"another outlet", []Notice{outlet}, Read{
			Snapshot: read(50), Events: []power.Event{{Kind: power.OutletOff, Place: "outlet 30"}},
		}, "outlet_off@10[outlet 3] outlet_on@10[outlet 3]+0", 0},
		{"an alarm in other words", []Notice{claim(power.AlarmRaised, true, "fan failure", 10)}, Read{
			Snapshot: read(50), Events: []power.Event{{Kind: power.AlarmRaised, Place: "Fan 1"}},
		}, "", 0},
		{
			"a test that no read shows, and its retransmission",
			[]Notice{claim(power.TestFinished, true, "", 10), claim(power.TestFinished, true, "", 11)},
			Read{Snapshot: read(50)},
			"test_finished@10", 0,
		},
		{"what is not known", []Notice{{Time: start}}, Read{Snapshot: read(50)}, "", 0},
		{"nothing", nil, Read{Snapshot: read(50)}, "", 0},
		{"no read", []Notice{on}, Read{}, "", 1},
	} {
		events, open, _ := Settle(one.notices, one.read)
		if got := text(events); got != one.want || len(open) != one.open {
			t.Errorf("%s: %q and %d open, want %q and %d", one.name, got, len(open), one.want, one.open)
		}
	}
}

// TestOnce lets a real watch see what notices tell, in all orders: no outage is told twice.
func TestOnce(t *testing.T) {
	for lag := range int(Grace.Seconds()) { // seconds until the card's SNMP knows what its trap told
		var w power.Watch
		var pending []Notice
		var all []power.Event
		for second := range 120 {
			switch second {
			case 40:
				pending = append(pending, claim(power.BatteryBegan, true, "", second))
			case 70:
				pending = append(pending, claim(power.BatteryBegan, false, "", second))
			}
			// scrapes each 15 s, and the read that a notice causes
			if second%15 != 7 && second != 40 && second != 70 {
				continue
			}
			s := read(second, power.Online)
			if second >= 40+lag && second < 70+lag {
				s = read(second, power.OnBattery)
			}
			events := w.Observe(s, "snmp")
			all = append(all, events...)
			reported, open, _ := Settle(pending, Read{Snapshot: s, Events: events})
			all, pending = append(all, reported...), open
		}
		count := map[power.EventKind]int{}
		for _, e := range all {
			count[e.Kind]++
		}
		if count[power.BatteryBegan] != 1 || count[power.BatteryEnded] != 1 || len(pending) > 0 {
			t.Errorf("lag %d: %v, %d open", lag, count, len(pending))
		}
	}
}

func TestPending(t *testing.T) {
	var p Pending
	ups := netip.MustParseAddr("192.0.2.7")
	n := claim(power.BatteryBegan, true, "", 1)
	n.Source = ups
	for i := range maxWaiting + 5 {
		n.Place = fmt.Sprint("outlet ", i)
		if ok := p.Add(n); ok != (i < maxWaiting) {
			t.Fatalf("the notice %d: %v", i, ok)
		}
	}
	if !p.Add(Notice{Source: ups}) {
		t.Error("what is no event needs no room")
	}
	list := p.take(ups, nil)
	if len(list) != maxWaiting || len(p.take(ups, nil)) != 0 || p.Tally() != (Tally{Lost: 5}) {
		t.Errorf("%d were kept, %+v", len(list), p.Tally())
	}
	p.Add(n)
	p.giveBack(ups, list, Tally{})
	if p.waiting != maxWaiting || len(p.take(ups, nil)) != maxWaiting || p.Tally().Lost != 6 || p.waiting != 0 {
		t.Error("what comes back has room before what is new")
	}
	p.giveBack(ups, nil, Tally{})
	for i := range maxWaitingDevices + 1 {
		n.Source = netip.AddrFrom4([4]byte{10, 0, byte(i >> 8), byte(i)})
		if ok := p.Add(n); ok != (i < maxWaitingDevices) {
			t.Fatalf("the device %d: %v", i, ok)
		}
	}
}

func TestUnits(t *testing.T) {
	address := netip.MustParseAddr("192.0.2.7")
	device := func(name string, states ...power.State) Read {
		s := read(60, states...)
		s.Device = name
		return Read{Snapshot: s}
	}
	dead := device("2")
	dead.Snapshot.Err, dead.Snapshot.Readings = context.DeadlineExceeded, nil
	second := claim(power.BatteryBegan, true, "", 10)
	second.Unit = "2"
	first := claim(power.BatteryBegan, true, "", 10)
	for _, one := range []struct {
		name   string
		notice Notice
		reads  []Read
		want   map[int]int
		open   int
	}{
		{"of the second", second, []Read{device("1", power.OnBattery), device("2")}, map[int]int{1: 2}, 0},
		{"of any, and one is so", first, []Read{device("1"), device("2", power.OnBattery)}, map[int]int{}, 0},
		{"of any, and none is so", first, []Read{device("1"), device("2")}, map[int]int{0: 2}, 0},
		{"of any, and one is silent", first, []Read{device("1"), dead}, map[int]int{}, 1},
		{"one device, whatever its name", second, []Read{device("1")}, map[int]int{0: 2}, 0},
		{"no read", second, nil, map[int]int{}, 1},
	} {
		var p Pending
		one.notice.Source = address
		p.Add(one.notice)
		reported := p.Settle(address, false, one.reads)
		for i := range one.reads {
			if len(reported[i]) != one.want[i] {
				t.Errorf("%s: %d events of device %d, want %d", one.name, len(reported[i]), i, one.want[i])
			}
		}
		if open := len(p.take(address, nil)); open != one.open {
			t.Errorf("%s: %d open", one.name, open)
		}
		if p.Settle(address, false, one.reads) != nil {
			t.Errorf("%s: it is settled twice", one.name)
		}
	}
}

// TestLateTrap has a reboot read before the cold start is told of.
func TestLateTrap(t *testing.T) {
	var p Pending
	address := netip.MustParseAddr("192.0.2.7")
	rebooted := power.Event{Kind: power.DeviceRebooted, Time: start.Add(5 * time.Second)}
	p.Settle(address, false, []Read{{Snapshot: read(5), Events: []power.Event{rebooted}}})
	for _, one := range []struct{ told, read, want int }{{20, 60, 0}, {190, 240, 1}} {
		n := claim(power.DeviceRebooted, true, "", one.told)
		n.Source = address
		p.Add(n)
		if got := p.Settle(address, false, []Read{{Snapshot: read(one.read)}})[0]; len(got) != one.want {
			t.Errorf("told after %d s: %s", one.told, text(got))
		}
	}
	for i := range 2 * maxWaitingDevices {
		at := netip.AddrFrom4([4]byte{10, 0, byte(i >> 8), byte(i)})
		p.Settle(at, false, []Read{{Snapshot: read(5), Events: slices.Repeat([]power.Event{rebooted}, 2*maxRecent)}})
	}
	if len(p.recent) > maxWaitingDevices || len(p.recent[netip.MustParseAddr("10.0.31.255")]) != maxRecent {
		t.Errorf("%d devices are remembered", len(p.recent))
	}
}

func TestFlagged(t *testing.T) {
	for _, kind := range []power.EventKind{
		power.OutletOff, power.BranchOpened, power.SensorTripped, power.SensorLost, power.InputBad,
		power.RedundancyLost, power.ModuleFailed, power.BatteryRemoved,
	} {
		q, on, ok := power.FlagOf(kind)
		for value := range 2 {
			s := &power.Snapshot{Readings: []power.Reading{{Quantity: q, Place: power.Place{"1"}, Value: float64(value)}}}
			n := Notice{Kind: kind}
			if holds, told := holding(&n, s); !ok || !told || holds != ((value == 1) == on) {
				t.Errorf("%s with %s %d: holds %v, told %v", kind, q.Name(), value, holds, told)
			}
			n.Place = "part 11"
			if _, told := holding(&n, s); told {
				t.Errorf("%s of another part is told", kind)
			}
		}
	}
}
