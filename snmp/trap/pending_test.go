package trap

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
)

var device = netip.MustParseAddr("192.0.2.7")

// from is a notice of a device.
func from(at netip.Addr, n Notice) Notice {
	n.Source = at
	return n
}

func TestTally(t *testing.T) {
	on, off := claim(power.BatteryBegan, true, "", 10), claim(power.BatteryBegan, false, "", 14)
	began := []power.Event{{Kind: power.BatteryBegan, Time: start.Add(11 * time.Second)}}
	bypassed := claim(power.StateBegan(power.Bypass), false, "", 10)
	for _, one := range []struct {
		name    string
		notices []Notice
		read    Read
		want    Tally
	}{
		{"seen", []Notice{on}, Read{Snapshot: read(11, power.OnBattery), Events: began}, Tally{Confirmed: 1}},
		{"seen before", []Notice{on}, Read{Snapshot: read(50, power.OnBattery)}, Tally{Confirmed: 1}},
		{"not yet", []Notice{on}, Read{Snapshot: read(12)}, Tally{}},
		{"over", []Notice{on, off}, Read{Snapshot: read(50)}, Tally{Reported: 2}},
		{"told twice", []Notice{on, on, off}, Read{Snapshot: read(50)}, Tally{Reported: 2, Denied: 1}},
		{"an end that is so", []Notice{off}, Read{Snapshot: read(50)}, Tally{Confirmed: 1}},
		{"an end that is not", []Notice{off}, Read{Snapshot: read(50, power.OnBattery)}, Tally{Denied: 1}},
		{"an end of what no read shows", []Notice{bypassed}, Read{Snapshot: read(50)}, Tally{Denied: 1}},
		{"of one of several", []Notice{on}, Read{Snapshot: read(50), Shared: true}, Tally{}},
		{"of none of several", []Notice{on}, Read{Snapshot: read(400), Shared: true}, Tally{Expired: 1}},
	} {
		events, open, tally := Settle(one.notices, one.read)
		if tally != one.want || one.read.Shared && len(events) > 0 {
			t.Errorf("%s: %+v, %d events, %d open", one.name, tally, len(events), len(open))
		}
	}
}

// TestRepeated has a device say the same for hours: it takes the room of two, and is one outage.
func TestRepeated(t *testing.T) {
	var p Pending
	for minute := range 300 {
		if !p.Add(from(device, claim(power.BatteryBegan, true, "", 60*minute))) {
			t.Fatalf("no room in minute %d", minute)
		}
	}
	if newest := p.Waiting(device); !newest.Equal(start.Add(299 * time.Minute)) {
		t.Errorf("the newest is of %s", newest)
	}
	p.Add(from(device, claim(power.BatteryBegan, false, "", 300*60)))
	if p.waiting != 3 || p.Tally() != (Tally{Repeated: 298}) || !p.Waiting(device).Equal(start.Add(300*time.Minute)) {
		t.Errorf("%d wait, %+v", p.waiting, p.Tally())
	}
	events := p.Settle(device, false, []Read{{Snapshot: read(301 * 60)}})[0]
	if got := text(events); got != "on_battery@0 on_battery_ended@18000+18000" || p.waiting != 0 {
		t.Errorf("%s, %d wait", got, p.waiting)
	}
}

// TestRoom fills what waits with devices that nobody reads.
func TestRoom(t *testing.T) {
	p := Pending{Known: func(a netip.Addr) bool { return a == device }}
	p.Add(from(device, claim(power.OutletOff, true, "outlet 0", 0)))
	for i := range maxWaitingInAll - 1 {
		stranger := netip.AddrFrom4([4]byte{10, 0, 0, byte(i % 200)})
		if !p.Add(from(stranger, claim(power.OutletOff, true, fmt.Sprint("outlet ", i), 1))) {
			t.Fatalf("no room for %d", i)
		}
	}
	if !p.Add(from(device, claim(power.OutletOff, true, "outlet 1", 2))) || p.waiting != 2 || len(p.devices) != 1 {
		t.Errorf("strangers did not make room: %d wait of %d devices", p.waiting, len(p.devices))
	}
	if want := (Tally{Expired: maxWaitingInAll - 1}); p.Tally() != want {
		t.Errorf("%+v", p.Tally())
	}
	p.Settle(device, false, []Read{{Snapshot: read(25 * 3600)}})
	if want := (Tally{Expired: maxWaitingInAll + 1}); p.Tally() != want || p.waiting != 0 {
		t.Errorf("after a day: %+v, %d wait", p.Tally(), p.waiting)
	}
}

// TestAge has a device that nobody reads tell of something: it is counted when it has waited for a day.
func TestAge(t *testing.T) {
	var p Pending
	p.Add(from(device, claim(power.BatteryBegan, true, "", 0)))
	for hour := 1; hour <= 25; hour++ {
		if hour <= 24 && p.Tally().Expired != 0 {
			t.Errorf("it has expired after %d hours", hour-1)
		}
		p.Add(from(sender.Addr().Next(), claim(power.OutletOff, true, "", 3600*hour)))
	}
	if p.Tally().Expired != 1 || len(p.devices) != 1 {
		t.Errorf("%+v, %d devices", p.Tally(), len(p.devices))
	}
}

func TestTold(t *testing.T) {
	var p Pending
	if p.Told(device) != nil || !p.Waiting(device).IsZero() {
		t.Error("nothing was told")
	}
	p.Add(from(device, claim(power.OutletOff, true, "outlet 3", 1)))
	p.Add(from(device, claim(power.BatteryBegan, false, "", 2)))
	p.Add(from(device, claim(power.AlarmRaised, true, "fan failure", 2)))
	told := p.Told(device)
	for _, one := range []struct {
		kind  power.EventKind
		place string
		want  bool
	}{
		{power.OutletOff, "outlet 3", true},
		{power.OutletOff, "outlet 30", false},
		{power.OutletOnAgain, "outlet 3", false},
		{power.BatteryEnded, "", true},
		{power.BatteryBegan, "", false},
		{power.AlarmRaised, "Fan 1", true},
	} {
		if got := told(&power.Event{Kind: one.kind, Place: one.place}); got != one.want {
			t.Errorf("%s %s: told %t", one.kind, one.place, got)
		}
	}
}
